import { type Estimable, notEstimable } from '../../../core/estimable.js';
import type { BinaryStratum } from '../binary-stratum.js';
import { type EventSplits, eventSplits } from '../event-splits.js';
import { fold } from './common-splits.js';

/** Partial sets of tables that may be looked at before the test is given up. */
const mostVisits = 5_000_000;

/** Tables this little likelier than the observed ones, on the log scale, count as no likelier. */
const tieTolerance = 1e-7;

/**
 * Zelen's exact test of one odds ratio in all strata: among all sets of tables with the observed margins and the
 * observed total of events in `of`, whose probabilities no longer depend on the common odds ratio, the share of those
 * no likelier than the observed set.
 *
 * Sets are built stratum by stratum. Where the likeliest way to finish is no likelier than the observed set all ways
 * are counted at once; where the least likely is likelier, none is.
 *
 * Sources: Zelen M. Biometrika 1971;58:129-137. Mehta CR, Patel NR, Gray R. J Am Stat Assoc 1985;80:969-973 (network).
 */
export function zelenP(strata: readonly BinaryStratum[]): Estimable {
  const splits = strata
    .map(({ of, versus }) => eventSplits(of, versus))
    .filter(({ weights }) => weights.length > 1)
    .sort((first, second) => first.weights.length - second.weights.length);
  if (splits.length < 2) return notEstimable('not-applicable');
  const rest = waysToFinish(splits);
  const total = splits.reduce((sum, { observed }) => sum + observed, 0);
  const scale = rest[0]!.sum[total]!;
  let visits = 0;
  // Logarithms are relative to the observed set, which is 0.
  const unlikely = (stratum: number, left: number, own: number): number => {
    const { least, most, sum } = rest[stratum]!;
    if (own + most[left]! <= tieTolerance) return Math.exp(own + sum[left]! - scale);
    if (own + least[left]! > tieTolerance) return 0;
    const { logWeights } = splits[stratum]!;
    const widest = rest[stratum + 1]!.sum.length - 1;
    let share = 0;
    const to = Math.min(logWeights.length - 1, left);
    for (let index = Math.max(0, left - widest); index <= to; index += 1) {
      visits += 1;
      if (visits > mostVisits) return 0;
      share += unlikely(stratum + 1, left - index, own + logWeights[index]!);
    }
    return share;
  };
  const p = unlikely(0, total, 0);
  return visits > mostVisits ? notEstimable('not-applicable') : Math.min(1, p);
}

/** For each sum that the later strata may have: logarithms of the least and most likely way, and of all ways together. */
interface WaysToFinish {
  readonly least: Float64Array;
  readonly most: Float64Array;
  readonly sum: Float64Array;
}

function waysToFinish(splits: readonly EventSplits[]): readonly WaysToFinish[] {
  const nothing = Float64Array.of(0);
  const ways: WaysToFinish[] = [{ least: nothing, most: nothing, sum: nothing }];
  for (const { logWeights } of [...splits].reverse()) {
    const { least, most, sum } = ways[0]!;
    ways.unshift({
      least: extreme(least, logWeights, -1),
      most: extreme(most, logWeights, 1),
      sum: fold(sum, logWeights),
    });
  }
  return ways;
}

/** Largest (`sign` 1) or smallest (-1) sum over all pairs of entries that stand for the same total. */
function extreme(first: Float64Array, second: Float64Array, sign: 1 | -1): Float64Array {
  const result = new Float64Array(first.length + second.length - 1).fill(-sign * Number.POSITIVE_INFINITY);
  for (let i = 0; i < first.length; i += 1) {
    for (let j = 0; j < second.length; j += 1) {
      const value = first[i]! + second[j]!;
      if (sign * (value - result[i + j]!) > 0) result[i + j] = value;
    }
  }
  return result;
}
