import { z } from 'zod';
import { requiredNumber, requiredText } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { selectArms } from '../select-arms.js';

/** Events and person-time by arm, as a paper prints them. */
export const publishedRates = defineEndpoint({
  id: 'published-rates',
  label: 'Published events and exposure by arm',
  summary: 'Number of events and person-time at risk, one row an arm, as printed.',
  gives: 'count',
  dictionaries: ['published-rates'],
  options: z.strictObject({
    exposureUnit: z.string().default('patient-years').describe('Unit of EXPOSURE, in words.'),
  }),
  derive: ({ dataset, rows, compare }, options) => {
    const arms = selectArms(
      Array.from(rows, (row) => ({
        name: requiredText(dataset, 'ARM', row),
        events: requiredNumber(dataset, 'EVENTS', row),
        exposure: requiredNumber(dataset, 'EXPOSURE', row),
      })),
      compare,
      dataset,
    );
    return {
      data: { kind: 'count', arms, reference: compare?.versus ?? null, exposureUnit: options.exposureUnit },
      population: {
        label: 'as published',
        groups: arms.map(({ name, events, exposure }) => ({ name, n: exposure, events })),
        exclusions: [],
      },
      notices: [],
    };
  },
});
