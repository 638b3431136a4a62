import { type Estimable, isEstimable, notEstimable } from '../../core/estimable.js';
import { criticalZ, normalTwoSidedP } from '../../math/distributions/normal.js';

/** An effect with a Wald interval on the scale on which it is nearly normal. */
export interface WaldEffect {
  /** A logarithm for ratios. */
  readonly estimate: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** (estimate - value of no difference) / standard error. */
  readonly z: Estimable;
  /** Two-sided. */
  readonly p: Estimable;
}

/** Estimate plus and minus the normal critical value times the standard error; a zero error gives no interval. */
export function waldEffect(
  estimate: Estimable,
  standardError: Estimable,
  level: number,
  noDifference = 0,
): WaldEffect {
  const error = standardError === 0 ? notEstimable('no-variation') : standardError;
  if (!isEstimable(estimate) || !isEstimable(error)) {
    const reason = isEstimable(estimate) ? error : estimate;
    return { estimate, standardError, lower: reason, upper: reason, z: reason, p: reason };
  }
  const reach = criticalZ(level) * error;
  const z = (estimate - noDifference) / error;
  return {
    estimate,
    standardError: error,
    lower: estimate - reach,
    upper: estimate + reach,
    z,
    p: normalTwoSidedP(z),
  };
}
