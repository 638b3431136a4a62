import { z } from 'zod';
import { distinctValues } from '../distinct-names.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { groupRows } from '../group-rows.js';
import { subjectOptions } from '../subject-options.js';
import { categoryReader } from './category-reader.js';
import { pairCategories, shiftChoices } from './pair-categories.js';

/**
 * The category of each subject before treatment and one category after it, for each parameter: laboratory ranges or
 * toxicity grades. Subjects with rows but no category after baseline stay, as missing.
 */
export const categoryShift = defineEndpoint({
  id: 'category-shift',
  label: 'Shift of categories (rows of subject, parameter and visit)',
  summary:
    'The category at baseline and the worst or last one after it of each subject and parameter, from rows of measurements.',
  gives: 'shift',
  dictionaries: [],
  options: z.strictObject({
    ...subjectOptions,
    arm: z.string().default('TRTA').describe('Column that holds the treatment arm.'),
    subject: z.string().default('USUBJID').describe('Column that names the subject.'),
    parameter: z.string().default('PARAM').describe('Column that names what was measured.'),
    before: z
      .string()
      .default('BNRIND')
      .describe('Column with the category at baseline, on each row of the subject and parameter.'),
    after: z.string().default('ANRIND').describe('Column with the category of the row.'),
    categories: distinctValues()
      .min(1)
      .optional()
      .describe(
        'Categories from the lowest to the highest; the codelist or the numbers give the order when omitted.',
      ),
    choose: z
      .enum(shiftChoices)
      .default('highest')
      .describe('Which category after baseline counts: the highest, the lowest or the last.'),
    order: z
      .string()
      .default('AVISITN')
      .describe('Column that puts rows in order of time, for the last category.'),
    baselineFlag: z
      .string()
      .default('ABLFL')
      .describe('Column that is Y on rows of baseline, which do not count as after; may be absent.'),
  }),
  derive: ({ dataset, rows, compare }, options) => {
    const grouped = groupRows(dataset, rows, options.arm, compare, options.arms, options.reference);
    const reader = categoryReader(
      dataset,
      grouped.rows,
      [options.before, options.after],
      options.categories?.map(String),
    );
    const pairs = pairCategories(dataset, grouped, reader, options);
    const { levels } = grouped.group;
    return {
      data: {
        kind: 'shift',
        categories: reader.labels,
        before: Int32Array.from(pairs.shifts, ({ before }) => before),
        after: Int32Array.from(pairs.shifts, ({ after }) => after),
        parameter: {
          levels: pairs.parameters,
          codes: Int32Array.from(pairs.shifts, ({ parameter }) => parameter),
        },
        group: { levels, codes: Int32Array.from(pairs.shifts, ({ arm }) => arm) },
        reference: grouped.reference,
      },
      population: {
        label: dataset.name,
        groups: levels.map((name, level) => ({
          name,
          n: pairs.armsOfSubjects.filter((arm) => arm === level).length,
          events: null,
        })),
        exclusions: grouped.exclusions.map(({ reason, n }) => ({ reason: `rows: ${reason}`, n })),
      },
      notices: [],
    };
  },
});
