import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { categoryCountRows } from '../category-count-rows.js';
import { groupedCountsOf, groupRowsOf } from '../grouped-counts.js';
import { unusedStrataNotice } from '../unused-strata-notice.js';
import { kruskalWallisFromCounts } from './kruskal-wallis.js';

/** The Kruskal-Wallis test for the registry. */
export const kruskalWallisMethod = defineMethod({
  id: 'kruskal-wallis',
  label: 'Kruskal-Wallis test',
  summary: 'Whether an ordered outcome is the same in several groups, by ranks.',
  accepts: 'ordinal',
  options: z.strictObject({}),
  returns: ['test', 'summary'],
  statistics: ['kruskal-wallis', 'mean-rank', 'count', 'n'],
  run: (data) => {
    const counts = groupedCountsOf('kruskal-wallis', data);
    const { levels } = data.group;
    const result = kruskalWallisFromCounts(counts);
    return {
      parts: [
        {
          kind: 'test',
          rows: [
            {
              statistic: 'kruskal-wallis',
              term: null,
              value: result.chiSquare,
              df: result.df,
              p: result.p,
              method: 'Kruskal-Wallis test, corrected for ties',
            },
          ],
        },
        {
          kind: 'summary',
          rows: [
            ...categoryCountRows(data.categories, groupRowsOf(levels, counts)),
            ...levels.map((group, index) => ({
              group,
              term: null,
              statistic: 'mean-rank' as const,
              value: result.meanRanks[index]!,
              unit: null,
            })),
          ],
        },
      ],
      notices: [...unusedStrataNotice('kruskal-wallis', data)],
    };
  },
  sources: ['Kruskal WH, Wallis WA. J Am Stat Assoc 1952;47:583-621'],
});
