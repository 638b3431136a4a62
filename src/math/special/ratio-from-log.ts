import { type Estimable, isEstimable, notEstimable } from '../../core/estimable.js';

/**
 * A ratio from its logarithm. `not-applicable` where the ratio is beyond the largest number that a double holds
 * (logarithm above 709.78): the logarithm then stands alone. A reason passes through.
 */
export function ratioFromLog(logRatio: Estimable): Estimable {
  if (!isEstimable(logRatio)) return logRatio;
  const ratio = Math.exp(logRatio);
  return Number.isFinite(ratio) ? ratio : notEstimable('not-applicable');
}
