import { z } from 'zod';
import { defineEndpoint } from '../endpoint-definition.js';
import { covariateTerms } from '../subject-covariates.js';
import { covariateOptions, subjectOptions } from '../subject-options.js';
import { readHistories } from './read-histories.js';
import { selectSubjects } from './select-subjects.js';

/**
 * Events that can recur, as rows of a counting process: a subject has a row up to each event and one from its last event
 * to the end of its follow-up. A missing time or flag is an error, since leaving the row out would hide time at risk.
 */
export const recurrentEvents = defineEndpoint({
  id: 'recurrent-events',
  label: 'Recurrent events (rows of start, stop and event)',
  summary:
    'Stretches of follow-up of each subject, each ending in an event or not, with arm and covariates; subjects can have several events.',
  gives: 'recurrent',
  dictionaries: [],
  options: z.strictObject({
    ...subjectOptions,
    subject: z.string().default('USUBJID').describe('Column that names the subject of a row.'),
    start: z.string().default('START').describe('Column with the start of the row; at risk after it.'),
    stop: z.string().default('STOP').describe('Column with the end of the row; at risk up to it.'),
    flag: z
      .string()
      .default('EVENT')
      .describe('Column that is 1 or Y where the row ends in an event, 0 or N where it does not.'),
    timeUnit: z.string().default('days').describe('Unit of the times, in words.'),
    event: z.string().default('event').describe('What an event is, in words.'),
    ...covariateOptions,
  }),
  derive: (input, options) => {
    const { dataset } = input;
    const { rows: grouped, subjects, subjectOf } = selectSubjects(input, options);
    const histories = readHistories(dataset, grouped.rows, subjectOf, options);
    const { levels, codes } = grouped.group;
    return {
      data: {
        kind: 'recurrent',
        ...histories,
        group: grouped.group,
        reference: grouped.reference,
        covariates: covariateTerms(dataset, options.covariates, grouped.rows, {
          arm: { column: options.arm, ...grouped },
        }),
        timeUnit: options.timeUnit,
        eventLabel: options.event,
      },
      population: {
        label: dataset.name,
        groups: levels.map((name, level) => ({
          name,
          n: subjects.group.codes.filter((code) => code === level).length,
          events: histories.event.filter((event, index) => event === 1 && codes[index] === level).length,
        })),
        exclusions: grouped.exclusions,
      },
      notices: [],
    };
  },
});
