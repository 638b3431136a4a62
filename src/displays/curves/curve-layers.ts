import { type Layer, pixel, withRows } from '../layout/layers.js';
import { armColour, armDash, colours } from '../style/palette.js';
import type { CurveScales } from './curve-scales.js';
import { type DrawnCurve, type DrawnPoint, roundProbability } from './drawn-curve.js';
import type { HoverSlice } from './hover-slices.js';

/** `auto` leaves censor marks out in large arms. */
export type CensorMarks = 'auto' | 'show' | 'hide';

export interface CurveStyle {
  /** Whether pointwise intervals are shaded. */
  readonly bands: boolean;
  readonly censorMarks: CensorMarks;
}

/** Bands, step curves and censor marks of every arm, bands at the back. */
export function curveLayers(
  curves: readonly DrawnCurve[],
  scales: CurveScales,
  style: CurveStyle,
): readonly Layer[] {
  return withRows([
    ...(style.bands ? curves.map((curve, arm) => bandLayer(curve, arm, scales)) : []),
    ...curves.map((curve, arm) => stepLayer(curve, arm, scales)),
    ...curves.map((curve, arm) => censorLayer(curve, arm, scales, style.censorMarks)),
  ]);
}

function bandLayer({ points }: DrawnCurve, arm: number, { x, y }: CurveScales): Layer {
  const values = points
    .filter(({ lower, upper }) => lower !== null && upper !== null)
    .map(({ time, lower, upper }) => ({
      time,
      lower: roundProbability(lower!),
      upper: roundProbability(upper!),
    }));
  return {
    data: { values },
    mark: { type: 'area', interpolate: 'step-after', color: armColour(arm), opacity: 0.15 },
    encoding: { x: { ...x, field: 'time' }, y: { ...y, field: 'lower' }, y2: { field: 'upper' } },
  };
}

function stepLayer({ points }: DrawnCurve, arm: number, { x, y }: CurveScales): Layer {
  return {
    data: {
      values: changes(points).map(({ time, estimate }) => ({ time, estimate: roundProbability(estimate) })),
    },
    mark: {
      type: 'line',
      interpolate: 'step-after',
      color: armColour(arm),
      strokeWidth: 1.75,
      strokeJoin: 'miter',
      strokeCap: 'butt',
      ...(arm === 0 ? {} : { strokeDash: armDash(arm) }),
    },
    encoding: { x: { ...x, field: 'time' }, y: { ...y, field: 'estimate' } },
  };
}

/** A step curve needs its corners only: where it changes, and its end. */
function changes(points: readonly DrawnPoint[]): readonly DrawnPoint[] {
  return points.filter(
    ({ estimate }, step) =>
      step === 0 || step === points.length - 1 || estimate !== points[step - 1]!.estimate,
  );
}

/** In an arm of more subjects than this the marks merge, and the table under the axis says more. */
const largestMarkedArm = 500;

function showsCensorMarks({ curve, points }: DrawnCurve, wish: CensorMarks): boolean {
  if (wish === 'hide' || !points.some(({ censored }) => censored > 0)) return false;
  return wish === 'show' || Math.max(0, ...curve.atRisk) <= largestMarkedArm;
}

/** Whether any arm has marks where subjects were censored, for the footnote. */
export function hasCensorMarks(curves: readonly DrawnCurve[], wish: CensorMarks): boolean {
  return curves.some((curve) => showsCensorMarks(curve, wish));
}

function censorLayer(drawn: DrawnCurve, arm: number, { x, y }: CurveScales, wish: CensorMarks): Layer {
  const marks = showsCensorMarks(drawn, wish) ? drawn.points.filter(({ censored }) => censored > 0) : [];
  return {
    data: { values: marks.map(({ time, estimate }) => ({ time, estimate: roundProbability(estimate) })) },
    mark: {
      type: 'point',
      shape: 'M0,-1L0,1',
      size: 64,
      color: armColour(arm),
      strokeWidth: 1.25,
      opacity: 1,
    },
    encoding: { x: { ...x, field: 'time' }, y: { ...y, field: 'estimate' } },
  };
}

/** A grey column under the pointer; its tooltip tells the value of every arm at that time. */
export function hoverLayer(slices: readonly HoverSlice[], { x }: CurveScales, height: number): Layer {
  return {
    data: { values: slices.map(({ from, to, tip }) => ({ from, to, y: 0, y2: height, tip })) },
    params: [{ name: 'time', select: { type: 'point', on: 'pointerover', clear: 'pointerout' } }],
    mark: { type: 'rect', color: colours.ink, cursor: 'default' },
    encoding: {
      x: { ...x, field: 'from' },
      x2: { field: 'to' },
      y: pixel('y'),
      y2: { field: 'y2' },
      opacity: { condition: { param: 'time', empty: false, value: 0.1 }, value: 0 },
      tooltip: { field: 'tip', type: 'nominal' },
    },
  };
}
