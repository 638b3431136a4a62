import { argumentError } from '../../../core/errors.js';
import type { TiedCounts } from '../tied-counts.js';

export interface ExactRankSumP {
  /** Probability of a rank sum of the first group at least as large as observed. */
  readonly greater: number;
  /** Probability of one at most as large. */
  readonly less: number;
  /** Probability of one at least as far from its expectation, on either side. */
  readonly twoSided: number;
}

/** Additions that the exact distribution may cost: some seconds. */
const MOST_WORK = 4e9;
const MOST_CELLS = 6e7;

/**
 * Exact p-values of the rank sum, given the tied values: every way to deal the subjects into two groups of these sizes
 * is equally likely. Two-sided as SAS and coin define it, by distance from the expectation; without ties that is
 * twice the smaller tail, as in R's wilcox.test.
 *
 * Subjects are dealt one after the other and the probability of (number in the smaller group, its rank sum so far) is
 * carried along, so that all terms are positive and nothing overflows: O(N m S) with S the range of the rank sum.
 * Throws `wilcoxon/invalid-argument` when that is beyond reach. Source: Streitberg B, Roehmel J. EDV Med Biol
 * 1986;17:12-19 (shift algorithm).
 */
export function exactRankSumP(counts: TiedCounts): ExactRankSumP {
  const { scores, size, observed, flipped } = smallerGroupScores(counts);
  const n = scores.length;
  const most = scores.slice(n - size).reduce((sum, score) => sum + score, 0);
  if (n * size * most > MOST_WORK || (size + 1) * (most + 1) > MOST_CELLS) {
    throw argumentError(
      'wilcoxon',
      'p',
      'is too large for the exact distribution',
      `${n} subjects`,
      undefined,
      'Ask for the asymptotic p-value',
    );
  }
  const width = most + 1;
  const probability = new Float64Array((size + 1) * width);
  probability[0] = 1;
  let reached = 0;
  for (let dealt = 0; dealt < n; dealt += 1) {
    const score = scores[dealt]!;
    const left = n - dealt;
    reached = Math.min(most, reached + score);
    for (let chosen = Math.min(size, dealt + 1); chosen >= 0; chosen -= 1) {
      const stay = 1 - (size - chosen) / left;
      const join = chosen > 0 ? (size - chosen + 1) / left : 0;
      const row = chosen * width;
      const before = row - width + (chosen > 0 ? 0 : width);
      for (let sum = reached; sum >= 0; sum -= 1) {
        const joined = join > 0 && sum >= score ? join * probability[before + sum - score]! : 0;
        probability[row + sum] = stay * probability[row + sum]! + joined;
      }
    }
  }
  const distribution = probability.subarray(size * width);
  const total = scores.reduce((sum, score) => sum + score, 0);
  // In units of 1/n, so that the comparison with the expectation is one of whole numbers.
  const distance = (sum: number) => Math.abs(n * sum - size * total);
  let greater = 0;
  let less = 0;
  let twoSided = 0;
  for (let sum = 0; sum < width; sum += 1) {
    const mass = distribution[sum]!;
    if (sum >= observed) greater += mass;
    if (sum <= observed) less += mass;
    if (distance(sum) >= distance(observed)) twoSided += mass;
  }
  const cap = (p: number) => Math.min(1, p);
  return {
    greater: cap(flipped ? less : greater),
    less: cap(flipped ? greater : less),
    twoSided: cap(twoSided),
  };
}

/** Whole-number scores, one a subject in rising order, from doubled midranks less their minimum over their divisor. */
function smallerGroupScores(counts: TiedCounts) {
  const { of, versus, ofTotal, versusTotal } = counts;
  const doubled: number[] = [];
  let below = 0;
  of.forEach((count, index) => {
    const tied = count + versus[index]!;
    doubled.push(2 * below + tied + 1);
    below += tied;
  });
  const lowest = doubled[0] ?? 0;
  const divisor = doubled.reduce((common, score) => greatestCommonDivisor(common, score - lowest), 0) || 1;
  const reduced = doubled.map((score) => (score - lowest) / divisor);
  const flipped = versusTotal < ofTotal;
  const smaller = flipped ? versus : of;
  return {
    scores: Array.from(of).flatMap((count, index) =>
      new Array<number>(count + versus[index]!).fill(reduced[index]!),
    ),
    size: flipped ? versusTotal : ofTotal,
    observed: reduced.reduce((sum, score, index) => sum + score * smaller[index]!, 0),
    flipped,
  };
}

function greatestCommonDivisor(left: number, right: number): number {
  return right === 0 ? left : greatestCommonDivisor(right, left % right);
}

/**
 * The smallest u with P(U <= u) at least `tail` for groups of these sizes without ties, as R's qwilcox: the place of
 * an exact confidence limit among the pairwise differences. O(m^2 n) for the smaller size m.
 */
export function smallestPlaceOfU(first: number, second: number, tail: number): number {
  const size = Math.min(first, second);
  const pairs = first * second;
  // Number of deals with each U, from the product of (1 - x^(n + i)) / (1 - x^i), i from 1 to m.
  const ways = new Float64Array(pairs + 1);
  ways[0] = 1;
  let total = 1;
  for (let index = 1; index <= size; index += 1) {
    const up = Math.max(first, second) + index;
    for (let u = pairs; u >= up; u -= 1) ways[u] = ways[u]! - ways[u - up]!;
    for (let u = index; u <= pairs; u += 1) ways[u] = ways[u]! + ways[u - index]!;
    total *= up / index;
  }
  let below = 0;
  for (let u = 0; u <= pairs; u += 1) {
    below += ways[u]!;
    // R allows the quantile this much rounding.
    if (below / total >= tail * (1 - 4 * Number.EPSILON)) return u;
  }
  return pairs;
}
