import { z } from 'zod';
import { PlanError } from '../../core/errors.js';
import { requiredNumber, requiredText } from '../dataset-columns.js';
import { defineEndpoint } from '../endpoint-definition.js';

/** The four counts of two yes-or-no findings on the same subjects, as a paper prints them. */
export const publishedPairedCounts = defineEndpoint({
  id: 'published-paired-counts',
  label: 'Published counts of pairs',
  summary: 'Subjects with both, one or neither of two findings, one row a comparison, as printed.',
  gives: 'paired-binary',
  dictionaries: ['published-paired-counts'],
  options: z.strictObject({}),
  derive: ({ dataset, rows }) => {
    const [row] = rows;
    if (row === undefined || rows.length > 1) {
      throw new PlanError({
        code: row === undefined ? 'plan/no-rows' : 'plan/several-rows',
        where: dataset.source.file,
        what:
          row === undefined ? 'No row satisfies the where clause' : 'Several rows satisfy the where clause',
        got: String(rows.length),
        expected: 'one row with the four counts',
        fix: 'Select one OUTCOME in the where clause.',
      });
    }
    const count = (name: string) => requiredNumber(dataset, name, row);
    const data = {
      kind: 'paired-binary' as const,
      both: count('BOTH'),
      firstOnly: count('FIRST_ONLY'),
      secondOnly: count('SECOND_ONLY'),
      neither: count('NEITHER'),
      first: requiredText(dataset, 'FIRST', row),
      second: requiredText(dataset, 'SECOND', row),
    };
    const n = data.both + data.firstOnly + data.secondOnly + data.neither;
    return {
      data,
      population: {
        label: 'as published',
        groups: [
          { name: data.first, n, events: data.both + data.firstOnly },
          { name: data.second, n, events: data.both + data.secondOnly },
        ],
        exclusions: [],
      },
      notices: [],
    };
  },
});
