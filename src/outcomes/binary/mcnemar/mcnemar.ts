import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireCount, requireLevel, requireObject } from '../../../math/argument-checks.js';
import { betaQuantile, betaUpperQuantile, betaUpperTail } from '../../../math/distributions/beta.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { criticalZ } from '../../../math/distributions/normal.js';
import { requireOptions } from '../../../math/option-checks.js';
import { tangoLimits } from './tango-limits.js';

/** Subjects by two yes-or-no findings on each: two times, two assays, or two matched treatments. */
export interface PairedCounts {
  readonly both: number;
  readonly onlyFirst: number;
  readonly onlySecond: number;
  readonly neither: number;
}

export interface McNemarOptions {
  readonly level?: number;
}

export interface McNemarTest {
  /** Without continuity correction. */
  readonly chiSquare: Estimable;
  readonly p: Estimable;
  readonly correctedChiSquare: Estimable;
  readonly correctedP: Estimable;
  /** Two-sided exact binomial p of the discordant pairs. */
  readonly exactP: Estimable;
  /** As `exactP`, with half the probability of the observed split. */
  readonly midP: Estimable;
  /** Proportion of the first less that of the second, from -1 to 1. */
  readonly difference: Estimable;
  /** Tango's score limits of the difference. */
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Odds of the first over those of the second in one subject: onlyFirst / onlySecond, the conditional estimate. */
  readonly oddsRatio: Estimable;
  /** Exact limits of the odds ratio, equal tails; they agree with `exactP`. */
  readonly oddsRatioLower: Estimable;
  readonly oddsRatioUpper: Estimable;
  readonly level: number;
}

/**
 * Compares two proportions found in the same subjects; only those who differ between the two count for the tests.
 *
 * The correction takes 1, and no more than there is, off |onlyFirst - onlySecond|, as R `mcnemar.test`; SAS FREQ
 * `AGREE` prints the test without correction. The interval is Tango's and agrees with the uncorrected test: it leaves
 * out 0 exactly where p < 1 - level. The odds ratio given the discordant pairs has Clopper-Pearson limits; it, and a
 * limit, is `zero-cells` where infinite. No discordant pair: tests are `no-variation`, the odds ratio is `zero-cells`,
 * the interval of the difference exists. No subjects: `empty-group`.
 *
 * @throws MethodError when a count is not whole or negative, or level is not in (0, 1).
 *
 * Sources: McNemar Q. Psychometrika 1947;12:153-157. Tango T. Stat Med 1998;17:891-908. Fagerland MW, Lydersen S, Laake
 * P. BMC Med Res Methodol 2013;13:91 (mid-p). Oracles: test/oracles/mcnemar.
 */
export function mcnemar(counts: PairedCounts, options: McNemarOptions = {}): McNemarTest {
  requireObject('mcnemar', 'counts', counts, 'the four counts');
  requireOptions('mcnemar', options, { level: 'checked later' });
  const { level = 0.95 } = options;
  for (const name of ['both', 'onlyFirst', 'onlySecond', 'neither'] as const) {
    requireCount('mcnemar', name, counts[name]);
  }
  requireLevel('mcnemar', 'level', level);
  const { both, onlyFirst, onlySecond, neither } = counts;
  const size = both + onlyFirst + onlySecond + neither;
  if (size === 0) {
    const none = notEstimable('empty-group');
    const noOdds = { oddsRatio: none, oddsRatioLower: none, oddsRatioUpper: none };
    return { ...noTests(none), difference: none, lower: none, upper: none, ...noOdds, level };
  }
  return {
    ...discordantTests(onlyFirst, onlySecond),
    difference: (onlyFirst - onlySecond) / size,
    ...tangoLimits(onlyFirst, onlySecond, size, criticalZ(level)),
    ...conditionalOddsRatio(onlyFirst, onlySecond, level),
    level,
  };
}

/** Clopper-Pearson limits of the first's share of the discordant pairs, as odds; a share near 1 keeps its digits. */
function conditionalOddsRatio(first: number, second: number, level: number) {
  const infinite = notEstimable('zero-cells');
  const tail = (1 - level) / 2;
  const lowerOdds = (top: number, bottom: number) => {
    if (top === 0) return 0;
    // 1 less a lower quantile is the upper quantile of the exchanged counts.
    return betaQuantile(tail, top, bottom + 1) / betaUpperQuantile(tail, bottom + 1, top);
  };
  return {
    oddsRatio: second === 0 ? infinite : first / second,
    oddsRatioLower: first + second === 0 ? infinite : lowerOdds(first, second),
    oddsRatioUpper: second === 0 ? infinite : 1 / lowerOdds(second, first),
  };
}

function discordantTests(first: number, second: number) {
  const discordant = first + second;
  if (discordant === 0) return noTests(notEstimable('no-variation'));
  const gap = Math.abs(first - second);
  const chiSquare = (gap * gap) / discordant;
  const corrected = Math.max(0, gap - 1) ** 2 / discordant;
  const fewer = Math.min(first, second);
  // P(X <= fewer) of a binomial with probability 1/2; doubled it is the two-sided p.
  const tail = betaUpperTail(0.5, fewer + 1, discordant - fewer);
  const inner = fewer === 0 ? 0 : betaUpperTail(0.5, fewer, discordant - fewer + 1);
  return {
    chiSquare,
    p: chiSquareUpperTail(chiSquare, 1),
    correctedChiSquare: corrected,
    correctedP: chiSquareUpperTail(corrected, 1),
    exactP: Math.min(1, 2 * tail),
    midP: Math.min(1, tail + inner),
  };
}

function noTests(none: Estimable) {
  return { chiSquare: none, p: none, correctedChiSquare: none, correctedP: none, exactP: none, midP: none };
}
