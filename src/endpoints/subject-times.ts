import { z } from 'zod';
import type { Covariate, Factor } from '../core/analysis-data.js';
import type { Dataset, NumberColumn } from '../core/dataset.js';
import { DataError } from '../core/errors.js';
import type { Population } from '../core/result.js';
import type { CovariateEntry } from './covariate-entry.js';
import { numberColumn, whereRow } from './dataset-columns.js';
import { distinctNames } from './distinct-names.js';
import type { EndpointInput } from './endpoint-definition.js';
import { excludeRows, type GroupedRows, groupRows } from './group-rows.js';
import { covariateTerms, hasValues, strataFactor } from './subject-covariates.js';

/** Options of every endpoint on ADaM times. */
export const survivalOptions = {
  time: z.string().default('AVAL').describe('Column with the time.'),
  censor: z.string().default('CNSR').describe('Column that is 0 for an event and positive when censored.'),
  timeUnit: z.string().default('days').describe('Unit of the time, in words.'),
  strata: distinctNames().default([]).describe('Columns whose combinations are the strata.'),
  cluster: distinctNames()
    .default([])
    .describe(
      'Columns whose combinations name rows that are not independent, such as those of one hospital. Methods with a robust variance use them; others take rows as independent.',
    ),
};

interface TimeOptions {
  readonly arm: string;
  readonly arms?: readonly string[] | undefined;
  readonly reference?: string | undefined;
  readonly time: string;
  readonly censor: string;
  readonly strata: readonly string[];
  readonly cluster: readonly string[];
  readonly covariates: readonly CovariateEntry[];
  readonly entry?: string | undefined;
  readonly weight?: string | undefined;
  readonly subject?: string | undefined;
}

export interface SelectedTimes {
  readonly grouped: GroupedRows;
  readonly time: Float64Array;
  /** 1 for an event, 0 when censored. This is the one place where `CNSR = 0` becomes 1. */
  readonly isEvent: Uint8Array;
  readonly entry: Float64Array | undefined;
  readonly weight: Float64Array | undefined;
  readonly strata: Factor | undefined;
  readonly cluster: Factor | undefined;
  readonly covariates: readonly Covariate[];
}

/**
 * Rows with an arm, a time, a censoring flag and whatever else the options name; the others are counted by reason.
 * Throws a `DataError` with the line for a time, flag, entry or weight that cannot be.
 */
export function selectTimes({ dataset, rows, compare }: EndpointInput, options: TimeOptions): SelectedTimes {
  const time = numberColumn(dataset, options.time);
  const censor = numberColumn(dataset, options.censor);
  const entry = options.entry === undefined ? null : numberColumn(dataset, options.entry);
  const weight = options.weight === undefined ? null : numberColumn(dataset, options.weight);
  // A subject can have several rows: exclusions then count rows, and say so.
  const unit = options.subject === undefined ? '' : ' (rows)';
  let grouped = groupRows(dataset, rows, options.arm, compare, options.arms, options.reference);
  for (const needed of [time, censor, entry, weight]) {
    if (needed === null) continue;
    grouped = excludeRows(grouped, `${needed.name} missing${unit}`, (row) => !needed.missing[row]);
  }
  const { subject, strata, cluster, covariates } = options;
  const present = (names: readonly CovariateEntry[]) => (row: number) => hasValues(dataset, names, row);
  if (subject !== undefined) grouped = excludeRows(grouped, `${subject} missing${unit}`, present([subject]));
  grouped = excludeRows(grouped, `stratum missing${unit}`, present(strata));
  grouped = excludeRows(grouped, `cluster missing${unit}`, present(cluster));
  grouped = excludeRows(grouped, `covariate missing${unit}`, present(covariates));
  for (const row of grouped.rows) checkTime(dataset, row, { time, censor, entry, weight });
  const kept = grouped.rows;
  const values = (source: NumberColumn) => Float64Array.from(kept, (row) => source.values[row]!);
  return {
    grouped,
    time: values(time),
    isEvent: Uint8Array.from(kept, (row) => (censor.values[row] === 0 ? 1 : 0)),
    entry: entry === null ? undefined : values(entry),
    weight: weight === null ? undefined : values(weight),
    strata: strata.length > 0 ? strataFactor(dataset, strata, kept) : undefined,
    cluster: cluster.length > 0 ? strataFactor(dataset, cluster, kept) : undefined,
    covariates: covariateTerms(dataset, covariates, kept, {
      arm: { column: options.arm, ...grouped },
      strata,
    }),
  };
}

interface TimeColumns {
  readonly time: NumberColumn;
  readonly censor: NumberColumn;
  readonly entry: NumberColumn | null;
  readonly weight: NumberColumn | null;
}

function checkTime(dataset: Dataset, row: number, { time, censor, entry, weight }: TimeColumns): void {
  const flag = censor.values[row]!;
  if (!Number.isInteger(flag) || flag < 0) {
    throw new DataError({
      code: 'data/censoring-value',
      where: whereRow(dataset, row),
      what: `${censor.name} must be 0 for an event or a positive whole number for censoring`,
      got: String(flag),
    });
  }
  if (time.values[row]! < 0) {
    throw new DataError({
      code: 'data/negative-time',
      where: whereRow(dataset, row),
      what: `${time.name} is negative`,
      got: String(time.values[row]),
      expected: 'a time of 0 or more',
    });
  }
  if (entry !== null && !(entry.values[row]! < time.values[row]!)) {
    throw new DataError({
      code: 'data/late-entry',
      where: whereRow(dataset, row),
      what: `${entry.name} is not before ${time.name}`,
      got: `${entry.name} ${entry.values[row]} and ${time.name} ${time.values[row]}`,
      expected: 'an entry before the time, since nobody is at risk otherwise',
      fix: 'Correct the row, or leave it out with a where clause',
    });
  }
  if (weight !== null && !(weight.values[row]! > 0)) {
    throw new DataError({
      code: 'data/weight',
      where: whereRow(dataset, row),
      what: `${weight.name} is no weight`,
      got: String(weight.values[row]),
      expected: 'a number above 0',
      fix: 'Leave rows without weight out with a where clause',
    });
  }
}

/** Subjects and events of each arm; rows are subjects unless `subjectOf` tells whose row each is. */
export function countByGroup(
  { group, rows }: GroupedRows,
  events: Uint8Array,
  subjectOf?: (row: number) => unknown,
): Population['groups'] {
  return group.levels.map((name, level) => {
    const own = Array.from(rows.keys()).filter((index) => group.codes[index] === level);
    return {
      name,
      n: subjectOf === undefined ? own.length : new Set(own.map((index) => subjectOf(rows[index]!))).size,
      events: own.reduce((sum, index) => sum + events[index]!, 0),
    };
  });
}
