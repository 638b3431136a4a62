import type { TiedCounts } from './tied-counts.js';

/** Every subject of one group compared with every subject of the other. */
export interface PairwiseWins {
  /** Pairs in which the subject of the first group does better. */
  readonly wins: number;
  readonly losses: number;
  readonly ties: number;
  readonly winProbability: number;
  readonly lossProbability: number;
  /** Sampling variances of the two probabilities and their covariance; null with fewer than two in a group. */
  readonly covariance: { readonly win: number; readonly loss: number; readonly between: number } | null;
}

/**
 * Counts wins, losses and ties over all pairs and their sampling covariance, without writing the pairs out: O(k) for
 * k distinct values. Higher values are better.
 *
 * The covariance is that of a two-sample U-statistic: for each subject the share of the other group that it beats, and
 * the (co)variance of these shares within each group, with n - 1, over n. For the probability index it is DeLong's.
 * Sources: DeLong ER, DeLong DM, Clarke-Pearson DL. Biometrics 1988;44:837-845; Bebu I, Lachin JM. Biostatistics
 * 2016;17:178-187.
 */
export function pairwiseWins(counts: TiedCounts): PairwiseWins {
  const first = shares(counts.of, counts.versus, counts.versusTotal);
  const second = shares(counts.versus, counts.of, counts.ofTotal);
  const pairs = counts.ofTotal * counts.versusTotal;
  const { wins, losses } = first;
  const spread = [
    covariances(counts.of, counts.ofTotal, first.above, first.below),
    // What one side wins the other loses.
    covariances(counts.versus, counts.versusTotal, second.below, second.above),
  ] as const;
  const [ofSpread, versusSpread] = spread;
  return {
    wins,
    losses,
    ties: pairs - wins - losses,
    winProbability: wins / pairs,
    lossProbability: losses / pairs,
    covariance:
      ofSpread === null || versusSpread === null
        ? null
        : {
            win: ofSpread.first + versusSpread.first,
            loss: ofSpread.second + versusSpread.second,
            between: ofSpread.between + versusSpread.between,
          },
  };
}

/** For each value the share of the other group below it (`above` it is) and over it, and the pairs won and lost. */
function shares(own: Float64Array, other: Float64Array, otherTotal: number) {
  const above = new Float64Array(own.length);
  const below = new Float64Array(own.length);
  let passed = 0;
  let wins = 0;
  let losses = 0;
  for (let index = 0; index < own.length; index += 1) {
    const over = otherTotal - passed - other[index]!;
    above[index] = passed / otherTotal;
    below[index] = over / otherTotal;
    wins += own[index]! * passed;
    losses += own[index]! * over;
    passed += other[index]!;
  }
  return { above, below, wins, losses };
}

/** Covariance matrix of the mean of two columns of shares, each counted `count` times. */
function covariances(count: Float64Array, total: number, first: Float64Array, second: Float64Array) {
  if (total < 2) return null;
  const mean = (values: Float64Array) =>
    count.reduce((sum, times, index) => sum + times * values[index]!, 0) / total;
  const firstMean = mean(first);
  const secondMean = mean(second);
  const result = { first: 0, second: 0, between: 0 };
  count.forEach((times, index) => {
    const x = first[index]! - firstMean;
    const y = second[index]! - secondMean;
    const share = times / (total * (total - 1));
    result.first += share * x * x;
    result.second += share * y * y;
    result.between += share * x * y;
  });
  return result;
}
