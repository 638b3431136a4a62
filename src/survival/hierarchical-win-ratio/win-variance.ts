import type { PairScores } from './pair-scores.js';

/** Wins and losses of one stratum as numbers of pairs, with their variances. */
export interface StratumWins {
  readonly nOf: number;
  readonly nVersus: number;
  readonly wins: number;
  readonly losses: number;
  /** Under any alternative, from the projections of the U-statistics; null with fewer than two subjects in an arm. */
  readonly covariance: { readonly wins: number; readonly losses: number; readonly between: number } | null;
  /** Variance of wins less losses when there is no difference between arms. */
  readonly nullVariance: number;
  /** Finkelstein and Schoenfeld: variance of wins less losses over re-allocations of the subjects. */
  readonly permutationVariance: number;
}

/**
 * Variances of the numbers of wins and losses of one stratum.
 *
 * Three are in use. Under the alternative: covariance of each subject's share of wins and losses, divisor n - 1, as
 * for the area under an ROC curve (DeLong; Bebu and Lachin). Under no difference (Dong et al. 2016): the mean of
 * wins less losses is 0, and all second moments are taken, which reduces to the sums of squared row and column
 * totals less the number of decided pairs. By re-allocation (Finkelstein and Schoenfeld): the scores against
 * everybody are fixed and arms are drawn. O(n).
 */
export function stratumWins(scores: PairScores, nOf: number, nVersus: number): StratumWins {
  const { wins, losses, score } = scores;
  const n = nOf + nVersus;
  let winCount = 0;
  let lossCount = 0;
  let squaredTotals = 0;
  let squaredScores = 0;
  for (let place = 0; place < n; place += 1) {
    if (place < nOf) {
      winCount += wins[place]!;
      lossCount += losses[place]!;
    }
    squaredTotals += (wins[place]! - losses[place]!) ** 2;
    squaredScores += score[place]! ** 2;
  }
  const first = spread(wins, losses, 0, nOf);
  const second = spread(losses, wins, nOf, n);
  return {
    nOf,
    nVersus,
    wins: winCount,
    losses: lossCount,
    covariance:
      first === null || second === null
        ? null
        : {
            wins: nOf * first.wins + nVersus * second.wins,
            losses: nOf * first.losses + nVersus * second.losses,
            between: nOf * first.between + nVersus * second.between,
          },
    nullVariance: squaredTotals - winCount - lossCount,
    permutationVariance: n < 2 ? 0 : ((nOf * nVersus) / (n * (n - 1))) * squaredScores,
  };
}

/** Covariance of two columns over places, divisor n - 1. */
function spread(wins: Float64Array, losses: Float64Array, from: number, to: number) {
  const n = to - from;
  if (n < 2) return null;
  let winMean = 0;
  let lossMean = 0;
  for (let place = from; place < to; place += 1) {
    winMean += wins[place]! / n;
    lossMean += losses[place]! / n;
  }
  const sums = { wins: 0, losses: 0, between: 0 };
  for (let place = from; place < to; place += 1) {
    const win = wins[place]! - winMean;
    const loss = losses[place]! - lossMean;
    sums.wins += win * win;
    sums.losses += loss * loss;
    sums.between += win * loss;
  }
  return { wins: sums.wins / (n - 1), losses: sums.losses / (n - 1), between: sums.between / (n - 1) };
}
