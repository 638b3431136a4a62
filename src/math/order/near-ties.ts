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
  const values = concatenate(columns);
  const merged = allWholeAndModerate(values, tolerance)
    ? values
    : mergeSortedNearTies(values, sortOrder(values), tolerance);
  let start = 0;
  return columns.map(({ length }) => {
    start += length;
    return merged.slice(start - length, start);
  });
}

/**
 * As `mergeNearTies`, for a caller who has the ascending order of the rows: two passes in that order, which stays
 * ascending for the merged times. Returns `times` itself where nothing ties.
 */
export function mergeSortedNearTies(
  times: Float64Array,
  order: Int32Array,
  tolerance = nearTieTolerance,
): Float64Array {
  const sorted = new Float64Array(order.length);
  for (let index = 0; index < order.length; index += 1) sorted[index] = times[order[index]!]!;
  const largestGap = tolerance * Math.max(1, meanOfDistinct(sorted));
  let merged: Float64Array | null = null;
  let previous = Number.NEGATIVE_INFINITY;
  let representative = previous;
  for (let index = 0; index < sorted.length; index += 1) {
    const value = sorted[index]!;
    if (value !== previous) {
      // The gap to an infinity is infinite.
      if (value - previous > largestGap) representative = value;
      else merged ??= times.slice();
      previous = value;
    }
    if (merged !== null) merged[order[index]!] = representative;
  }
  return merged ?? times;
}

/** Mean absolute value of the distinct finite times. */
function meanOfDistinct(sorted: Float64Array): number {
  let distinct = 0;
  let mean = 0;
  let previous = Number.NaN;
  for (let index = 0; index < sorted.length; index += 1) {
    const value = sorted[index]!;
    if (value === previous || value - value !== 0) continue;
    previous = value;
    distinct += 1;
    mean += (Math.abs(value) - mean) / distinct;
  }
  return mean;
}

function concatenate(columns: readonly Float64Array[]): Float64Array {
  const values = new Float64Array(columns.reduce((total, column) => total + column.length, 0));
  let start = 0;
  for (const column of columns) {
    const wrong = column.findIndex(Number.isNaN);
    if (wrong >= 0) {
      throw argumentError(
        'near-ties',
        'times',
        'holds a value that cannot be ordered',
        `NaN at ${wrong}`,
        'numbers',
      );
    }
    values.set(column, start);
    start += column.length;
  }
  return values;
}

/** Whole days differ by 1 or not at all: nothing to merge, unless they are so large that 1 is within the tolerance. */
function allWholeAndModerate(values: Float64Array, tolerance: number): boolean {
  const limit = tolerance === 0 ? Number.MAX_VALUE : 0.5 / tolerance;
  if (limit < 1) return false;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    if (Math.abs(value) > limit || Math.floor(value) !== value) return false;
  }
  return true;
}
