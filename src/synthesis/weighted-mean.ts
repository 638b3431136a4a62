import type { EstimatedEffect } from './study-effects.js';

export interface WeightedMean {
  readonly weights: Float64Array;
  readonly totalWeight: number;
  readonly mean: number;
  /** Sum of weight times squared distance from the mean: Cochran's Q under inverse-variance weights. */
  readonly weightedSquares: number;
}

/** Differences of 1e-14 of the effects themselves are rounding, not spread. */
const ROUNDING = 1e-28;

/** The mean of study effects under given weights. O(k). */
export function weightedMean(effects: readonly EstimatedEffect[], weights: Float64Array): WeightedMean {
  const totalWeight = weights.reduce((sum, weight) => sum + weight, 0);
  // Around the first effect, so that a common shift of all effects costs no digits.
  const origin = effects[0]?.estimate ?? 0;
  const mean =
    origin +
    effects.reduce((sum, { estimate }, index) => sum + weights[index]! * (estimate - origin), 0) /
      totalWeight;
  const squares = effects.reduce(
    (sum, { estimate }, index) => sum + weights[index]! * (estimate - mean) ** 2,
    0,
  );
  const size = effects.reduce((sum, { estimate }, index) => sum + weights[index]! * estimate ** 2, 0);
  const weightedSquares = squares <= ROUNDING * size ? 0 : squares;
  return { weights, totalWeight, mean, weightedSquares };
}

/** Weights as shares of the whole, in percent. */
export function percentWeights(weights: ArrayLike<number>): number[] {
  const list = Array.from(weights);
  const total = list.reduce((sum, weight) => sum + weight, 0);
  return list.map((weight) => (100 * weight) / total);
}
