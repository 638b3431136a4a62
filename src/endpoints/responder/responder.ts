import { z } from 'zod';
import { defineEndpoint } from '../endpoint-definition.js';
import { subjectOptions } from '../subject-options.js';
import { countResponders, responseOptions, subjectResponses } from '../subject-responses.js';

/** A yes/no outcome of subjects, counted by arm, with a stated rule for missing values. */
export const responder = defineEndpoint({
  id: 'responder',
  label: 'Responders by arm (subject-level)',
  summary: 'Subjects whose value is one of the responder values, counted by arm.',
  gives: 'binary',
  dictionaries: [],
  options: z.strictObject({ ...subjectOptions, ...responseOptions }),
  derive: (input, options) => {
    const responses = subjectResponses(input, options);
    const arms = countResponders(responses, () => true);
    const { reference, exclusions } = responses.grouped;
    return {
      data: { kind: 'binary', arms, reference, eventLabel: options.event },
      population: { label: input.dataset.name, groups: arms, exclusions },
      notices: responses.notices,
    };
  },
});
