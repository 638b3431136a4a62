import { type Estimable, isEstimable, notEstimable } from '../core/estimable.js';
import { criticalZ, normalTwoSidedP } from '../math/distributions/normal.js';

/** An estimate with its normal interval and two-sided test of 0, on the scale of the estimate. */
export interface WaldContrast {
  readonly estimate: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly z: Estimable;
  readonly p: Estimable;
}

/**
 * Puts a normal interval and a test of no difference (0) around an estimate. A reason in place of the estimate fills
 * every field; a standard error of 0 leaves the estimate and makes the rest `no-variation`.
 */
export function waldContrast(estimate: Estimable, standardError: Estimable, level: number): WaldContrast {
  if (!isEstimable(estimate)) {
    return {
      estimate,
      standardError: estimate,
      lower: estimate,
      upper: estimate,
      z: estimate,
      p: estimate,
    };
  }
  const error = standardError === 0 ? notEstimable('no-variation') : standardError;
  if (!isEstimable(error)) {
    return { estimate, standardError, lower: error, upper: error, z: error, p: error };
  }
  const reach = criticalZ(level) * error;
  const z = estimate / error;
  return {
    estimate,
    standardError: error,
    lower: estimate - reach,
    upper: estimate + reach,
    z,
    p: normalTwoSidedP(z),
  };
}
