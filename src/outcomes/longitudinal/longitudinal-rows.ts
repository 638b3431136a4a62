import type { Covariate, Factor, LongitudinalData } from '../../core/analysis-data.js';
import { factorIndicators } from '../factor-indicators.js';

/** Subjects at visits as rows, one a subject and visit, subject after subject. */
export interface LongRows {
  readonly subject: readonly string[];
  readonly visit: Factor;
  /** NaN where missing. */
  readonly outcome: Float64Array;
  readonly group: Factor;
  readonly reference: string | null;
  readonly baseline?: Float64Array;
  readonly covariates: readonly Covariate[];
  readonly visitTimes: readonly (number | null)[];
}

/**
 * Lays subjects × visits out as rows. Strata become indicators of one term named `strata`. Subjects without a value
 * before treatment are left out and counted, since no model with that value has a place for them.
 */
export function longitudinalRows(data: LongitudinalData): { rows: LongRows; withoutBaseline: number } {
  const { visits, group, strata, baseline } = data;
  const width = visits.length;
  const every = Array.from(group.codes.keys());
  const kept = baseline === undefined ? every : every.filter((subject) => !Number.isNaN(baseline[subject]));
  const places = kept.flatMap((subject) => visits.map((_, visit) => ({ subject, visit })));
  const spread = (values: ArrayLike<number>) => Float64Array.from(places, ({ subject }) => values[subject]!);
  const [first] = strata?.levels ?? [];
  const indicators =
    strata === undefined || first === undefined
      ? []
      : factorIndicators(strata, first).map((column) => ({ ...column, term: 'strata' }));
  return {
    rows: {
      subject: places.map(({ subject }) => data.subjects[subject]!),
      visit: {
        levels: visits.map(({ name }) => name),
        codes: Int32Array.from(places, ({ visit }) => visit),
      },
      outcome: Float64Array.from(places, ({ subject, visit }) => data.outcome[subject * width + visit]!),
      group: { levels: group.levels, codes: Int32Array.from(places, ({ subject }) => group.codes[subject]!) },
      reference: data.reference,
      ...(baseline === undefined ? {} : { baseline: spread(baseline) }),
      covariates: [...data.covariates, ...indicators].map((one) => ({ ...one, values: spread(one.values) })),
      visitTimes: visits.map(({ time }) => time),
    },
    withoutBaseline: every.length - kept.length,
  };
}
