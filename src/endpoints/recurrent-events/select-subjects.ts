import type { Dataset } from '../../core/dataset.js';
import { DataError } from '../../core/errors.js';
import type { CovariateEntry } from '../covariate-entry.js';
import { column, requiredNumber, requiredText, textColumn, whereRow } from '../dataset-columns.js';
import type { EndpointInput } from '../endpoint-definition.js';
import { excludeRows, type GroupedRows, groupRows } from '../group-rows.js';
import { hasValues } from '../subject-covariates.js';

interface SubjectChoice {
  readonly subject: string;
  readonly arm: string;
  readonly arms?: readonly string[] | undefined;
  readonly reference?: string | undefined;
  readonly covariates: readonly CovariateEntry[];
}

export interface SelectedSubjects {
  /** All rows of the subjects analysed. Exclusions count subjects. */
  readonly rows: GroupedRows;
  /** One row of each of those subjects. */
  readonly subjects: GroupedRows;
  readonly subjectOf: (row: number) => string;
}

/**
 * Subjects with an arm and with covariates in all of their rows; the others are left out whole and counted, since a
 * history with gaps would misstate the time at risk. Throws a `DataError` for a subject that changes arm.
 */
export function selectSubjects(
  { dataset, rows, compare }: EndpointInput,
  { subject, arm, arms, reference, covariates }: SubjectChoice,
): SelectedSubjects {
  const names = new Map(Array.from(rows, (row) => [row, subjectName(dataset, subject, row)]));
  const subjectOf = (row: number) => names.get(row)!;
  const firstRow = new Map<string, number>();
  const incomplete = new Set<string>();
  const armOf = textColumn(dataset, arm).values;
  for (const row of rows) {
    const name = subjectOf(row);
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
    if (!hasValues(dataset, covariates, row)) incomplete.add(name);
  }
  const choose = (chosen: Int32Array) =>
    excludeRows(
      groupRows(dataset, chosen, arm, compare, arms, reference),
      'covariate missing',
      (row) => !incomplete.has(subjectOf(row)),
    );
  const subjects = choose(Int32Array.from(firstRow.values()));
  return { rows: { ...choose(rows), exclusions: subjects.exclusions }, subjects, subjectOf };
}

function subjectName(dataset: Dataset, name: string, row: number): string {
  return 'missing' in column(dataset, name)
    ? String(requiredNumber(dataset, name, row))
    : requiredText(dataset, name, row);
}
