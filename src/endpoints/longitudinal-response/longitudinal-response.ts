import { z } from 'zod';
import { column } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { visitMatrix, visitOptions } from '../visit-matrix.js';

/**
 * Whether subjects respond at planned visits, one row a subject and visit (ADaM BDS). A missing value stays missing: how
 * it counts is for the method to say.
 */
export const longitudinalResponse = defineEndpoint({
  id: 'longitudinal-response',
  label: 'Responses of subjects at visits (subject-level)',
  summary:
    'Whether each subject responds at each planned visit, with covariates and strata; visits without a value are missing.',
  gives: 'longitudinal',
  dictionaries: [],
  options: z.strictObject({
    ...visitOptions,
    value: z.string().default('AVALC').describe('Column that tells response, empty where it is not known.'),
    respondsIf: z
      .array(z.union([z.string(), z.number()]))
      .min(1)
      .default(['Y'])
      .describe('Values that count as response; all others do not.'),
    event: z.string().default('response').describe('What a response is, in words.'),
  }),
  derive: (input, options) => {
    const source = column(input.dataset, options.value);
    const wanted = new Set(options.respondsIf.map(String));
    const textOf = (row: number): string =>
      'missing' in source && source.missing[row] ? '' : String(source.values[row] ?? '');
    return visitMatrix(input, options, {
      id: 'longitudinal-response',
      read: (row) => {
        const text = textOf(row);
        return text === '' ? Number.NaN : Number(wanted.has(text));
      },
      baselineAtVisit: true,
      described: { outcomeIs: 'yes-no', outcomeLabel: options.event, unit: null },
    });
  },
});
