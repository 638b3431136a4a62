import { type Estimable, isEstimable, type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import { criticalZ } from '../../math/distributions/normal.js';
import { finiteOrOverflow } from '../../math/finite-or-overflow.js';
import { dotProduct } from '../../math/linear-algebra/matrix-products.js';
import { solveLinear } from '../../math/linear-algebra/solve-linear.js';
import { safeUnit } from '../../math/safe-unit.js';
import type { NumberSummary } from './number-summary.js';

/** How far two groups lie apart in units of their spread, with an interval. */
export interface StandardisedDifference {
  readonly estimate: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

/**
 * Difference of two means over the root of the mean of the two variances; positive where the first group lies higher.
 * Equal groups without spread differ by 0; unequal ones are `no-variation`. Fewer than two values:
 * `too-few-observations`; none: `empty-group`; beyond the largest number: `overflow`.
 *
 * Source: Austin PC. Stat Med 2009;28:3083-3107, equation 1.
 */
export function differenceOfNumbers(
  of: NumberSummary,
  versus: NumberSummary,
  level: number,
): StandardisedDifference {
  // Means first: an empty group is the reason whatever the other lacks, in either order of the groups.
  for (const needed of [of.mean, versus.mean, of.standardDeviation, versus.standardDeviation]) {
    if (!isEstimable(needed)) return absent(needed.notEstimable);
  }
  const [mean, otherMean] = [of.mean as number, versus.mean as number];
  const [first, second] = [of.standardDeviation as number, versus.standardDeviation as number];
  const unit = safeUnit(Math.max(first, second));
  const difference = mean / unit - otherMean / unit;
  const spread = Math.sqrt(((first / unit) ** 2 + (second / unit) ** 2) / 2);
  if (spread === 0 && difference !== 0) return absent('no-variation');
  const estimate = difference === 0 ? 0 : difference / spread;
  return Number.isFinite(estimate) ? withInterval(estimate, of.n, versus.n, level) : absent('overflow');
}

/**
 * Distance of two distributions over the same categories: the root of T' S⁻¹ T, where T holds the differences of the
 * proportions without the last category and S the mean of their two multinomial covariance matrices. Never negative;
 * for two categories the size of the difference of proportions over its mean spread. Categories without a subject in
 * either group are left out. No category in common: `separated`, as the distance is infinite. A group without values:
 * `empty-group`.
 *
 * Source: Yang D, Dalton JE. SAS Global Forum 2012, paper 335, equations 3 and 4.
 */
export function differenceOfCategories(
  of: ArrayLike<number>,
  versus: ArrayLike<number>,
  level: number,
): StandardisedDifference {
  const [total, otherTotal] = [sum(of), sum(versus)];
  if (total === 0 || otherTotal === 0) return absent('empty-group');
  const used = Array.from({ length: of.length }, (_, category) => category).filter(
    (category) => of[category]! + versus[category]! > 0,
  );
  if (!used.some((category) => of[category]! > 0 && versus[category]! > 0)) return absent('separated');
  const shares = used.slice(0, -1).map((category) => [of[category]! / total, versus[category]! / otherTotal]);
  const differences = Float64Array.from(shares, ([first, second]) => first! - second!);
  if (differences.every((difference) => difference === 0)) return withInterval(0, total, otherTotal, level);
  const size = shares.length;
  const covariance = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      covariance[column * size + row] = [0, 1].reduce((mean, group) => {
        const [p, q] = [shares[row]![group]!, shares[column]![group]!];
        return mean + (row === column ? p * (1 - p) : -p * q) / 2;
      }, 0);
    }
  }
  const solved = solveLinear(covariance, differences);
  if (solved === null) return absent('separated');
  return withInterval(Math.sqrt(dotProduct(differences, solved)), total, otherTotal, level);
}

/** The standard error is that of Hedges and Olkin 1985 (Yang and Dalton 2012, equation 5). */
function withInterval(
  estimate: number,
  first: number,
  second: number,
  level: number,
): StandardisedDifference {
  const size = first + second;
  const standardError = Math.hypot(Math.sqrt(size / (first * second)), estimate / Math.sqrt(2 * size));
  const half = criticalZ(level) * standardError;
  return {
    estimate,
    standardError: finiteOrOverflow(standardError),
    lower: finiteOrOverflow(estimate - half),
    upper: finiteOrOverflow(estimate + half),
  };
}

function absent(reason: NotEstimableReason) {
  const none = notEstimable(reason);
  return { estimate: none, standardError: none, lower: none, upper: none };
}

function sum(counts: ArrayLike<number>): number {
  let total = 0;
  for (let index = 0; index < counts.length; index += 1) total += counts[index]!;
  return total;
}
