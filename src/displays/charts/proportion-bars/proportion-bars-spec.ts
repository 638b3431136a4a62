import type { VegaLiteSpec } from '../../../core/display.js';
import { isEstimable } from '../../../core/estimable.js';
import { formatLevel } from '../../format-number.js';
import { linearTicks, regularTicks } from '../../layout/axis-ticks.js';
import { figureSpec } from '../../layout/figure-spec.js';
import {
  columnWidth,
  lineLayer,
  type PlacedText,
  roundPixel,
  textLayer,
  withRows,
} from '../../layout/layers.js';
import { wrapText } from '../../layout/wrap-text.js';
import { colours } from '../../style/palette.js';
import { textWidth } from '../../style/text-width.js';
import { figureWidths, fontSizes, type Variant } from '../../style/theme.js';
import {
  axisLayer,
  barHeight,
  barLayers,
  baselines,
  hoverLayer,
  type PlacedBar,
} from './proportion-marks.js';
import type { ProportionRow } from './proportion-rows.js';

export interface ProportionPlan {
  readonly rows: readonly ProportionRow[];
  /** Whether several analyses stand below each other, each under its heading. */
  readonly grouped: boolean;
  readonly maximum: number | null;
  readonly description: string;
  readonly variant: Variant;
}

/** One row an arm: name, events, bar with its interval, percentage. */
export function proportionBarsSpec(plan: ProportionPlan): VegaLiteSpec {
  const { rows, variant, grouped } = plan;
  const fontSize = fontSizes[variant];
  const lineHeight = Math.round(fontSize * 1.25);
  const total = figureWidths[variant];
  const wide = variant === 'wide';
  const gap = wide ? 16 : 8;
  const heading = headerOf(rows);
  const textColumn = Math.max(
    columnWidth(
      rows.map(({ text }) => text),
      fontSize,
    ),
    columnWidth([heading], fontSize, 'bold'),
  );
  const eventsColumn = wide
    ? Math.max(
        columnWidth(
          rows.map(({ events }) => events),
          fontSize,
        ),
        24,
      )
    : 0;
  const indent = grouped ? 10 : 0;
  const natural =
    columnWidth(
      rows.map(({ arm }) => arm),
      fontSize,
    ) + indent;
  const labelColumn = Math.min(natural, wide ? 200 : 116);
  const plotStart = labelColumn + gap + (wide ? eventsColumn + gap : 0) + 4;
  const plotEnd = total - textColumn - gap - 8;
  const { bars, headings, height } = placeBars(rows, grouped, labelColumn - indent, fontSize, lineHeight);
  const axis = proportionAxis(rows, plan.maximum);
  const x = {
    type: 'quantitative',
    title: null,
    scale: { domain: [0, axis.end], range: [plotStart, plotEnd], nice: false, zero: false },
  };
  const ticks = regularTicks(axis.ticks, 0, {
    place: (tick) => plotStart + (tick / axis.end) * (plotEnd - plotStart),
    width: () => textWidth('100%', fontSize),
  });
  const header: PlacedText[] = [
    ...(wide ? [{ x: labelColumn + gap + eventsColumn, y: -lineHeight / 2 - 6, text: 'n/N' }] : []),
    { x: total, y: -lineHeight / 2 - 6, text: heading },
  ];
  const layers = [
    lineLayer([{ x: 0, y: 0, x2: total, y2: 0 }], { colour: colours.axis }),
    axisLayer(x, ticks, baselines(bars, height)),
    ...barLayers(bars, x, axis.end),
    textLayer(header, { align: 'right', weight: 'bold' }),
    ...withRows([
      textLayer(headings, { weight: 'bold' }),
      textLayer(
        bars.flatMap(({ lines, middle }) =>
          lines.map((text, line) => ({
            x: indent,
            y: middle + (line - (lines.length - 1) / 2) * lineHeight,
            text,
          })),
        ),
      ),
      textLayer(
        wide
          ? bars.map(({ row, middle }) => ({
              x: labelColumn + gap + eventsColumn,
              y: middle,
              text: row.events,
            }))
          : [],
        { align: 'right' },
      ),
      textLayer(
        bars.map(({ row, middle }) => ({ x: total, y: middle, text: row.text })),
        { align: 'right' },
      ),
    ]),
    hoverLayer(bars, total, lineHeight),
  ];
  const padding = { left: 0, right: 0, top: lineHeight + 10, bottom: fontSize + 16 };
  return figureSpec({ variant, width: total, height, padding }, plan.description, layers);
}

function headerOf(rows: readonly ProportionRow[]): string {
  const level = rows.find((row) => row.level !== null)?.level ?? null;
  return level === null ? '%' : `% (${formatLevel(level)} CI)`;
}

function placeBars(
  rows: readonly ProportionRow[],
  grouped: boolean,
  room: number,
  fontSize: number,
  lineHeight: number,
): {
  readonly bars: readonly PlacedBar[];
  readonly headings: readonly PlacedText[];
  readonly height: number;
} {
  const bars: PlacedBar[] = [];
  const headings: PlacedText[] = [];
  let top = 6;
  rows.forEach((row, index) => {
    if (grouped && row.analysis !== rows[index - 1]?.analysis) {
      top += index === 0 ? 0 : 6;
      headings.push({ x: 0, y: top + lineHeight / 2, text: row.analysis });
      top += lineHeight + 4;
    }
    const lines = wrapText(row.arm, room, fontSize);
    const height = Math.max(lines.length * lineHeight, barHeight) + 8;
    bars.push({ row, lines, middle: roundPixel(top + height / 2) });
    top += height;
  });
  return { bars, headings, height: top + 4 };
}

function proportionAxis(
  rows: readonly ProportionRow[],
  maximum: number | null,
): { readonly end: number; readonly ticks: readonly number[] } {
  const values = rows.flatMap(({ value, upper }) => [isEstimable(value) ? value : 0, upper ?? 0]);
  const { ticks } = linearTicks(0, maximum ?? Math.max(0.05, ...values));
  const inside = ticks.filter((tick) => tick <= (maximum ?? 1) + 1e-9);
  return { end: maximum ?? inside.at(-1)!, ticks: inside };
}
