import type { NotEstimableReason } from '../../core/estimable.js';
import type { ProductLimit } from '../product-limit.js';

/** The mean time free of the event up to tau, and its variance. */
export interface Area {
  readonly mean: number;
  readonly variance: number;
}

/**
 * Area under a curve up to tau and its Greenwood plug-in variance, from the last step before tau back to the first: the
 * sum over event times of the squared area still to come times d / (Y (Y - d)).
 */
export function areaTo(curve: ProductLimit, tau: number): Area | NotEstimableReason {
  const { time, survival, atRisk, events } = curve;
  const last = time.length - 1;
  if (last < 0) return 'empty-group';
  if (tau > time[last]! && survival[last]! > 0) return 'beyond-last-observation';
  let area = 0;
  let variance = 0;
  let end = tau;
  for (let step = last; step >= 0; step -= 1) {
    if (time[step]! >= tau) continue;
    area += survival[step]! * (end - time[step]!);
    end = time[step]!;
    const deaths = events[step]!;
    if (deaths > 0 && area > 0)
      variance += (area * area * deaths) / (atRisk[step]! * (atRisk[step]! - deaths));
  }
  return { mean: area + end, variance };
}
