import { z } from 'zod';
import { numberColumn } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { visitMatrix, visitOptions } from '../visit-matrix.js';

/** Measured values of subjects at planned visits, one row a subject and visit (ADaM BDS); see `visitMatrix`. */
export const longitudinalValue = defineEndpoint({
  id: 'longitudinal-value',
  label: 'Values of subjects at visits (subject-level)',
  summary:
    'A measured value of each subject at each planned visit, with its baseline, covariates and strata, for models of repeated measures.',
  gives: 'longitudinal',
  dictionaries: [],
  options: z.strictObject({
    ...visitOptions,
    value: z.string().default('AVAL').describe('Column with the value, such as AVAL or CHG.'),
    change: z
      .boolean()
      .default(false)
      .describe(
        'The value is a change from the value before treatment, such as CHG: nothing gained is then 0, not the baseline.',
      ),
    baseline: z.string().optional().describe('Column with the value before treatment, such as BASE.'),
    unit: z.string().optional().describe('Unit of the value; the dictionary of the column when omitted.'),
    outcome: z.string().optional().describe('What the value is, in words; its column unless given.'),
  }),
  derive: (input, options) => {
    const { values, missing, unit } = numberColumn(input.dataset, options.value);
    return visitMatrix(input, options, {
      id: 'longitudinal-value',
      read: (row) => (missing[row] ? Number.NaN : values[row]!),
      baseline: options.baseline,
      baselineAtVisit: !options.change,
      described: {
        outcomeIs: 'number',
        outcomeLabel: options.outcome ?? options.value,
        unit: options.unit ?? unit,
        ...(options.change ? { outcomeIsChange: true } : {}),
      },
    });
  },
});
