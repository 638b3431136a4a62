import { argumentError } from '../../../core/errors.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireObject, requireOneOf } from '../../../math/argument-checks.js';
import { criticalZ, normalTwoSidedP } from '../../../math/distributions/normal.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type TiedCounts, tiedCountsFromValues } from '../tied-counts.js';
import { medianDifference, pairwiseDifferenceAt } from './pairwise-differences.js';
import { exactRankSumP, smallestPlaceOfU } from './rank-sum-distribution.js';
import { shiftLimitsGivenTies } from './shift-limits-given-ties.js';

const METHOD = 'wilcoxon';

const wilcoxonPValues = ['automatic', 'exact', 'asymptotic'] as const;
export const shiftIntervals = ['automatic', 'exact', 'exact-given-ties', 'asymptotic'] as const;

export interface WilcoxonOptions {
  /**
   * `exact`: given the tied values, every deal of subjects into groups equally likely. `asymptotic`: normal, variance
   * corrected for ties. `automatic` (default): exact without ties and with fewer than 50 in each group, as R does.
   */
  readonly p?: (typeof wilcoxonPValues)[number];
  /** Moves the statistic by one half towards its expectation; R and SAS do by default, coin and Stata do not. */
  readonly continuityCorrection?: boolean;
  /**
   * Limits of the shift: `exact` from the distribution without ties (with ties they cover at least as often),
   * `exact-given-ties` those of the exact tests of the shifted data, for at most 100 subjects, `asymptotic` Moses'
   * limits; `automatic` (default) exact without ties and with fewer than 50 in each group.
   */
  readonly interval?: (typeof shiftIntervals)[number];
  /** Coverage of the interval of the shift. */
  readonly level?: number;
}

/** Subjects up to which the number of ways to deal them into two groups is a number. */
const MOST_FOR_EXACT_LIMITS = 1000;

export interface WilcoxonResult {
  readonly ofTotal: number;
  readonly versusTotal: number;
  /** Mann-Whitney U of the first group: pairs in which it is higher, ties as one half. R calls it W. */
  readonly u: Estimable;
  /** Rank sum of the first group: U plus n (n + 1) / 2. SAS reports that of the smaller group. */
  readonly rankSum: Estimable;
  /** U / (number of pairs): the probability of a higher value in the first group, ties as one half. */
  readonly probabilityIndex: Estimable;
  /** Standard deviation of U if the groups are alike, given the ties. */
  readonly standardDeviation: Estimable;
  /** Signed, continuity-corrected if asked; above 0 when the first group tends to be higher. */
  readonly z: Estimable;
  readonly p: Estimable;
  readonly pMethod: 'exact' | 'asymptotic';
  /** Hodges and Lehmann's shift: the median of all pairwise differences, first less second. */
  readonly shift: Estimable;
  readonly shiftLower: Estimable;
  readonly shiftUpper: Estimable;
  readonly shiftMethod: 'exact' | 'exact-given-ties' | 'asymptotic';
  readonly level: number;
}

/**
 * Are values in one group higher than in another? The Wilcoxon rank-sum (Mann-Whitney) test, with Hodges and Lehmann's
 * estimate of the shift between the groups.
 *
 * Values are any numbers; only their order matters to the test, and equal values share midranks. The interval of the
 * shift takes order statistics of the pairwise differences: exact without ties and with fewer than 50 in each group
 * (as R's wilcox.test) or when asked for, else Moses' limits with the tie-corrected normal variance, rounded outwards.
 * R's interval with ties solves another equation and differs. `exact-given-ties` turns the two one-sided exact tests
 * of the shifted data round (see `shiftLimitsGivenTies`); without ties it is the exact interval; coin keeps the ties
 * of the data before they are shifted, and may differ by a neighbouring difference. Cost O(N log N); exact p-values
 * see `exactRankSumP`.
 *
 * Not estimable: `empty-group`; `no-variation` for z and p when all values are the same. Throws
 * `wilcoxon/invalid-argument` for a value that is not a number and for an exact p-value beyond reach.
 *
 * Sources: Wilcoxon F. Biometrics Bull 1945;1:80-83; Mann HB, Whitney DR. Ann Math Stat 1947;18:50-60; Hodges JL,
 * Lehmann EL. Ann Math Stat 1963;34:598-611; Hollander M, Wolfe DA. Nonparametric Statistical Methods, section 4.3.
 * Oracles: test/oracles/wilcoxon.
 */
export function wilcoxon(
  of: ArrayLike<number>,
  versus: ArrayLike<number>,
  options: WilcoxonOptions = {},
): WilcoxonResult {
  return wilcoxonFromCounts(tiedCountsFromValues(METHOD, of, versus), options);
}

/** The Wilcoxon rank-sum test from distinct values and the subjects of each group at each value. See `wilcoxon`. */
export function wilcoxonFromCounts(counts: TiedCounts, options: WilcoxonOptions = {}): WilcoxonResult {
  requireObject(METHOD, 'counts', counts, 'distinct values and the subjects of both groups');
  requireOptions(METHOD, options, {
    p: 'checked later',
    continuityCorrection: 'yes or no',
    interval: shiftIntervals,
    level: 'checked later',
  });
  const {
    p: wanted = 'automatic',
    interval = 'automatic',
    continuityCorrection = true,
    level = 0.95,
  } = options;
  requireOneOf(METHOD, 'p', wanted, wilcoxonPValues);
  requireLevel(METHOD, 'level', level);
  const { ofTotal, versusTotal } = counts;
  const pairs = ofTotal * versusTotal;
  const tied = counts.of.some((count, index) => count + counts.versus[index]! > 1);
  const small = !tied && ofTotal < 50 && versusTotal < 50;
  const pMethod = wanted === 'exact' || (wanted === 'automatic' && small) ? 'exact' : 'asymptotic';
  if (interval === 'exact' && ofTotal + versusTotal > MOST_FOR_EXACT_LIMITS) {
    throw argumentError(
      METHOD,
      'interval',
      'is too large for exact limits',
      `${ofTotal + versusTotal} subjects`,
      `at most ${MOST_FOR_EXACT_LIMITS}`,
      'Ask for asymptotic limits',
    );
  }
  const shiftMethod =
    interval === 'exact-given-ties'
      ? interval
      : interval === 'exact' || (interval === 'automatic' && small)
        ? 'exact'
        : 'asymptotic';
  const base = { ofTotal, versusTotal, pMethod, shiftMethod, level } as const;
  if (pairs === 0) {
    const none = notEstimable('empty-group');
    return {
      ...base,
      u: none,
      rankSum: none,
      probabilityIndex: none,
      standardDeviation: none,
      z: none,
      p: none,
      shift: none,
      shiftLower: none,
      shiftUpper: none,
    };
  }
  const u = mannWhitneyU(counts);
  const variance = varianceOfU(counts);
  const standardDeviation = Math.sqrt(variance);
  const distance = u - pairs / 2;
  const correction = continuityCorrection ? Math.min(0.5, Math.abs(distance)) * Math.sign(distance) : 0;
  const z = variance > 0 ? (distance - correction) / standardDeviation : notEstimable('no-variation');
  const asymptotic = typeof z === 'number' ? normalTwoSidedP(z) : z;
  const given = shiftMethod === 'exact-given-ties' ? shiftLimitsGivenTies(counts, level) : null;
  const place =
    shiftMethod !== 'asymptotic'
      ? smallestPlaceOfU(ofTotal, versusTotal, (1 - level) / 2)
      : Math.floor(pairs / 2 - criticalZ(level) * standardDeviation);
  const lowest = Math.max(1, place);
  return {
    ...base,
    u,
    rankSum: u + (ofTotal * (ofTotal + 1)) / 2,
    probabilityIndex: u / pairs,
    standardDeviation: variance > 0 ? standardDeviation : notEstimable('no-variation'),
    z,
    p: pMethod === 'exact' && variance > 0 ? exactRankSumP(counts).twoSided : asymptotic,
    shift: medianDifference(counts),
    shiftLower: given?.lower ?? pairwiseDifferenceAt(counts, lowest),
    shiftUpper: given?.upper ?? pairwiseDifferenceAt(counts, pairs + 1 - lowest),
  };
}

function mannWhitneyU({ of, versus }: TiedCounts): number {
  let below = 0;
  let doubled = 0;
  of.forEach((count, index) => {
    doubled += count * (2 * below + versus[index]!);
    below += versus[index]!;
  });
  return doubled / 2;
}

/** mn/12 (N + 1 - sum(t^3 - t) / (N (N - 1))), t the size of each tie. */
function varianceOfU({ of, versus, ofTotal, versusTotal }: TiedCounts): number {
  const n = ofTotal + versusTotal;
  const ties = of.reduce((sum, count, index) => {
    const tie = count + versus[index]!;
    return sum + tie * (tie - 1) * (tie + 1);
  }, 0);
  // One tie of everyone leaves exactly nothing.
  return (ofTotal * versusTotal * (n * (n - 1) * (n + 1) - ties)) / (12 * n * (n - 1));
}
