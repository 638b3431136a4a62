import type { Dataset } from '../../core/dataset.js';
import { DataError, PlanError } from '../../core/errors.js';
import { information, type Notice } from '../../core/notice.js';
import { column, dateColumn, whereRow } from '../dataset-columns.js';
import type { ReadEvents } from './read-events.js';

export interface StartColumns {
  /** A relative day or a date. */
  readonly start: string;
  /** Flags of imputed dates, where the dataset has the column. */
  readonly startFlag: string;
  readonly daysPerUnit: number;
  readonly subjects: {
    readonly dataset: Dataset;
    /** Row of each subject. */
    readonly rows: Int32Array;
    readonly firstDose: string;
  };
}

/**
 * Days of exposure up to and including the day of each event, over `daysPerUnit`: 1 day on the day of the first dose,
 * negative before it, NaN where the cell is empty.
 *
 * @throws PlanError `plan/column-type` when the column holds neither days nor dates. DataError `data/study-day` for a
 * day that is 0 or not whole, `data/missing-cell` for a date of an event without that of the first dose.
 */
export function readStarts(
  dataset: Dataset,
  { events, rows }: Pick<ReadEvents, 'events' | 'rows'>,
  columns: StartColumns,
): { readonly start: Float64Array; readonly notices: readonly Notice[] } {
  const source = column(dataset, columns.start);
  if (!('missing' in source)) {
    throw new PlanError({
      code: 'plan/column-type',
      where: dataset.source.file,
      what: `Column "${columns.start}" of dataset "${dataset.name}" has the wrong type for the start of an event`,
      got: source.type,
      expected: 'a relative day or a date',
      fix: 'Name the analysis variable, such as ASTDY or ASTDT: text may hold partial dates.',
    });
  }
  const start = new Float64Array(rows.length).fill(Number.NaN);
  const dayOf = source.type === 'date' ? daySinceFirstDose(columns.subjects) : null;
  for (let event = 0; event < rows.length; event += 1) {
    const row = rows[event]!;
    if (source.missing[row]) continue;
    const value = source.values[row]!;
    const day = dayOf === null ? value : dayOf(value, events.subject[event]!);
    if (day === 0 || !Number.isInteger(day)) {
      throw new DataError({
        code: 'data/study-day',
        where: whereRow(dataset, row),
        what: `${columns.start} is no relative day`,
        got: String(day),
        expected: 'a whole number other than 0: day 1 is that of the first dose, the day before is day -1',
      });
    }
    start[event] = day / columns.daysPerUnit;
  }
  return { start, notices: imputationNotice(dataset, rows, columns) };
}

function daySinceFirstDose({
  dataset,
  rows,
  firstDose,
}: StartColumns['subjects']): (date: number, subject: number) => number {
  const first = dateColumn(dataset, firstDose);
  return (date, subject) => {
    const row = rows[subject]!;
    if (first.missing[row]) {
      throw new DataError({
        code: 'data/missing-cell',
        where: whereRow(dataset, row),
        what: `"${firstDose}" is empty although the subject has an event`,
        fix: 'Fill the cell, or exclude the subject with the where clause of `subjects`.',
      });
    }
    const days = date - first.values[row]!;
    return days < 0 ? days : days + 1;
  };
}

/** Counts flagged starts by the value of the flag; the dataset says what it means (D the day, M also the month). */
function imputationNotice(
  dataset: Dataset,
  rows: Int32Array,
  { start, startFlag }: StartColumns,
): readonly Notice[] {
  const flags = dataset.columns.get(startFlag);
  if (flags === undefined || (flags.type !== 'text' && flags.type !== 'flag')) return [];
  const counts = new Map<string, number>();
  for (const row of rows) {
    const flag = flags.values[row];
    if (flag) counts.set(flag, (counts.get(flag) ?? 0) + 1);
  }
  if (counts.size === 0) return [];
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const split = [...counts]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([flag, count]) => `${flag} ${count}`)
    .join(', ');
  return [
    information(
      'adverse-events/imputed-start',
      `Events whose start was imputed in the data set (${startFlag}: ${split}), used as it stands in ${start}: ${total} of ${rows.length}.`,
    ),
  ];
}
