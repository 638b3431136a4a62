import { capitalise, formatCount } from '../../format-number.js';
import { regularTicks } from '../../layout/axis-ticks.js';
import { columnWidth } from '../../layout/layers.js';
import { wrapText } from '../../layout/wrap-text.js';
import { textWidth } from '../../style/text-width.js';
import { figureWidths, fontSizes, type Variant } from '../../style/theme.js';
import { type Occupancy, type OccupancyArm, observedAt } from './occupancy-arms.js';

/** A panel with its place: pixels of the figure, where y grows downwards. */
export interface PlacedArm {
  readonly arm: OccupancyArm;
  readonly titleLines: readonly string[];
  readonly edge: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Whether the percentages stand at this panel's axis: the first of each row has them. */
  readonly labelled: boolean;
  readonly times: readonly number[];
}

export interface OccupancyLayout {
  readonly variant: Variant;
  readonly fontSize: number;
  readonly lineHeight: number;
  readonly width: number;
  /** Height of the panels with what stands under them. */
  readonly height: number;
  readonly end: number;
  readonly panels: readonly PlacedArm[];
}

const gapBelow = 18;
const plotHeights = { beside: 240, below: 170, narrow: 170 } as const;

/** Two panels a row on a wide page, else one; every panel has the same time axis. */
export function layOutArms(
  { arms }: Occupancy,
  ticks: readonly number[],
  end: number,
  riskTable: boolean,
  variant: Variant,
): OccupancyLayout {
  const fontSize = fontSizes[variant];
  const lineHeight = Math.round(fontSize * 1.3);
  const width = figureWidths[variant];
  const columns = variant === 'wide' && arms.length > 1 ? 2 : 1;
  const tall =
    variant === 'narrow' ? plotHeights.narrow : arms.length > 2 ? plotHeights.below : plotHeights.beside;
  const cells = riskTable
    ? arms.flatMap((arm) => ticks.map((tick) => formatCount(observedAt(arm, tick))))
    : [];
  const cell = columnWidth(cells, fontSize);
  const labels = columnWidth(['100%'], fontSize) + 12;
  const left = Math.max(labels, Math.ceil(cell / 2) + 2);
  // The last number of a panel and the first of the next stand apart.
  const across = Math.max(22, cell + 10);
  const own = (width - left - (columns - 1) * across - Math.ceil(cell / 2) - 4) / columns;
  const panels: PlacedArm[] = [];
  let top = lineHeight + 4;
  for (let first = 0; first < arms.length; first += columns) {
    const row = arms.slice(first, first + columns);
    const titles = row.map(({ name }) => wrapText(capitalise(name), own, fontSize, 'bold'));
    const plotTop = top + Math.max(...titles.map((lines) => lines.length)) * lineHeight + 6;
    const bottom = plotTop + tall;
    row.forEach((arm, column) => {
      const start = left + column * (own + across);
      const times = regularTicks(ticks, 0, {
        place: (tick) => (tick / end) * own,
        width: (tick) => Math.max(cell, textWidth(String(tick), fontSize)) + 4,
      });
      panels.push({
        arm,
        titleLines: titles[column]!,
        edge: column === 0 ? 0 : start,
        left: start,
        right: start + own,
        top: plotTop,
        bottom,
        labelled: column === 0,
        times,
      });
    });
    top = bottom + 12 + fontSize + lineHeight * (riskTable ? 3.2 : 1) + gapBelow;
  }
  return { variant, fontSize, lineHeight, width, height: top - gapBelow, end, panels };
}
