import type { StudiesData } from '../../core/analysis-data.js';
import type { Notice } from '../../core/notice.js';
import type { EffectInterval } from '../effect-interval.js';
import { inverseVarianceWeights } from '../effect-model.js';
import { estimatedStudies } from '../estimated-studies.js';
import { type Heterogeneity, heterogeneityFromQ } from '../heterogeneity.js';
import { pooledEffect } from '../pooled-effect.js';
import { type PoolingChoices, poolingModel } from '../pooling-options.js';
import { exclusionNotices, isEstimated } from '../study-effects.js';
import type { EffectMeasure } from '../synthesis-result.js';
import { weightedMean } from '../weighted-mean.js';

const METHOD = 'leave-one-out';

export interface LeaveOneOutResult {
  readonly measure: EffectMeasure;
  readonly scale: 'linear' | 'log';
  readonly level: number;
  /** All studies. */
  readonly pooled: EffectInterval;
  /** For each study with weight, the pool of all others. */
  readonly without: readonly (EffectInterval & {
    readonly name: string;
    readonly tauSquared: number;
    readonly heterogeneity: Heterogeneity;
  })[];
  readonly notices: readonly Notice[];
}

/**
 * Does the pool hang on one study? The pooled effect of all other studies, for each study in turn. Studies without an
 * effect (see `studyEffects`) have nothing to leave out and are named in a notice. O(k^2), with random effects some
 * 200 k^2. Oracle: test/oracles/leave-one-out/pools.json (metafor::leave1out).
 */
export function leaveOneOut(
  studies: Pick<StudiesData, 'rows' | 'measure'>,
  options: PoolingChoices = {},
): LeaveOneOutResult {
  const { measure, scale, level, effects } = estimatedStudies(METHOD, studies, options);
  const model = poolingModel(METHOD, options);
  const estimated = effects.filter(isEstimated);
  return {
    measure,
    scale,
    level,
    pooled: pooledEffect(estimated, model, level, scale).pooled,
    without: estimated.map((left) => {
      const others = estimated.filter((effect) => effect !== left);
      const { pooled, tauSquared } = pooledEffect(others, model, level, scale);
      const heterogeneity = heterogeneityFromQ(
        weightedMean(others, inverseVarianceWeights(others, 0)).weightedSquares,
        others.length,
      );
      return { name: left.name, ...pooled, tauSquared, heterogeneity };
    }),
    notices: exclusionNotices(METHOD, effects),
  };
}
