import { z } from 'zod';
import type { LongitudinalData } from '../core/analysis-data.js';
import type { Dataset } from '../core/dataset.js';
import { DataError } from '../core/errors.js';
import { information } from '../core/notice.js';
import type { CovariateEntry } from './covariate-entry.js';
import { asColumn, isInteraction } from './covariate-entry.js';
import { column, numberColumn, whereRow } from './dataset-columns.js';
import { distinctNames } from './distinct-names.js';
import type { DerivedData, EndpointInput } from './endpoint-definition.js';
import { firstVisitAfterEvent, type VisitRow } from './first-visit-after-event.js';
import { plannedVisits } from './planned-visits.js';
import { adjustment, adjustmentOptions, excludeUnadjusted } from './subject-adjustment.js';
import { clusterOption, clusters, excludeUnclustered } from './subject-cluster.js';
import { subjectOptions } from './subject-options.js';
import { subjectRows } from './subject-rows.js';

/** Options of every endpoint on subjects at planned visits. */
export const visitOptions = {
  ...subjectOptions,
  subject: z.string().default('USUBJID').describe('Column that names the subject of a row.'),
  visit: z.string().default('AVISIT').describe('Column with the name of the visit.'),
  visitNumber: z
    .string()
    .optional()
    .describe(
      'Column with the number that orders visits, such as AVISITN; order of appearance when omitted.',
    ),
  visitTime: z
    .string()
    .optional()
    .describe('Column with the planned time of the visit, such as a week, where a method needs times.'),
  visits: distinctNames()
    .min(1)
    .optional()
    .describe('Visits to analyse, in their order; rows at others are left out and counted.'),
  baselineVisit: z
    .string()
    .optional()
    .describe(
      'Visit before treatment: its rows are no outcomes, and its value is the baseline unless a column is named.',
    ),
  afterEvent: z
    .string()
    .optional()
    .describe('Column that is 1 or Y on rows after an intercurrent event, such as stopping treatment.'),
  eventDay: z
    .string()
    .optional()
    .describe('Column with the study day of the intercurrent event, empty for subjects without one.'),
  day: z.string().default('ADY').describe('Column with the study day of the row, beside eventDay.'),
  ...adjustmentOptions,
  ...clusterOption,
};
type VisitOptions = z.output<z.ZodObject<typeof visitOptions>>;

/** What an endpoint reads at a visit. */
interface VisitReading {
  /** Name of the endpoint, for notices. */
  readonly id: string;
  /** NaN where missing. */
  readonly read: (row: number) => number;
  /** Column with the value before treatment. */
  readonly baseline?: string | undefined;
  /** Whether the value at the baseline visit is the value before treatment, where no column is named. */
  readonly baselineAtVisit: boolean;
  readonly described: Pick<LongitudinalData, 'outcomeIs' | 'outcomeLabel' | 'unit' | 'outcomeIsChange'>;
}

/**
 * Lays what was read at visits out as subjects × visits, one row a subject and visit (ADaM BDS). Two rows of a subject at
 * one visit are an error that names both; covariates, strata and the baseline must be the same on all rows of a subject.
 */
export function visitMatrix(
  input: EndpointInput,
  options: VisitOptions,
  { id, read, baseline: baselineColumn, baselineAtVisit, described }: VisitReading,
): DerivedData<'longitudinal'> {
  const { dataset } = input;
  const chosen = subjectRows(input, options);
  const { visits, visitOf } = plannedVisits(dataset, chosen.rows.rows, options);
  const terms = { covariates: options.covariates, strata: options.strata };
  const constant = [
    ...(baselineColumn === undefined ? [] : [baselineColumn]),
    ...options.covariates.flatMap((entry: CovariateEntry) =>
      isInteraction(entry) ? [] : [asColumn(entry).column],
    ),
    ...options.strata,
    ...options.cluster,
  ];
  requireConstant(dataset, chosen.rows.rows, chosen.nameOf, constant);
  const subjects = excludeUnclustered(dataset, excludeUnadjusted(dataset, chosen.subjects, terms), options);
  const placeOf = new Map(Array.from(subjects.rows, (row, place) => [chosen.nameOf(row), place]));
  const visitPlace = new Map(visits.map(({ name }, place) => [name, place]));
  const outcome = new Float64Array(subjects.rows.length * visits.length).fill(Number.NaN);
  const baseline = baselineValues(dataset, subjects.rows, baselineColumn);
  const seen = new Map<number, number>();
  const rows: VisitRow[] = [];
  let elsewhere = 0;
  for (const row of chosen.rows.rows) {
    const subject = placeOf.get(chosen.nameOf(row));
    if (subject === undefined) continue;
    const visit = visitPlace.get(visitOf(row));
    const isBaseline = visitOf(row) === options.baselineVisit;
    if (visit === undefined && !isBaseline) {
      elsewhere += 1;
      continue;
    }
    requireFirst(
      dataset,
      seen,
      subject * (visits.length + 1) + (visit ?? visits.length),
      row,
      chosen.nameOf(row),
      visitOf(row),
    );
    if (visit === undefined) {
      if (baselineColumn === undefined && baselineAtVisit) baseline[subject] = read(row);
      continue;
    }
    rows.push({ row, subject, visit });
    outcome[subject * visits.length + visit] = read(row);
  }
  const hasBaseline =
    baselineColumn !== undefined || (baselineAtVisit && options.baselineVisit !== undefined);
  const after = firstVisitAfterEvent(dataset, rows, subjects.rows.length, visits.length, options);
  const missing = outcome.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0);
  return {
    data: {
      kind: 'longitudinal',
      subjects: Array.from(subjects.rows, chosen.nameOf),
      visits,
      ...described,
      outcome,
      ...(hasBaseline ? { baseline } : {}),
      group: subjects.group,
      reference: subjects.reference,
      ...adjustment(dataset, subjects.rows, terms),
      ...clusters(dataset, subjects.rows, options),
      ...(after === undefined ? {} : { firstVisitAfterEvent: after }),
    },
    population: {
      label: dataset.name,
      groups: subjects.group.levels.map((name, level) => ({
        name,
        n: subjects.group.codes.reduce((sum, code) => sum + (code === level ? 1 : 0), 0),
        events: null,
      })),
      exclusions: [
        ...subjects.exclusions,
        ...(elsewhere > 0 ? [{ reason: 'rows at a visit that is not analysed', n: elsewhere }] : []),
      ],
    },
    notices:
      missing === 0
        ? []
        : [
            information(
              `${id}/missing-outcomes`,
              `${missing} of ${outcome.length} planned values are missing.`,
            ),
          ],
  };
}

function baselineValues(dataset: Dataset, rows: Int32Array, name: string | undefined): Float64Array {
  if (name === undefined) return new Float64Array(rows.length).fill(Number.NaN);
  const { values, missing } = numberColumn(dataset, name);
  return Float64Array.from(rows, (row) => (missing[row] ? Number.NaN : values[row]!));
}

/** Throws for a second row of a subject at a visit. */
function requireFirst(
  dataset: Dataset,
  seen: Map<number, number>,
  place: number,
  row: number,
  subject: string,
  visit: string,
): void {
  const first = seen.get(place);
  if (first === undefined) {
    seen.set(place, row);
    return;
  }
  throw new DataError({
    code: 'data/duplicate-visit',
    where: whereRow(dataset, row),
    what: `Subject ${subject} has a second row at visit "${visit}", after ${whereRow(dataset, first)}`,
    expected: 'one row a subject and visit',
    fix: 'Choose the row to analyse with a where clause, such as ANL01FL equal to Y.',
  });
}

/** Throws where a column that belongs to the subject changes between its rows. */
function requireConstant(
  dataset: Dataset,
  rows: Int32Array,
  nameOf: (row: number) => string,
  names: readonly string[],
): void {
  for (const name of new Set(names)) {
    const source = column(dataset, name);
    const value = (row: number) =>
      'missing' in source ? (source.missing[row] ? null : source.values[row]!) : (source.values[row] ?? null);
    const firstRow = new Map<string, number>();
    for (const row of rows) {
      const first = firstRow.get(nameOf(row));
      if (first === undefined) firstRow.set(nameOf(row), row);
      else if (value(first) !== value(row)) {
        throw new DataError({
          code: 'data/subject-value-changes',
          where: whereRow(dataset, row),
          what: `${name} of subject ${nameOf(row)} is another one than at ${whereRow(dataset, first)}`,
          got: `"${value(row) ?? ''}" after "${value(first) ?? ''}"`,
          expected: `one ${name} a subject`,
        });
      }
    }
  }
}
