import { type Estimable, type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import { criticalT, studentTTwoSidedP } from '../../math/distributions/student-t.js';
import { finiteOrOverflow } from '../../math/finite-or-overflow.js';
import type { SampleSummary } from './sample-summary.js';

/** The mean of one sample with its t interval, and the t test against a value. */
export interface SampleMeanT {
  readonly mean: Estimable;
  readonly standardDeviation: Estimable;
  readonly standardError: Estimable;
  readonly df: Estimable;
  readonly t: Estimable;
  /** Two-sided. */
  readonly p: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

/**
 * Student's t for one sample: `empty-group` without values; one value leaves the mean and makes the rest
 * `too-few-observations`; values that are all alike (standard error within rounding of zero) make the test
 * `no-variation`. What is beyond the largest number is `overflow`.
 */
export function sampleMeanT(
  { n, mean, standardDeviation }: SampleSummary,
  nullValue: number,
  level: number,
): SampleMeanT {
  const without = (reason: NotEstimableReason): SampleMeanT => {
    const none = notEstimable(reason);
    return {
      mean: n > 0 ? mean : none,
      standardDeviation: n > 1 ? standardDeviation : none,
      standardError: none,
      df: n > 1 ? n - 1 : none,
      t: none,
      p: none,
      lower: none,
      upper: none,
    };
  };
  if (n < 2) return without(n === 0 ? 'empty-group' : 'too-few-observations');
  const standardError = standardDeviation / Math.sqrt(n);
  if (standardError <= 10 * Number.EPSILON * Math.abs(mean)) return without('no-variation');
  const df = n - 1;
  const t = (mean - nullValue) / standardError;
  const halfWidth = criticalT(level, df) * standardError;
  return {
    mean,
    standardDeviation: finiteOrOverflow(standardDeviation),
    standardError: finiteOrOverflow(standardError),
    df,
    t: finiteOrOverflow(t),
    p: Number.isFinite(t) ? studentTTwoSidedP(t, df) : notEstimable('overflow'),
    lower: finiteOrOverflow(mean - halfWidth),
    upper: finiteOrOverflow(mean + halfWidth),
  };
}
