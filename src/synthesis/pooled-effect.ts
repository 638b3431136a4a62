import { type Estimable, notEstimable } from '../core/estimable.js';
import { type BetweenStudyVarianceEstimator, betweenStudyVariance } from './between-study-variance.js';
import {
  type EffectInterval,
  effectInterval,
  normalReference,
  type ReferenceDistribution,
} from './effect-interval.js';
import { inverseVarianceWeights, meanModel } from './effect-model.js';
import type { EstimatedEffect } from './study-effects.js';
import { type WeightedMean, weightedMean } from './weighted-mean.js';

export const pooledIntervals = ['hartung-knapp', 'hartung-knapp-never-narrower', 'wald'] as const;
export type PooledInterval = (typeof pooledIntervals)[number];

/** One common effect, or effects that vary between studies with the variance estimated as named. */
export type PoolingModel =
  | { readonly model: 'common-effect' }
  | {
      readonly model: 'random-effects';
      readonly betweenStudyVariance: BetweenStudyVarianceEstimator;
      readonly interval: PooledInterval;
    };

export interface PooledEffect {
  readonly pooled: EffectInterval;
  /** 0 for a common effect and for a single study. */
  readonly tauSquared: number;
  readonly weights: Float64Array;
}

/**
 * The pooled effect of any number of studies under a model; `too-few-observations` without studies, and for a
 * Hartung-Knapp interval of a single study.
 */
export function pooledEffect(
  effects: readonly EstimatedEffect[],
  model: PoolingModel,
  level: number,
  scale: 'linear' | 'log',
): PooledEffect {
  const k = effects.length;
  const random = model.model === 'random-effects';
  const tauSquared =
    random && k >= 2 ? betweenStudyVariance(meanModel(effects), model.betweenStudyVariance) : 0;
  const pool = weightedMean(effects, inverseVarianceWeights(effects, tauSquared));
  const { standardError, reference } = pooledError(pool, k, random ? model.interval : 'wald');
  const estimate = k === 0 ? notEstimable('too-few-observations') : pool.mean;
  return {
    pooled: effectInterval(estimate, standardError, level, scale, reference),
    tauSquared,
    weights: pool.weights,
  };
}

/** Standard error of the pooled effect and the distribution that goes with it. */
function pooledError(
  pool: WeightedMean,
  k: number,
  interval: PooledInterval,
): { readonly standardError: Estimable; readonly reference: ReferenceDistribution } {
  const tooFew = notEstimable('too-few-observations');
  if (k === 0) return { standardError: tooFew, reference: normalReference };
  if (interval === 'wald') {
    return { standardError: 1 / Math.sqrt(pool.totalWeight), reference: normalReference };
  }
  if (k === 1) return { standardError: tooFew, reference: normalReference };
  const spread = pool.weightedSquares / (k - 1);
  const factor = interval === 'hartung-knapp' ? spread : Math.max(1, spread);
  return {
    standardError: Math.sqrt(factor / pool.totalWeight),
    reference: { distribution: 't', df: k - 1 },
  };
}
