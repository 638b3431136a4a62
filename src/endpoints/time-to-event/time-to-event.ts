import { z } from 'zod';
import { column } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { covariateOptions, subjectOptions } from '../subject-options.js';
import { countByGroup, selectTimes, survivalOptions } from '../subject-times.js';
import { checkHistories } from './check-histories.js';

/**
 * Time to event from an ADaM time-to-event dataset: AVAL is the time, CNSR is 0 for an event. With `entry` a row is a
 * stretch of follow-up, at risk after its entry and up to its time; a subject can then have several rows.
 */
export const timeToEvent = defineEndpoint({
  id: 'time-to-event',
  label: 'Time to event (ADaM ADTTE)',
  summary:
    'Right-censored times of subjects by arm, from the start or from a late entry; CNSR 0 is an event, any positive value is censoring.',
  gives: 'survival',
  dictionaries: [],
  options: z.strictObject({
    ...subjectOptions,
    ...survivalOptions,
    entry: z
      .string()
      .optional()
      .describe('Column with the time of entry: the row is at risk after it and up to the time.'),
    weight: z.string().optional().describe('Column with a case weight above 0.'),
    subject: z
      .string()
      .optional()
      .describe('Column that names the subject, where one can have several rows; subjects are then counted.'),
    ...covariateOptions,
    event: z.string().default('event').describe('What an event is, in words.'),
  }),
  derive: (input, options) => {
    const { dataset } = input;
    const selected = selectTimes(input, options);
    const { grouped, time, isEvent, entry, weight, strata, cluster, covariates } = selected;
    const subject = options.subject === undefined ? null : column(dataset, options.subject);
    if (subject !== null) checkHistories(dataset, subject, selected);
    const subjectOf = subject === null ? undefined : (row: number) => subject.values[row];
    return {
      data: {
        kind: 'survival',
        time,
        event: isEvent,
        ...(entry === undefined ? {} : { entry }),
        ...(weight === undefined ? {} : { weight }),
        group: grouped.group,
        reference: grouped.reference,
        ...(strata === undefined ? {} : { strata }),
        ...(cluster === undefined ? {} : { cluster }),
        covariates,
        timeUnit: options.timeUnit,
        eventLabel: options.event,
      },
      population: {
        label: dataset.name,
        groups: countByGroup(grouped, isEvent, subjectOf),
        exclusions: grouped.exclusions,
      },
      notices: [],
    };
  },
});
