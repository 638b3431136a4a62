import type { StudiesData } from '../core/analysis-data.js';
import { argumentError } from '../core/errors.js';
import { statisticLabel } from '../core/statistic-names.js';
import { requireOneOf } from '../math/argument-checks.js';
import { criticalValue, type EffectInterval, effectInterval, normalReference } from './effect-interval.js';
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
  const everyWeight = effects.map((effect) => (isEstimated(effect) ? (weights[place++] ?? null) : null));
  return weightedContributions(effects, everyWeight, level, scale);
}

/** The same where `weights` holds one percent, or null, for every effect. */
export function weightedContributions(
  effects: readonly StudyEffect[],
  weights: readonly (number | null)[],
  level: number,
  scale: 'linear' | 'log',
): StudyContribution[] {
  const critical = criticalValue(level, normalReference);
  return effects.map(({ name, subgroup, counts, estimate, standardError }, index) => {
    const interval = effectInterval(estimate, standardError, level, scale, normalReference, critical);
    return {
      ...interval,
      name,
      weight: weights[index] ?? null,
      ...(subgroup === undefined ? {} : { subgroup }),
      ...(counts === undefined ? {} : { counts }),
    };
  });
}

/**
 * The measure of a set of rows, and what counts are turned into. The data decide where they name a measure; the option
 * does for counts that come without one; odds ratios otherwise. An option that contradicts the data of counts is an
 * error, never a silent choice. Rows that are effects have their measure from the data alone.
 */
export function measureOf(
  method: string,
  data: Pick<StudiesData, 'rows' | 'measure'>,
  option: CountMeasure | undefined,
): { readonly measure: EffectMeasure; readonly counted: CountMeasure } {
  const hasEffects = data.rows.some((row) => row.type === 'effect');
  const hasCounts = data.rows.some((row) => row.type === 'counts');
  if (option !== undefined) requireOneOf(method, 'measure', option, countMeasures);
  if (data.measure !== undefined) requireOneOf(method, 'measure', data.measure, effectMeasures);
  if (!hasEffects && data.measure === undefined) {
    const measure = option ?? 'odds-ratio';
    return { measure, counted: measure };
  }
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
  if (!hasCounts) return { measure, counted: isCountMeasure(measure) ? measure : 'odds-ratio' };
  if (!isCountMeasure(measure)) {
    throw argumentError(
      method,
      'measure',
      'cannot be computed from the rows that are counts',
      measure,
      countMeasures.join(', '),
    );
  }
  if (option !== undefined && option !== measure) {
    throw argumentError(
      method,
      'measure',
      'contradicts the measure of the data',
      `"${option}" as an option, "${measure}" in the data`,
      'one measure',
      `Set the option to "${measure}", or leave the measure out of the data`,
    );
  }
  return { measure, counted: measure };
}

const effectMeasures = [
  ...countMeasures,
  'hazard-ratio',
  'rate-ratio',
  'mean-difference',
] as const satisfies readonly EffectMeasure[];

export function isCountMeasure(measure: EffectMeasure): measure is CountMeasure {
  return (countMeasures as readonly string[]).includes(measure);
}
