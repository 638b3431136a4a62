import { z } from 'zod';
import { DataError } from '../../core/errors.js';
import { information } from '../../core/notice.js';
import { numberColumn, whereRow } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { excludeRows, groupRows } from '../group-rows.js';
import { subjectOptions } from '../subject-options.js';
import { countByGroup } from '../subject-times.js';

/** Events known to lie after one visit and by another, one row a subject. */
export const intervalCensored = defineEndpoint({
  id: 'interval-censored',
  label: 'Events between two visits (interval-censored)',
  summary:
    'For each subject the last time known to be free of the event and the first time known to be past it, by arm.',
  gives: 'interval-censored',
  dictionaries: [],
  options: z.strictObject({
    ...subjectOptions,
    lower: z
      .string()
      .default('LOWER')
      .describe('Column with the last time free of the event; empty where only the upper limit is known.'),
    upper: z
      .string()
      .default('UPPER')
      .describe('Column with the first time past the event; empty where it was never seen (right-censored).'),
    timeUnit: z.string().default('days').describe('Unit of the times, in words.'),
    event: z.string().default('event').describe('What an event is, in words.'),
  }),
  derive: ({ dataset, rows, compare }, options) => {
    const lower = numberColumn(dataset, options.lower);
    const upper = numberColumn(dataset, options.upper);
    const grouped = excludeRows(
      groupRows(dataset, rows, options.arm, compare, options.arms, options.reference),
      `${options.lower} and ${options.upper} missing`,
      (row) => !(lower.missing[row] && upper.missing[row]),
    );
    const limits = Array.from(grouped.rows, (row) => ({
      row,
      from: lower.missing[row] ? 0 : lower.values[row]!,
      to: upper.missing[row] ? Number.POSITIVE_INFINITY : upper.values[row]!,
    }));
    for (const { row, from, to } of limits) {
      const where = whereRow(dataset, row);
      if (from < 0 || to < 0) {
        throw new DataError({
          code: 'data/negative-time',
          where,
          what: `${from < 0 ? options.lower : options.upper} is negative`,
          got: String(from < 0 ? from : to),
          expected: 'a time of 0 or more',
        });
      }
      if (to < from) {
        throw new DataError({
          code: 'data/limits-crossed',
          where,
          what: `${options.upper} is below ${options.lower}`,
          got: `${options.lower} ${from} and ${options.upper} ${to}`,
          expected: 'a first time past the event at or after the last time free of it',
        });
      }
    }
    const early = grouped.rows.filter((row) => lower.missing[row] === 1).length;
    const events = Uint8Array.from(limits, ({ to }) => (to < Number.POSITIVE_INFINITY ? 1 : 0));
    return {
      data: {
        kind: 'interval-censored',
        lower: Float64Array.from(limits, ({ from }) => from),
        upper: Float64Array.from(limits, ({ to }) => to),
        group: grouped.group,
        reference: grouped.reference,
        timeUnit: options.timeUnit,
        eventLabel: options.event,
      },
      population: {
        label: dataset.name,
        groups: countByGroup(grouped, events),
        exclusions: grouped.exclusions,
      },
      notices:
        early === 0
          ? []
          : [
              information(
                'interval-censored/lower-missing',
                `${options.lower} is empty for ${early === 1 ? '1 subject' : `${early} subjects`}: the event may have come at any time from 0 to ${options.upper}.`,
              ),
            ],
    };
  },
});
