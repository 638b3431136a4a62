import type { StudiesData } from '../core/analysis-data.js';
import { requireLevel, requireObject, requireOneOf } from '../math/argument-checks.js';
import type { PoolingChoices } from './pooling-options.js';
import { requireStudies } from './require-studies.js';
import { doubleZeroRules, type StudyEffect, studyEffects, zeroCellRules } from './study-effects.js';
import { type EffectMeasure, effectScale, measureOf } from './synthesis-result.js';

export interface EstimatedStudies {
  readonly measure: EffectMeasure;
  readonly scale: 'linear' | 'log';
  readonly level: number;
  /** One for each row, in order; those not estimable say why. */
  readonly effects: readonly StudyEffect[];
}

/**
 * The effect of each row under the zero-cell rules chosen, with 0.5 in studies with a zero cell by default. Checks the
 * rows and these options, and throws `<method>/invalid-argument` for what is missing or no choice.
 */
export function estimatedStudies(
  method: string,
  studies: Pick<StudiesData, 'rows' | 'measure'>,
  choices: Pick<PoolingChoices, 'measure' | 'zeroCells' | 'doubleZero' | 'level'>,
): EstimatedStudies {
  requireStudies(method, studies);
  requireObject(method, 'options', choices, 'an object of options');
  const {
    level = 0.95,
    zeroCells = 'add-half-when-any-zero-in-study',
    doubleZero = 'exclude',
    measure: option,
  } = choices;
  requireLevel(method, 'level', level);
  requireOneOf(method, 'zeroCells', zeroCells, zeroCellRules);
  requireOneOf(method, 'doubleZero', doubleZero, doubleZeroRules);
  const { measure, counted } = measureOf(method, studies, option);
  const effects = studyEffects(method, studies.rows, { measure: counted, zeroCells, doubleZero });
  return { measure, scale: effectScale(measure), level, effects };
}
