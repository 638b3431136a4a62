import type { Dataset } from '../core/dataset.js';
import { DataError } from '../core/errors.js';
import { column, requiredNumber, requiredText, textColumn, whereRow } from './dataset-columns.js';
import type { EndpointInput } from './endpoint-definition.js';
import { type GroupedRows, groupRows } from './group-rows.js';

interface SubjectChoice {
  readonly subject: string;
  readonly arm: string;
  readonly arms?: readonly string[] | undefined;
  readonly reference?: string | undefined;
}

/** Subjects with several rows each: stays, parameters, visits. */
export interface SubjectRows {
  /** Rows of the subjects analysed, in file order. Exclusions count subjects. */
  readonly rows: GroupedRows;
  /** The first row of each of those subjects, in file order. */
  readonly subjects: GroupedRows;
  /** Position in `subjects` of the subject of each entry of `rows`. */
  readonly codes: Int32Array;
  readonly nameOf: (row: number) => string;
}

/** Reads whose each row is. Throws a `DataError` with the row for a missing name and for a subject that changes arm. */
export function subjectRows(
  { dataset, rows, compare }: EndpointInput,
  { subject, arm, arms, reference }: SubjectChoice,
): SubjectRows {
  const names = new Map<number, string>();
  const firstRow = new Map<string, number>();
  const armOf = textColumn(dataset, arm).values;
  for (const row of rows) {
    const name = subjectName(dataset, subject, row);
    names.set(row, name);
    const first = firstRow.get(name);
    if (first === undefined) firstRow.set(name, row);
    else if (armOf[first] !== armOf[row]) {
      throw new DataError({
        code: 'data/arm-changes',
        where: whereRow(dataset, row),
        what: `${arm} of subject ${name} is another one than at ${whereRow(dataset, first)}`,
        got: `"${armOf[row] ?? ''}" after "${armOf[first] ?? ''}"`,
        expected: 'one arm a subject',
      });
    }
  }
  const group = (chosen: Int32Array) => groupRows(dataset, chosen, arm, compare, arms, reference);
  const subjects = group(Int32Array.from(firstRow.values()));
  const kept = { ...group(rows), exclusions: subjects.exclusions };
  const nameOf = (row: number) => names.get(row)!;
  const places = new Map(Array.from(subjects.rows, (row, place) => [nameOf(row), place]));
  return {
    rows: kept,
    subjects,
    codes: Int32Array.from(kept.rows, (row) => places.get(nameOf(row))!),
    nameOf,
  };
}

/** The name of the subject of a row; numbers become text. */
export function subjectName(dataset: Dataset, name: string, row: number): string {
  return 'missing' in column(dataset, name)
    ? String(requiredNumber(dataset, name, row))
    : requiredText(dataset, name, row);
}
