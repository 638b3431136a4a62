import { largestSize, powerOfTwoAt } from '../../math/safe-unit.js';

/** A statistic of the rows whose numbers it is given. The array is used again: keep none of it. */
export type RowStatistic = (rows: Int32Array) => number;

/** The statistic without each row in turn. O(size) calls. */
export function leaveOneOutValues(size: number, statistic: RowStatistic): Float64Array {
  const rows = new Int32Array(size - 1);
  const values = new Float64Array(size);
  for (let left = 0; left < size; left += 1) {
    let place = 0;
    for (let row = 0; row < size; row += 1) {
      if (row === left) continue;
      rows[place] = row;
      place += 1;
    }
    values[left] = statistic(rows);
  }
  return values;
}

/**
 * Acceleration of a bias-corrected interval from jackknife influence values around the mean of the leave-one-out values
 * (Efron and Tibshirani 1993, equation 14.15); several strata as in Davison and Hinkley 1997, section 5.3. NaN where nothing
 * varies, or where the statistic is no number without some row (the only one of its stratum).
 */
export function jackknifeAcceleration(strata: readonly Int32Array[], values: ArrayLike<number>): number {
  const influences = strata.flatMap((rows) => {
    const n = rows.length;
    let mean = 0;
    for (const row of rows) mean += values[row]! / n;
    return Array.from(rows, (row) => ((n - 1) * (mean - values[row]!)) / n);
  });
  return accelerationOf(influences);
}

/** Σ x³ / (6 (Σ x²)^1.5), which does not depend on the unit of x: cubes of any size neither overflow nor vanish. */
export function accelerationOf(influences: ArrayLike<number>): number {
  const unit = powerOfTwoAt(largestSize(influences));
  let cubes = 0;
  let squares = 0;
  for (let index = 0; index < influences.length; index += 1) {
    const influence = influences[index]! / unit;
    cubes += influence ** 3;
    squares += influence ** 2;
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : Number.NaN;
}
