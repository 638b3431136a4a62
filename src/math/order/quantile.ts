import { argumentError } from '../../core/errors.js';
import { requireProbability } from '../argument-checks.js';

/** The nine definitions of Hyndman and Fan 1996. */
export type QuantileType = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;

/** What software does unless told otherwise: SAS PCTLDEF=5 is type 2, R's default is type 7, Stata's is type 2. */
export const quantileTypeOf = { sas: 2, r: 7, stata: 2 } as const satisfies Record<string, QuantileType>;

/**
 * The quantile of `values` at `probability`, by one of the nine definitions in use. The median is the same by all but
 * types 1, 3 and 4 (types 1, 3 and 4 take a lower point when n is even or a mean below it).
 *
 * Needs at least one value; throws otherwise, and on NaN. Positions within 4 roundings of a whole number count as
 * whole, as in R. The input is not changed. O(n log n). Source: Hyndman and Fan 1996, Am. Stat. 50:361-365.
 * Oracle: test/oracles/math/quantile.json.
 */
export function quantile(values: ArrayLike<number>, probability: number, type: QuantileType): number {
  const sorted = new Float64Array(values).sort();
  return quantileOfSorted(sorted, probability, type);
}

/** As `quantile`, for values that are already in ascending order. O(1). */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number, type: QuantileType): number {
  requireProbability('quantile', 'probability', probability);
  const count = sorted.length;
  if (count === 0) throw argumentError('quantile', 'values', 'is empty', '0 values', 'at least one');
  if (Number.isNaN(sorted[count - 1]!))
    throw argumentError('quantile', 'values', 'holds a value that cannot be ordered', 'NaN');
  const position = count * probability + shift(type, probability);
  const fuzz = 4 * Number.EPSILON * Math.max(1, Math.abs(position));
  const whole = Math.floor(position + fuzz);
  const fraction = Math.abs(position - whole) <= fuzz ? 0 : position - whole;
  const below = sorted[Math.min(Math.max(whole, 1), count) - 1]!;
  const above = sorted[Math.min(Math.max(whole + 1, 1), count) - 1]!;
  const weight = weightAbove(type, whole, fraction);
  if (weight === 0 || below === above) return below;
  return weight === 1 ? above : (1 - weight) * below + weight * above;
}

/** What is added to n p to give the position between order statistics. */
function shift(type: QuantileType, p: number): number {
  switch (type) {
    case 1:
    case 2:
    case 4:
      return 0;
    case 3:
      return -0.5;
    case 5:
      return 0.5;
    case 6:
      return p;
    case 7:
      return 1 - p;
    case 8:
      return (p + 1) / 3;
    case 9:
      return p / 4 + 3 / 8;
  }
}

function weightAbove(type: QuantileType, whole: number, fraction: number): number {
  if (type > 3) return fraction;
  if (fraction > 0) return 1;
  if (type === 2) return 0.5;
  return type === 3 && whole % 2 !== 0 ? 1 : 0;
}
