import { z } from 'zod';
import type { NumberColumn } from '../../core/dataset.js';
import { DataError } from '../../core/errors.js';
import { numberColumn, whereRow } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { excludeRows, groupRows } from '../group-rows.js';
import { adjustment, adjustmentOptions, excludeUnadjusted } from '../subject-adjustment.js';
import { clusterOption, clusters, excludeUnclustered } from '../subject-cluster.js';
import { subjectOptions } from '../subject-options.js';

/** How many events each subject had in how much time, with covariates, for regression. */
export const subjectCount = defineEndpoint({
  id: 'subject-count',
  label: 'Event counts of subjects with covariates (subject-level)',
  summary: 'Events and time at risk of each subject, with covariates and strata, for regression.',
  gives: 'subject-outcome',
  dictionaries: [],
  options: z.strictObject({
    ...subjectOptions,
    events: z.string().default('AVAL').describe('Column with the number of events.'),
    exposure: z
      .string()
      .optional()
      .describe('Column with the time at risk, above 0; the same for all subjects unless given.'),
    exposureUnit: z.string().default('patient-years').describe('Unit of the time at risk, in words.'),
    event: z.string().default('event').describe('What an event is, in words.'),
    ...adjustmentOptions,
    ...clusterOption,
  }),
  derive: ({ dataset, rows, compare }, options) => {
    const events = numberColumn(dataset, options.events);
    const exposure = options.exposure === undefined ? null : numberColumn(dataset, options.exposure);
    let grouped = excludeRows(
      groupRows(dataset, rows, options.arm, compare, options.arms, options.reference),
      `${options.events} missing`,
      (row) => !events.missing[row],
    );
    if (exposure !== null) {
      grouped = excludeRows(grouped, `${options.exposure} missing`, (row) => !exposure.missing[row]);
      grouped = excludeRows(grouped, 'no time at risk', (row) => exposure.values[row] !== 0);
    }
    grouped = excludeUnclustered(dataset, excludeUnadjusted(dataset, grouped, options), options);
    const refuse = (row: number, { name, values }: NumberColumn, what: string) =>
      new DataError({
        code: 'data/impossible-count',
        where: whereRow(dataset, row),
        what: `${name} is not ${what}`,
        got: String(values[row]),
      });
    for (const row of grouped.rows) {
      const count = events.values[row]!;
      if (!(Number.isInteger(count) && count >= 0)) throw refuse(row, events, 'a whole number from 0 up');
      if (exposure !== null && !(exposure.values[row]! > 0)) throw refuse(row, exposure, 'a time above 0');
    }
    const counts = Float64Array.from(grouped.rows, (row) => events.values[row]!);
    return {
      data: {
        kind: 'subject-outcome',
        outcomeIs: 'count',
        outcome: counts,
        exposure: Float64Array.from(grouped.rows, (row) => exposure?.values[row] ?? 1),
        group: grouped.group,
        reference: grouped.reference,
        ...adjustment(dataset, grouped.rows, options, grouped),
        ...clusters(dataset, grouped.rows, options),
        outcomeLabel: options.event,
        unit: options.exposureUnit,
      },
      population: {
        label: dataset.name,
        groups: grouped.group.levels.map((name, level) => ({
          name,
          n: grouped.group.codes.reduce((sum, code) => sum + (code === level ? 1 : 0), 0),
          events: grouped.group.codes.reduce(
            (sum, code, index) => sum + (code === level ? counts[index]! : 0),
            0,
          ),
        })),
        exclusions: grouped.exclusions,
      },
      notices: [],
    };
  },
});
