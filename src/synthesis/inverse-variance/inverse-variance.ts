import type { StudiesData } from '../../core/analysis-data.js';
import { notEstimable } from '../../core/estimable.js';
import type { Notice } from '../../core/notice.js';
import { type EffectInterval, effectInterval } from '../effect-interval.js';
import { inverseVarianceWeights } from '../effect-model.js';
import { estimatedStudies } from '../estimated-studies.js';
import { type Heterogeneity, heterogeneityFromQ } from '../heterogeneity.js';
import {
  type CountMeasure,
  type DoubleZeroRule,
  exclusionNotices,
  isEstimated,
  type ZeroCellRule,
} from '../study-effects.js';
import { type EffectMeasure, type StudyContribution, studyContributions } from '../synthesis-result.js';
import { percentWeights, weightedMean } from '../weighted-mean.js';

const METHOD = 'inverse-variance';

export interface InverseVarianceOptions {
  /** What to compute from counts whose data name no measure; rows that are effects bring their own. */
  readonly measure?: CountMeasure;
  readonly zeroCells?: ZeroCellRule;
  readonly doubleZero?: DoubleZeroRule;
  /** Coverage of the intervals. */
  readonly level?: number;
}

export interface InverseVarianceResult {
  readonly measure: EffectMeasure;
  readonly scale: 'linear' | 'log';
  readonly level: number;
  readonly pooled: EffectInterval;
  readonly studies: readonly StudyContribution[];
  /** Studies with weight. */
  readonly studyCount: number;
  readonly heterogeneity: Heterogeneity;
  readonly notices: readonly Notice[];
}

/**
 * The common effect of several studies: their mean, each study weighted by one over its variance ("fixed effect"). It
 * says what the effect was in these studies on average, and supposes one true effect if it is to say more.
 *
 * By default one half is added to all cells of a study with a zero cell, and a study with no events in either arm (or
 * events in everyone) has no weight: metafor's `rma(method = "FE", add = 1/2, to = "only0", drop00 = TRUE)`. metafor
 * itself defaults to `drop00 = FALSE` (`doubleZero: 'include'`). Ratios are pooled as logarithms. The interval is
 * Wald with a normal distribution; I squared and H squared come from Cochran's Q. O(k).
 *
 * Not estimable: a study's own effect as `studyEffects` says; the pool (`too-few-observations`) when no study has an
 * effect; Q, I squared and H squared with fewer than two. Throws `inverse-variance/invalid-argument` for impossible
 * counts, standard errors that are not positive, effects of unknown measure, an option that is no choice, and a
 * `measure` that contradicts that of the data.
 *
 * Source: Cochran WG. Biometrics 1954;10:101-129. Oracle: test/oracles/inverse-variance/pools.json.
 */
export function inverseVariance(
  studies: Pick<StudiesData, 'rows' | 'measure'>,
  options: InverseVarianceOptions = {},
): InverseVarianceResult {
  const { measure, scale, level, effects } = estimatedStudies(METHOD, studies, options);
  const estimated = effects.filter(isEstimated);
  const pool = weightedMean(estimated, inverseVarianceWeights(estimated, 0));
  const none = notEstimable('too-few-observations');
  const pooled =
    estimated.length === 0
      ? effectInterval(none, none, level, scale)
      : effectInterval(pool.mean, 1 / Math.sqrt(pool.totalWeight), level, scale);
  return {
    measure,
    scale,
    level,
    pooled,
    studies: studyContributions(effects, percentWeights(pool.weights), level, scale),
    studyCount: estimated.length,
    heterogeneity: heterogeneityFromQ(pool.weightedSquares, estimated.length),
    notices: exclusionNotices(METHOD, effects),
  };
}
