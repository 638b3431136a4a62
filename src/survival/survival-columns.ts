import type { Factor } from '../core/analysis-data.js';
import { argumentError } from '../core/errors.js';
import { requireList, requireObject } from '../math/argument-checks.js';
import { mergeNearTiesTogether, mergeSortedNearTies } from '../math/order/near-ties.js';
import { sortOrder } from '../math/order/sort-order.js';
import { refuseColumnSlips } from './column-slips.js';

/** A column of numbers as a script holds it. */
export type NumberColumn = ArrayLike<number>;

/** Times and events as every survival method takes them: one entry a subject (or a row of a counting process). */
export interface SurvivalInput {
  /** Follow-up, 0 or more, in any unit. */
  readonly time: NumberColumn;
  /** 1 or true where the event happened at `time`, 0 or false where follow-up was censored there. */
  readonly event: ArrayLike<number | boolean>;
  /** Late entry: a subject is at risk after `entry` and up to `time`. */
  readonly entry?: NumberColumn | undefined;
  /** Case weights above 0; 2 stands for two identical subjects. */
  readonly weight?: NumberColumn | undefined;
}

/**
 * Checked columns of the input; typed arrays may be the caller's own and are never written to. Times that differ by
 * rounding error only are equal.
 */
export interface SurvivalColumns {
  readonly n: number;
  readonly time: Float64Array;
  readonly event: Uint8Array;
  readonly entry: Float64Array | null;
  readonly weight: Float64Array | null;
  /** Rows ascending in `time`, where that is known already; ask `timeOrder` for it. */
  readonly knownOrder?: Int32Array | undefined;
}

/** Rows ascending in time. */
export function timeOrder({ time, knownOrder }: SurvivalColumns): Int32Array {
  return knownOrder ?? sortOrder(time);
}

/**
 * Checks times, events, entries and weights, and makes times equal that differ by rounding error only (the rule of
 * R's `aeqSurv`: a gap, absolute or relative to the mean absolute time, of at most the square root of the double
 * epsilon). Throws a `MethodError` that names the argument and the row. O(n log n).
 */
export function readSurvivalColumns(method: string, input: SurvivalInput): SurvivalColumns {
  requireObject(method, 'input', input, 'columns such as { time, event }');
  refuseColumnSlips(method, input);
  requireList(method, 'time', input.time, 'one number a subject');
  requireList(method, 'event', input.event, '1 or 0 for each subject');
  const n = input.time.length;
  const time = viewNumbers(method, 'time', input.time, n, 0, 'a number of 0 or more');
  const event = readEvents(method, input.event, n);
  const entry = input.entry === undefined ? null : viewNumbers(method, 'entry', input.entry, n);
  const weight =
    input.weight === undefined
      ? null
      : viewNumbers(method, 'weight', input.weight, n, Number.MIN_VALUE, 'a number above 0');
  const merged = mergeTimes(time, entry);
  if (merged.entry !== null) {
    for (let row = 0; row < n; row += 1) {
      if (merged.entry[row]! >= merged.time[row]!) {
        throw argumentError(
          method,
          'entry',
          `is not before "time" in row ${row + 1}`,
          `entry ${input.entry![row]} and time ${input.time[row]}`,
          'an entry before the time by more than rounding error',
          'Leave the row out, or correct its times',
        );
      }
    }
  }
  return { n, event, weight, ...merged };
}

/** Whole numbers up to this are further apart than any near tie, so they need no merging. */
const largestWholeTime = 2 ** 25;

function mergeTimes(
  time: Float64Array,
  entry: Float64Array | null,
): Pick<SurvivalColumns, 'time' | 'entry' | 'knownOrder'> {
  const moderate = (column: Float64Array) => {
    const largest = largestWhole(column);
    return largest !== null && largest <= largestWholeTime;
  };
  if (moderate(time) && (entry === null || moderate(entry))) return { time, entry };
  if (entry === null) {
    const knownOrder = sortOrder(time);
    return { time: mergeSortedNearTies(time, knownOrder), entry, knownOrder };
  }
  const [mergedTime, mergedEntry] = mergeNearTiesTogether([time, entry]);
  return { time: mergedTime!, entry: mergedEntry! };
}

/** The largest absolute value of a column of whole numbers (0 of none); null where some value is not whole. */
export function largestWhole(values: Float64Array): number | null {
  let largest = 0;
  for (let row = 0; row < values.length; row += 1) {
    const size = Math.abs(values[row]!);
    if (Math.floor(size) !== size) return null;
    if (size > largest) largest = size;
  }
  return largest;
}

/** As `readNumbers`, without a copy where the column is a typed array of doubles: for readers that write nothing. */
export function viewNumbers(
  method: string,
  argument: string,
  values: NumberColumn,
  n: number,
  minimum = Number.NEGATIVE_INFINITY,
  expected = 'a number',
): Float64Array {
  if (!(values instanceof Float64Array)) return readNumbers(method, argument, values, n, minimum, expected);
  checkLength(method, argument, values.length, n);
  checkNumbers(method, argument, values, values, minimum, expected);
  return values;
}

/** Copies a column of numbers into a typed array and checks its length and every value. */
export function readNumbers(
  method: string,
  argument: string,
  values: NumberColumn,
  n: number,
  minimum = Number.NEGATIVE_INFINITY,
  expected = 'a number',
): Float64Array {
  checkLength(method, argument, values.length, n);
  const copy = new Float64Array(n);
  if (values instanceof Float64Array) copy.set(values);
  else {
    for (let row = 0; row < n; row += 1) {
      const value = values[row] as unknown;
      copy[row] = typeof value === 'number' ? value : Number.NaN;
    }
  }
  checkNumbers(method, argument, copy, values, minimum, expected);
  return copy;
}

function checkNumbers(
  method: string,
  argument: string,
  numbers: Float64Array,
  values: NumberColumn,
  minimum: number,
  expected: string,
): void {
  for (let row = 0; row < numbers.length; row += 1) {
    const value = numbers[row]!;
    // The difference is NaN for NaN and for infinities.
    if (value - value === 0 && value >= minimum) continue;
    throw argumentError(
      method,
      argument,
      `has a value that cannot be used in row ${row + 1}`,
      String(values[row]),
      expected,
      'Leave rows with missing values out before the call',
    );
  }
}

function readEvents(method: string, values: ArrayLike<number | boolean>, n: number): Uint8Array {
  checkLength(method, 'event', values.length, n);
  if (values instanceof Uint8Array && isIndicator(values)) return values;
  const copy = new Uint8Array(n);
  for (let row = 0; row < n; row += 1) {
    const value = values[row];
    if (value === 1 || value === true) copy[row] = 1;
    else if (value !== 0 && value !== false) {
      throw argumentError(
        method,
        'event',
        `has a value that cannot be used in row ${row + 1}`,
        String(value),
        '1 or true for an event, 0 or false for censoring',
      );
    }
  }
  return copy;
}

function isIndicator(values: Uint8Array): boolean {
  let any = 0;
  for (let row = 0; row < values.length; row += 1) any |= values[row]!;
  return any <= 1;
}

/** One level for everybody, where a method was called without groups or strata. */
export function singleLevel(level: string, n: number): Factor {
  return { levels: [level], codes: new Int32Array(n) };
}

/** Checks that an interval's coverage lies strictly between 0 and 1. */
export function checkLevel(method: string, level: number): void {
  if (!(level > 0 && level < 1)) {
    throw argumentError(
      method,
      'level',
      'is no coverage',
      String(level),
      'a number between 0 and 1, such as 0.95',
    );
  }
}

function checkLength(method: string, argument: string, length: number, n: number): void {
  if (length !== n) {
    throw argumentError(
      method,
      argument,
      'has another length than "time"',
      `${length} values`,
      `${n} values, one for each subject`,
    );
  }
}
