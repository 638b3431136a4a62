import type { VegaLiteSpec } from '../../../core/display.js';
import { capitaliseLabel, formatNumber } from '../../format-number.js';
import { linearTicks } from '../../layout/axis-ticks.js';
import { figureSpec } from '../../layout/figure-spec.js';
import { type Layer, lineLayer, pixel, roundPixel, textLayer, withRows } from '../../layout/layers.js';
import { axisLeft, type PixelScale, placeOn } from '../../layout/pixel-axis.js';
import { wrapText } from '../../layout/wrap-text.js';
import { armColour, colours } from '../../style/palette.js';
import { textWidth } from '../../style/text-width.js';
import { figureWidths, fontSizes, type Variant } from '../../style/theme.js';

export interface WaterfallBar {
  readonly arm: number;
  readonly subject: string;
  readonly change: number;
}

export interface WaterfallPlan {
  /** Largest increase first. */
  readonly bars: readonly WaterfallBar[];
  readonly arms: readonly string[];
  readonly yLabel: string;
  readonly lines: readonly number[];
  readonly byArm: boolean;
}

interface PanelName {
  readonly x: number;
  readonly room: number;
  readonly text: string;
}

interface PlacedBar {
  readonly bar: WaterfallBar;
  readonly x: number;
  readonly x2: number;
}

/** Bars in one row, or in a panel an arm side by side, over one axis. */
export function waterfallSpec(plan: WaterfallPlan, description: string, variant: Variant): VegaLiteSpec {
  const { bars, arms, lines } = plan;
  const fontSize = fontSizes[variant];
  const lineHeight = Math.round(fontSize * 1.25);
  const width = figureWidths[variant];
  const height = variant === 'wide' ? 320 : 240;
  // Bars come sorted, largest increase first.
  const values = [bars[0]?.change ?? 0, bars.at(-1)?.change ?? 0, ...lines, 0];
  const { domain, ticks } = linearTicks(Math.min(...values), Math.max(...values), 6);
  const print = (tick: number): string => formatNumber(tick, tickDecimals(ticks));
  const left = Math.ceil(Math.max(...ticks.map((tick) => textWidth(print(tick), fontSize)))) + 12;
  const y: PixelScale = { domain, range: [height, 0] };
  const zero = placeOn(y, 0);
  const { placed, panels } = placeBars(plan, left + 4, width - 2);
  const heading = wrapText(plan.yLabel, width, fontSize);
  // Panels that are narrower than a word of their name are told by the legend instead.
  const crowded = panels.some(({ room, text }) =>
    text.split(' ').some((word) => textWidth(word, fontSize, 'bold') > room),
  );
  const names = crowded
    ? []
    : panels.map(({ x, room, text }) => ({ x, lines: wrapText(text, room, fontSize, 'bold') }));
  const nameLines = Math.max(0, ...names.map(({ lines: own }) => own.length));
  const legend = plan.byArm && !crowded ? [] : legendPlaces(arms, fontSize, width);
  const legendLines = Math.max(0, ...legend.map(({ row, lines: own }) => row + own.length));
  const top = (heading.length + legendLines + nameLines) * lineHeight + 14;
  const above = (line: number): number => roundPixel(-top + (line + 0.5) * lineHeight);
  const layers = withRows([
    ...axisLeft({ scale: y, ticks, print, fontSize, grid: width }, left),
    ...arms.map((_, arm) =>
      barLayer(
        placed.filter(({ bar }) => bar.arm === arm),
        arms,
        arm,
        y,
      ),
    ),
    lineLayer([{ x: left, x2: width, y: zero, y2: zero }], { colour: colours.axis }),
    lineLayer(
      lines.map((line) => ({ x: left, x2: width, y: placeOn(y, line), y2: placeOn(y, line) })),
      { colour: colours.ink, dash: [4, 3] },
    ),
    textLayer(heading.map((text, index) => ({ x: 0, y: above(index), text }))),
    textLayer(
      names.flatMap(({ x, lines: own }) =>
        own.map((text, index) => ({ x, y: above(heading.length + index), text })),
      ),
      { weight: 'bold' },
    ),
    ...legend.map(({ x, row }, arm) => keyLayer(x, above(heading.length + row), arm)),
    textLayer(
      legend.flatMap(({ x, row, lines: own }) =>
        own.map((text, line) => ({ x: x + 18, y: above(heading.length + row + line), text })),
      ),
    ),
  ]);
  return figureSpec(
    { variant, width, height, padding: { left: 0, right: 0, top, bottom: 10 } },
    description,
    layers,
  );
}

function placeBars(
  { bars, arms, byArm }: WaterfallPlan,
  from: number,
  to: number,
): { readonly placed: readonly PlacedBar[]; readonly panels: readonly PanelName[] } {
  const rows = byArm ? arms.map((_, arm) => bars.filter((bar) => bar.arm === arm)) : [bars];
  const gap = 18;
  const step = (to - from - gap * (rows.length - 1)) / bars.length;
  const share = Math.min(step, 40);
  let start = from;
  const placed: PlacedBar[] = [];
  const panels: PanelName[] = [];
  rows.forEach((row, arm) => {
    if (byArm) {
      const text = `${capitaliseLabel(arms[arm]!)} (n\u00a0=\u00a0${row.length})`;
      panels.push({ x: roundPixel(start), room: row.length * share + gap - 6, text });
    }
    for (const [index, bar] of row.entries()) {
      const x = start + index * share;
      // Narrow bars touch; wide ones stand apart.
      placed.push({ bar, x: roundPixel(x), x2: roundPixel(x + share * (share > 4 ? 0.85 : 1)) });
    }
    start += row.length * share + gap;
  });
  return { placed, panels };
}

/** Every second arm is pale with an outline, so that arms differ without colour. */
function barLayer(placed: readonly PlacedBar[], arms: readonly string[], arm: number, y: PixelScale): Layer {
  return {
    data: {
      values: placed.map(({ bar, x, x2 }) => ({
        x,
        x2,
        y: placeOn(y, 0),
        y2: placeOn(y, bar.change),
        tip: { title: bar.subject, Arm: arms[arm]!, Change: formatNumber(bar.change, 1) },
      })),
    },
    mark: barLook(arm),
    encoding: {
      x: pixel('x'),
      x2: { field: 'x2' },
      y: pixel('y'),
      y2: { field: 'y2' },
      tooltip: { field: 'tip', type: 'nominal' },
    },
  };
}

function barLook(arm: number): Layer {
  const colour = armColour(arm);
  return arm % 2 === 0
    ? { type: 'rect', fill: colour, fillOpacity: 0.85 }
    : { type: 'rect', fill: colour, fillOpacity: 0.25, stroke: colour, strokeWidth: 1 };
}

function keyLayer(x: number, y: number, arm: number): Layer {
  return {
    data: { values: [{ x, x2: x + 12, y: y - 5, y2: y + 5 }] },
    mark: barLook(arm),
    encoding: { x: pixel('x'), x2: { field: 'x2' }, y: pixel('y'), y2: { field: 'y2' } },
  };
}

function legendPlaces(
  arms: readonly string[],
  fontSize: number,
  width: number,
): readonly { readonly x: number; readonly row: number; readonly lines: readonly string[] }[] {
  let x = 0;
  let row = 0;
  let rowLines = 1;
  return arms.map((name) => {
    const lines = wrapText(capitaliseLabel(name), width - 18, fontSize);
    const needed = 18 + Math.max(...lines.map((line) => textWidth(line, fontSize)));
    if (x > 0 && x + needed > width) {
      x = 0;
      row += rowLines;
      rowLines = 1;
    }
    const place = { x: roundPixel(x), row, lines };
    rowLines = Math.max(rowLines, lines.length);
    x += needed + 18;
    return place;
  });
}

function tickDecimals(ticks: readonly number[]): number {
  const needed = (tick: number): number => tick.toString().split('.')[1]?.length ?? 0;
  return Math.max(0, ...ticks.map(needed));
}
