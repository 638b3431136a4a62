import { argumentError } from '../../core/errors.js';
import { type IntervalInput, readIntervalColumns } from '../interval-columns.js';
import { readSurvivalColumns, type SurvivalInput } from '../survival-columns.js';

/** What is known of each time: exactly `lower` where the limits are equal, else after `lower` and up to `upper`. */
export interface CensoredRows {
  readonly n: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly entry: Float64Array | null;
  readonly weight: Float64Array | null;
}

/** Right-censored times or intervals as one kind of row. An event at time 0 has no place in a distribution of times. */
export function readCensoredRows(method: string, input: SurvivalInput | IntervalInput): CensoredRows {
  const rows = 'lower' in input ? readIntervalColumns(method, input) : fromEvents(method, input);
  for (let row = 0; row < rows.n; row += 1) {
    if (rows.upper[row] !== 0) continue;
    throw argumentError(
      method,
      'lower' in input ? 'upper' : 'time',
      `is 0 at an event in row ${row + 1}`,
      '0',
      'an event after the origin',
      'Count time from before the event, or give the first day length 1 or one half for all alike',
    );
  }
  return rows;
}

function fromEvents(method: string, input: SurvivalInput): CensoredRows {
  const { n, time, event, entry, weight } = readSurvivalColumns(method, input);
  const upper = time.map((value, row) => (event[row] === 1 ? value : Number.POSITIVE_INFINITY));
  return { n, lower: time, upper, entry, weight };
}

/** Whether a row says anything but that the event had not come yet. */
export function isEvent(rows: CensoredRows, row: number): boolean {
  return rows.upper[row]! < Number.POSITIVE_INFINITY;
}

/** The rows for which `keep` holds, all times divided by `unit`. */
export function selectRows(rows: CensoredRows, keep: Int32Array, unit: number): CensoredRows {
  const take = (column: Float64Array, divisor: number) =>
    Float64Array.from(keep, (row) => column[row]! / divisor);
  return {
    n: keep.length,
    lower: take(rows.lower, unit),
    upper: take(rows.upper, unit),
    entry: rows.entry === null ? null : take(rows.entry, unit),
    weight: rows.weight === null ? null : take(rows.weight, 1),
  };
}
