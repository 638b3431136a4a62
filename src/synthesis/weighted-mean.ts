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
  return weightedMeanOf(estimatesOf(effects), weights);
}

/** The estimates alone, as one array. */
export function estimatesOf(effects: readonly EstimatedEffect[]): Float64Array {
  const estimates = new Float64Array(effects.length);
  for (let index = 0; index < effects.length; index += 1) estimates[index] = effects[index]!.estimate;
  return estimates;
}

/** The mean of estimates under given weights, in plain loops: estimators of tau squared call it hundreds of times. */
export function weightedMeanOf(estimates: Float64Array, weights: Float64Array): WeightedMean {
  // Around the first effect, so that a common shift of all effects costs no digits.
  const origin = estimates[0] ?? 0;
  let totalWeight = 0;
  let pull = 0;
  for (let index = 0; index < estimates.length; index += 1) {
    const weight = weights[index]!;
    totalWeight += weight;
    pull += weight * (estimates[index]! - origin);
  }
  const mean = origin + pull / totalWeight;
  let squares = 0;
  let size = 0;
  for (let index = 0; index < estimates.length; index += 1) {
    const weight = weights[index]!;
    const estimate = estimates[index]!;
    const distance = estimate - mean;
    squares += weight * distance * distance;
    size += weight * estimate * estimate;
  }
  const weightedSquares = squares <= ROUNDING * size ? 0 : squares;
  return { weights, totalWeight, mean, weightedSquares };
}

/** Weights as shares of the whole, in percent. */
export function percentWeights(weights: ArrayLike<number>): number[] {
  const list = Array.from(weights);
  const total = list.reduce((sum, weight) => sum + weight, 0);
  return list.map((weight) => (100 * weight) / total);
}
