import type { EstimatedEffect } from './study-effects.js';
import { weightedMean } from './weighted-mean.js';

/** A weighted least-squares fit of study effects, as the estimators of the between-study variance see it. */
export interface WeightedFit {
  /** Sum of weight times squared residual. */
  readonly weightedSquares: number;
  /** Sum of squared weight times squared residual. */
  readonly squaredPull: number;
  /** Share of each study in its own fitted value: the diagonal of X (X'WX)^-1 X'W. */
  readonly leverages: Float64Array;
  /** log det X'WX. */
  readonly logDeterminant: number;
}

/** What the true effects are modelled by: one mean, or a line through moderators. */
export interface EffectModel {
  readonly effects: readonly EstimatedEffect[];
  /** Coefficients of the model: 1 for a mean. */
  readonly parameters: number;
  fit(weights: Float64Array): WeightedFit;
}

/** One mean for all studies. */
export function meanModel(effects: readonly EstimatedEffect[]): EffectModel {
  return {
    effects,
    parameters: 1,
    fit: (weights) => {
      const { totalWeight, mean, weightedSquares } = weightedMean(effects, weights);
      const squaredPull = effects.reduce(
        (sum, { estimate }, index) => sum + (weights[index]! * (estimate - mean)) ** 2,
        0,
      );
      return {
        weightedSquares,
        squaredPull,
        leverages: weights.map((weight) => weight / totalWeight),
        logDeterminant: Math.log(totalWeight),
      };
    },
  };
}

/** One over (sampling variance + between-study variance), for each study. */
export function inverseVarianceWeights(
  effects: readonly EstimatedEffect[],
  betweenStudyVariance: number,
): Float64Array {
  return Float64Array.from(effects, ({ standardError }) => 1 / (standardError ** 2 + betweenStudyVariance));
}
