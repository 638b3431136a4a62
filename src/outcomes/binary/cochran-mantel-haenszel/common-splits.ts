import type { BinaryStratum } from '../binary-stratum.js';
import { type EventSplits, eventSplits } from '../event-splits.js';

/**
 * All ways in which the events of `of`, summed over strata, can come out when every margin of every stratum is fixed:
 * the hypergeometric splits of the strata, folded into one list. Folded as logarithms, so that the rarest sum of large
 * strata keeps its weight. Cost: the product of the lengths of the two lists, for each stratum.
 *
 * Source: Mehta CR, Patel NR, Gray R. J Am Stat Assoc 1985;80:969-973.
 */
export function commonSplits(strata: readonly BinaryStratum[]): EventSplits {
  let logWeights: Float64Array = Float64Array.of(0);
  let observed = 0;
  for (const { of, versus } of strata) {
    const own = eventSplits(of, versus);
    logWeights = fold(logWeights, own.logWeights);
    observed += own.observed;
  }
  const atObserved = logWeights[observed]!;
  const largest = logWeights.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  return {
    weights: logWeights.map((value) => Math.exp(value - largest)),
    logWeights: logWeights.map((value) => value - atObserved),
    observed,
  };
}

/** Logarithms of the sums over all pairs of entries that stand for the same total. */
export function fold(first: Float64Array, second: Float64Array): Float64Array {
  const folded = new Float64Array(first.length + second.length - 1);
  for (let total = 0; total < folded.length; total += 1) {
    const from = Math.max(0, total - second.length + 1);
    const to = Math.min(first.length - 1, total);
    let largest = Number.NEGATIVE_INFINITY;
    for (let index = from; index <= to; index += 1) {
      const value = first[index]! + second[total - index]!;
      if (value > largest) largest = value;
    }
    let sum = 0;
    for (let index = from; index <= to; index += 1) {
      sum += Math.exp(first[index]! + second[total - index]! - largest);
    }
    folded[total] = largest + Math.log(sum);
  }
  return folded;
}
