import type { StudiesData } from '../core/analysis-data.js';
import { requireLevel } from '../math/argument-checks.js';
import type { PoolingChoices } from './pooling-options.js';
import { type StudyEffect, studyEffects } from './study-effects.js';
import { type EffectMeasure, effectScale, measureOf } from './synthesis-result.js';

export interface EstimatedStudies {
  readonly measure: EffectMeasure;
  readonly scale: 'linear' | 'log';
  readonly level: number;
  /** One for each row, in order; those not estimable say why. */
  readonly effects: readonly StudyEffect[];
}

/** The effect of each row under the zero-cell rules chosen, with 0.5 in studies with a zero cell by default. */
export function estimatedStudies(
  method: string,
  studies: Pick<StudiesData, 'rows' | 'measure'>,
  choices: Pick<PoolingChoices, 'measure' | 'zeroCells' | 'doubleZero' | 'level'>,
): EstimatedStudies {
  const { level = 0.95, measure: counted = 'odds-ratio' } = choices;
  requireLevel(method, 'level', level);
  const measure = measureOf(method, studies, counted);
  const effects = studyEffects(method, studies.rows, {
    measure: counted,
    zeroCells: choices.zeroCells ?? 'add-half-when-any-zero-in-study',
    doubleZero: choices.doubleZero ?? 'exclude',
  });
  return { measure, scale: effectScale(measure), level, effects };
}
