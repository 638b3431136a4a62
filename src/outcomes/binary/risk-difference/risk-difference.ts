import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { normalTwoSidedP } from '../../../math/distributions/normal.js';
import { requireOptions } from '../../../math/option-checks.js';
import { binomialVariance, type EventCount, requireEventCount } from '../event-count.js';
import { observedDifference } from '../score-difference.js';
import {
  type DifferenceLimits,
  differenceLimits,
  type RiskDifferenceInterval,
  riskDifferenceIntervals,
} from './difference-limits.js';

export interface RiskDifferenceOptions {
  readonly interval?: RiskDifferenceInterval;
  readonly level?: number;
}

export interface RiskDifferenceEstimate {
  /** Proportion of `of` minus proportion of `versus`, from -1 to 1. */
  readonly riskDifference: Estimable;
  /** From the two observed proportions, unpooled, whatever the interval. */
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly z: Estimable;
  /** Two-sided. Its test depends on the interval: see `riskDifference`. */
  readonly p: Estimable;
  readonly level: number;
  readonly interval: RiskDifferenceInterval;
}

/**
 * How many more, as a share of all subjects, had the event in one arm than in the other.
 *
 * Intervals and the test behind `z` and `p`:
 * - `wald` (default): unpooled variance, cut to [-1, 1] as in R `prop.test(correct = FALSE)`; p of the Wald test. Both
 *   arms at 0 or n events: variance zero, so limits, z and p are `no-variation`.
 * - `wald-corrected`: wider by (1/n + 1/n)/2, no more than the difference itself, as R `prop.test` by default (SAS FREQ
 *   `RISKDIFF(CORRECT)` adds all of it always); p of the chi-square test with Yates' correction.
 * - `newcombe`: square-and-add of the two Wilson intervals (Newcombe's method 10); such an interval has no test of its
 *   own, and p is of the score test with pooled variance (the Pearson chi-square test without correction).
 * - `newcombe-corrected`: the same with the continuity-corrected Wilson intervals (method 11), cut to [-1, 1]; p of the
 *   chi-square test with Yates' correction.
 * - `agresti-caffo`: one event and one non-event added to each arm, cut to [-1, 1]; p of the same adjusted statistic.
 * - `hauck-anderson`: variances with n - 1, wider by one over twice the smaller arm, cut to [-1, 1]; p with the same
 *   correction. An arm of one subject: `too-few-observations`.
 * - `miettinen-nurminen`: score interval with the variance at the restricted maximum-likelihood proportions times
 *   N/(N - 1); p of the same statistic at difference 0, so that p < 1 - level exactly where the interval leaves out 0.
 * - `farrington-manning`: as `miettinen-nurminen` without N/(N - 1) (Mee's interval); p is that of the Pearson
 *   chi-square test.
 * - `exact-unconditional`: two exact one-sided tests, each of (1 - level)/2, with tables ordered by the score statistic
 *   and the probability at its largest over the proportions that have the difference, none left out (Chan and Zhang;
 *   SAS FREQ `EXACT RISKDIFF(METHOD=SCORE)`); p is twice the smaller exact tail at difference 0, `z` the score
 *   statistic. Limits that leave out 0 have p below 1 - level; the reverse fails for the few tables, such as 0/7
 *   against 5/13 at level 0.9, whose tail rises again beyond 0. For at most 400 subjects; 0.2 s at 100 an arm.
 *
 * With no event, or only events, in both arms the score test of 0 has no variance. `wald`, `wald-corrected` and
 * `hauck-anderson` then have neither limits nor test (`no-variation`); `agresti-caffo` has both, from its added events;
 * the others have limits, but z and p are `no-variation`, except for the exact p, which is 1. An empty arm makes
 * everything `empty-group`.
 *
 * @throws MethodError when a count is not whole or negative, events exceed n, level is not in (0, 1), or the arms are
 * too large for exact limits.
 *
 * Sources: Newcombe RG. Stat Med 1998;17:873-890 (methods 1, 6, 10 and 11). Miettinen O, Nurminen M. Stat Med
 * 1985;4:213-226 (equations 8 to 10). Agresti A, Caffo B. Am Stat 2000;54:280-288. Hauck WW, Anderson S. Am Stat
 * 1986;40:318-322. Farrington CP, Manning G. Stat Med 1990;9:1447-1454. Chan ISF, Zhang Z. Biometrics
 * 1999;55:1202-1209. Oracles: test/oracles/risk-difference.
 */
export function riskDifference(
  of: EventCount,
  versus: EventCount,
  options: RiskDifferenceOptions = {},
): RiskDifferenceEstimate {
  requireOptions('risk-difference', options, { interval: riskDifferenceIntervals, level: 'checked later' });
  const { interval = 'wald', level = 0.95 } = options;
  requireEventCount('risk-difference', 'of', of);
  requireEventCount('risk-difference', 'versus', versus);
  requireLevel('risk-difference', 'level', level);
  if (of.n === 0 || versus.n === 0) {
    const none = notEstimable('empty-group');
    return { ...noLimits(none), riskDifference: none, standardError: none, p: none, level, interval };
  }
  const difference = observedDifference(of, versus);
  const variance = binomialVariance(of) + binomialVariance(versus);
  const { lower, upper, z, p } = differenceLimits(interval, of, versus, level);
  return {
    riskDifference: difference,
    standardError: variance > 0 ? Math.sqrt(variance) : notEstimable('no-variation'),
    lower,
    upper,
    z,
    p: p ?? (typeof z === 'number' ? normalTwoSidedP(z) : z),
    level,
    interval,
  };
}

function noLimits(none: Estimable): DifferenceLimits {
  return { lower: none, upper: none, z: none };
}
