import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { normalTwoSidedP, normalUpperTail } from '../../../math/distributions/normal.js';
import { type GroupedCounts, groupedCountsFromValues } from '../grouped-counts.js';

export interface JonckheereTerpstraResult {
  /** Pairs of subjects of two groups in which the later group is higher, ties as one half. */
  readonly j: number;
  readonly expected: number;
  /** Standard deviation of J if all groups are alike, given the ties. */
  readonly standardDeviation: Estimable;
  /** Above 0 when later groups tend to be higher. */
  readonly z: Estimable;
  /** Two-sided. */
  readonly p: Estimable;
  /** One-sided: that later groups are higher, and that they are lower. */
  readonly pGreater: Estimable;
  readonly pLess: Estimable;
}

/**
 * Does an ordered outcome rise or fall from group to group, as from dose to dose? The Jonckheere-Terpstra trend test:
 * Mann-Whitney statistics of all pairs of groups, added up in the order of the groups.
 *
 * Normal reference with the permutation variance given all ties, no continuity correction: as SAS PROC FREQ `JT`. Only
 * the order of the groups counts, not their distance. A group without subjects says nothing. O(N log N + k g²).
 * Not estimable: `empty-group` when fewer than two groups have subjects; `no-variation` when all values are the same.
 *
 * @throws MethodError when there are fewer than two groups, or a value is not a number.
 *
 * Sources: Terpstra TJ. Indag Math 1952;14:327-333. Jonckheere AR. Biometrika 1954;41:133-145. Hollander M, Wolfe DA.
 * Nonparametric Statistical Methods 1999, equation 6.19. Oracle: test/oracles/jonckheere-terpstra.
 */
export function jonckheereTerpstra(groups: readonly ArrayLike<number>[]): JonckheereTerpstraResult {
  return jonckheereTerpstraFromCounts(groupedCountsFromValues('jonckheere-terpstra', groups));
}

/** The trend test from the subjects of each group, in order, at each rising value. See `jonckheereTerpstra`. */
export function jonckheereTerpstraFromCounts({
  counts,
  sizes,
  atValue,
  total,
}: GroupedCounts): JonckheereTerpstraResult {
  let j = 0;
  for (let later = 1; later < counts.length; later += 1) {
    for (let earlier = 0; earlier < later; earlier += 1) {
      let below = 0;
      for (let value = 0; value < atValue.length; value += 1) {
        const other = counts[earlier]![value]!;
        j += counts[later]![value]! * (below + other / 2);
        below += other;
      }
    }
  }
  const sum = (list: ArrayLike<number>, of: (n: number) => number) =>
    Array.from(list).reduce((part, n) => part + of(n), 0);
  const expected = (total * total - sum(sizes, (n) => n * n)) / 4;
  const spread = (n: number) => n * (n - 1) * (2 * n + 5);
  const triples = (n: number) => n * (n - 1) * (n - 2);
  const couples = (n: number) => n * (n - 1);
  const ratio = (top: number, bottom: number) => (bottom > 0 ? top / bottom : 0);
  const variance =
    (spread(total) - sum(sizes, spread) - sum(atValue, spread)) / 72 +
    ratio(sum(sizes, triples) * sum(atValue, triples), 36 * triples(total)) +
    ratio(sum(sizes, couples) * sum(atValue, couples), 8 * couples(total));
  const tied = atValue.some((count) => count === total);
  const reason = sizes.filter((size) => size > 0).length < 2 ? 'empty-group' : tied ? 'no-variation' : null;
  if (reason !== null) {
    const none = notEstimable(reason);
    return { j, expected, standardDeviation: none, z: none, p: none, pGreater: none, pLess: none };
  }
  const standardDeviation = Math.sqrt(variance);
  const z = (j - expected) / standardDeviation;
  return {
    j,
    expected,
    standardDeviation,
    z,
    p: normalTwoSidedP(z),
    pGreater: normalUpperTail(z),
    pLess: normalUpperTail(-z),
  };
}
