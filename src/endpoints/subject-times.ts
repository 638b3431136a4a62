import { z } from 'zod';
import type { Covariate, Factor } from '../core/analysis-data.js';
import type { Dataset, NumberColumn } from '../core/dataset.js';
import { DataError } from '../core/errors.js';
import type { Population } from '../core/result.js';
import { numberColumn, whereRow } from './dataset-columns.js';
import type { EndpointInput } from './endpoint-definition.js';
import { excludeRows, type GroupedRows, groupRows } from './group-rows.js';
import { covariateTerms, hasValues, strataFactor } from './subject-covariates.js';

/** Options of every endpoint on ADaM times. */
export const survivalOptions = {
  time: z.string().default('AVAL').describe('Column with the time.'),
  censor: z.string().default('CNSR').describe('Column that is 0 for an event and positive when censored.'),
  timeUnit: z.string().default('days').describe('Unit of the time, in words.'),
  strata: z.array(z.string()).default([]).describe('Columns whose combinations are the strata.'),
};

interface TimeOptions {
  readonly arm: string;
  readonly arms?: readonly string[] | undefined;
  readonly reference?: string | undefined;
  readonly time: string;
  readonly censor: string;
  readonly strata: readonly string[];
  readonly covariates: readonly string[];
}

export interface SelectedTimes {
  readonly grouped: GroupedRows;
  readonly time: Float64Array;
  /** 1 for an event, 0 when censored. This is the one place where `CNSR = 0` becomes 1. */
  readonly isEvent: Uint8Array;
  readonly strata: Factor | undefined;
  readonly covariates: readonly Covariate[];
}

/** Subjects with an arm, a time, a censoring flag, a stratum and covariates; the others are counted by reason. */
export function selectTimes({ dataset, rows, compare }: EndpointInput, options: TimeOptions): SelectedTimes {
  const time = numberColumn(dataset, options.time);
  const censor = numberColumn(dataset, options.censor);
  let grouped = groupRows(dataset, rows, options.arm, compare, options.arms, options.reference);
  grouped = excludeRows(grouped, `${options.time} missing`, (row) => !time.missing[row]);
  grouped = excludeRows(grouped, `${options.censor} missing`, (row) => !censor.missing[row]);
  grouped = excludeRows(grouped, 'stratum missing', (row) => hasValues(dataset, options.strata, row));
  grouped = excludeRows(grouped, 'covariate missing', (row) => hasValues(dataset, options.covariates, row));
  for (const row of grouped.rows) checkTime(dataset, row, time, censor);
  return {
    grouped,
    time: Float64Array.from(grouped.rows, (row) => time.values[row]!),
    isEvent: Uint8Array.from(grouped.rows, (row) => (censor.values[row] === 0 ? 1 : 0)),
    strata: options.strata.length > 0 ? strataFactor(dataset, options.strata, grouped.rows) : undefined,
    covariates: covariateTerms(dataset, options.covariates, grouped.rows),
  };
}

function checkTime(dataset: Dataset, row: number, time: NumberColumn, censor: NumberColumn): void {
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
}

/** Subjects and events of each arm. */
export function countByGroup({ group }: GroupedRows, events: Uint8Array): Population['groups'] {
  return group.levels.map((name, level) => ({
    name,
    n: group.codes.reduce((sum, code) => sum + (code === level ? 1 : 0), 0),
    events: group.codes.reduce((sum, code, index) => sum + (code === level ? events[index]! : 0), 0),
  }));
}
