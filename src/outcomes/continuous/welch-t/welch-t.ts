import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { criticalT, studentTTwoSidedP } from '../../../math/distributions/student-t.js';
import { finiteOrOverflow } from '../../../math/finite-or-overflow.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type Sample, type SampleSummary, sampleSummary } from '../sample-summary.js';

export const varianceRules = ['unequal', 'equal'] as const;
export type VarianceRule = (typeof varianceRules)[number];

export interface WelchTOptions {
  readonly variances?: VarianceRule;
  readonly level?: number;
}

export interface WelchTTest {
  /** Mean of `of` minus mean of `versus`, in the unit of the outcome. */
  readonly meanDifference: Estimable;
  readonly standardError: Estimable;
  /** Welch-Satterthwaite, rarely a whole number; n1 + n2 - 2 with equal variances. */
  readonly df: Estimable;
  readonly t: Estimable;
  /** Two-sided. */
  readonly p: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly level: number;
  readonly variances: VarianceRule;
}

/**
 * Compares the means of two arms without assuming that both vary alike.
 *
 * `variances: 'unequal'` (default) is Welch's test with Satterthwaite's degrees of freedom, as R `t.test` by default
 * and SAS TTEST's Satterthwaite line; `'equal'` is Student's test with the pooled variance. Takes printed n, mean and
 * SD, or subject-level values as an array, a typed array or `{ values }`. An empty arm makes everything `empty-group`.
 * Too few subjects for a variance (one in an arm; with equal variances, two in all) leave the difference and make the
 * rest `too-few-observations`. A standard error within rounding of zero (at most ten units in the last place of the
 * larger mean, the rule of R `t.test`) makes the rest `no-variation`. What is beyond the largest number is `overflow`.
 *
 * @throws MethodError when a value or mean is not finite, n is not whole, an SD is negative, or level is not in (0, 1).
 *
 * Sources: Welch BL. Biometrika 1938;29:350-362. Satterthwaite FE. Biometrics 1946;2:110-114. Student. Biometrika
 * 1908;6:1-25. Oracle: test/oracles/welch-t.
 */
export function welchT(of: Sample, versus: Sample, options: WelchTOptions = {}): WelchTTest {
  requireOptions('welch-t', options, { variances: varianceRules, level: 'checked later' });
  const { variances = 'unequal', level = 0.95 } = options;
  const first = sampleSummary('welch-t', 'of', of);
  const second = sampleSummary('welch-t', 'versus', versus);
  requireLevel('welch-t', 'level', level);
  if (first.n === 0 || second.n === 0)
    return noTest(notEstimable('empty-group'), 'empty-group', level, variances);
  const meanDifference = first.mean - second.mean;
  const known = finiteOrOverflow(meanDifference);
  const tooFew = variances === 'unequal' ? first.n < 2 || second.n < 2 : first.n + second.n < 3;
  if (tooFew) return noTest(known, 'too-few-observations', level, variances);
  const { standardError, df } = variances === 'unequal' ? welch(first, second) : pooled(first, second);
  const rounding = 10 * Number.EPSILON * Math.max(Math.abs(first.mean), Math.abs(second.mean));
  if (standardError <= rounding) return noTest(known, 'no-variation', level, variances);
  const t = meanDifference / standardError;
  if (!Number.isFinite(t)) return noTest(known, 'overflow', level, variances);
  const halfWidth = criticalT(level, df) * standardError;
  return {
    meanDifference,
    standardError: finiteOrOverflow(standardError),
    df,
    t,
    p: studentTTwoSidedP(t, df),
    lower: finiteOrOverflow(meanDifference - halfWidth),
    upper: finiteOrOverflow(meanDifference + halfWidth),
    level,
    variances,
  };
}

function welch(first: SampleSummary, second: SampleSummary): { standardError: number; df: number } {
  const a = first.standardDeviation / Math.sqrt(first.n);
  const b = second.standardDeviation / Math.sqrt(second.n);
  const standardError = Math.hypot(a, b);
  // Shares of the variance, so that no fourth power over- or underflows.
  const share = (a / standardError) ** 2;
  const rest = (b / standardError) ** 2;
  return { standardError, df: 1 / ((share * share) / (first.n - 1) + (rest * rest) / (second.n - 1)) };
}

function pooled(first: SampleSummary, second: SampleSummary): { standardError: number; df: number } {
  const df = first.n + second.n - 2;
  const spread = (sample: SampleSummary) =>
    sample.n > 1 ? Math.sqrt((sample.n - 1) / df) * sample.standardDeviation : 0;
  return {
    standardError: Math.hypot(spread(first), spread(second)) * Math.sqrt(1 / first.n + 1 / second.n),
    df,
  };
}

function noTest(
  meanDifference: Estimable,
  reason: NotEstimableReason,
  level: number,
  variances: VarianceRule,
): WelchTTest {
  const none = notEstimable(reason);
  return {
    meanDifference,
    standardError: none,
    df: none,
    t: none,
    p: none,
    lower: none,
    upper: none,
    level,
    variances,
  };
}
