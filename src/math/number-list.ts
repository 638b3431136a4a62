import { argumentError } from '../core/errors.js';
import { requireList } from './argument-checks.js';

/**
 * A copy of a list of finite numbers. Throws a `MethodError` for anything else in it: a missing value must not become 0,
 * as `null` would, nor text a number. `fix` says what to do about a missing value.
 */
export function finiteNumbers(
  where: string,
  name: string,
  values: ArrayLike<number>,
  fix = 'Leave missing values out',
): Float64Array {
  requireList(where, name, values, 'a list of numbers');
  const list = new Float64Array(values.length);
  for (let index = 0; index < list.length; index += 1) {
    const value: unknown = values[index];
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      const at = `${name}[${index}]`;
      throw argumentError(where, at, 'is not a finite number', shown(value), 'a finite number', fix);
    }
    list[index] = value;
  }
  return list;
}

/** The same for a list with gaps: null, undefined and NaN become NaN. Text and infinities throw. */
export function numbersWithGaps(where: string, name: string, values: ArrayLike<number | null>): Float64Array {
  requireList(where, name, values, 'a list of numbers');
  const list = new Float64Array(values.length);
  for (let index = 0; index < list.length; index += 1) {
    const value: unknown = values[index];
    if (value === null || value === undefined) list[index] = Number.NaN;
    else if (typeof value === 'number' && Math.abs(value) !== Number.POSITIVE_INFINITY) list[index] = value;
    else {
      const expected = 'a finite number, or null or NaN where missing';
      throw argumentError(where, `${name}[${index}]`, 'is not a finite number', shown(value), expected);
    }
  }
  return list;
}

/** A copy of a list of 0 and 1, or of true and false. Throws for anything else, null and text too. */
export function zerosAndOnes(where: string, name: string, values: ArrayLike<number | boolean>): Float64Array {
  requireList(where, name, values, 'a list of 0 and 1');
  // The usual case by itself: a compiler makes less of a loop that may meet anything.
  if (values instanceof Float64Array && areZerosAndOnes(values)) return values.slice();
  const list = new Float64Array(values.length);
  for (let index = 0; index < list.length; index += 1) {
    const value: unknown = values[index];
    if (value === 1 || value === true) list[index] = 1;
    else if (value !== 0 && value !== false) {
      throw argumentError(
        where,
        `${name}[${index}]`,
        'is not 0 or 1',
        shown(value),
        '0 or 1, or false or true',
      );
    }
  }
  return list;
}

function areZerosAndOnes(values: Float64Array): boolean {
  for (let index = 0; index < values.length; index += 1) {
    if (values[index] !== 0 && values[index] !== 1) return false;
  }
  return true;
}

function shown(value: unknown): string {
  return typeof value === 'string' ? `"${value}"` : String(value);
}
