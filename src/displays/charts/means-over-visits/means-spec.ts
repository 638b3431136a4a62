import type { VegaLiteSpec } from '../../../core/display.js';
import { formatCount, formatLevel, formatNumber } from '../../format-number.js';
import { type AxisTicks, linearTicks } from '../../layout/axis-ticks.js';
import { figureSpec } from '../../layout/figure-spec.js';
import {
  columnWidth,
  type Layer,
  lineLayer,
  type PlacedText,
  pixel,
  roundPixel,
  textLayer,
  withRows,
} from '../../layout/layers.js';
import { axisLeft, type PixelScale, placeOn } from '../../layout/pixel-axis.js';
import { wrapText } from '../../layout/wrap-text.js';
import { armColour, armDash, colours } from '../../style/palette.js';
import { textWidth } from '../../style/text-width.js';
import { figureWidths, fontSizes, type Variant } from '../../style/theme.js';
import type { VisitMeans, VisitPoint } from './visit-means.js';

export interface MeansPlan {
  readonly means: VisitMeans;
  readonly title: string;
  readonly intervals: boolean;
  readonly connect: boolean;
  readonly numbers: boolean;
  readonly range: readonly [number, number] | null;
  readonly decimals: number;
}

/** Arms differ in shape as well as in colour and dash. */
const shapes = ['circle', 'square', 'triangle-up', 'diamond', 'cross', 'triangle-down'] as const;
const plotHeights: Record<Variant, number> = { wide: 300, narrow: 230 };

/** Means with their intervals, visits side by side and arms dodged, the numbers of subjects beneath. */
export function meansSpec(plan: MeansPlan, description: string, variant: Variant): VegaLiteSpec {
  const { means } = plan;
  const fontSize = fontSizes[variant];
  const lineHeight = Math.round(fontSize * 1.3);
  const width = figureWidths[variant];
  const height = plotHeights[variant];
  const axis = valueAxis(plan);
  const print = (tick: number): string => formatNumber(tick, tickDecimals(axis.ticks));
  const armRoom = plan.numbers ? columnWidth(means.arms, fontSize, 'bold') : 0;
  const left = Math.max(
    columnWidth(axis.ticks.map(print), fontSize) + 14,
    Math.min(armRoom, width * 0.3) + 12,
  );
  const y: PixelScale = { domain: axis.domain, range: [height, 0] };
  const step = (width - left) / means.visits.length;
  const centre = (visit: number): number => left + (visit + 0.5) * step;
  const dodge = Math.min(variant === 'wide' ? 12 : 8, (step * 0.5) / means.arms.length);
  const placeOf = ({ visit, arm }: VisitPoint): number =>
    roundPixel(centre(visit) + (arm - (means.arms.length - 1) / 2) * dodge);
  const heading = wrapText(plan.title, width, fontSize);
  const legend = legendPlaces(means.arms, fontSize, width);
  const legendRows = means.arms.length < 2 ? 0 : Math.max(...legend.map(({ row }) => row)) + 1;
  const top = (heading.length + legendRows) * (lineHeight + 1) + 12;
  const above = (line: number): number => -top + (line + 0.5) * (lineHeight + 1);
  const ticks = visitTicks(means.visits, centre, height, step, fontSize, lineHeight);
  const numbers = plan.numbers
    ? numberRows(means, centre, height + ticks.height + 8, left, fontSize, lineHeight)
    : { layers: [], height: 0 };
  const zero = axis.domain[0] < 0 && axis.domain[1] > 0;
  const layers = withRows([
    ...axisLeft({ scale: y, ticks: axis.ticks, print, fontSize, grid: width }, left),
    lineLayer(zero ? [{ x: left, x2: width, y: placeOn(y, 0), y2: placeOn(y, 0) }] : [], {
      colour: colours.muted,
      dash: [4, 3],
    }),
    lineLayer([{ x: left, x2: width, y: height, y2: height }], { colour: colours.axis }),
    ...ticks.layers,
    ...means.arms.flatMap((_, arm) => armLayers(plan, arm, placeOf, y)),
    textLayer(heading.map((text, line) => ({ x: 0, y: above(line), text }))),
    ...(legendRows === 0
      ? []
      : legend.flatMap(({ x, row, text }, arm) => keyLayers(x, above(heading.length + row), text, arm))),
    ...numbers.layers,
  ]);
  const bottom = ticks.height + (plan.numbers ? numbers.height + 8 : 0) + 4;
  return figureSpec(
    { variant, width, height, padding: { left: 0, right: 0, top, bottom } },
    description,
    layers,
  );
}

function valueAxis({ means, intervals, range }: MeansPlan): AxisTicks {
  const values = means.points.flatMap(({ mean, lower, upper }) => [
    mean,
    ...(intervals ? [lower, upper] : []),
  ]);
  const known = values.filter((value): value is number => value !== null);
  const [low, high] = range ?? (known.length === 0 ? [0, 1] : [Math.min(...known), Math.max(...known)]);
  return linearTicks(low, high, 5);
}

function armLayers(
  plan: MeansPlan,
  arm: number,
  placeOf: (point: VisitPoint) => number,
  y: PixelScale,
): readonly Layer[] {
  const { means } = plan;
  const points = means.points.filter((point) => point.arm === arm);
  const colour = armColour(arm);
  const shown = points.flatMap((point) => (point.mean === null ? [] : [{ ...point, mean: point.mean }]));
  const bars = plan.intervals
    ? shown.flatMap((point) =>
        point.lower === null || point.upper === null
          ? []
          : [{ x: placeOf(point), y: placeOn(y, point.lower), y2: placeOn(y, point.upper) }],
      )
    : [];
  const joined = plan.connect
    ? points.slice(1).flatMap((point, index) => {
        const before = points[index]!;
        return point.mean === null || before.mean === null
          ? []
          : [
              {
                x: placeOf(before),
                y: placeOn(y, before.mean),
                x2: placeOf(point),
                y2: placeOn(y, point.mean),
              },
            ];
      })
    : [];
  return [
    lineLayer(joined, { colour, width: 1.5, ...(arm === 0 ? {} : { dash: armDash(arm) }) }),
    lineLayer(
      bars.flatMap(({ x, y: low, y2: high }) => [
        { x, y: low, x2: x, y2: high },
        { x: x - 3.5, y: low, x2: x + 3.5, y2: low },
        { x: x - 3.5, y: high, x2: x + 3.5, y2: high },
      ]),
      { colour, width: 1.5 },
    ),
    {
      data: {
        values: shown.map((point) => ({
          x: placeOf(point),
          y: placeOn(y, point.mean),
          tip: {
            title: `${means.arms[arm]}, ${means.visits[point.visit]}`,
            Mean: formatNumber(point.mean, plan.decimals),
            ...(point.lower === null || point.upper === null || means.level === null
              ? {}
              : {
                  [`${formatLevel(means.level)} CI`]: `${formatNumber(point.lower, plan.decimals)} to ${formatNumber(point.upper, plan.decimals)}`,
                }),
            ...(point.n === null ? {} : { n: formatCount(point.n) }),
          },
        })),
      },
      mark: {
        type: 'point',
        filled: true,
        shape: shapes[arm % shapes.length]!,
        size: 56,
        color: colour,
        opacity: 1,
      },
      encoding: { x: pixel('x'), y: pixel('y'), tooltip: { field: 'tip', type: 'nominal' } },
    },
  ];
}

/** Names of the visits under the axis, wrapped into their columns; where even that is too wide, every second or third. */
function visitTicks(
  visits: readonly string[],
  centre: (visit: number) => number,
  height: number,
  step: number,
  fontSize: number,
  lineHeight: number,
): { readonly layers: readonly Layer[]; readonly height: number } {
  const fits = (every: number) =>
    visits.every(
      (name, visit) =>
        visit % every !== 0 ||
        wrapText(name, step * every - 6, fontSize).every(
          (line) => textWidth(line, fontSize) <= step * every - 4,
        ),
    );
  const every = [1, 2, 3, 4].find(fits) ?? 5;
  const texts: PlacedText[] = [];
  let most = 1;
  visits.forEach((name, visit) => {
    if (visit % every !== 0) return;
    const lines = wrapText(name, step * every - 6, fontSize);
    most = Math.max(most, lines.length);
    lines.forEach((text, line) => {
      // The name of the last visit stays inside the figure.
      const x = Math.min(centre(visit), centre(visits.length - 1) + step / 2 - textWidth(text, fontSize) / 2);
      texts.push({ x, y: height + 9 + (line + 0.5) * lineHeight, text });
    });
  });
  return {
    layers: [
      lineLayer(
        visits.map((_, visit) => ({ x: centre(visit), x2: centre(visit), y: height, y2: height + 5 })),
        { colour: colours.axis },
      ),
      textLayer(texts, { align: 'center' }),
    ],
    height: 9 + most * lineHeight,
  };
}

/** How many outcomes each mean has, one row an arm. */
function numberRows(
  { arms, points }: VisitMeans,
  centre: (visit: number) => number,
  top: number,
  left: number,
  fontSize: number,
  lineHeight: number,
): { readonly layers: readonly Layer[]; readonly height: number } {
  const names: PlacedText[] = [];
  const cells: PlacedText[] = [];
  let line = 1;
  arms.forEach((name, arm) => {
    const lines = wrapText(name, left - 8, fontSize, 'bold');
    lines.forEach((text, index) => {
      names.push({ x: 0, y: top + (line + index + 0.5) * lineHeight, text });
    });
    for (const point of points) {
      if (point.arm !== arm || point.n === null) continue;
      cells.push({ x: centre(point.visit), y: top + (line + 0.5) * lineHeight, text: formatCount(point.n) });
    }
    line += lines.length;
  });
  return {
    layers: [
      textLayer([{ x: 0, y: top + 0.5 * lineHeight, text: 'Number with an outcome' }], {
        colour: colours.muted,
      }),
      textLayer(names, { weight: 'bold' }),
      textLayer(cells, { align: 'center' }),
    ],
    height: line * lineHeight,
  };
}

const sample = 28;

function legendPlaces(
  arms: readonly string[],
  fontSize: number,
  width: number,
): readonly { readonly x: number; readonly row: number; readonly text: string }[] {
  let x = 0;
  let row = 0;
  return arms.map((text) => {
    const own = sample + 6 + textWidth(text, fontSize);
    if (x > 0 && x + own > width) {
      x = 0;
      row += 1;
    }
    const place = { x, row, text };
    x += own + 20;
    return place;
  });
}

function keyLayers(x: number, y: number, text: string, arm: number): readonly Layer[] {
  return [
    lineLayer([{ x, x2: x + sample, y, y2: y }], {
      colour: armColour(arm),
      width: 1.5,
      ...(arm === 0 ? {} : { dash: armDash(arm) }),
    }),
    {
      data: { values: [{ x: roundPixel(x + sample / 2), y: roundPixel(y) }] },
      mark: {
        type: 'point',
        filled: true,
        shape: shapes[arm % shapes.length]!,
        size: 56,
        color: armColour(arm),
        opacity: 1,
      },
      encoding: { x: pixel('x'), y: pixel('y') },
    },
    textLayer([{ x: x + sample + 6, y, text }]),
  ];
}

function tickDecimals(ticks: readonly number[]): number {
  return Math.max(0, ...ticks.map((tick) => String(tick).split('.')[1]?.length ?? 0));
}
