import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import type { SummaryRow } from '../../../core/result.js';
import { shiftDenominators, shiftTable } from './shift-table.js';

export const shiftTableMethod = defineMethod({
  id: 'shift-table',
  label: 'Shift table',
  summary: 'Subjects by their category before and after treatment, such as laboratory grades, in each arm.',
  accepts: 'shift',
  options: z.strictObject({
    percentOf: z
      .enum(shiftDenominators)
      .default('paired')
      .describe(
        'What percentages are of: subjects with both categories, those in the same category before, or all.',
      ),
  }),
  returns: ['summary'],
  statistics: ['n', 'missing', 'count', 'proportion'],
  run: (data, options) => ({
    parts: [
      {
        kind: 'summary',
        rows: shiftTable(data, options).flatMap(({ parameter, groups }) =>
          groups.flatMap(({ group, n, missing, cells, before, direction }): SummaryRow[] => {
            const row = { group, heading: parameter, term: parameter, unit: null };
            const counted = (term: string, count: number, proportion: SummaryRow['value']): SummaryRow[] => [
              { ...row, term: `${parameter}: ${term}`, statistic: 'count', value: count },
              { ...row, term: `${parameter}: ${term}`, statistic: 'proportion', value: proportion },
            ];
            return [
              { ...row, statistic: 'n', value: n },
              { ...row, statistic: 'missing', value: missing },
              ...before.map(
                ({ category, n: inCategory }): SummaryRow => ({
                  ...row,
                  term: `${parameter}: ${category}`,
                  statistic: 'n',
                  value: inCategory,
                }),
              ),
              ...cells.flatMap((cell) =>
                counted(
                  `${cell.before ?? missingCategory}${arrow}${cell.after ?? missingCategory}`,
                  cell.count,
                  cell.proportion,
                ),
              ),
              ...direction.flatMap(({ to, count, proportion }) =>
                counted(`to ${words[to]}`, count, proportion),
              ),
            ];
          }),
        ),
      },
    ],
    notices: [],
  }),
  sources: ['ICH E3 Structure and Content of Clinical Study Reports 1995, section 12.4.2.1'],
});

/** A cell is named by both categories, as in `ALT: grade 0 → grade 2`. */
const arrow = ' → ';
const missingCategory = 'Missing';
const words = { higher: 'a higher category', same: 'the same category', lower: 'a lower category' } as const;
