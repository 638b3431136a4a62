import type { TiedCounts } from '../tied-counts.js';

/**
 * The difference (value of the first group less value of the second) at a place among all pairs in rising order, 1
 * being the smallest. The pairs are never written out: the place of a candidate is counted in one sweep and the
 * candidate halved in on, O(k) a sweep and some 60 sweeps for k distinct values. The result is the very difference of
 * two values as subtraction gives it.
 */
export function pairwiseDifferenceAt(counts: TiedCounts, place: number): number {
  const { values, of, versus } = counts;
  const firsts = Array.from(values.keys()).filter((index) => of[index]! > 0);
  const seconds = Array.from(values.keys()).filter((index) => versus[index]! > 0);
  const atMost = (limit: number): number => {
    let pairs = 0;
    let below = 0;
    let next = 0;
    for (const second of seconds) {
      while (next < firsts.length && values[firsts[next]!]! - values[second]! <= limit) {
        below += of[firsts[next]!]!;
        next += 1;
      }
      pairs += below * versus[second]!;
    }
    return pairs;
  };
  let low = values[firsts[0]!]! - values[seconds.at(-1)!]!;
  let high = values[firsts.at(-1)!]! - values[seconds[0]!]!;
  if (atMost(low) >= place) return low;
  // Zero first: doubles are so dense around it that halving would take a thousand steps.
  if (low < 0 && high > 0) {
    if (atMost(0) < place) low = 0;
    else if (atMost(-Number.MIN_VALUE) < place) return 0;
    else high = -Number.MIN_VALUE;
  }
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) return high;
    if (atMost(middle) >= place) high = middle;
    else low = middle;
  }
}

/** The median of all pairwise differences: Hodges and Lehmann's shift. */
export function medianDifference(counts: TiedCounts): number {
  const pairs = counts.ofTotal * counts.versusTotal;
  const lower = pairwiseDifferenceAt(counts, Math.floor((pairs + 1) / 2));
  if (pairs % 2 === 1) return lower;
  return (lower + pairwiseDifferenceAt(counts, pairs / 2 + 1)) / 2;
}
