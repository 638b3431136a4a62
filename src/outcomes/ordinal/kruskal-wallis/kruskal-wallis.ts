import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { type GroupedCounts, groupedCountsFromValues } from '../grouped-counts.js';

export interface KruskalWallisResult {
  /** H, corrected for ties. */
  readonly chiSquare: Estimable;
  /** Groups less one. */
  readonly df: number;
  readonly p: Estimable;
  /** Mean midrank of each group in all groups together. */
  readonly meanRanks: readonly Estimable[];
}

/**
 * Do several groups have the same ordered outcome? The Kruskal-Wallis test, a one-way analysis of variance of ranks.
 *
 * Midranks for ties, statistic divided by the tie correction, chi-square reference: as R `kruskal.test` and SAS NPAR1WAY.
 * With two groups it is the squared Wilcoxon z without continuity correction. O(N log N). Not estimable: `empty-group`
 * when a group has nobody; `no-variation` when all values are the same.
 *
 * @throws MethodError when there are fewer than two groups, or a value is not a number.
 *
 * Source: Kruskal WH, Wallis WA. J Am Stat Assoc 1952;47:583-621. Oracle: test/oracles/kruskal-wallis.
 */
export function kruskalWallis(groups: readonly ArrayLike<number>[]): KruskalWallisResult {
  return kruskalWallisFromCounts(groupedCountsFromValues('kruskal-wallis', groups));
}

/** The Kruskal-Wallis test from the subjects of each group at each rising value. See `kruskalWallis`. */
export function kruskalWallisFromCounts({
  counts,
  sizes,
  atValue,
  total,
}: GroupedCounts): KruskalWallisResult {
  const df = sizes.length - 1;
  const rankSums = new Float64Array(sizes.length);
  let below = 0;
  let ties = 0;
  atValue.forEach((tied, value) => {
    const rank = below + (tied + 1) / 2;
    counts.forEach((own, group) => {
      rankSums[group] = rankSums[group]! + own[value]! * rank;
    });
    below += tied;
    ties += tied * (tied - 1) * (tied + 1);
  });
  const meanRanks = sizes.map((size, group) =>
    size > 0 ? rankSums[group]! / size : notEstimable('empty-group'),
  );
  const empty = sizes.some((size) => size === 0);
  const left = total * (total - 1) * (total + 1) - ties;
  if (empty || left <= 0) {
    const none = notEstimable(empty ? 'empty-group' : 'no-variation');
    return { chiSquare: none, df, p: none, meanRanks };
  }
  const centre = (total + 1) / 2;
  const between = sizes.reduce((sum, size, group) => sum + size * (rankSums[group]! / size - centre) ** 2, 0);
  const chiSquare = (12 * (total - 1) * between) / left;
  return { chiSquare, df, p: chiSquareUpperTail(chiSquare, df), meanRanks };
}
