import { isEstimable } from '../../../core/estimable.js';
import type { Result } from '../../../core/result.js';
import { summaryRows } from '../../result-parts.js';

export interface CategoryShare {
  readonly category: string;
  readonly count: number;
  readonly share: number;
  /** Where the segment starts and ends, as proportions of the arm. */
  readonly from: number;
  readonly to: number;
}

export interface ArmShares {
  readonly arm: string;
  readonly n: number;
  readonly shares: readonly CategoryShare[];
}

/** The categories in the order of the scale, and for each arm how its subjects are spread over them. */
export function categoryShares(result: Result): {
  readonly categories: readonly string[];
  readonly arms: readonly ArmShares[];
} {
  const rows = summaryRows(result).filter(
    ({ statistic, term, group }) => statistic === 'count' && term !== null && group !== null,
  );
  const categories = [...new Set(rows.map(({ term }) => term!))];
  const names = [...new Set(rows.map(({ group }) => group!))];
  const arms = names.map((arm) => {
    const counts = categories.map((category) => {
      const row = rows.find(({ group, term }) => group === arm && term === category);
      return row !== undefined && isEstimable(row.value) ? row.value : 0;
    });
    return armShares(arm, categories, counts);
  });
  return { categories, arms };
}

function armShares(arm: string, categories: readonly string[], counts: readonly number[]): ArmShares {
  const n = counts.reduce((sum, count) => sum + count, 0);
  let before = 0;
  const shares = categories.map((category, index): CategoryShare => {
    const count = counts[index]!;
    const from = n === 0 ? 0 : before / n;
    before += count;
    return { category, count, share: n === 0 ? 0 : count / n, from, to: n === 0 ? 0 : before / n };
  });
  return { arm, n, shares };
}
