import { argumentError } from '../../core/errors.js';

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
  const merged = columns.map((column) => column.slice());
  const values = concatenate(columns);
  if (allWholeAndModerate(values, tolerance)) return merged;
  values.sort();
  const { replaced, replacements } = findTies(values, tolerance);
  if (replaced.length === 0) return merged;
  for (const column of merged) {
    for (let index = 0; index < column.length; index += 1) {
      const place = firstNotBelow(replaced, column[index]!);
      if (replaced[place] === column[index]) column[index] = replacements[place]!;
    }
  }
  return merged;
}

/** The finite values of all columns. */
function concatenate(columns: readonly Float64Array[]): Float64Array {
  const values = new Float64Array(columns.reduce((total, column) => total + column.length, 0));
  let count = 0;
  for (const column of columns) {
    for (let index = 0; index < column.length; index += 1) {
      const value = column[index]!;
      if (Number.isNaN(value)) {
        throw argumentError(
          'near-ties',
          'times',
          'holds a value that cannot be ordered',
          `NaN at ${index}`,
          'numbers',
        );
      }
      if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) continue;
      values[count] = value;
      count += 1;
    }
  }
  return values.subarray(0, count);
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

/** Values that another stands for, ascending, and what stands for each. `sorted` ascends and may repeat values. */
function findTies(
  sorted: Float64Array,
  tolerance: number,
): { replaced: Float64Array; replacements: Float64Array } {
  let distinct = 0;
  let mean = 0;
  for (let index = 0; index < sorted.length; index += 1) {
    const value = sorted[index]!;
    if (distinct > 0 && value === sorted[distinct - 1]) continue;
    sorted[distinct] = value;
    distinct += 1;
    mean += (Math.abs(value) - mean) / distinct;
  }
  // A gap ties when it, or it over the mean absolute value, is within the tolerance: the larger bound decides.
  const largestGap = tolerance * Math.max(1, mean);
  const replaced = new Float64Array(distinct);
  const replacements = new Float64Array(distinct);
  let representative = sorted[0]!;
  let count = 0;
  for (let index = 1; index < distinct; index += 1) {
    const value = sorted[index]!;
    if (value - sorted[index - 1]! <= largestGap) {
      replaced[count] = value;
      replacements[count] = representative;
      count += 1;
    } else representative = value;
  }
  return { replaced: replaced.subarray(0, count), replacements: replacements.subarray(0, count) };
}

/** Index of the first element that is not below `value`; the length when all are. */
function firstNotBelow(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
