import { argumentError } from '../../core/errors.js';
import { sortOrder } from './sort-order.js';

/** Square root of the spacing of doubles at 1: times closer than this differ by rounding, not by observation. */
export const nearTieTolerance = Math.sqrt(Number.EPSILON);

/**
 * Makes times that differ only by rounding equal, so that ties are ties: 21/365.25 taken in two ways is one time.
 *
 * Distinct finite times in ascending order are joined where the gap, or the gap over their mean absolute value, is at
 * most `tolerance`; the smallest of a run stands for all of it. This is the rule of R's survival package (`timefix`);
 * SAS compares times exactly, which a tolerance of 0 does here too. Returns a new array. Throws on NaN or a negative
 * tolerance. O(n log n). Oracle: test/oracles/math/near-ties.json.
 */
export function mergeNearTies(times: Float64Array, tolerance = nearTieTolerance): Float64Array {
  return mergeNearTiesTogether([times], tolerance)[0]!;
}

/** As `mergeNearTies`, for several columns on one clock, such as entry and exit: a tie across columns counts too. */
export function mergeNearTiesTogether(
  columns: readonly Float64Array[],
  tolerance = nearTieTolerance,
): Float64Array[] {
  if (!(tolerance >= 0)) {
    throw argumentError('near-ties', 'tolerance', 'is negative', String(tolerance), '0 or more');
  }
  const sorted = sortedDistinct(columns);
  const merged = columns.map((column) => column.slice());
  const largestGap = allowedGap(sorted, tolerance);
  const replacement = new Map<number, number>();
  let representative = sorted[0]!;
  for (let index = 1; index < sorted.length; index += 1) {
    const value = sorted[index]!;
    if (value - sorted[index - 1]! <= largestGap) replacement.set(value, representative);
    else representative = value;
  }
  if (replacement.size === 0) return merged;
  for (const column of merged) {
    for (let index = 0; index < column.length; index += 1) {
      const value = replacement.get(column[index]!);
      if (value !== undefined) column[index] = value;
    }
  }
  return merged;
}

/** A gap ties when it, or it over the mean absolute value, is within the tolerance: the larger bound decides. */
function allowedGap(sorted: Float64Array, tolerance: number): number {
  let mean = 0;
  sorted.forEach((value, index) => {
    mean += (Math.abs(value) - mean) / (index + 1);
  });
  return tolerance * Math.max(1, mean);
}

function sortedDistinct(columns: readonly Float64Array[]): Float64Array {
  const finite = columns.flatMap((column) => Array.from(column).filter((value) => !isInfinite(value)));
  const all = Float64Array.from(finite);
  const order = sortOrder(all);
  const distinct = new Float64Array(all.length);
  let count = 0;
  for (const row of order) {
    const value = all[row]!;
    if (count === 0 || value !== distinct[count - 1]) {
      distinct[count] = value;
      count += 1;
    }
  }
  return distinct.subarray(0, count);
}

function isInfinite(value: number): boolean {
  return value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
}
