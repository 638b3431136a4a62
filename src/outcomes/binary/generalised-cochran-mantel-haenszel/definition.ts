import { z } from 'zod';
import type { OrdinalData } from '../../../core/analysis-data.js';
import { defineMethod } from '../../../core/definition.js';
import type { SummaryRow } from '../../../core/result.js';
import {
  categoryScores,
  generalisedCochranMantelHaenszel,
  type StratumTable,
} from './generalised-cochran-mantel-haenszel.js';

export const generalisedCochranMantelHaenszelMethod = defineMethod({
  id: 'generalised-cochran-mantel-haenszel',
  label: 'Generalised Cochran-Mantel-Haenszel tests',
  summary:
    'Tests whether categories differ between groups once subjects are compared within strata only, for any number of both.',
  accepts: 'ordinal',
  options: z.strictObject({
    scores: z
      .enum(categoryScores)
      .default('table')
      .describe(
        'Scores of the categories: 1, 2, 3 (`table`), midranks, or midranks over the stratum size plus 1.',
      ),
  }),
  returns: ['test', 'summary'],
  statistics: ['cochran-mantel-haenszel', 'count'],
  run: (data, options) => {
    const tests = generalisedCochranMantelHaenszel(stratumTables(data), options);
    const scored = `${options.scores} scores`;
    return {
      parts: [
        {
          kind: 'test',
          rows: (
            [
              ['correlation', tests.correlation, `correlation, ${scored}`],
              ['row mean scores', tests.rowMeanScores, `row mean scores differ, ${scored}`],
              ['general association', tests.generalAssociation, 'general association'],
            ] as const
          ).map(([term, { chiSquare, df, p }, words]) => ({
            statistic: 'cochran-mantel-haenszel',
            term,
            value: chiSquare,
            df,
            p,
            method: `Cochran-Mantel-Haenszel, ${words}`,
          })),
        },
        { kind: 'summary', rows: countRows(data) },
      ],
      notices: [],
    };
  },
  sources: [
    'Mantel N. J Am Stat Assoc 1963;58:690-700',
    'Landis JR, Heyman ER, Koch GG. Int Stat Rev 1978;46:237-254',
  ],
});

function stratumTables({ group, categories, outcome, weight, strata }: OrdinalData): readonly StratumTable[] {
  const tables = (strata?.levels ?? ['all']).map(() =>
    group.levels.map(() => new Array<number>(categories.length).fill(0)),
  );
  for (let row = 0; row < outcome.length; row += 1) {
    const counts = tables[strata?.codes[row] ?? 0]![group.codes[row]!]!;
    counts[outcome[row]!] = counts[outcome[row]!]! + weight[row]!;
  }
  return tables;
}

/** Subjects of each category in each group, over all strata. */
function countRows(data: OrdinalData): readonly SummaryRow[] {
  const tables = stratumTables(data);
  return data.group.levels.flatMap((group, row) =>
    data.categories.map((term, column) => ({
      group,
      term,
      statistic: 'count' as const,
      value: tables.reduce((sum, table) => sum + table[row]![column]!, 0),
      unit: null,
    })),
  );
}
