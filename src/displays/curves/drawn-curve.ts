import type { Curve } from '../../core/result.js';
import { capitalise } from '../format-number.js';

/** A curve as it is drawn. */
export interface DrawnCurve {
  readonly name: string;
  readonly curve: Curve;
  readonly points: readonly DrawnPoint[];
}

export interface DrawnPoint {
  readonly time: number;
  readonly estimate: number;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly censored: number;
}

/** `turned`: one minus the curve, for the share with the event. */
export function drawnCurve(curve: Curve, turned: boolean): DrawnCurve {
  const points = curve.time.map((time, step): DrawnPoint => {
    const point = {
      time,
      estimate: curve.estimate[step]!,
      lower: curve.lower[step]!,
      upper: curve.upper[step]!,
      censored: curve.censored[step]!,
    };
    return turned ? { ...point, ...turnOver(point) } : point;
  });
  return { name: capitalise(curve.group ?? 'all'), curve, points };
}

/** One minus a probability with its interval; the limits change places. */
export function turnOver<Point extends Pick<DrawnPoint, 'estimate' | 'lower' | 'upper'>>({
  estimate,
  lower,
  upper,
}: Point): Pick<DrawnPoint, 'estimate' | 'lower' | 'upper'> {
  return {
    estimate: 1 - estimate,
    lower: upper === null ? null : 1 - upper,
    upper: lower === null ? null : 1 - lower,
  };
}

/** Probabilities in a spec: six decimals are finer than any screen. */
export const roundProbability = (value: number): number => Math.round(value * 1e6) / 1e6;
