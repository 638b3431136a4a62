import type { Curve } from '../../../core/result.js';
import { capitalise } from '../../format-number.js';

/** A curve as it is drawn: upwards for the share free of the event, turned over for the share with it. */
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

export function drawnCurve(curve: Curve, show: 'survival' | 'cumulative-incidence'): DrawnCurve {
  const points = curve.time.map((time, step): DrawnPoint => {
    const point = {
      time,
      estimate: curve.estimate[step]!,
      lower: curve.lower[step]!,
      upper: curve.upper[step]!,
      censored: curve.censored[step]!,
    };
    return show === 'survival' ? point : { ...point, ...turnOver(point) };
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
