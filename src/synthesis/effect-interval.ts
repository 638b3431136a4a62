import { type Estimable, isEstimable, mapEstimable, notEstimable, ratioFromLog } from '../core/estimable.js';
import { criticalZ, normalTwoSidedP } from '../math/distributions/normal.js';
import { criticalT, studentTTwoSidedP } from '../math/distributions/student-t.js';

/** The distribution that an interval and its p-value refer to. */
export type ReferenceDistribution =
  | { readonly distribution: 'normal' }
  | { readonly distribution: 't'; readonly df: number };

export const normalReference: ReferenceDistribution = { distribution: 'normal' };

/** An effect with its interval, on the analysis scale and as a reader sees it. */
export interface EffectInterval {
  /**
   * The ratio or the difference itself. A ratio too large for a number (logarithm above 709) is `overflow`, as
   * are its limits; their logarithms below stand.
   */
  readonly effect: Estimable;
  readonly effectLower: Estimable;
  readonly effectUpper: Estimable;
  /** On the analysis scale: the logarithm of a ratio, or the difference. */
  readonly estimate: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Estimate over standard error. */
  readonly statistic: Estimable;
  /** Two-sided. */
  readonly p: Estimable;
  readonly reference: ReferenceDistribution;
}

/** The half-width of a two-sided interval in standard errors. */
export function criticalValue(level: number, reference: ReferenceDistribution): number {
  return reference.distribution === 't' ? criticalT(level, reference.df) : criticalZ(level);
}

/**
 * A Wald interval: estimate plus and minus the critical value times the standard error. A missing or zero standard
 * error leaves the interval and p not estimable; an estimate without them stays. `critical`, the half-width in standard
 * errors, may be given by callers with many intervals of one level.
 */
export function effectInterval(
  estimate: Estimable,
  standardError: Estimable,
  level: number,
  scale: 'linear' | 'log',
  reference: ReferenceDistribution = normalReference,
  critical = criticalValue(level, reference),
): EffectInterval {
  const error =
    isEstimable(standardError) && standardError === 0 ? notEstimable('no-variation') : standardError;
  const lower = reach(estimate, error, -critical);
  const upper = reach(estimate, error, critical);
  const shown = (value: Estimable) => (scale === 'log' ? ratioFromLog(value) : value);
  const statistic =
    isEstimable(estimate) && isEstimable(error) ? estimate / error : isEstimable(estimate) ? error : estimate;
  return {
    effect: shown(estimate),
    effectLower: shown(lower),
    effectUpper: shown(upper),
    estimate,
    standardError,
    lower,
    upper,
    statistic,
    p: mapEstimable(statistic, (value) =>
      reference.distribution === 't' ? studentTTwoSidedP(value, reference.df) : normalTwoSidedP(value),
    ),
    reference,
  };
}

function reach(estimate: Estimable, standardError: Estimable, critical: number): Estimable {
  if (!isEstimable(estimate)) return estimate;
  return mapEstimable(standardError, (error) => estimate + critical * error);
}
