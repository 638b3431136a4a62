import { z } from 'zod';
import { DataError } from '../../core/errors.js';
import { requiredNumber, requiredText, whereRow } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';
import { selectArms } from '../select-arms.js';

/** Numbers in each category of an ordered scale by arm, as a paper prints them. */
export const publishedOrdinalCounts = defineEndpoint({
  id: 'published-ordinal-counts',
  label: 'Published ordinal counts by arm',
  summary: 'Subjects in each category of an ordered scale, one row an arm and category, as printed.',
  gives: 'ordinal',
  dictionaries: ['published-ordinal-counts'],
  options: z.strictObject({}),
  derive: ({ dataset, rows, compare }) => {
    const order = new Map<number, string>();
    const armNames: { name: string }[] = [];
    const cells: { arm: string; order: number; count: number }[] = [];
    const seen = new Set<string>();
    for (const row of rows) {
      const arm = requiredText(dataset, 'ARM', row);
      const position = requiredNumber(dataset, 'ORDER', row);
      const category = requiredText(dataset, 'CATEGORY', row);
      const known = order.get(position);
      if (known !== undefined && known !== category) {
        throw new DataError({
          code: 'data/category-order',
          where: whereRow(dataset, row),
          what: `ORDER ${position} names two categories`,
          got: `"${category}"`,
          expected: `"${known}"`,
        });
      }
      if (seen.has(`${arm}\u0000${position}`)) {
        throw new DataError({
          code: 'data/category-twice',
          where: whereRow(dataset, row),
          what: `Category "${category}" of arm "${arm}" stands twice`,
          fix: 'Make the where clause select one outcome.',
        });
      }
      seen.add(`${arm}\u0000${position}`);
      order.set(position, category);
      if (!armNames.some((known) => known.name === arm)) armNames.push({ name: arm });
      cells.push({ arm, order: position, count: requiredNumber(dataset, 'COUNT', row) });
    }
    const arms = selectArms(armNames, compare, dataset.source.file).map((arm) => arm.name);
    const positions = [...order.keys()].sort((left, right) => left - right);
    const used = cells.filter((cell) => arms.includes(cell.arm) && cell.count > 0);
    return {
      data: {
        kind: 'ordinal',
        categories: positions.map((position) => order.get(position)!),
        outcome: Int32Array.from(used, (cell) => positions.indexOf(cell.order)),
        weight: Float64Array.from(used, (cell) => cell.count),
        group: { levels: arms, codes: Int32Array.from(used, (cell) => arms.indexOf(cell.arm)) },
        reference: compare?.versus ?? null,
        covariates: [],
      },
      population: {
        label: 'as published',
        groups: arms.map((name) => ({
          name,
          n: used.reduce((sum, cell) => sum + (cell.arm === name ? cell.count : 0), 0),
          events: null,
        })),
        exclusions: [],
      },
      notices: [],
    };
  },
});
