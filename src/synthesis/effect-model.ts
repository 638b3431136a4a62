import type { EstimatedEffect } from './study-effects.js';
import { estimatesOf, weightedMeanOf } from './weighted-mean.js';

/** A weighted least-squares fit of study effects, as the estimators of the between-study variance see it. */
export interface WeightedFit {
  /** Sum of weight times squared residual. */
  readonly weightedSquares: number;
  /** Sum of squared weight times squared residual. */
  readonly squaredPull: number;
  /** Sum of weight times (1 - leverage): the expectation of the weighted squares per unit of variance. */
  readonly freeWeight: number;
  /** log det X'WX. */
  readonly logDeterminant: number;
}

/** What the true effects are modelled by: one mean, or a line through moderators. */
export interface EffectModel {
  readonly effects: readonly EstimatedEffect[];
  /** Squared standard errors of the effects. */
  readonly samplingVariances: Float64Array;
  /** Coefficients of the model: 1 for a mean. */
  readonly parameters: number;
  fit(weights: Float64Array): WeightedFit;
  /** Share of each study in its own fitted value: the diagonal of X (X'WX)^-1 X'W. */
  leverages(weights: Float64Array): Float64Array;
}

/** One mean for all studies. */
export function meanModel(effects: readonly EstimatedEffect[]): EffectModel {
  const estimates = estimatesOf(effects);
  return {
    effects,
    samplingVariances: samplingVariances(effects),
    parameters: 1,
    fit: (weights) => {
      const { totalWeight, mean, weightedSquares } = weightedMeanOf(estimates, weights);
      let squaredPull = 0;
      let freeWeight = 0;
      for (let index = 0; index < estimates.length; index += 1) {
        const weight = weights[index]!;
        const pull = weight * (estimates[index]! - mean);
        squaredPull += pull * pull;
        freeWeight += weight * (1 - weight / totalWeight);
      }
      return { weightedSquares, squaredPull, freeWeight, logDeterminant: Math.log(totalWeight) };
    },
    leverages: (weights) => {
      const { totalWeight } = weightedMeanOf(estimates, weights);
      return weights.map((weight) => weight / totalWeight);
    },
  };
}

/** One over (sampling variance + between-study variance), for each study. */
export function inverseVarianceWeights(
  effects: readonly EstimatedEffect[],
  betweenStudyVariance: number,
): Float64Array {
  return weightsAt(samplingVariances(effects), betweenStudyVariance);
}

/** The same weights from the sampling variances. */
export function weightsAt(samplingVariances: Float64Array, betweenStudyVariance: number): Float64Array {
  const weights = new Float64Array(samplingVariances.length);
  for (let index = 0; index < weights.length; index += 1) {
    weights[index] = 1 / (samplingVariances[index]! + betweenStudyVariance);
  }
  return weights;
}

/** Squared standard errors. */
export function samplingVariances(effects: readonly EstimatedEffect[]): Float64Array {
  const variances = new Float64Array(effects.length);
  for (let index = 0; index < effects.length; index += 1) {
    variances[index] = effects[index]!.standardError ** 2;
  }
  return variances;
}
