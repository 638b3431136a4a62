import { z } from 'zod';
import { defineEndpoint } from '../endpoint-definition.js';
import { covariateOptions, subjectOptions } from '../subject-options.js';
import { countByGroup, selectTimes, survivalOptions } from '../subject-times.js';

/** Time to event from an ADaM time-to-event dataset: AVAL is the time, CNSR is 0 for an event. */
export const timeToEvent = defineEndpoint({
  id: 'time-to-event',
  label: 'Time to event (ADaM ADTTE)',
  summary: 'Right-censored times of subjects by arm; CNSR 0 is an event, any positive value is censoring.',
  gives: 'survival',
  dictionaries: [],
  options: z.strictObject({
    ...subjectOptions,
    ...survivalOptions,
    ...covariateOptions,
    event: z.string().default('event').describe('What an event is, in words.'),
  }),
  derive: (input, options) => {
    const { grouped, time, isEvent, strata, covariates } = selectTimes(input, options);
    return {
      data: {
        kind: 'survival',
        time,
        event: isEvent,
        group: grouped.group,
        reference: grouped.reference,
        ...(strata === undefined ? {} : { strata }),
        covariates,
        timeUnit: options.timeUnit,
        eventLabel: options.event,
      },
      population: {
        label: input.dataset.name,
        groups: countByGroup(grouped, isEvent),
        exclusions: grouped.exclusions,
      },
      notices: [],
    };
  },
});
