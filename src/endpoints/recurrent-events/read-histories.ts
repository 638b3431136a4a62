import type { Dataset } from '../../core/dataset.js';
import { DataError } from '../../core/errors.js';
import { column, requiredNumber, requiredText, whereRow } from '../dataset-columns.js';

interface HistoryColumns {
  readonly start: string;
  readonly stop: string;
  readonly flag: string;
}

export interface Histories {
  /** Number of each row's subject, from 0. */
  readonly subject: Int32Array;
  readonly entry: Float64Array;
  readonly time: Float64Array;
  readonly event: Uint8Array;
}

/**
 * Reads stretches of follow-up, one entry a row. Throws a `DataError` with the line for a missing cell, a start below 0
 * or not before its stop, another flag than 1, 0, Y or N, and rows of a subject that overlap.
 */
export function readHistories(
  dataset: Dataset,
  rows: Int32Array,
  subjectOf: (row: number) => string,
  columns: HistoryColumns,
): Histories {
  const { start, stop } = columns;
  const entry = Float64Array.from(rows, (row) => requiredNumber(dataset, start, row));
  const time = Float64Array.from(rows, (row) => requiredNumber(dataset, stop, row));
  const event = Uint8Array.from(rows, (row) => (isEvent(dataset, columns.flag, row) ? 1 : 0));
  const numbers = new Map<string, number>();
  const subject = Int32Array.from(rows, (row) => {
    const name = subjectOf(row);
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    return number;
  });
  rows.forEach((row, index) => {
    const [from, to] = [entry[index]!, time[index]!];
    if (from >= 0 && from < to) return;
    throw new DataError({
      code: from < 0 ? 'data/negative-time' : 'data/empty-stretch',
      where: whereRow(dataset, row),
      what: from < 0 ? `${start} is negative` : `${start} is not before ${stop}`,
      got: `${start} ${from} and ${stop} ${to}`,
      expected: 'a start of 0 or more before its stop',
      fix: 'Leave out a stretch without length, or say when in the day it ends.',
    });
  });
  const order = Array.from(rows.keys()).sort(
    (left, right) => subject[left]! - subject[right]! || entry[left]! - entry[right]!,
  );
  order.forEach((index, place) => {
    const before = order[place - 1];
    if (before === undefined || subject[before] !== subject[index] || entry[index]! >= time[before]!) return;
    throw new DataError({
      code: 'data/overlapping-rows',
      where: whereRow(dataset, rows[index]!),
      what: `The row overlaps another of subject ${subjectOf(rows[index]!)}, at ${whereRow(dataset, rows[before]!)}`,
      got: `${entry[index]} to ${time[index]} beside ${entry[before]} to ${time[before]}`,
      expected: 'rows of a subject that do not overlap',
      fix: 'Start each row where the one before it ends.',
    });
  });
  return { subject, entry, time, event };
}

const flags: Readonly<Record<string, boolean>> = { '1': true, Y: true, '0': false, N: false };

function isEvent(dataset: Dataset, name: string, row: number): boolean {
  const value =
    'missing' in column(dataset, name)
      ? requiredNumber(dataset, name, row)
      : requiredText(dataset, name, row);
  const flag = flags[String(value)];
  if (flag !== undefined) return flag;
  throw new DataError({
    code: 'data/event-value',
    where: whereRow(dataset, row),
    what: `${name} does not say whether the row ends in an event`,
    got: `"${value}"`,
    expected: '1 or Y for an event, 0 or N for none',
  });
}
