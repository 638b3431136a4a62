import type { Dataset } from '../core/dataset.js';
import { DataError } from '../core/errors.js';
import { column, numberColumn, requiredNumber, whereRow } from './dataset-columns.js';

interface EventChoice {
  readonly afterEvent?: string | undefined;
  readonly eventDay?: string | undefined;
  readonly day: string;
}

/** One row of a subject at a planned visit. */
export interface VisitRow {
  readonly row: number;
  readonly subject: number;
  readonly visit: number;
}

/**
 * The first visit after an intercurrent event of each subject: the one that follows the last visit before or on the day
 * of the event. A missed visit in between thus counts as after it. `visits` for a subject without an event; undefined
 * where no column tells of events. With flags alone, an event after the last row of a subject cannot be seen.
 */
export function firstVisitAfterEvent(
  dataset: Dataset,
  rows: readonly VisitRow[],
  subjects: number,
  visits: number,
  { afterEvent, eventDay, day }: EventChoice,
): Int32Array | undefined {
  if (afterEvent === undefined && eventDay === undefined) return undefined;
  const hasEvent = new Uint8Array(subjects);
  /** Visits known to lie before the event. */
  const before = new Int32Array(subjects);
  const firstAfter = new Int32Array(subjects).fill(visits);
  const isAfter =
    afterEvent === undefined
      ? afterDay(dataset, rows, eventDay!, day, hasEvent)
      : flagged(dataset, afterEvent);
  for (const { row, subject, visit } of rows) {
    if (isAfter(row)) {
      hasEvent[subject] = 1;
      firstAfter[subject] = Math.min(firstAfter[subject]!, visit);
    }
  }
  for (const { row, subject, visit } of rows) {
    if (isAfter(row)) continue;
    if (visit < firstAfter[subject]!) before[subject] = Math.max(before[subject]!, visit + 1);
    else if (hasEvent[subject] === 1) {
      throw new DataError({
        code: 'data/before-event',
        where: whereRow(dataset, row),
        what: 'The row is before the intercurrent event, but an earlier visit of the subject is after it',
        expected: 'visits before the event, then visits after it',
      });
    }
  }
  return before.map((next, subject) => (hasEvent[subject] === 1 ? next : visits));
}

const flags: Readonly<Record<string, boolean>> = { '1': true, Y: true, '0': false, N: false, '': false };

function flagged(dataset: Dataset, name: string): (row: number) => boolean {
  const source = column(dataset, name);
  return (row) => {
    const value =
      'missing' in source ? (source.missing[row] ? '' : source.values[row]) : (source.values[row] ?? '');
    const flag = flags[String(value)];
    if (flag !== undefined) return flag;
    throw new DataError({
      code: 'data/event-flag',
      where: whereRow(dataset, row),
      what: `${name} does not say whether the row is after the intercurrent event`,
      got: `"${value}"`,
      expected: '1 or Y after it; 0, N or empty before it or without it',
    });
  };
}

function afterDay(
  dataset: Dataset,
  rows: readonly VisitRow[],
  eventDay: string,
  day: string,
  hasEvent: Uint8Array,
): (row: number) => boolean {
  const events = numberColumn(dataset, eventDay);
  const days = new Map<number, number>();
  for (const { row, subject } of rows) {
    if (events.missing[row]) continue;
    const known = days.get(subject);
    if (known !== undefined && known !== events.values[row]) {
      throw new DataError({
        code: 'data/event-day',
        where: whereRow(dataset, row),
        what: `${eventDay} differs between rows of the subject`,
        got: `${events.values[row]} after ${known}`,
        expected: 'one day a subject, or none',
      });
    }
    days.set(subject, events.values[row]!);
    hasEvent[subject] = 1;
  }
  const subjectOf = new Map(rows.map(({ row, subject }) => [row, subject]));
  return (row) => {
    const event = days.get(subjectOf.get(row)!);
    return event !== undefined && requiredNumber(dataset, day, row) > event;
  };
}
