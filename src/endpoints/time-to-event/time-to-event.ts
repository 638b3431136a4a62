import { z } from 'zod';
import { DataError } from '../../core/errors.js';
import { numberColumn, whereRow } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { excludeRows, groupRows } from '../group-rows.js';
import { covariateTerms, hasValues, strataFactor } from '../subject-covariates.js';
import { covariateOptions, subjectOptions } from '../subject-options.js';

/**
 * Time to event from an ADaM time-to-event dataset: AVAL is the time, CNSR is 0 for an event and positive for
 * censoring. This is the one place where `CNSR = 0` becomes `event = 1`.
 */
export const timeToEvent = defineEndpoint({
  id: 'time-to-event',
  label: 'Time to event (ADaM ADTTE)',
  summary: 'Right-censored times of subjects by arm; CNSR 0 is an event, any positive value is censoring.',
  gives: 'survival',
  dictionaries: [],
  options: z.strictObject({
    ...subjectOptions,
    time: z.string().default('AVAL').describe('Column with the time.'),
    censor: z.string().default('CNSR').describe('Column that is 0 for an event and positive when censored.'),
    timeUnit: z.string().default('days').describe('Unit of the time, in words.'),
    event: z.string().default('event').describe('What an event is, in words.'),
    strata: z.array(z.string()).default([]).describe('Columns whose combinations are the strata.'),
    ...covariateOptions,
  }),
  derive: ({ dataset, rows, compare }, options) => {
    const time = numberColumn(dataset, options.time);
    const censor = numberColumn(dataset, options.censor);
    let grouped = groupRows(dataset, rows, options.arm, compare, options.arms, options.reference);
    grouped = excludeRows(grouped, `${options.time} missing`, (row) => !time.missing[row]);
    grouped = excludeRows(grouped, `${options.censor} missing`, (row) => !censor.missing[row]);
    if (options.strata.length > 0) {
      grouped = excludeRows(grouped, 'stratum missing', (row) => hasValues(dataset, options.strata, row));
    }
    if (options.covariates.length > 0) {
      grouped = excludeRows(grouped, 'covariate missing', (row) =>
        hasValues(dataset, options.covariates, row),
      );
    }
    for (const row of grouped.rows) {
      const value = censor.values[row]!;
      if (!Number.isInteger(value) || value < 0) {
        throw new DataError({
          code: 'data/censoring-value',
          where: whereRow(dataset, row),
          what: `${options.censor} must be 0 for an event or a positive whole number for censoring`,
          got: String(value),
        });
      }
      if (time.values[row]! < 0) {
        throw new DataError({
          code: 'data/negative-time',
          where: whereRow(dataset, row),
          what: `${options.time} is negative`,
          got: String(time.values[row]),
          expected: 'a time of 0 or more',
        });
      }
    }
    const event = Uint8Array.from(grouped.rows, (row) => (censor.values[row] === 0 ? 1 : 0));
    const { levels, codes } = grouped.group;
    return {
      data: {
        kind: 'survival',
        time: Float64Array.from(grouped.rows, (row) => time.values[row]!),
        event,
        group: grouped.group,
        reference: grouped.reference,
        ...(options.strata.length > 0 ? { strata: strataFactor(dataset, options.strata, grouped.rows) } : {}),
        covariates: covariateTerms(dataset, options.covariates, grouped.rows),
        timeUnit: options.timeUnit,
        eventLabel: options.event,
      },
      population: {
        label: dataset.name,
        groups: levels.map((name, level) => ({
          name,
          n: codes.reduce((sum, code) => sum + (code === level ? 1 : 0), 0),
          events: codes.reduce((sum, code, index) => sum + (code === level ? event[index]! : 0), 0),
        })),
        exclusions: grouped.exclusions,
      },
      notices: [],
    };
  },
});
