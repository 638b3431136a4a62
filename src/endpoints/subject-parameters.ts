import type { Dataset, NumberColumn } from '../core/dataset.js';
import { DataError, PlanError } from '../core/errors.js';
import { didYouMean } from '../core/suggest.js';
import { shortList } from '../data/short-list.js';
import { textColumn, whereRow } from './dataset-columns.js';
import type { SubjectRows } from './subject-rows.js';

/**
 * Finds the row of each subject, in the order of `subjects`, for each parameter wanted; -1 without one. Throws a
 * `PlanError` for a parameter without any row, and a `DataError` with the row for a second row of one subject and
 * parameter.
 */
export function parameterRows(
  dataset: Dataset,
  { rows: { rows }, subjects, codes, nameOf }: SubjectRows,
  columnName: string,
  wanted: readonly string[],
): readonly Int32Array[] {
  const values = textColumn(dataset, columnName).values;
  const places = new Map(wanted.map((name, place) => [name, place]));
  const found = wanted.map(() => new Int32Array(subjects.rows.length).fill(-1));
  rows.forEach((row, index) => {
    const place = places.get(values[row] ?? '');
    if (place === undefined) return;
    const known = found[place]![codes[index]!]!;
    if (known >= 0) {
      throw new DataError({
        code: 'data/parameter-twice',
        where: whereRow(dataset, row),
        what: `Subject ${nameOf(row)} has another row of ${columnName} ${values[row]}, at ${whereRow(dataset, known)}`,
        expected: 'one row a subject and parameter',
        fix: 'Narrow the where clause, to one analysis flag or visit for instance.',
      });
    }
    found[place]![codes[index]!] = row;
  });
  wanted.forEach((name, place) => {
    if (found[place]!.some((row) => row >= 0)) return;
    const present = [...new Set(Array.from(rows, (row) => values[row] ?? ''))];
    const fix = didYouMean(name, present);
    throw new PlanError({
      code: 'plan/unknown-parameter',
      where: dataset.source.file,
      what: `"${name}" is not a value of ${columnName} in the selected rows`,
      expected: `one of ${shortList(
        present.map((own) => `"${own}"`),
        40,
      )}`,
      fix: fix ?? 'Let the where clause select the rows of every parameter.',
    });
  });
  return found;
}

/**
 * A time and its event (CNSR 0) of each row; NaN where there is no row, no time or no flag. Throws a `DataError` with
 * the row for values that cannot be.
 */
export function eventTimes(
  dataset: Dataset,
  rows: Int32Array,
  time: NumberColumn,
  censor: NumberColumn,
): { readonly time: Float64Array; readonly event: Uint8Array } {
  const times = new Float64Array(rows.length).fill(Number.NaN);
  const events = new Uint8Array(rows.length);
  rows.forEach((row, index) => {
    if (row < 0 || time.missing[row] || censor.missing[row]) return;
    const [value, flag] = [time.values[row]!, censor.values[row]!];
    if (!Number.isInteger(flag) || flag < 0) {
      throw new DataError({
        code: 'data/censoring-value',
        where: whereRow(dataset, row),
        what: `${censor.name} must be 0 for an event or a positive whole number for censoring`,
        got: String(flag),
      });
    }
    if (value < 0) {
      throw new DataError({
        code: 'data/negative-time',
        where: whereRow(dataset, row),
        what: `${time.name} is negative`,
        got: String(value),
        expected: 'a time of 0 or more',
      });
    }
    times[index] = value;
    events[index] = flag === 0 ? 1 : 0;
  });
  return { time: times, event: events };
}
