import { isEstimable } from '../../../core/estimable.js';
import { type Layer, pixel, roundPixel } from '../../layout/layers.js';
import { colours } from '../../style/palette.js';
import { clipToAxis, type ForestAxis, type ForestScale } from './forest-axis.js';
import { middleOf, type PlacedRow, placedEstimates } from './forest-placing.js';
import { type ForestEstimate, rowWeight } from './forest-rows.js';

/** Square areas in square pixels. */
const largestSquare = 150;
const smallestSquare = 20;
const diamondHalfHeight = 7;

/** The line of no difference, which carries the axis, and a dashed line to or from a single pooled estimate. */
export function referenceLines(
  rows: readonly PlacedRow[],
  { x, axisOf }: ForestScale,
  axis: ForestAxis,
  height: number,
): readonly Layer[] {
  const at = axis.noDifference ?? axis.domain[0];
  const layers: Layer[] = [
    {
      data: { values: blocks(rows, height).map((block) => ({ x: at, ...block })) },
      mark: {
        type: 'rule',
        color: colours.axis,
        strokeWidth: 1,
        opacity: axis.noDifference === null ? 0 : 1,
      },
      encoding: { x: { ...x, field: 'x', axis: axisOf }, y: pixel('y'), y2: { field: 'y2' } },
    },
  ];
  const estimates = placedEstimates(rows);
  const pooled = estimates.filter(({ row }) => row.shape === 'diamond');
  const only = pooled.length === 1 && estimates.length > 1 ? pooled[0]! : undefined;
  const estimate = only?.row.effect.estimate;
  if (only === undefined || typeof estimate !== 'number' || !within(estimate, axis)) return layers;
  // A pool stands under its studies, the effect in all subjects over their subgroups.
  const middle = roundPixel(middleOf(only));
  const span = only === estimates[0] ? { y: middle, y2: height } : { y: 0, y2: middle };
  return [
    ...layers,
    {
      data: { values: [{ x: estimate, ...span }] },
      mark: { type: 'rule', color: colours.pooled, strokeWidth: 1, strokeDash: [2, 3] },
      encoding: { x: { ...x, field: 'x' }, y: pixel('y'), y2: { field: 'y2' } },
    },
  ];
}

/** The line runs from top to axis and stops where a note crosses the plot. */
function blocks(rows: readonly PlacedRow[], height: number): readonly { y: number; y2: number }[] {
  const list: { y: number; y2: number }[] = [];
  let start = 0;
  for (const { row, top, height: own } of rows) {
    if (row.type !== 'note') continue;
    list.push({ y: start, y2: roundPixel(top) });
    start = roundPixel(top + own);
  }
  return [...list, { y: start, y2: height }];
}

const within = (value: number, { domain }: ForestAxis): boolean => value >= domain[0] && value <= domain[1];

interface PlacedInterval {
  readonly row: ForestEstimate;
  readonly y: number;
  readonly lower: number;
  readonly upper: number;
  readonly arrowLeft: boolean;
  readonly arrowRight: boolean;
}

/** Intervals with their arrows, squares, pooled diamonds and prediction bars. */
export function forestMarks(
  rows: readonly PlacedRow[],
  scale: ForestScale,
  axis: ForestAxis,
): readonly Layer[] {
  const estimates = placedEstimates(rows);
  const intervals = estimates.flatMap((placed): PlacedInterval[] => {
    const { lower, upper } = placed.row.effect;
    if (!isEstimable(lower) && !isEstimable(upper)) return [];
    const from = isEstimable(lower) ? lower : Number.NEGATIVE_INFINITY;
    const to = isEstimable(upper) ? upper : Number.POSITIVE_INFINITY;
    return [{ row: placed.row, y: roundPixel(middleOf(placed)), ...clipToAxis(from, to, axis.domain) }];
  });
  const arrows = (side: 'arrowLeft' | 'arrowRight') =>
    intervals
      .filter((interval) => interval[side])
      .map(({ y }) => ({ x: axis.domain[side === 'arrowLeft' ? 0 : 1], y }));
  return [
    ...intervalLayer(intervals, 'square', scale, { color: colours.ink, strokeWidth: 1.25 }),
    ...intervalLayer(intervals, 'bar', scale, { color: colours.pooled, strokeWidth: 4 }),
    ...pointLayer(arrows('arrowLeft'), scale, { shape: 'triangle-left', size: 42, color: colours.ink }),
    ...pointLayer(arrows('arrowRight'), scale, { shape: 'triangle-right', size: 42, color: colours.ink }),
    ...pointLayer(squares(estimates, axis), scale, { shape: 'square', color: colours.estimate }),
    ...diamondLayer(intervals, scale),
  ];
}

function squares(estimates: readonly PlacedRow<ForestEstimate>[], axis: ForestAxis) {
  const shown = estimates.filter(({ row }) => row.shape === 'square');
  const heaviest = Math.max(...shown.map(({ row }) => rowWeight(row.row) ?? 0));
  return shown.flatMap((placed) => {
    const { estimate } = placed.row.effect;
    if (!isEstimable(estimate) || !within(estimate, axis)) return [];
    const share = heaviest > 0 ? (rowWeight(placed.row.row) ?? 0) / heaviest : 0;
    const size = roundPixel(Math.max(smallestSquare, largestSquare * share));
    return [{ x: estimate, y: roundPixel(middleOf(placed)), size }];
  });
}

function intervalLayer(
  intervals: readonly PlacedInterval[],
  shape: ForestEstimate['shape'],
  { x }: ForestScale,
  style: Layer,
): readonly Layer[] {
  const values = intervals
    .filter(({ row }) => row.shape === shape)
    .map(({ y, lower, upper }) => ({ x: lower, x2: upper, y }));
  if (values.length === 0) return [];
  const encoding = { x: { ...x, field: 'x' }, x2: { field: 'x2' }, y: pixel('y') };
  return [{ data: { values }, mark: { type: 'rule', ...style }, encoding }];
}

function pointLayer(
  values: readonly { readonly x: number; readonly y: number; readonly size?: number }[],
  { x }: ForestScale,
  style: Layer,
): readonly Layer[] {
  if (values.length === 0) return [];
  const sized = values.some(({ size }) => size !== undefined);
  const encoding = {
    x: { ...x, field: 'x' },
    y: pixel('y'),
    ...(sized ? { size: { field: 'size', type: 'quantitative', scale: null, legend: null } } : {}),
  };
  return [{ data: { values }, mark: { type: 'point', filled: true, opacity: 1, ...style }, encoding }];
}

/** A diamond is an area between two edges that open at the estimate and close at the limits. */
function diamondLayer(intervals: readonly PlacedInterval[], { x }: ForestScale): readonly Layer[] {
  const values = intervals.flatMap(({ row, y, lower, upper }, index) => {
    const { estimate } = row.effect;
    if (row.shape !== 'diamond' || !isEstimable(estimate)) return [];
    return [
      { x: lower, y, y2: y, diamond: index },
      { x: estimate, y: y - diamondHalfHeight, y2: y + diamondHalfHeight, diamond: index },
      { x: upper, y, y2: y, diamond: index },
    ];
  });
  if (values.length === 0) return [];
  return [
    {
      data: { values },
      mark: { type: 'area', color: colours.pooled, opacity: 1, interpolate: 'linear', orient: 'vertical' },
      encoding: {
        x: { ...x, field: 'x' },
        y: pixel('y'),
        y2: { field: 'y2' },
        detail: { field: 'diamond', type: 'nominal' },
      },
    },
  ];
}
