import { z } from 'zod';
import { defineMethod } from '../../../core/definition.js';
import { numberOrNull } from '../../../core/estimable.js';
import { levelOption } from '../../level-option.js';
import { categoryCountRows } from '../category-count-rows.js';
import { groupedCountsOf, groupRowsOf } from '../grouped-counts.js';
import { checkOrdinalRows } from '../ordinal-rows.js';
import { tiedCountsByGroup } from '../tied-counts.js';
import { unusedStrataNotice } from '../unused-strata-notice.js';
import { brunnerMunzelFromCounts } from './brunner-munzel.js';

/** The Brunner-Munzel test for the registry. */
export const brunnerMunzelMethod = defineMethod({
  id: 'brunner-munzel',
  label: 'Brunner-Munzel test',
  summary: 'Whether values in one group are higher than in another, even if the groups differ in spread.',
  accepts: 'ordinal',
  options: z.strictObject({ level: levelOption }),
  returns: ['estimates', 'test', 'summary'],
  statistics: ['probability-index', 'brunner-munzel', 'count', 'n'],
  run: (data, options) => {
    const reference = checkOrdinalRows('brunner-munzel', data);
    const groups = tiedCountsByGroup('brunner-munzel', data, reference).map(({ group, counts }) => ({
      group,
      result: brunnerMunzelFromCounts(counts, options),
    }));
    const term = (group: string) => (groups.length === 1 ? null : group);
    return {
      parts: [
        {
          kind: 'estimates',
          rows: groups.map(({ group, result }) => {
            const df = numberOrNull(result.df);
            return {
              statistic: 'probability-index' as const,
              term: term(group),
              role: 'comparison' as const,
              of: group,
              versus: data.group.levels[reference]!,
              scale: 'linear' as const,
              estimate: result.probabilityIndex,
              standardError: result.standardError,
              lower: result.lower,
              upper: result.upper,
              level: result.level,
              p: result.p,
              reference:
                df === null ? { distribution: 'normal' as const } : { distribution: 't' as const, df },
              intervalMethod: 'Brunner-Munzel t with Satterthwaite degrees of freedom',
            };
          }),
        },
        {
          kind: 'test',
          rows: groups.map(({ group, result }) => ({
            statistic: 'brunner-munzel' as const,
            term: term(group),
            value: result.t,
            df: numberOrNull(result.df),
            p: result.p,
            method: 'Brunner-Munzel test; the statistic is t',
          })),
        },
        {
          kind: 'summary',
          rows: categoryCountRows(
            data.categories,
            groupRowsOf(data.group.levels, groupedCountsOf('brunner-munzel', data)),
          ),
        },
      ],
      notices: [...unusedStrataNotice('brunner-munzel', data)],
    };
  },
  sources: ['Brunner E, Munzel U. Biom J 2000;42:17-25'],
});
