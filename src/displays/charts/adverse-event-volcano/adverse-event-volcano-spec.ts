import type { VegaLiteSpec } from '../../../core/display.js';
import type { AdverseEventContrast, ContrastedEvent } from '../../adverse-event-contrast.js';
import { formatEvents, formatNumber, formatP, minusSign, toPercent } from '../../format-number.js';
import { linearTicks } from '../../layout/axis-ticks.js';
import { figureSpec } from '../../layout/figure-spec.js';
import { type Layer, lineLayer, type PlacedText, pixel, textLayer, withRows } from '../../layout/layers.js';
import { axisBelow, axisBelowHeight, axisLeft, type PixelScale, placeOn } from '../../layout/pixel-axis.js';
import { wrapText } from '../../layout/wrap-text.js';
import { armColour, colours } from '../../style/palette.js';
import { textWidth } from '../../style/text-width.js';
import { figureWidths, fontSizes, type Variant } from '../../style/theme.js';
import { placeNames } from './place-names.js';

export interface PlacedCircle {
  readonly event: ContrastedEvent;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** Smallest p that the axis shows as its own: beyond it a circle stands at the top. */
const deepest = 12;

/** Difference to the sides, minus the decimal logarithm of p upwards. */
export function adverseEventVolcanoSpec(
  contrast: AdverseEventContrast,
  labels: number,
  description: string,
  variant: Variant,
): VegaLiteSpec {
  const fontSize = fontSizes[variant];
  const width = figureWidths[variant];
  const height = variant === 'wide' ? 400 : 320;
  const left = 34;
  const { events } = contrast;
  const heights = events.map(({ p }) => Math.min(deepest, -Math.log10(Math.max(p!, Number.MIN_VALUE))));
  const reach = events.reduce((most, { difference }) => Math.max(most, Math.abs(difference)), 0.01);
  const across = linearTicks(-reach * 1.08, reach * 1.08, 6);
  const up = linearTicks(0, Math.max(1.5, ...heights), 5);
  const x: PixelScale = { domain: across.domain, range: [left, width - 8] };
  const y: PixelScale = { domain: up.domain, range: [height, 10] };
  const radius = radiusOf(events, variant === 'wide' ? 11 : 8);
  const circles = events.map(
    (event, index): PlacedCircle => ({
      event,
      x: placeOn(x, event.difference),
      y: placeOn(y, heights[index]!),
      radius: radius(event),
    }),
  );
  const line = placeOn(y, -Math.log10(0.05));
  const zero = placeOn(x, 0);
  const [from, to] = x.range;
  const room = { left: from, right: to, top: 0, bottom: height };
  const named = variant === 'wide' ? labels : Math.min(labels, 6);
  const names = placeNames(circles, named, room, line, fontSize);
  const sideTexts = [`← More with ${contrast.versus}`, `More with ${contrast.of} →`] as const;
  const sideWidth = sideTexts.reduce((sum, text) => sum + textWidth(text, fontSize), 16);
  const stacked = sideWidth > to - from;
  const sideLines = sideTexts.map((text) => (stacked ? wrapText(text, to - from, fontSize) : [text]));
  const [leftRows, rightRows] = [sideLines[0]!.length, sideLines[1]!.length];
  const above = (row: number): number => -10 - 16 * row;
  const sides = sideLines.map((lines, side) =>
    lines.map(
      (text, line): PlacedText => ({
        x: side === 0 ? from : to,
        y: above(lines.length - 1 - line + (side === 0 && stacked ? rightRows : 0)),
        text,
      }),
    ),
  );
  const sideRows = stacked ? leftRows + rightRows : 1;
  const layers: readonly Layer[] = [
    ...axisLeft(
      {
        scale: y,
        ticks: up.ticks,
        print: (tick) => formatNumber(tick, tickDecimals(up.ticks)),
        fontSize,
        grid: to,
      },
      left,
    ),
    ...axisBelow(
      {
        scale: x,
        ticks: across.ticks,
        print: (tick) => formatNumber(toPercent(tick), tickDecimals(across.ticks.map(toPercent))),
        fontSize,
        grid: null,
      },
      height,
      ['Risk difference, percentage points'],
    ),
    lineLayer([{ x: zero, x2: zero, y: 0, y2: height }], { colour: colours.rule }),
    lineLayer([{ x: from, x2: to, y: line, y2: line }], { colour: colours.muted, dash: [4, 3] }),
    textLayer([{ x: 0, y: above(sideRows), text: `${minusSign}log10 of p` }]),
    textLayer(sides[0]!, { colour: armColour(1) }),
    textLayer(sides[1]!, { align: 'right', colour: armColour(0) }),
    ...circleLayers(circles, contrast),
    ...withRows([
      lineLayer(names.leaders, { colour: colours.axis }),
      textLayer(names.left, { align: 'right' }),
      textLayer(names.right),
    ]),
  ];
  return figureSpec(
    {
      variant,
      width,
      height,
      padding: { left: 0, right: 0, top: 20 + 16 * sideRows, bottom: axisBelowHeight(fontSize, 1) },
    },
    description,
    layers,
  );
}

/** Area grows with the subjects who had the event. */
function radiusOf(events: readonly ContrastedEvent[], most: number): (event: ContrastedEvent) => number {
  const subjects = ({ of, versus }: ContrastedEvent): number => of.events + versus.events;
  const largest = events.reduce((high, event) => Math.max(high, subjects(event)), 1);
  return (event) => Math.max(2.5, most * Math.sqrt(subjects(event) / largest));
}

function tickDecimals(ticks: readonly number[]): number {
  return ticks.every((tick) => Number.isInteger(tick))
    ? 0
    : ticks.every((tick) => Number.isInteger(tick * 10))
      ? 1
      : 2;
}

/** Filled above p = 0.05 in the colour of the arm with more; the others in grey. */
function circleLayers(
  circles: readonly PlacedCircle[],
  { of, versus }: AdverseEventContrast,
): readonly Layer[] {
  const layer = (own: readonly PlacedCircle[], colour: string): Layer => ({
    data: {
      values: own.map(({ event, x, y, radius }) => ({
        x,
        y,
        size: Math.round(Math.PI * radius * radius),
        tip: {
          title: event.label,
          [of]: formatEvents(event.of, true),
          [versus]: formatEvents(event.versus, true),
          'Risk difference': `${formatNumber(toPercent(event.difference), 1)} percentage points`,
          p: formatP(event.p!),
        },
      })),
    },
    mark: {
      type: 'point',
      filled: true,
      opacity: 0.55,
      shape: 'circle',
      stroke: colour,
      strokeWidth: 1,
      color: colour,
    },
    encoding: {
      x: pixel('x'),
      y: pixel('y'),
      size: { field: 'size', type: 'quantitative', scale: null, legend: null },
      tooltip: { field: 'tip', type: 'nominal' },
    },
  });
  const notable = ({ event }: PlacedCircle): boolean => event.p! < 0.05;
  return withRows([
    layer(
      circles.filter((circle) => !notable(circle)),
      colours.axis,
    ),
    layer(
      circles.filter((circle) => notable(circle) && circle.event.difference <= 0),
      armColour(1),
    ),
    layer(
      circles.filter((circle) => notable(circle) && circle.event.difference > 0),
      armColour(0),
    ),
  ]);
}
