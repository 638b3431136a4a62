import type { Covariate, Factor, LongitudinalData } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { factorIndicators } from '../factor-indicators.js';

/** Subjects at planned visits as rows: one for every subject and visit, also where no outcome was observed (NaN). */
export interface SubjectVisitRows {
  readonly subject: Int32Array;
  readonly visit: Factor;
  readonly outcome: Float64Array;
  readonly group: Factor;
  readonly baseline?: Float64Array;
  readonly covariates: readonly Covariate[];
  readonly visitTimes: readonly (number | null)[];
  readonly strata?: Factor;
}

/**
 * Turns a table of subjects by visits into rows; strata become indicators `stratum: level` of a term `stratum`.
 *
 * @throws MethodError when a yes/no outcome comes to a method for measured numbers, or a list has the wrong length.
 */
export function subjectVisitRows(
  method: string,
  data: LongitudinalData,
  { takesYesNo = false }: { readonly takesYesNo?: boolean } = {},
): SubjectVisitRows {
  const subjects = data.subjects.length;
  const visits = data.visits.length;
  if (!takesYesNo && data.outcomeIs !== 'number') {
    throw argumentError(
      method,
      'outcomeIs',
      'is not what this method models',
      'a yes/no outcome',
      'a measured number',
      'Choose the endpoint or the method that fits the outcome',
    );
  }
  if (data.outcome.length !== subjects * visits) {
    throw argumentError(
      method,
      'outcome',
      'has the wrong length',
      String(data.outcome.length),
      `${subjects * visits}: ${subjects} subjects at ${visits} visits`,
    );
  }
  const spread = (values: ArrayLike<number>) => {
    const rows = new Float64Array(subjects * visits);
    for (let row = 0; row < rows.length; row += 1) rows[row] = values[Math.floor(row / visits)]!;
    return rows;
  };
  const codesOf = (codes: ArrayLike<number>) => Int32Array.from(spread(codes));
  const strata =
    data.strata === undefined ? undefined : { levels: data.strata.levels, codes: codesOf(data.strata.codes) };
  const [first] = strata?.levels ?? [];
  return {
    subject: Int32Array.from({ length: subjects * visits }, (_, row) => Math.floor(row / visits)),
    visit: {
      levels: data.visits.map(({ name }) => name),
      codes: Int32Array.from({ length: subjects * visits }, (_, row) => row % visits),
    },
    outcome: data.outcome,
    group: { levels: data.group.levels, codes: codesOf(data.group.codes) },
    ...(data.baseline === undefined ? {} : { baseline: spread(data.baseline) }),
    covariates: [
      ...data.covariates.map((one) => ({ ...one, values: spread(one.values) })),
      ...(strata === undefined || first === undefined
        ? []
        : factorIndicators(strata, first).map(({ name, values }) => ({
            name: `stratum: ${name}`,
            values,
            term: 'stratum',
          }))),
    ],
    visitTimes: data.visits.map(({ time }) => time),
    ...(strata === undefined ? {} : { strata }),
  };
}

/** The rows of subjects with a value before treatment, and how many subjects have none. */
export function rowsWithBaseline(rows: SubjectVisitRows): {
  readonly rows: SubjectVisitRows;
  readonly withoutBaseline: number;
} {
  const { baseline, covariates, visit, group, subject, outcome } = rows;
  if (baseline?.some(Number.isNaN) !== true) return { rows, withoutBaseline: 0 };
  const kept = Array.from(baseline.keys()).filter((row) => !Number.isNaN(baseline[row]!));
  const numbers = (values: ArrayLike<number>) => Float64Array.from(kept, (row) => values[row]!);
  const codes = (values: ArrayLike<number>) => Int32Array.from(kept, (row) => values[row]!);
  const factor = ({ levels, codes: own }: Factor) => ({ levels, codes: codes(own) });
  return {
    rows: {
      ...rows,
      subject: codes(subject),
      visit: factor(visit),
      group: factor(group),
      outcome: numbers(outcome),
      baseline: numbers(baseline),
      covariates: covariates.map((one) => ({ ...one, values: numbers(one.values) })),
      ...(rows.strata === undefined ? {} : { strata: factor(rows.strata) }),
    },
    withoutBaseline: (baseline.length - kept.length) / visit.levels.length,
  };
}
