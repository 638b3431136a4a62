import { curveAt } from '../../curves/curve-at-time.js';
import type { CurveScales } from '../../curves/curve-scales.js';
import { type DrawnCurve, roundProbability } from '../../curves/drawn-curve.js';
import type { Layer } from '../../layout/layers.js';
import { armColour, colours } from '../../style/palette.js';

/** The area under each curve from 0 to the horizon; arms without a mean have none. */
export function areaLayers(
  curves: readonly DrawnCurve[],
  shaded: (curve: DrawnCurve) => boolean,
  horizon: number,
  { x, y }: CurveScales,
): readonly Layer[] {
  return curves.flatMap((curve, arm): Layer[] => {
    if (!shaded(curve)) return [];
    const inside = curve.points.filter(({ time }) => time < horizon);
    const last = inside.at(-1);
    if (last === undefined) return [];
    const values = [...inside, { ...last, time: horizon }].map(({ time, estimate }) => ({
      time,
      estimate: roundProbability(estimate),
      base: 0,
    }));
    return [
      {
        data: { values },
        mark: { type: 'area', interpolate: 'step-after', color: armColour(arm), opacity: 0.14 },
        encoding: { x: { ...x, field: 'time' }, y: { ...y, field: 'base' }, y2: { field: 'estimate' } },
      },
    ];
  });
}

/** A dashed line at the horizon with its name, where the curves leave room for it. */
export function horizonLayers(
  curves: readonly DrawnCurve[],
  horizon: number,
  end: number,
  words: string,
  { x }: CurveScales,
  height: number,
): readonly Layer[] {
  const low = curves.some(({ curve }) => (curveAt(curve, horizon)?.estimate ?? 1) < 0.15);
  const onLeft = horizon > end / 2;
  return [
    {
      data: { values: [{ time: horizon, y: 0, y2: height }] },
      mark: { type: 'rule', color: colours.muted, strokeDash: [3, 3] },
      encoding: {
        x: { ...x, field: 'time' },
        y: { field: 'y', type: 'quantitative', scale: null, axis: null },
        y2: { field: 'y2' },
      },
    },
    {
      data: { values: [{ time: horizon, y: low ? 10 : height - 12, text: words }] },
      mark: { type: 'text', align: onLeft ? 'right' : 'left', dx: onLeft ? -6 : 6 },
      encoding: {
        x: { ...x, field: 'time' },
        y: { field: 'y', type: 'quantitative', scale: null, axis: null },
        text: { field: 'text', type: 'nominal' },
      },
    },
  ];
}
