import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { requireOptions } from '../../../math/option-checks.js';
import type { LogWald } from '../../log-wald.js';
import { type BinaryStratum, comparableStrata, requireStrata } from '../binary-stratum.js';
import {
  type CommonDifference,
  commonOddsRatio,
  commonRiskDifference,
  commonRiskRatio,
  type DifferenceVariance,
  differenceVariances,
} from '../common-contrasts.js';
import {
  type ExactCommonOddsRatio,
  type ExactInterval,
  exactCommonOddsRatio,
  exactIntervals,
} from './exact-common-odds-ratio.js';
import { type OddsRatioHomogeneity, oddsRatioHomogeneity } from './odds-ratio-homogeneity.js';

export interface CochranMantelHaenszelOptions {
  /** Variance of the risk difference. */
  readonly differenceVariance?: DifferenceVariance;
  /** Limits of the exact odds ratio; `none` leaves everything exact out, which takes longest. */
  readonly exactLimits?: 'none' | ExactInterval;
  readonly level?: number;
}

export interface CochranMantelHaenszelTest {
  /** Without continuity correction. */
  readonly chiSquare: Estimable;
  readonly p: Estimable;
  readonly correctedChiSquare: Estimable;
  readonly correctedP: Estimable;
  readonly df: 1;
  /** Mantel-Haenszel odds ratio, Robins-Breslow-Greenland variance of its logarithm. */
  readonly oddsRatio: LogWald;
  /** Mantel-Haenszel risk ratio, Greenland-Robins variance of its logarithm. */
  readonly riskRatio: LogWald;
  /** Mantel-Haenszel risk difference, with the variance asked for. */
  readonly riskDifference: CommonDifference;
  /** Whether the odds ratio is the same in all strata. */
  readonly homogeneity: OddsRatioHomogeneity;
  /** The odds ratio and tests that need no large sample; `null` unless asked for. */
  readonly exact: ExactCommonOddsRatio | null;
  readonly level: number;
  /** Strata with subjects in both arms. */
  readonly strataUsed: number;
}

/**
 * Compares two arms within strata and adds up: the test of no difference in any stratum, and the common contrasts.
 *
 * Test: with and without the continuity correction of 1/2, as R `mantelhaen.test`, which corrects nothing where events
 * and expectation are less than 1/2 apart; SAS FREQ `CMH` prints the one without. Contrasts: with Wald intervals, as
 * metafor `rma.mh` and SAS `CMH` and `COMMONRISKDIFF(TEST=MH CL=MH)`; no constant is added to zero cells. The risk
 * difference has Sato's variance unless `differenceVariance: 'greenland-robins'` asks for the sum of the strata's own;
 * its limits are not cut to [-1, 1]. Strata with an empty arm are left out; with none left everything is
 * `empty-group`. With no events, or only events, in every stratum the test is `no-variation`. Ratios are `zero-cells`
 * where one of their two sums is zero.
 *
 * Homogeneity of the odds ratio: Breslow-Day at the Mantel-Haenszel ratio, with and without Tarone's correction; Gart's
 * chi-square (score form) and its likelihood-ratio form at the maximum-likelihood ratio, which are Pearson's chi-square
 * and the deviance of the logistic model of strata and arm. Fewer than two strata with both outcomes:
 * `not-applicable`.
 *
 * `exactLimits: 'exact'` or `'mid-p'` adds what follows from all margins of all strata being fixed: the conditional
 * maximum-likelihood odds ratio, limits with equal tails and p by probability, as R `mantelhaen.test(exact = TRUE)`
 * (which has exact limits only), and Zelen's exact test of homogeneity by probability, as SAS FREQ `EXACT EQOR`, given
 * up as `not-applicable` where some 5e6 tables would not do. Where the events of `of` are as few or as many as can be,
 * the ratio is `zero-cells` and one limit remains; where only one sum is possible everything exact is `no-variation`.
 *
 * @throws MethodError when there is no stratum, a count is not whole, negative or above n, an option has no such word, or
 * level is not in (0, 1).
 *
 * Sources: Mantel N, Haenszel W. J Natl Cancer Inst 1959;22:719-748. Robins J, Breslow N, Greenland S. Biometrics
 * 1986;42:311-323. Greenland S, Robins JM. Biometrics 1985;41:55-68. Sato T. Biometrics 1989;45:1323-1324. Breslow NE,
 * Day NE. Statistical Methods in Cancer Research 1, IARC 1980: 142-146. Tarone RE. Biometrika 1985;72:91-95. Gart JJ.
 * Rev Int Stat Inst 1971;39:148-169. Zelen M. Biometrika 1971;58:129-137. Mehta CR, Patel NR, Gray R. J Am Stat Assoc
 * 1985;80:969-973. Oracles: test/oracles/cochran-mantel-haenszel.
 */
export function cochranMantelHaenszel(
  strata: readonly BinaryStratum[],
  options: CochranMantelHaenszelOptions = {},
): CochranMantelHaenszelTest {
  requireOptions('cochran-mantel-haenszel', options, {
    differenceVariance: differenceVariances,
    exactLimits: ['none', ...exactIntervals],
    level: 'checked later',
  });
  const { differenceVariance = 'sato', exactLimits = 'none', level = 0.95 } = options;
  requireStrata('cochran-mantel-haenszel', strata);
  requireLevel('cochran-mantel-haenszel', 'level', level);
  const used = comparableStrata(strata);
  const odds = commonOddsRatio(used, level);
  return {
    ...stratifiedTest(used),
    df: 1,
    oddsRatio: odds,
    riskRatio: commonRiskRatio(used, level),
    riskDifference: commonRiskDifference(used, level, differenceVariance),
    homogeneity: oddsRatioHomogeneity(used, odds.ratio),
    exact: exactLimits === 'none' ? null : exactCommonOddsRatio(used, exactLimits, level),
    level,
    strataUsed: used.length,
  };
}

function stratifiedTest(strata: readonly BinaryStratum[]) {
  let deviation = 0;
  let variance = 0;
  for (const { of, versus } of strata) {
    const size = of.n + versus.n;
    const events = of.events + versus.events;
    deviation += (of.events * versus.n - versus.events * of.n) / size;
    variance += ((of.n / size) * (versus.n / size) * events * (size - events)) / (size - 1);
  }
  if (!(variance > 0)) {
    const none = notEstimable(strata.length === 0 ? 'empty-group' : 'no-variation');
    return { chiSquare: none, p: none, correctedChiSquare: none, correctedP: none };
  }
  const chiSquare = (deviation * deviation) / variance;
  const distance = Math.abs(deviation);
  const corrected = (distance >= 0.5 ? distance - 0.5 : distance) ** 2 / variance;
  return {
    chiSquare,
    p: chiSquareUpperTail(chiSquare, 1),
    correctedChiSquare: corrected,
    correctedP: chiSquareUpperTail(corrected, 1),
  };
}
