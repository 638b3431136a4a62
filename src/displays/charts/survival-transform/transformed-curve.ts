import type { Curve } from '../../../core/result.js';
import type { DrawnCurve, DrawnPoint } from '../../curves/drawn-curve.js';
import { capitalise } from '../../format-number.js';
import type { SurvivalScale } from './survival-transform-options.js';

/** Event-free probability to the scale drawn. Infinite at 0, and for log-log minus infinite at 1. */
export function transformSurvival(survival: number, scale: SurvivalScale): number {
  const cumulativeHazard = survival === 1 ? 0 : -Math.log(survival);
  return scale === 'cumulative-hazard' ? cumulativeHazard : Math.log(cumulativeHazard);
}

export interface TransformedPoint {
  readonly estimate: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** A probability with its interval; both scales fall as the probability rises, so that the limits change places. */
export function transformPoint({ estimate, lower, upper }: TransformedPoint, scale: SurvivalScale) {
  return {
    estimate: transformSurvival(estimate, scale),
    lower: upper === null ? null : transformSurvival(upper, scale),
    upper: lower === null ? null : transformSurvival(lower, scale),
  };
}

/**
 * A curve as it is drawn: the steps with a finite value. From the time at which nobody is left without the event the
 * value is infinite: the curve runs on to that time and ends there.
 */
export function transformedCurve(curve: Curve, scale: SurvivalScale): DrawnCurve {
  const points: DrawnPoint[] = [];
  for (const [step, time] of curve.time.entries()) {
    if (scale === 'log-log' && time <= 0) continue;
    const [estimate, lower, upper] = [curve.estimate[step]!, curve.lower[step]!, curve.upper[step]!];
    const value = transformPoint({ estimate, lower, upper }, scale);
    const last = points.at(-1);
    if (Number.isFinite(value.estimate)) points.push({ time, ...value, censored: curve.censored[step]! });
    else if (value.estimate > 0) {
      if (last !== undefined) points.push({ ...last, time, censored: 0 });
      break;
    }
  }
  return { name: capitalise(curve.group ?? 'all'), curve, points };
}

/** Bands end at the ends of the axis; a limit that is infinite reaches to the end. */
export function cutBands(drawn: DrawnCurve, [low, high]: readonly [number, number]): DrawnCurve {
  const cut = (limit: number | null): number | null =>
    limit === null ? null : Math.min(Math.max(limit, low), high);
  const points = drawn.points.map((point) => ({
    ...point,
    lower: cut(point.lower),
    upper: cut(point.upper),
  }));
  return { ...drawn, points };
}

/** Whether any band goes beyond the ends of the axis. */
export function anyBandBeyond(
  curves: readonly DrawnCurve[],
  [low, high]: readonly [number, number],
): boolean {
  return curves.some(({ points }) =>
    points.some(({ lower, upper }) => (lower ?? low) < low || (upper ?? high) > high),
  );
}
