import { argumentError } from '../core/errors.js';
import { requireList, requireObject } from '../math/argument-checks.js';
import { type NameColumn, readNames } from '../math/columns/name-column.js';
import { type NumberColumn, readSurvivalColumns, type SurvivalColumns } from './survival-columns.js';

/**
 * Rows of a counting process: a subject is at risk after `entry` and up to `time`, with an event at `time` or none. A
 * subject has as many rows as events, and one more for the time after the last; gaps between rows are time not at risk.
 */
export interface RecurrentEventsInput {
  /** Name or number of each row's subject. */
  readonly subject: ArrayLike<string | number>;
  /** Start of each row, exclusive. Default 0. */
  readonly entry?: NumberColumn | undefined;
  readonly time: NumberColumn;
  readonly event: ArrayLike<number | boolean>;
}

export interface RecurrentRows {
  readonly columns: SurvivalColumns;
  readonly entry: Float64Array;
  /** Subject of each row, numbered from 0. */
  readonly subject: Int32Array;
  readonly subjects: readonly string[];
  /** Rows subject by subject, ascending in time: subject s has those from `first[s]` up to `first[s + 1]`. */
  readonly order: Int32Array;
  readonly first: Int32Array;
  /** Events that the subject of a row had before the row began. */
  readonly eventsBefore: Int32Array;
}

/**
 * Checks rows of a counting process and puts each subject's in order. Throws a `MethodError` for unequal lengths, missing
 * values, an entry that is not before its time, and rows of a subject that overlap. O(n log n).
 */
export function readRecurrentRows(method: string, input: RecurrentEventsInput): RecurrentRows {
  requireObject(method, 'input', input, 'columns such as { subject, entry, time, event }');
  requireList(method, 'time', input.time, 'one number a row');
  requireList(method, 'subject', input.subject, 'one name or number a row');
  const n = input.time.length;
  const { subject, entry: given } = input;
  const columns = readSurvivalColumns(method, {
    time: input.time,
    event: input.event,
    entry: given ?? new Float64Array(n).fill(-1),
  });
  // Without entry everyone starts at 0; a row up to time 0 is allowed there.
  const entry = given === undefined ? new Float64Array(n) : columns.entry!;
  const names = readNames(method, 'subject', Array.from(subject, nameOf), n);
  const order = Int32Array.from({ length: n }, (_, row) => row).sort(
    (left, right) => names.codes[left]! - names.codes[right]! || columns.time[left]! - columns.time[right]!,
  );
  const first = new Int32Array(names.levels.length + 1);
  const eventsBefore = new Int32Array(n);
  order.forEach((row, place) => {
    const code = names.codes[row]!;
    const before = order[place - 1];
    first[code + 1] = place + 1;
    if (before === undefined || names.codes[before] !== code) return;
    eventsBefore[row] = eventsBefore[before]! + columns.event[before]!;
    if (entry[row]! < columns.time[before]!) {
      throw argumentError(
        method,
        given === undefined ? 'subject' : 'entry',
        `is before the subject's row ${before + 1} ends, in row ${row + 1}`,
        `entry ${entry[row]} after a row up to ${columns.time[before]}`,
        'rows of a subject that do not overlap',
        'Start each row where the one before it ends',
      );
    }
  });
  return {
    columns,
    entry,
    subject: names.codes,
    subjects: names.levels,
    order,
    first,
    eventsBefore,
  };
}

/** A number as its name; what is missing stays missing, for `readNames` to refuse. */
function nameOf(subject: string | number): string {
  return subject === null || subject === undefined || Number.isNaN(subject)
    ? (undefined as unknown as string)
    : String(subject);
}

/** The arm of each row's subject. Throws when rows of one subject have different arms. */
export function readSubjectArms(method: string, rows: RecurrentRows, group: NameColumn) {
  const factor = readNames(method, 'group', group, rows.columns.n);
  rows.order.forEach((row, place) => {
    const before = rows.order[place - 1];
    if (before === undefined || rows.subject[before] !== rows.subject[row]) return;
    if (factor.codes[before] === factor.codes[row]) return;
    throw argumentError(
      method,
      'group',
      `changes within a subject, in row ${row + 1}`,
      undefined,
      'one arm a subject',
    );
  });
  return factor;
}
