import { minusSign } from '../../format-number.js';
import { type AxisTicks, regularTicks } from '../../layout/axis-ticks.js';
import { columnWidth } from '../../layout/layers.js';
import { wrapText } from '../../layout/wrap-text.js';
import { textWidth } from '../../style/text-width.js';
import { figureWidths, fontSizes, type Variant } from '../../style/theme.js';
import type { Panel } from './panel.js';

/** A panel with its place: pixels of the figure, where y grows downwards. */
export interface PlacedPanel {
  readonly panel: Panel;
  /** Edges of the plotting area. */
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Where the panel starts: its title, its axis title and its note stand there. */
  readonly edge: number;
  readonly titleLines: readonly string[];
  readonly noteLines: readonly string[];
  readonly xTicks: readonly number[];
  readonly yTicks: readonly number[];
}

export interface PanelLayout {
  readonly variant: Variant;
  readonly fontSize: number;
  readonly lineHeight: number;
  readonly width: number;
  readonly height: number;
  readonly panels: readonly PlacedPanel[];
}

const gap = { across: 28, down: 22 } as const;
const plotHeight = { alone: 260, beside: 170, narrow: 170 } as const;

/** Ticks print as chosen, with a typographic minus. */
export const tickText = (tick: number): string => String(tick).replace('-', minusSign);

/** Two panels a row where there is room, else one; axes of one row stand at one height. */
export function layOutPanels(panels: readonly Panel[], variant: Variant): PanelLayout {
  const fontSize = fontSizes[variant];
  const lineHeight = Math.round(fontSize * 1.3);
  const width = figureWidths[variant];
  const columns = variant === 'wide' && panels.length > 1 ? 2 : 1;
  const own = (width - (columns - 1) * gap.across) / columns;
  const tall =
    variant === 'narrow' ? plotHeight.narrow : columns === 1 ? plotHeight.alone : plotHeight.beside;
  const placed: PlacedPanel[] = [];
  let top = 0;
  for (let first = 0; first < panels.length; first += columns) {
    const row = panels.slice(first, first + columns).map((panel) => ({
      panel,
      titleLines: wrapText(panel.title, own, fontSize, 'bold'),
      noteLines: panel.series.note === null ? [] : wrapText(panel.series.note, own, fontSize),
    }));
    const titles = Math.max(...row.map(({ titleLines }) => titleLines.length));
    const notes = Math.max(...row.map(({ noteLines }) => noteLines.length));
    const plotTop = top + (titles + 1) * lineHeight + 8;
    const bottom = plotTop + tall;
    row.forEach((each, column) => {
      const edge = column * (own + gap.across);
      const lastLabel = textWidth(tickText(each.panel.x.ticks.at(-1)!), fontSize);
      const area = {
        left: edge + yLabelRoom(each.panel.y, fontSize),
        right: edge + own - Math.max(8, Math.ceil(lastLabel / 2) + 1),
      };
      placed.push({ ...each, ...area, top: plotTop, bottom, edge, ...ticksOf(each.panel, area, fontSize) });
    });
    top = bottom + 12 + fontSize + (notes + 1) * lineHeight + gap.down;
  }
  return { variant, fontSize, lineHeight, width, height: top - gap.down + 4, panels: placed };
}

const yLabelRoom = ({ ticks }: AxisTicks, fontSize: number): number =>
  columnWidth(ticks.map(tickText), fontSize) + 10;

function ticksOf(
  { x, y }: Panel,
  { left, right }: { readonly left: number; readonly right: number },
  fontSize: number,
): { readonly xTicks: readonly number[]; readonly yTicks: readonly number[] } {
  const [low, high] = x.domain;
  const labels = {
    place: (tick: number) => left + ((tick - low) / (high - low)) * (right - left),
    width: (tick: number) => textWidth(tickText(tick), fontSize) + 6,
  };
  return { xTicks: regularTicks(x.ticks, x.ticks[0]!, labels), yTicks: y.ticks };
}
