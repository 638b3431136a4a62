import { z } from 'zod';
import { DataError, PlanError } from '../../core/errors.js';
import { column, numberColumn, whereRow } from '../dataset-columns.js';
import { distinctNames, distinctValues } from '../distinct-names.js';
import { defineEndpoint } from '../endpoint-definition.js';

/** The same subjects measured or judged by several raters, devices or markers, one column each. */
export const repeatedRatings = defineEndpoint({
  id: 'repeated-ratings',
  label: 'Ratings of the same subjects (one column a rater)',
  summary: 'Measurements or categories that several raters, devices or markers gave the same subjects.',
  gives: 'ratings',
  dictionaries: [],
  options: z.strictObject({
    raters: distinctNames().min(2).describe('Columns with the ratings, one a rater.'),
    names: distinctNames().min(2).optional().describe('Names of the raters; their columns unless given.'),
    categories: distinctValues()
      .min(2)
      .optional()
      .describe('Categories from lowest to highest, for ratings that are no measurements.'),
    unit: z
      .string()
      .optional()
      .describe('Unit of measurements; the dictionary of the first column when omitted.'),
  }),
  derive: ({ dataset, rows, compare }, options) => {
    const { raters, names = raters, categories } = options;
    if (compare !== null || names.length !== raters.length) {
      throw new PlanError({
        code: compare !== null ? 'plan/comparison' : 'plan/names',
        where: dataset.source.file,
        what:
          compare !== null
            ? 'Ratings are compared between raters, not between arms'
            : 'names does not have one name for each rater',
        fix: compare !== null ? 'Remove `compare`.' : `Give ${raters.length} names.`,
      });
    }
    const scale = categories?.map(String) ?? null;
    const values = raters.map((name) =>
      scale === null
        ? measurements(numberColumn(dataset, name), rows)
        : Float64Array.from(rows, (row) => {
            const source = column(dataset, name);
            const value = source.values[row];
            if (('missing' in source && source.missing[row]) || value === null || value === '')
              return Number.NaN;
            const code = scale.indexOf(String(value));
            if (code >= 0) return code;
            throw new DataError({
              code: 'data/unknown-category',
              where: whereRow(dataset, row),
              what: `${name} is not one of the categories`,
              got: `"${value}"`,
              expected: scale.join(', '),
              fix: 'List the categories from lowest to highest in `categories`.',
            });
          }),
    );
    const complete = [...rows.keys()].filter((row) =>
      values.every((list) => !Number.isNaN(list[row])),
    ).length;
    const unit = scale === null ? (options.unit ?? numberColumn(dataset, raters[0]!).unit) : null;
    return {
      data: { kind: 'ratings', raters: names, values, categories: scale, unit },
      population: {
        label: dataset.name,
        groups: [{ name: 'subjects', n: rows.length, events: null }],
        exclusions:
          complete === rows.length
            ? []
            : [
                {
                  reason: 'without every rating (left out where a method needs all)',
                  n: rows.length - complete,
                },
              ],
      },
      notices: [],
    };
  },
});

function measurements(
  { values, missing }: { readonly values: Float64Array; readonly missing: Uint8Array },
  rows: Int32Array,
): Float64Array {
  return Float64Array.from(rows, (row) => (missing[row] ? Number.NaN : values[row]!));
}
