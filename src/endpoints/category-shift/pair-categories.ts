import type { Dataset } from '../../core/dataset.js';
import { DataError } from '../../core/errors.js';
import { column, numberColumn, requiredText, whereRow } from '../dataset-columns.js';
import type { GroupedRows } from '../group-rows.js';
import type { CategoryReader } from './category-reader.js';

export const shiftChoices = ['highest', 'lowest', 'last'] as const;
export type ShiftChoice = (typeof shiftChoices)[number];

interface ShiftColumns {
  readonly arm: string;
  readonly subject: string;
  readonly parameter: string;
  readonly before: string;
  readonly after: string;
  readonly choose: ShiftChoice;
  readonly order: string;
  readonly baselineFlag: string;
}

/** One subject and parameter: its categories as places on the scale, -1 where missing. */
interface Shift {
  readonly parameter: number;
  readonly arm: number;
  readonly before: number;
  after: number;
  /** The row that named the category before. */
  readonly firstRow: number;
  /** When the category after was seen, where the last one counts. */
  time: number;
  /** The row of that time. */
  lastRow: number;
}

export interface PairedCategories {
  readonly shifts: readonly Shift[];
  readonly parameters: readonly string[];
  readonly armsOfSubjects: readonly number[];
}

/**
 * Pairs the category before with the one chosen after, in one pass over the rows.
 *
 * @throws DataError where a subject changes arm, its category before differs between rows of a parameter, or two rows of
 * one time disagree where the last one counts.
 */
export function pairCategories(
  dataset: Dataset,
  { rows, group }: GroupedRows,
  reader: CategoryReader,
  columns: ShiftColumns,
): PairedCategories {
  const time = columns.choose === 'last' ? numberColumn(dataset, columns.order) : null;
  const flag = dataset.columns.get(columns.baselineFlag);
  const subjects = column(dataset, columns.subject).values;
  const parameters = new Map<string, number>();
  const arms = new Map<string, number>();
  const shifts = new Map<string, Shift>();
  rows.forEach((row, index) => {
    const name = requiredText(dataset, columns.parameter, row);
    const parameter = parameters.get(name) ?? parameters.size;
    parameters.set(name, parameter);
    const subject = String(subjects[row]);
    const arm = group.codes[index]!;
    if ((arms.get(subject) ?? arm) !== arm) throw armChanges(dataset, columns.arm, subject, row);
    arms.set(subject, arm);
    const key = `${parameter}/${subject}`;
    const before = reader.read(columns.before, row);
    const known = shifts.get(key);
    const shift = known ?? {
      parameter,
      arm,
      before,
      after: -1,
      firstRow: row,
      time: Number.NEGATIVE_INFINITY,
      lastRow: -1,
    };
    if (known === undefined) shifts.set(key, shift);
    if (shift.before !== before) throw baselineChanges(dataset, columns.before, subject, row, shift.firstRow);
    if (flag?.values[row] === 'Y') return;
    const after = reader.read(columns.after, row);
    if (after < 0) return;
    if (time === null) {
      const further = columns.choose === 'highest' ? after > shift.after : after < shift.after;
      if (shift.after < 0 || further) shift.after = after;
    } else if (!time.missing[row] && time.values[row]! >= shift.time) {
      if (time.values[row] === shift.time && after !== shift.after) {
        throw twoLast(dataset, columns, subject, row, shift.lastRow);
      }
      shift.time = time.values[row]!;
      shift.after = after;
      shift.lastRow = row;
    }
  });
  return {
    shifts: [...shifts.values()],
    parameters: [...parameters.keys()],
    armsOfSubjects: [...arms.values()],
  };
}

function armChanges(dataset: Dataset, arm: string, subject: string, row: number): DataError {
  return new DataError({
    code: 'data/arm-changes',
    where: whereRow(dataset, row),
    what: `${arm} of subject ${subject} is another one than in its rows before`,
    expected: 'one arm a subject',
  });
}

function baselineChanges(
  dataset: Dataset,
  before: string,
  subject: string,
  row: number,
  first: number,
): DataError {
  return new DataError({
    code: 'data/baseline-changes',
    where: whereRow(dataset, row),
    what: `${before} of subject ${subject} is another one than at ${whereRow(dataset, first)}`,
    expected: 'one category at baseline for each subject and parameter',
  });
}

function twoLast(
  dataset: Dataset,
  { order, after }: ShiftColumns,
  subject: string,
  row: number,
  other: number,
): DataError {
  return new DataError({
    code: 'data/two-last-categories',
    where: whereRow(dataset, row),
    what: `Subject ${subject} has another ${after} at the same ${order}, at ${whereRow(dataset, other)}`,
    expected: 'one category a time',
    fix: 'Order rows by a finer column, such as ADY, or leave one out with a where clause.',
  });
}
