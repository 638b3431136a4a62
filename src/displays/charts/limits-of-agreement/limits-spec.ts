import type { VegaLiteSpec } from '../../../core/display.js';
import { formatSignificant } from '../../format-number.js';
import { linearTicks, regularTicks } from '../../layout/axis-ticks.js';
import { evenlyChosen } from '../../layout/evenly-chosen.js';
import { figureSpec } from '../../layout/figure-spec.js';
import {
  columnWidth,
  type Layer,
  lineLayer,
  pixel,
  roundPixel,
  textLayer,
  withRows,
} from '../../layout/layers.js';
import { armColour, colours } from '../../style/palette.js';
import { textWidth } from '../../style/text-width.js';
import { figureWidths, fontSizes, type Variant } from '../../style/theme.js';
import type { AgreementLimits } from './agreement-limits.js';

/** Points drawn: more would cover each other. */
export const mostPoints = 5000;

/** Differences against means with the mean difference, the limits and their intervals. */
export function limitsSpec(
  limits: AgreementLimits,
  intervals: boolean,
  variant: Variant,
  description: string,
): VegaLiteSpec {
  const fontSize = fontSizes[variant];
  const lineHeight = Math.round(fontSize * 1.35);
  const width = figureWidths[variant];
  const { x: means, y: differences, lines } = limits;
  const ends = lines.flatMap(({ value, lower, upper }) => (intervals ? [value, lower, upper] : [value]));
  const yAxis = linearTicks(
    least([...differences, ...ends, limits.noDifference]),
    most([...differences, ...ends, limits.noDifference]),
  );
  const xAxis = linearTicks(least(means), most(means));
  const tickText = (tick: number) => String(tick).replace('-', '\u2212');
  const left = columnWidth(yAxis.ticks.map(tickText), fontSize) + 12;
  const labels = lines.map(({ label, value }) => `${label} ${formatSignificant(value, 3)}`);
  const right = width - (variant === 'wide' ? columnWidth(labels, fontSize) + 14 : 6);
  const top = lineHeight + 8;
  const bottom = top + (variant === 'wide' ? 320 : 240);
  const place = (value: number, [low, high]: readonly [number, number], from: number, to: number) =>
    from + ((value - low) / (high - low)) * (to - from);
  const x = (value: number) => place(value, xAxis.domain, left, right);
  const y = (value: number) => place(value, yAxis.domain, bottom, top);
  const xTicks = regularTicks(xAxis.ticks, xAxis.ticks[0]!, {
    place: x,
    width: (tick) => textWidth(tickText(tick), fontSize) + 6,
  });
  const bands: Layer = {
    data: {
      values: intervals
        ? lines
            .filter(({ lower, upper }) => upper > lower)
            .map(({ lower, upper }) => ({
              x: roundPixel(left),
              x2: roundPixel(right),
              y: roundPixel(y(upper)),
              y2: roundPixel(y(lower)),
            }))
        : [],
    },
    mark: { type: 'rect', color: armColour(1), opacity: 0.14 },
    encoding: { x: pixel('x'), x2: { field: 'x2' }, y: pixel('y'), y2: { field: 'y2' } },
  };
  const layers: Layer[] = [
    bands,
    lineLayer([{ x: left, y: y(limits.noDifference), x2: right, y2: y(limits.noDifference) }], {
      colour: colours.rule,
    }),
    lineLayer(
      lines
        .filter(({ main }) => main)
        .map(({ value }) => ({ x: left, y: y(value), x2: right, y2: y(value) })),
      { colour: armColour(1), width: 1.75 },
    ),
    lineLayer(
      lines
        .filter(({ main }) => !main)
        .map(({ value }) => ({ x: left, y: y(value), x2: right, y2: y(value) })),
      { colour: armColour(1), width: 1.5, dash: [6, 3] },
    ),
    {
      data: {
        values: evenlyChosen([...means.keys()], mostPoints).map((index) => ({
          x: roundPixel(x(means[index]!)),
          y: roundPixel(y(differences[index]!)),
          mean: Number(means[index]!.toPrecision(6)),
          difference: Number(differences[index]!.toPrecision(6)),
        })),
      },
      mark: { type: 'point', filled: true, shape: 'circle', size: 26, color: armColour(0), opacity: 0.65 },
      encoding: {
        x: pixel('x'),
        y: pixel('y'),
        tooltip: [
          { field: 'mean', title: limits.xLabel },
          { field: 'difference', title: limits.yLabel },
        ],
      },
    },
    lineLayer(
      [
        { x: left, y: bottom, x2: right, y2: bottom },
        { x: left, y: top, x2: left, y2: bottom },
        ...xTicks.map((tick) => ({ x: x(tick), y: bottom, x2: x(tick), y2: bottom + 5 })),
        ...yAxis.ticks.map((tick) => ({ x: left - 5, y: y(tick), x2: left, y2: y(tick) })),
      ],
      { colour: colours.axis },
    ),
    textLayer([{ x: 0, y: lineHeight / 2, text: limits.yLabel }]),
    textLayer(
      xTicks.map((tick) => ({ x: x(tick), y: bottom + 8 + lineHeight / 2, text: tickText(tick) })),
      { align: 'center' },
    ),
    textLayer(
      yAxis.ticks.map((tick) => ({ x: left - 9, y: y(tick), text: tickText(tick) })),
      { align: 'right' },
    ),
    textLayer([{ x: (left + right) / 2, y: bottom + 10 + 1.5 * lineHeight, text: limits.xLabel }], {
      align: 'center',
    }),
    variant === 'wide'
      ? textLayer(lines.map(({ value }, index) => ({ x: right + 8, y: y(value), text: labels[index]! })))
      : textLayer(labels.map((text, index) => ({ x: 0, y: bottom + 14 + (2.5 + index) * lineHeight, text }))),
  ];
  const height = bottom + 14 + 2 * lineHeight + (variant === 'wide' ? 0 : labels.length * lineHeight + 6);
  const frame = {
    variant,
    width,
    height: Math.ceil(height),
    padding: { left: 0, right: 0, top: 0, bottom: 0 },
  };
  return figureSpec(frame, description, withRows(layers));
}

const least = (values: readonly number[]): number =>
  values.reduce((low, value) => Math.min(low, value), Infinity);
const most = (values: readonly number[]): number =>
  values.reduce((high, value) => Math.max(high, value), -Infinity);
