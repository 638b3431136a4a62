import { z } from 'zod';
import { DataError } from '../../core/errors.js';
import { column, numberColumn, requiredText, whereRow } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { groupRows } from '../group-rows.js';
import { subjectOptions } from '../subject-options.js';
import { categoryReader } from './category-reader.js';

const choices = ['highest', 'lowest', 'last'] as const;

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
    categories: z
      .array(z.string())
      .min(1)
      .optional()
      .describe(
        'Categories from the lowest to the highest; the codelist or the numbers give the order when omitted.',
      ),
    choose: z
      .enum(choices)
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
    const { subject: subjectColumn, choose } = options;
    const grouped = groupRows(dataset, rows, options.arm, compare, options.arms, options.reference);
    const reader = categoryReader(dataset, grouped.rows, [options.before, options.after], options.categories);
    const time = choose === 'last' ? numberColumn(dataset, options.order) : null;
    const flag = dataset.columns.get(options.baselineFlag);
    const subjects = column(dataset, subjectColumn).values;
    const parameters = new Map<string, number>();
    const places = new Map<string, number>();
    const people = new Map<string, number>();
    const before: number[] = [];
    const after: number[] = [];
    const parameter: number[] = [];
    const group: number[] = [];
    const first: number[] = [];
    const latest: number[] = [];
    grouped.rows.forEach((row, index) => {
      const name = requiredText(dataset, options.parameter, row);
      const parameterCode = parameters.get(name) ?? parameters.size;
      parameters.set(name, parameterCode);
      const person = String(subjects[row]);
      const arm = grouped.group.codes[index]!;
      const knownArm = people.get(person);
      if (knownArm !== undefined && knownArm !== arm) {
        throw new DataError({
          code: 'data/arm-changes',
          where: whereRow(dataset, row),
          what: `${options.arm} of subject ${person} is another one than in its rows before`,
          expected: 'one arm a subject',
        });
      }
      people.set(person, arm);
      const key = `${parameterCode}/${person}`;
      let place = places.get(key);
      const base = reader.read(options.before, row);
      if (place === undefined) {
        place = before.length;
        places.set(key, place);
        before.push(base);
        after.push(-1);
        parameter.push(parameterCode);
        group.push(arm);
        first.push(row);
        latest.push(Number.NEGATIVE_INFINITY);
      } else if (before[place] !== base) {
        throw new DataError({
          code: 'data/baseline-changes',
          where: whereRow(dataset, row),
          what: `${options.before} of subject ${person} is another one than at ${whereRow(dataset, first[place]!)}`,
          expected: 'one category at baseline for each subject and parameter',
        });
      }
      if (flag !== undefined && flag.values[row] === 'Y') return;
      const now = reader.read(options.after, row);
      if (now < 0) return;
      const known = after[place]!;
      if (time !== null) {
        if (time.missing[row]) return;
        if (time.values[row]! < latest[place]!) return;
        latest[place] = time.values[row]!;
        after[place] = now;
      } else if (known < 0 || (choose === 'highest' ? now > known : now < known)) after[place] = now;
    });
    return {
      data: {
        kind: 'shift',
        categories: reader.labels,
        before: Int32Array.from(before),
        after: Int32Array.from(after),
        parameter: { levels: [...parameters.keys()], codes: Int32Array.from(parameter) },
        group: { levels: grouped.group.levels, codes: Int32Array.from(group) },
        reference: grouped.reference,
      },
      population: {
        label: dataset.name,
        groups: grouped.group.levels.map((name, level) => ({
          name,
          n: [...people.values()].filter((arm) => arm === level).length,
          events: null,
        })),
        exclusions: grouped.exclusions.map(({ reason, n }) => ({ reason: `rows: ${reason}`, n })),
      },
      notices: [],
    };
  },
});
