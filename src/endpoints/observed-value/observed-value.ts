import { z } from 'zod';
import { numberColumn } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { excludeRows, groupRows } from '../group-rows.js';
import { subjectOptions } from '../subject-options.js';

/** A measured value of subjects by arm, such as a change from baseline at one visit. */
export const observedValue = defineEndpoint({
  id: 'observed-value',
  label: 'Observed values by arm (subject-level)',
  summary: 'A measured value of each subject, such as the change from baseline at one visit.',
  gives: 'continuous',
  dictionaries: [],
  options: z.strictObject({
    ...subjectOptions,
    value: z.string().default('AVAL').describe('Column with the value.'),
    unit: z.string().optional().describe('Unit of the value; the dictionary of the column when omitted.'),
  }),
  derive: ({ dataset, rows, compare }, options) => {
    const source = numberColumn(dataset, options.value);
    const grouped = excludeRows(
      groupRows(dataset, rows, options.arm, compare, options.arms, options.reference),
      `${options.value} missing`,
      (row) => !source.missing[row],
    );
    const arms = grouped.group.levels.map((name, level) => {
      const members = Array.from(grouped.rows).filter((_, index) => grouped.group.codes[index] === level);
      const values = Float64Array.from(members, (row) => source.values[row]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      return {
        name,
        n: values.length,
        mean: values.length > 0 ? mean : 0,
        standardDeviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0,
        values,
      };
    });
    return {
      data: { kind: 'continuous', arms, reference: grouped.reference, unit: options.unit ?? source.unit },
      population: {
        label: dataset.name,
        groups: arms.map(({ name, n }) => ({ name, n, events: null })),
        exclusions: grouped.exclusions,
      },
      notices: [],
    };
  },
});
