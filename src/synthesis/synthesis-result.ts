import type { StudiesData } from '../core/analysis-data.js';
import { argumentError } from '../core/errors.js';
import { statisticLabel } from '../core/statistic-names.js';
import { type EffectInterval, effectInterval } from './effect-interval.js';
import { type CountMeasure, countMeasures, isEstimated, type StudyEffect } from './study-effects.js';

/** What an effect is: a ratio (analysed as its logarithm) or a difference. */
export type EffectMeasure = NonNullable<StudiesData['measure']>;

export function effectScale(measure: EffectMeasure): 'linear' | 'log' {
  return statisticLabel(measure).scale;
}

/** One study in the pool. */
export interface StudyContribution extends EffectInterval {
  readonly name: string;
  readonly subgroup?: string;
  /** Share of the pool in percent; null for a study without weight. */
  readonly weight: number | null;
  readonly counts?: StudyEffect['counts'];
}

/** The studies with their own intervals and shares; `weights` holds one percent for each estimated effect. */
export function studyContributions(
  effects: readonly StudyEffect[],
  weights: readonly number[],
  level: number,
  scale: 'linear' | 'log',
): StudyContribution[] {
  let place = 0;
  return effects.map((effect) => {
    const { estimate, standardError, ...label } = effect;
    const weight = isEstimated(effect) ? (weights[place] ?? null) : null;
    if (isEstimated(effect)) place += 1;
    return { ...label, ...effectInterval(estimate, standardError, level, scale), weight };
  });
}

/** The measure of a set of rows: that of the data where the data name one, else the option. */
export function measureOf(
  method: string,
  data: Pick<StudiesData, 'rows' | 'measure'>,
  option: CountMeasure,
): EffectMeasure {
  const hasEffects = data.rows.some((row) => row.type === 'effect');
  const hasCounts = data.rows.some((row) => row.type === 'counts');
  if (!hasEffects) return option;
  const { measure } = data;
  if (measure === undefined) {
    throw argumentError(
      method,
      'measure',
      'is not known for rows that are effects',
      'none',
      'a ratio or difference',
    );
  }
  if (hasCounts && !isCountMeasure(measure)) {
    throw argumentError(
      method,
      'measure',
      'cannot be computed from the rows that are counts',
      measure,
      countMeasures.join(', '),
    );
  }
  return measure;
}

export function isCountMeasure(measure: EffectMeasure): measure is CountMeasure {
  return (countMeasures as readonly string[]).includes(measure);
}
