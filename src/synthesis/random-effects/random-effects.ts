import type { StudiesData } from '../../core/analysis-data.js';
import { type Estimable, notEstimable } from '../../core/estimable.js';
import { information, type Notice, warning } from '../../core/notice.js';
import { requireOneOf } from '../../math/argument-checks.js';
import { chiSquareQuantile, chiSquareUpperQuantile } from '../../math/distributions/chi-square.js';
import { type BetweenStudyVarianceEstimator, varianceAtGeneralisedQ } from '../between-study-variance.js';
import {
  type EffectInterval,
  effectInterval,
  normalReference,
  type ReferenceDistribution,
} from '../effect-interval.js';
import { inverseVarianceWeights, meanModel } from '../effect-model.js';
import { estimatedStudies } from '../estimated-studies.js';
import { type Heterogeneity, heterogeneityFromQ } from '../heterogeneity.js';
import { type PooledInterval, pooledEffect } from '../pooled-effect.js';
import { poolingModel } from '../pooling-options.js';
import {
  type CountMeasure,
  type DoubleZeroRule,
  type EstimatedEffect,
  exclusionNotices,
  isEstimated,
  type ZeroCellRule,
} from '../study-effects.js';
import { type EffectMeasure, type StudyContribution, studyContributions } from '../synthesis-result.js';
import { percentWeights, type WeightedMean, weightedMean } from '../weighted-mean.js';

const METHOD = 'random-effects';

export const predictionReferences = ['t-studies-minus-2', 't-studies-minus-1', 'normal'] as const;
export type PredictionReference = (typeof predictionReferences)[number];

export interface RandomEffectsOptions {
  readonly measure?: CountMeasure;
  readonly zeroCells?: ZeroCellRule;
  readonly doubleZero?: DoubleZeroRule;
  readonly betweenStudyVariance?: BetweenStudyVarianceEstimator;
  readonly interval?: PooledInterval;
  readonly prediction?: PredictionReference;
  /** Coverage of all intervals. */
  readonly level?: number;
}

export interface RandomEffectsResult {
  readonly measure: EffectMeasure;
  readonly scale: 'linear' | 'log';
  readonly level: number;
  /** The mean of the distribution of true effects. */
  readonly pooled: EffectInterval;
  /** Where the true effect of a new study is expected: the pool's estimate, other limits, no p-value. */
  readonly prediction: EffectInterval;
  readonly studies: readonly StudyContribution[];
  readonly studyCount: number;
  readonly tauSquared: Estimable;
  /** Q-profile limits; whatever the estimator. */
  readonly tauSquaredLower: Estimable;
  readonly tauSquaredUpper: Estimable;
  /** Cochran's Q with I squared and H squared from Q. */
  readonly heterogeneity: Heterogeneity;
  /** I squared and H squared from tau squared over a typical sampling variance, as metafor reports them. */
  readonly iSquared: Estimable;
  readonly hSquared: Estimable;
  readonly notices: readonly Notice[];
}

/**
 * The mean effect of several studies whose true effects differ, how much they differ, and where the effect of a new
 * study may lie: the random-effects model, by default with REML and Hartung and Knapp's interval.
 *
 * `interval`: `hartung-knapp` uses t with k - 1 degrees of freedom and a variance from the spread of the studies
 * (metafor `test = "knha"`); `hartung-knapp-never-narrower` does not let that variance fall below the model's
 * (`test = "adhoc"`); `wald` uses the normal distribution and the model's variance (`test = "z"`). Prediction:
 * estimate plus and minus t with k - 2 degrees of freedom (Higgins 2009; RevMan until 2024), or k - 1 (metafor with
 * `knha`), or normal (metafor with `z`), times the root of tau squared plus the squared standard error of the pool.
 * Zero cells as in `inverseVariance`. O(k) an evaluation, about 200 evaluations for `ml` and `reml`.
 *
 * One study: the pool is that study; tau squared is not estimable and taken as 0, and Hartung-Knapp gives no interval
 * (`too-few-observations`). Studies with one and the same effect: Hartung-Knapp's standard error is 0 and the interval
 * not estimable (`no-variation`). A tau squared of 0 is on its boundary and gives a notice. The Q profile may be empty,
 * when the studies are more alike than chance makes them: its limits are then `not-applicable`. Throws
 * `random-effects/invalid-argument` as `inverseVariance` does.
 *
 * Sources: `betweenStudyVariance`; Hartung J, Knapp G. Stat Med 2001;20:1771-1782; Viechtbauer W. Stat Med
 * 2007;26:37-52 (Q profile); Higgins JPT, Thompson SG, Spiegelhalter DJ. J R Stat Soc A 2009;172:137-159, equation 12.
 * Oracle: test/oracles/random-effects/pools.json.
 */
export function randomEffects(
  studies: Pick<StudiesData, 'rows' | 'measure'>,
  options: RandomEffectsOptions = {},
): RandomEffectsResult {
  const { measure, scale, level, effects } = estimatedStudies(METHOD, studies, options);
  const model = poolingModel(METHOD, { ...options, model: 'random-effects' });
  const { prediction = 't-studies-minus-2' } = options;
  requireOneOf(METHOD, 'prediction', prediction, predictionReferences);
  const estimated = effects.filter(isEstimated);
  const k = estimated.length;
  const tooFew = notEstimable('too-few-observations');
  const { pooled, tauSquared, weights } = pooledEffect(estimated, model, level, scale);
  const fixed = weightedMean(estimated, inverseVarianceWeights(estimated, 0));
  const inconsistency = inconsistencyFromTauSquared(fixed, k, tauSquared);
  const profile = qProfile(estimated, level);
  return {
    measure,
    scale,
    level,
    pooled,
    prediction: predictionInterval(pooled, k, tauSquared, level, scale, prediction),
    studies: studyContributions(effects, percentWeights(weights), level, scale),
    studyCount: k,
    tauSquared: k < 2 ? tooFew : tauSquared,
    tauSquaredLower: profile.lower,
    tauSquaredUpper: profile.upper,
    heterogeneity: heterogeneityFromQ(fixed.weightedSquares, k),
    iSquared: inconsistency.iSquared,
    hSquared: inconsistency.hSquared,
    notices: [...exclusionNotices(METHOD, effects), ...modelNotices(k, tauSquared, profile.empty, pooled)],
  };
}

function predictionInterval(
  pooled: EffectInterval,
  k: number,
  tauSquared: number,
  level: number,
  scale: 'linear' | 'log',
  kind: PredictionReference,
): EffectInterval {
  const df = kind === 'normal' ? null : k - (kind === 't-studies-minus-2' ? 2 : 1);
  const none = notEstimable('too-few-observations');
  const known = k >= 2 && (df === null || df > 0) && typeof pooled.standardError === 'number';
  const reference: ReferenceDistribution =
    df === null || df < 1 ? normalReference : { distribution: 't', df };
  const spread = known ? Math.sqrt(tauSquared + (pooled.standardError as number) ** 2) : none;
  const interval = effectInterval(pooled.estimate, spread, level, scale, reference);
  return { ...interval, statistic: notEstimable('not-applicable'), p: notEstimable('not-applicable') };
}

/** Higgins and Thompson's typical sampling variance turns tau squared into a share of the total variation. */
function inconsistencyFromTauSquared(fixed: WeightedMean, k: number, tauSquared: number) {
  if (k < 2) {
    const none = notEstimable('too-few-observations');
    return { iSquared: none, hSquared: none };
  }
  const squares = fixed.weights.reduce((sum, weight) => sum + weight * weight, 0);
  const typical = ((k - 1) * fixed.totalWeight) / (fixed.totalWeight ** 2 - squares);
  return { iSquared: tauSquared / (typical + tauSquared), hSquared: tauSquared / typical + 1 };
}

/** Limits of tau squared: the values at which the generalised Q meets its chi-square quantiles. */
function qProfile(effects: readonly EstimatedEffect[], level: number) {
  const df = effects.length - 1;
  if (df < 1) {
    const none = notEstimable('too-few-observations');
    return { lower: none, upper: none, empty: false };
  }
  const tail = (1 - level) / 2;
  const upper = varianceAtGeneralisedQ(meanModel(effects), chiSquareQuantile(tail, df));
  if (upper === null) {
    const none = notEstimable('not-applicable');
    return { lower: none, upper: none, empty: true };
  }
  return {
    lower: varianceAtGeneralisedQ(meanModel(effects), chiSquareUpperQuantile(tail, df)) ?? 0,
    upper,
    empty: false,
  };
}

function modelNotices(
  k: number,
  tauSquared: number,
  emptyProfile: boolean,
  pooled: EffectInterval,
): Notice[] {
  if (k === 0) return [];
  if (k === 1) {
    return [warning(`${METHOD}/one-study`, 'One study: the variance between studies cannot be estimated.')];
  }
  const notices: Notice[] = [];
  if (tauSquared === 0) {
    notices.push(
      information(
        `${METHOD}/boundary`,
        'The between-study variance is estimated as 0, its lowest value; that is no proof of equal effects.',
      ),
    );
  }
  if (emptyProfile) {
    notices.push(
      information(
        `${METHOD}/empty-profile`,
        'The studies are so alike that no between-study variance fits the Q profile.',
      ),
    );
  }
  if (pooled.standardError === 0) {
    notices.push(
      warning(
        `${METHOD}/no-spread`,
        "All studies have the same effect, so Hartung and Knapp's standard error is 0; choose another interval.",
      ),
    );
  }
  return notices;
}
