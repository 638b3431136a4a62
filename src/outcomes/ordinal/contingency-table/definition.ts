import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { information, type Notice } from '../../../core/notice.js';
import { categoryCountRows } from '../category-count-rows.js';
import { groupedCountsOf, groupRowsOf } from '../grouped-counts.js';
import { unusedStrataNotice } from '../unused-strata-notice.js';
import { type ContingencyTableTests, contingencyTable, exactTests } from './contingency-table.js';

/** Tests of categories by groups for the registry. */
export const contingencyTableMethod = defineMethod({
  id: 'contingency-table',
  label: 'Tests of a contingency table',
  summary: 'Whether categories, ordered or not, are spread alike over the arms, by chi-square and exactly.',
  accepts: 'ordinal',
  options: z.strictObject({
    exact: z
      .enum(exactTests)
      .default('when-feasible')
      .describe(
        "Whether to work out Fisher's exact test (Freeman-Halton) where it takes no more than a second or so.",
      ),
  }),
  returns: ['test', 'summary'],
  statistics: ['chi-square', 'likelihood-ratio', 'fisher-exact', 'cramers-v', 'count', 'n'],
  run: (data, options) => {
    const counts = groupedCountsOf('contingency-table', data);
    const tests = contingencyTable(counts.counts, options);
    const { df } = tests;
    const test = { term: null, df };
    return {
      parts: [
        {
          kind: 'test',
          rows: [
            {
              ...test,
              statistic: 'chi-square',
              value: tests.chiSquare,
              p: tests.p,
              method: 'Pearson, without continuity correction',
            },
            {
              ...test,
              statistic: 'likelihood-ratio',
              value: tests.likelihoodRatio,
              p: tests.likelihoodRatioP,
              method: 'Likelihood ratio',
            },
            ...(options.exact === 'none'
              ? []
              : [
                  {
                    term: null,
                    df: null,
                    statistic: 'fisher-exact' as const,
                    value: null,
                    p: tests.exactP,
                    method: 'Freeman-Halton, by probability of the table',
                  },
                ]),
          ],
        },
        {
          kind: 'summary',
          rows: [
            ...categoryCountRows(data.categories, groupRowsOf(data.group.levels, counts)),
            { group: null, term: null, statistic: 'cramers-v', value: tests.cramersV, unit: null },
          ],
        },
      ],
      notices: [...unusedStrataNotice('contingency-table', data), ...doubts(tests, options.exact === 'none')],
    };
  },
  sources: [
    'Pearson K. Philos Mag 1900;50:157-175',
    'Freeman GH, Halton JH. Biometrika 1951;38:141-149',
    'Mehta CR, Patel NR. J Am Stat Assoc 1983;78:427-434',
  ],
});

function doubts(
  { exactP, chiSquare, smallestExpected }: ContingencyTableTests,
  spared: boolean,
): readonly Notice[] {
  if (typeof chiSquare !== 'number') return [];
  const notices: Notice[] = [];
  if (!spared && typeof exactP !== 'number') {
    notices.push(
      information(
        'contingency-table/no-exact-p',
        'The exact p would take too long for a table of this size.',
      ),
    );
  }
  if ((smallestExpected as number) < 5) {
    notices.push(
      information(
        'contingency-table/small-expected-count',
        'An expected count is below 5, where the chi-square approximation is doubted.',
      ),
    );
  }
  return notices;
}
