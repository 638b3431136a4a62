import type { VegaLiteSpec } from '../../../core/display.js';
import type { AdverseEventContrast, ContrastedEvent } from '../../adverse-event-contrast.js';
import {
  capitaliseLabel,
  formatEvents,
  formatLevel,
  formatNumber,
  joinInterval,
  toPercent,
} from '../../format-number.js';
import { linearTicks } from '../../layout/axis-ticks.js';
import { figureSpec } from '../../layout/figure-spec.js';
import { type Layer, lineLayer, pixel, textLayer } from '../../layout/layers.js';
import { axisBelow, axisBelowHeight, type PixelScale, placeOn } from '../../layout/pixel-axis.js';
import { widestLine, wrapText } from '../../layout/wrap-text.js';
import { armColour, colours } from '../../style/palette.js';
import { textWidth } from '../../style/text-width.js';
import { figureWidths, fontSizes, type Variant } from '../../style/theme.js';

interface PlacedEvent {
  readonly event: ContrastedEvent;
  readonly lines: readonly string[];
  /** Middle of the first line of its name. */
  readonly nameTop: number;
  /** Where its marks stand. */
  readonly middle: number;
  readonly top: number;
  readonly bottom: number;
}

/** Shapes of the two arms: told apart without colour. */
const shapes = ['circle', 'triangle-up'] as const;

/** Names on the left (above the marks on a telephone), the dots of both arms, the differences. */
export function adverseEventDotSpec(
  contrast: AdverseEventContrast,
  description: string,
  variant: Variant,
): VegaLiteSpec {
  const fontSize = fontSizes[variant];
  const lineHeight = Math.round(fontSize * 1.25);
  const width = figureWidths[variant];
  const wide = variant === 'wide';
  const names = wide ? 220 : 0;
  const gap = 28;
  const inset = 8;
  const dotsFrom = wide ? names + 16 : inset;
  const half = (width - dotsFrom - gap - inset) / 2;
  const { rows, bottom } = placeEvents(contrast.events, wide ? names : width, fontSize, lineHeight, wide);
  const dots = proportionScale(contrast.events, [dotsFrom, dotsFrom + half]);
  const differences = differenceScale(contrast.events, [dotsFrom + half + gap, width - inset]);
  const print = (tick: number): string => formatNumber(toPercent(tick), 0);
  const arms = [contrast.of, contrast.versus].map(capitaliseLabel);
  const titles = [
    wrapText('% of subjects', half, fontSize),
    differenceTitle(contrast, half, fontSize),
  ] as const;
  const lines = Math.max(titles[0].length, titles[1].length);
  const zero = placeOn(differences.scale, 0);
  const sides = sideLayer(contrast, differences.scale, bottom + axisBelowHeight(fontSize, lines), fontSize);
  const layers: readonly Layer[] = [
    ...axisBelow(
      { scale: dots.scale, ticks: dots.ticks, print, fontSize, grid: wide ? 0 : null },
      bottom,
      titles[0],
    ),
    ...axisBelow(
      { scale: differences.scale, ticks: differences.ticks, print, fontSize, grid: null },
      bottom,
      titles[1],
    ),
    lineLayer([{ x: zero, x2: zero, y: 0, y2: bottom }], { colour: colours.muted, dash: [4, 3] }),
    textLayer(
      rows.flatMap(({ lines: own, nameTop }) =>
        own.map((text, index) => ({ x: 0, y: nameTop + index * lineHeight, text })),
      ),
    ),
    ...dotLayers(rows, dots.scale),
    ...differenceLayers(rows, differences.scale),
    ...legend(arms, dotsFrom, fontSize, lineHeight, width),
    ...sides.layers,
    hoverLayer(rows, contrast, width),
  ];
  const legendLines = placeLegend(arms, dotsFrom, fontSize, width).rows;
  return figureSpec(
    {
      variant,
      width,
      height: bottom,
      padding: {
        left: 0,
        right: 0,
        top: legendLines * lineHeight + 14,
        bottom: axisBelowHeight(fontSize, lines) + sides.height,
      },
    },
    description,
    layers,
  );
}

function placeEvents(
  events: readonly ContrastedEvent[],
  room: number,
  fontSize: number,
  lineHeight: number,
  wide: boolean,
): { readonly rows: readonly PlacedEvent[]; readonly bottom: number } {
  let top = 4;
  const rows = events.map((event): PlacedEvent => {
    const lines = wrapText(event.label, room, fontSize);
    const text = lines.length * lineHeight;
    const height = wide ? Math.max(text, 14) + 7 : text + 22;
    const placed = {
      event,
      lines,
      nameTop: (wide ? top + height / 2 - text / 2 : top + 3) + lineHeight / 2,
      middle: wide ? top + height / 2 : top + text + 10,
      top,
      bottom: top + height,
    };
    top += height;
    return placed;
  });
  return { rows, bottom: top + 4 };
}

interface Axis {
  readonly scale: PixelScale;
  readonly ticks: readonly number[];
}

function proportionScale(events: readonly ContrastedEvent[], range: readonly [number, number]): Axis {
  const most = events.reduce(
    (high, { of, versus }) => Math.max(high, of.proportion, versus.proportion),
    0.02,
  );
  const { domain, ticks } = linearTicks(0, most, 4);
  return { scale: { domain, range }, ticks };
}

function differenceScale(events: readonly ContrastedEvent[], range: readonly [number, number]): Axis {
  const low = events.reduce((least, { lower }) => Math.min(least, lower), -0.01);
  const high = events.reduce((most, { upper }) => Math.max(most, upper), 0.01);
  const { domain, ticks } = linearTicks(low, high, 5);
  return { scale: { domain, range }, ticks };
}

function differenceTitle({ level }: AdverseEventContrast, room: number, fontSize: number): readonly string[] {
  return wrapText(`Risk difference (${formatLevel(level)}\u00a0CI), percentage points`, room, fontSize);
}

function dotLayers(rows: readonly PlacedEvent[], scale: PixelScale): readonly Layer[] {
  const places = (['of', 'versus'] as const).map((arm) =>
    rows.map(({ event, middle }) => ({ x: placeOn(scale, event[arm].proportion), y: middle })),
  );
  return [
    lineLayer(
      rows.map(({ middle }, index) => ({
        x: places[0]![index]!.x,
        x2: places[1]![index]!.x,
        y: middle,
        y2: middle,
      })),
      { colour: colours.rule, width: 2 },
    ),
    // The reference first, so that the arm of interest lies on top where both agree.
    ...[1, 0].map((arm) => ({
      data: { values: places[arm]! },
      mark: { type: 'point', filled: true, opacity: 1, shape: shapes[arm], size: 64, color: armColour(arm) },
      encoding: { x: pixel('x'), y: pixel('y') },
    })),
  ];
}

function differenceLayers(rows: readonly PlacedEvent[], scale: PixelScale): readonly Layer[] {
  return [
    lineLayer(
      rows.map(({ event, middle }) => ({
        x: placeOn(scale, event.lower),
        x2: placeOn(scale, event.upper),
        y: middle,
        y2: middle,
      })),
      { colour: colours.ink, width: 1.25 },
    ),
    {
      data: { values: rows.map(({ event, middle }) => ({ x: placeOn(scale, event.difference), y: middle })) },
      mark: { type: 'point', filled: true, opacity: 1, shape: 'square', size: 44, color: colours.estimate },
      encoding: { x: pixel('x'), y: pixel('y') },
    },
  ];
}

/**
 * Where the names of the arms stand above the plot: side by side over the dots, else below each other, long ones
 * broken.
 */
function placeLegend(
  arms: readonly string[],
  from: number,
  fontSize: number,
  width: number,
): {
  readonly rows: number;
  readonly names: readonly { readonly x: number; readonly row: number; readonly lines: readonly string[] }[];
} {
  const needed = arms.map((arm) => 34 + textWidth(arm, fontSize));
  if (from + needed.reduce((sum, own) => sum + own, 0) <= width) {
    const names = arms.map((arm, index) => ({
      x: from + (index === 0 ? 0 : needed[0]!),
      row: 0,
      lines: [arm],
    }));
    return { rows: 1, names };
  }
  const x = needed.every((own) => from + own <= width) ? from : 0;
  let row = 0;
  const names = arms.map((arm) => {
    const place = { x, row, lines: wrapText(arm, width - x - 17, fontSize) };
    row += place.lines.length;
    return place;
  });
  return { rows: row, names };
}

function legend(
  arms: readonly string[],
  from: number,
  fontSize: number,
  lineHeight: number,
  width: number,
): readonly Layer[] {
  const { rows, names } = placeLegend(arms, from, fontSize, width);
  const y = (row: number): number => -(rows - row - 0.5) * lineHeight - 6;
  return [
    ...names.map(({ x, row }, arm) => ({
      data: { values: [{ x: x + 5, y: y(row) }] },
      mark: { type: 'point', filled: true, opacity: 1, shape: shapes[arm], size: 64, color: armColour(arm) },
      encoding: { x: pixel('x'), y: pixel('y') },
    })),
    textLayer(
      names.flatMap(({ x, row, lines }) =>
        lines.map((text, line) => ({ x: x + 15, y: y(row + line), text })),
      ),
    ),
  ];
}

/** Which side of no difference means what, under the axis of differences. */
function sideLayer(
  { of }: AdverseEventContrast,
  scale: PixelScale,
  top: number,
  fontSize: number,
): { readonly layers: readonly Layer[]; readonly height: number } {
  const zero = placeOn(scale, 0);
  const [from, to] = scale.range;
  const lineHeight = Math.round(fontSize * 1.25);
  const texts = (['Fewer', 'More'] as const).map((word, side) => {
    const room = side === 0 ? zero - from : to - zero;
    const text = side === 0 ? `← ${word} with ${of}` : `${word} with ${of} →`;
    const lines = wrapText(text, Math.max(room - 10, 60), fontSize);
    return { side, lines, width: widestLine(lines, fontSize) };
  });
  const height = Math.max(...texts.map(({ lines }) => lines.length)) * lineHeight;
  return {
    height: height + 4,
    layers: texts.map(({ side, lines, width }) => {
      const x =
        side === 0 ? Math.max(zero - 6, from + Math.min(width, zero - from)) : Math.min(zero + 6, to - width);
      return textLayer(
        lines.map((text, index) => ({ x, y: top + (index + 0.5) * lineHeight, text })),
        { align: side === 0 ? 'right' : 'left', colour: colours.muted },
      );
    }),
  };
}

function hoverLayer(
  rows: readonly PlacedEvent[],
  { of, versus }: AdverseEventContrast,
  width: number,
): Layer {
  const points = (value: number): string => formatNumber(toPercent(value), 1);
  return {
    data: {
      values: rows.map(({ event, top, bottom }) => ({
        y: top,
        y2: bottom,
        tip: {
          title: event.label,
          [of]: formatEvents(event.of, true),
          [versus]: formatEvents(event.versus, true),
          'Risk difference': `${points(event.difference)} (${joinInterval(points(event.lower), points(event.upper))})`,
        },
      })),
    },
    params: [{ name: 'row', select: { type: 'point', on: 'pointerover', clear: 'pointerout' } }],
    mark: { type: 'rect', color: colours.ink, x: 0, x2: width, cursor: 'default' },
    encoding: {
      y: pixel('y'),
      y2: { field: 'y2' },
      opacity: { condition: { param: 'row', empty: false, value: 0.06 }, value: 0 },
      tooltip: { field: 'tip', type: 'nominal' },
    },
  };
}
