import { z } from 'zod';
import { numberColumn, requiredNumber, requiredText, textColumn } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { combinations, mostCombinations, printedRange } from '../rounding-range.js';
import { selectArms } from '../select-arms.js';

/** Mean, standard deviation and number of subjects by arm, as a paper prints them. */
export const publishedContinuous = defineEndpoint({
  id: 'published-continuous',
  label: 'Published means by arm',
  summary: 'Mean, standard deviation and n, one row an arm, as printed.',
  gives: 'continuous',
  dictionaries: ['published-continuous'],
  options: z.strictObject({}),
  derive: ({ dataset, rows, compare }) => {
    const printed = (name: string, row: number): readonly number[] => {
      const text = numberColumn(dataset, name).printed?.[row];
      const value = requiredNumber(dataset, name, row);
      if (text === null || text === undefined) return [value];
      const { low, high } = printedRange(text);
      return [value, low, high];
    };
    const arms = selectArms(
      Array.from(rows, (row) => ({
        name: requiredText(dataset, 'ARM', row),
        n: requiredNumber(dataset, 'N', row),
        mean: printed('MEAN', row),
        standardDeviation: printed('SD', row).map((value) => Math.max(value, 0)),
      })),
      compare,
      dataset,
    );
    const firstRow = rows[0];
    const unit =
      firstRow !== undefined && dataset.columns.has('UNIT')
        ? (textColumn(dataset, 'UNIT').values[firstRow] ?? null)
        : null;
    const data = (values: readonly number[]) => ({
      kind: 'continuous' as const,
      arms: arms.map((arm, index) => ({
        name: arm.name,
        n: arm.n,
        mean: values[2 * index]!,
        standardDeviation: values[2 * index + 1]!,
      })),
      reference: compare?.versus ?? null,
      unit,
    });
    const choices = arms.flatMap((arm) => [arm.mean, arm.standardDeviation]);
    const count = choices.reduce((product, list) => product * list.length, 1);
    return {
      data: data(choices.map((list) => list[0]!)),
      population: {
        label: 'as published',
        groups: arms.map(({ name, n }) => ({ name, n, events: null })),
        exclusions: [],
      },
      notices: [],
      ...(count > 1 && count <= mostCombinations
        ? {
            alternativesAre: 'corners' as const,
            alternatives: function* () {
              for (const values of combinations(choices)) yield data(values);
            },
          }
        : {}),
    };
  },
});
