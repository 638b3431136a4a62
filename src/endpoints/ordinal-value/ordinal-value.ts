import { z } from 'zod';
import { DataError } from '../../core/errors.js';
import { column, whereRow } from '../dataset-columns.js';
import { distinctValues } from '../distinct-names.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { excludeRows, groupRows } from '../group-rows.js';
import { adjustment, adjustmentOptions, excludeUnadjusted } from '../subject-adjustment.js';
import { hasValues } from '../subject-covariates.js';
import { subjectOptions } from '../subject-options.js';

/** An ordered category of each subject by arm, such as clinical status on a seven-category scale. */
export const ordinalValue = defineEndpoint({
  id: 'ordinal-value',
  label: 'Ordinal values by arm (subject-level)',
  summary: 'An ordered category of each subject, such as clinical status at day 14.',
  gives: 'ordinal',
  dictionaries: [],
  options: z.strictObject({
    ...subjectOptions,
    value: z
      .string()
      .default('AVAL')
      .describe('Column with the category: a number, or text with `categories`.'),
    categories: distinctValues()
      .optional()
      .describe('Categories from lowest to highest; needed for text, numeric order otherwise.'),
    ...adjustmentOptions,
  }),
  derive: ({ dataset, rows, compare }, options) => {
    const source = column(dataset, options.value);
    const valued = excludeRows(
      groupRows(dataset, rows, options.arm, compare, options.arms, options.reference),
      `${options.value} missing`,
      (row) => hasValues(dataset, [options.value], row),
    );
    const grouped = excludeUnadjusted(dataset, valued, options);
    const values = Array.from(grouped.rows, (row) => String(source.values[row]));
    const categories =
      options.categories?.map(String) ??
      [...new Set(values)].sort((left, right) => Number(left) - Number(right));
    const outcome = Int32Array.from(values, (value, index) => {
      const code = categories.indexOf(value);
      if (code >= 0 && (options.categories || Number.isFinite(Number(value)))) return code;
      throw new DataError({
        code: 'data/unknown-category',
        where: whereRow(dataset, grouped.rows[index]!),
        what: `${options.value} is not one of the ordered categories`,
        got: `"${value}"`,
        expected: options.categories ? categories.join(', ') : 'a number',
        fix: 'List the categories from lowest to highest in `categories`.',
      });
    });
    return {
      data: {
        kind: 'ordinal',
        categories,
        outcome,
        weight: new Float64Array(outcome.length).fill(1),
        group: grouped.group,
        reference: grouped.reference,
        ...adjustment(dataset, grouped.rows, options, grouped),
      },
      population: {
        label: dataset.name,
        groups: grouped.group.levels.map((name, level) => ({
          name,
          n: grouped.group.codes.reduce((sum, code) => sum + (code === level ? 1 : 0), 0),
          events: null,
        })),
        exclusions: grouped.exclusions,
      },
      notices: [],
    };
  },
});
