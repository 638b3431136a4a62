import { z } from 'zod';
import { DataError } from '../../core/errors.js';
import { column, whereRow } from '../dataset-columns.js';
import { distinctNames } from '../distinct-names.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { covariateOptions, subjectOptions } from '../subject-options.js';
import { countByGroup, selectTimes, survivalOptions } from '../subject-times.js';

/**
 * Time to the first of several kinds of event. CNSR says whether an event happened, another column which: discharge
 * with death as its competitor, for instance. The first cause is the event of interest.
 */
export const competingEvents = defineEndpoint({
  id: 'competing-events',
  label: 'Time to the first of competing events (ADaM ADTTE)',
  summary: 'Times of subjects to the first of several kinds of event; the first kind listed is of interest.',
  gives: 'competing-events',
  dictionaries: [],
  options: z.strictObject({
    ...subjectOptions,
    ...survivalOptions,
    ...covariateOptions,
    weight: z.string().optional().describe('Column with a case weight above 0.'),
    cause: z.string().default('EVNTDESC').describe('Column that tells the kind of event.'),
    causes: distinctNames()
      .min(1)
      .describe('Values of the column that are kinds of event; the first is the event of interest.'),
  }),
  derive: (input, options) => {
    const { grouped, time, isEvent, weight, strata, cluster, covariates } = selectTimes(input, options);
    const { dataset } = input;
    const cause = column(dataset, options.cause);
    const event = Uint8Array.from(grouped.rows, (row, index) => {
      if (!isEvent[index]) return 0;
      const code = options.causes.indexOf(String(cause.values[row]));
      if (code >= 0) return code + 1;
      throw new DataError({
        code: 'data/unknown-cause',
        where: whereRow(dataset, row),
        what: `${options.cause} of an event is not one of the causes`,
        got: `"${cause.values[row] ?? ''}"`,
        expected: options.causes.map((name) => `"${name}"`).join(', '),
        fix: 'List every kind of event under `causes`.',
      });
    });
    return {
      data: {
        kind: 'competing-events',
        time,
        event,
        causes: options.causes,
        group: grouped.group,
        reference: grouped.reference,
        ...(weight === undefined ? {} : { weight }),
        ...(strata === undefined ? {} : { strata }),
        ...(cluster === undefined ? {} : { cluster }),
        covariates,
        timeUnit: options.timeUnit,
      },
      population: {
        label: dataset.name,
        groups: countByGroup(
          grouped,
          event.map((code) => (code === 1 ? 1 : 0)),
        ),
        exclusions: grouped.exclusions,
      },
      notices: [],
    };
  },
});
