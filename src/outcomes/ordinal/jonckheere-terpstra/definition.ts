import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { information } from '../../../core/notice.js';
import { categoryCountRows } from '../category-count-rows.js';
import { groupedCountsOf, groupRowsOf } from '../grouped-counts.js';
import { unusedStrataNotice } from '../unused-strata-notice.js';
import { jonckheereTerpstraFromCounts } from './jonckheere-terpstra.js';

/** The trend test for the registry. */
export const jonckheereTerpstraMethod = defineMethod({
  id: 'jonckheere-terpstra',
  label: 'Jonckheere-Terpstra trend test',
  summary: 'Whether an ordered outcome rises or falls from group to group, as from dose to dose.',
  accepts: 'ordinal',
  options: z.strictObject({}),
  returns: ['test', 'summary'],
  statistics: ['jonckheere-terpstra', 'count', 'n'],
  run: (data) => {
    const counts = groupedCountsOf('jonckheere-terpstra', data);
    const { levels } = data.group;
    const result = jonckheereTerpstraFromCounts(counts);
    return {
      parts: [
        {
          kind: 'test',
          rows: [
            {
              statistic: 'jonckheere-terpstra',
              term: null,
              value: result.z,
              df: null,
              p: result.p,
              method: 'Jonckheere-Terpstra test, normal approximation given the ties; the statistic is z',
            },
          ],
        },
        { kind: 'summary', rows: categoryCountRows(data.categories, groupRowsOf(levels, counts)) },
      ],
      notices: [
        information('jonckheere-terpstra/order', `The groups are taken in this order: ${levels.join(', ')}.`),
        ...unusedStrataNotice('jonckheere-terpstra', data),
      ],
    };
  },
  sources: ['Jonckheere AR. Biometrika 1954;41:133-145', 'Terpstra TJ. Indag Math 1952;14:327-333'],
});
