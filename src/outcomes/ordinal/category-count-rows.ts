import type { SummaryRow } from '../../core/result.js';

/** Summary rows of an ordered outcome: the size of each group and its subjects in each category. */
export function categoryCountRows(
  categories: readonly string[],
  counts: readonly { readonly group: string; readonly n: number; readonly categories: readonly number[] }[],
): SummaryRow[] {
  return counts.flatMap(({ group, n, categories: inCategory }): SummaryRow[] => [
    { group, term: null, statistic: 'n', value: n, unit: null },
    ...categories.map(
      (category, index): SummaryRow => ({
        group,
        term: category,
        statistic: 'count',
        value: inCategory[index]!,
        unit: null,
      }),
    ),
  ]);
}
