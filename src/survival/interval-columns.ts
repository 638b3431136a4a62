import { argumentError } from '../core/errors.js';
import { requireList } from '../math/argument-checks.js';
import { type NumberColumn, readNumbers } from './survival-columns.js';

/** Times known to lie between two visits: after `lower` and at or before `upper`. */
export interface IntervalInput {
  /** Last time known to be free of the event, 0 or more; 0 where the event may have come at any time up to `upper`. */
  readonly lower: NumberColumn;
  /** First time known to be past the event; infinite where it was never seen, equal to `lower` where exactly known. */
  readonly upper: NumberColumn;
  /** Late entry: a subject came under observation at `entry`, free of the event. */
  readonly entry?: NumberColumn | undefined;
  /** Case weights above 0; 2 stands for two identical subjects. */
  readonly weight?: NumberColumn | undefined;
}

export interface IntervalColumns {
  readonly n: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly entry: Float64Array | null;
  readonly weight: Float64Array | null;
}

/**
 * Checks and copies the limits between which events lie. Throws a `MethodError` that names the argument and the row
 * for unequal lengths, missing or negative limits, an upper limit below the lower one, an entry after the lower limit.
 */
export function readIntervalColumns(method: string, input: IntervalInput): IntervalColumns {
  requireList(method, 'lower', input.lower, 'one number a subject');
  requireList(method, 'upper', input.upper, 'one number a subject');
  const n = input.lower.length;
  const lower = readNumbers(method, 'lower', input.lower, n, 0, 'a number of 0 or more');
  const finite = Array.from(input.upper, (value) => (value === Number.POSITIVE_INFINITY ? 0 : value));
  const upper = readNumbers(
    method,
    'upper',
    finite,
    n,
    0,
    'a number of 0 or more, or infinity for an event never seen',
  );
  const entry =
    input.entry === undefined
      ? null
      : readNumbers(method, 'entry', input.entry, n, 0, 'a number of 0 or more');
  const weight =
    input.weight === undefined
      ? null
      : readNumbers(method, 'weight', input.weight, n, Number.MIN_VALUE, 'a number above 0');
  for (let row = 0; row < n; row += 1) {
    if (input.upper[row] === Number.POSITIVE_INFINITY) upper[row] = Number.POSITIVE_INFINITY;
    if (upper[row]! < lower[row]!) {
      throw argumentError(
        method,
        'upper',
        `is below "lower" in row ${row + 1}`,
        `lower ${lower[row]} and upper ${upper[row]}`,
        'an upper limit at or above the lower one',
      );
    }
    if (entry !== null && entry[row]! > lower[row]!) {
      throw argumentError(
        method,
        'entry',
        `is after "lower" in row ${row + 1}`,
        `entry ${entry[row]} and lower ${lower[row]}`,
        'an entry at or before the last time known to be free of the event',
      );
    }
  }
  return { n, lower, upper, entry, weight };
}
