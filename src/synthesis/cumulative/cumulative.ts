import type { StudiesData } from '../../core/analysis-data.js';
import type { Notice } from '../../core/notice.js';
import { requireOneOf } from '../../math/argument-checks.js';
import type { EffectInterval } from '../effect-interval.js';
import { estimatedStudies } from '../estimated-studies.js';
import { pooledEffect } from '../pooled-effect.js';
import { type PoolingChoices, poolingModel } from '../pooling-options.js';
import { exclusionNotices, isEstimated } from '../study-effects.js';
import type { EffectMeasure } from '../synthesis-result.js';

const METHOD = 'cumulative';

const cumulativeOrders = ['as-given', 'precision'] as const;

export interface CumulativeOptions extends PoolingChoices {
  /** `as-given`: the order of the rows, such as by date; `precision`: the smallest standard error first. */
  readonly order?: (typeof cumulativeOrders)[number];
}

export interface CumulativeResult {
  readonly measure: EffectMeasure;
  readonly scale: 'linear' | 'log';
  readonly level: number;
  /** The pool of this study and all before it. */
  readonly upTo: readonly (EffectInterval & { readonly name: string; readonly tauSquared: number })[];
  readonly notices: readonly Notice[];
}

/**
 * How evidence grew: the pooled effect of the first study, the first two, and so on to all. Intervals are not corrected
 * for looking many times. Studies without an effect (see `studyEffects`) take no step and are named in a notice. The
 * first step of random effects is one study, which a Hartung-Knapp interval cannot have (`too-few-observations`).
 * Source: Lau J et al. N Engl J Med 1992;327:248-254. Oracle: test/oracles/cumulative/pools.json (metafor::cumul).
 */
export function cumulative(
  studies: Pick<StudiesData, 'rows' | 'measure'>,
  options: CumulativeOptions = {},
): CumulativeResult {
  const { measure, scale, level, effects } = estimatedStudies(METHOD, studies, options);
  const model = poolingModel(METHOD, options);
  const { order = 'as-given' } = options;
  requireOneOf(METHOD, 'order', order, cumulativeOrders);
  const estimated = effects.filter(isEstimated);
  const ordered =
    order === 'precision'
      ? estimated.toSorted((left, right) => left.standardError - right.standardError)
      : estimated;
  return {
    measure,
    scale,
    level,
    upTo: ordered.map(({ name }, index) => {
      const { pooled, tauSquared } = pooledEffect(ordered.slice(0, index + 1), model, level, scale);
      return { name, ...pooled, tauSquared };
    }),
    notices: exclusionNotices(METHOD, effects),
  };
}
