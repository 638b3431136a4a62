import { z } from 'zod';
import { requireOneOf } from '../math/argument-checks.js';
import { betweenStudyVarianceEstimators } from './between-study-variance.js';
import { type PoolingModel, pooledIntervals } from './pooled-effect.js';
import type { CountMeasure, DoubleZeroRule, ZeroCellRule } from './study-effects.js';
import { doubleZeroOption, levelOption, measureOption, zeroCellsOption } from './synthesis-options.js';

const poolingModels = ['common-effect', 'random-effects'] as const;

/** Options of a synthesis that pools more than once: over subgroups, or over sets of studies. */
export const poolingOptions = {
  model: z
    .enum(poolingModels)
    .default('common-effect')
    .describe('One common effect (inverse variance), or effects that differ between studies.'),
  betweenStudyVariance: z
    .enum(betweenStudyVarianceEstimators)
    .default('reml')
    .describe('How the variance between studies is estimated, for random effects.'),
  interval: z
    .enum(pooledIntervals)
    .default('hartung-knapp')
    .describe('Interval of the mean effect, for random effects; a common effect has a Wald interval.'),
  measure: measureOption,
  zeroCells: zeroCellsOption('add-half-when-any-zero-in-study'),
  doubleZero: doubleZeroOption('exclude'),
  level: levelOption,
};

/** The same options as a script gives them; all may be left out. */
export interface PoolingChoices {
  readonly model?: (typeof poolingModels)[number];
  readonly betweenStudyVariance?: (typeof betweenStudyVarianceEstimators)[number];
  readonly interval?: (typeof pooledIntervals)[number];
  readonly measure?: CountMeasure;
  readonly zeroCells?: ZeroCellRule;
  readonly doubleZero?: DoubleZeroRule;
  /** Coverage of the intervals. */
  readonly level?: number;
}

/** The model chosen, each word checked; throws `<method>/invalid-argument` for one that is no choice. */
export function poolingModel(method: string, choices: PoolingChoices): PoolingModel {
  const { model = 'common-effect', betweenStudyVariance = 'reml', interval = 'hartung-knapp' } = choices;
  requireOneOf(method, 'model', model, poolingModels);
  requireOneOf(method, 'betweenStudyVariance', betweenStudyVariance, betweenStudyVarianceEstimators);
  requireOneOf(method, 'interval', interval, pooledIntervals);
  return model === 'common-effect' ? { model } : { model, betweenStudyVariance, interval };
}

/** The model in words, for the interval's method. */
export function describeModel(model: PoolingModel, scale: 'linear' | 'log'): string {
  const onScale = scale === 'log' ? ' on the log scale' : '';
  if (model.model === 'common-effect') return `Wald${onScale}, common effect`;
  return `${model.interval}${onScale}, random effects, ${model.betweenStudyVariance} variance`;
}
