import type { Estimable } from '../../core/estimable.js';
import type { SummaryPart } from '../../core/result.js';
import { categoryCountRows } from './category-count-rows.js';

/** Subjects of each arm in each category, and the log-likelihood of the model. */
export function categorySummary(
  categories: Parameters<typeof categoryCountRows>[0],
  {
    counts,
    logLikelihood,
  }: { readonly counts: Parameters<typeof categoryCountRows>[1]; readonly logLikelihood: Estimable },
): SummaryPart {
  return {
    kind: 'summary',
    rows: [
      ...categoryCountRows(categories, counts),
      { group: null, term: null, statistic: 'log-likelihood', value: logLikelihood, unit: null },
    ],
  };
}
