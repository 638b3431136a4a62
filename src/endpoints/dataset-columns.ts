import type { Dataset, DatasetColumn, DateColumn, NumberColumn, TextColumn } from '../core/dataset.js';
import { DataError, PlanError } from '../core/errors.js';
import { didYouMean } from '../core/suggest.js';
import { shortList } from '../data/short-list.js';

/** The column, or a `PlanError` that names the ones there are. */
export function column(dataset: Dataset, name: string): DatasetColumn {
  const found = dataset.columns.get(name);
  if (found) return found;
  const names = [...dataset.columns.keys()];
  const fix = didYouMean(name, names);
  throw new PlanError({
    code: 'plan/unknown-column',
    where: dataset.source.file,
    what: `"${name}" is not a column of dataset "${dataset.name}"`,
    got: `"${name}"`,
    expected: `one of ${shortList(names, 40)}`,
    ...(fix === undefined ? {} : { fix }),
  });
}

export function textColumn(dataset: Dataset, name: string): TextColumn {
  const found = column(dataset, name);
  if (found.type === 'text' || found.type === 'flag') return found;
  throw wrongType(dataset, name, found.type, 'text');
}

export function numberColumn(dataset: Dataset, name: string): NumberColumn {
  const found = column(dataset, name);
  if (found.type === 'integer' || found.type === 'decimal') return found;
  throw wrongType(dataset, name, found.type, 'a number');
}

export function dateColumn(dataset: Dataset, name: string): DateColumn {
  const found = column(dataset, name);
  if (found.type === 'date') return found;
  throw wrongType(dataset, name, found.type, 'a date');
}

function wrongType(dataset: Dataset, name: string, got: string, expected: string): PlanError {
  return new PlanError({
    code: 'plan/column-type',
    where: dataset.source.file,
    what: `Column "${name}" of dataset "${dataset.name}" has the wrong type for this endpoint`,
    got,
    expected,
  });
}

/** `file:line` of a row where the format has lines, else `file, row n`. */
export function whereRow(dataset: Dataset, row: number): string {
  const line = dataset.lines?.[row];
  return line === undefined ? `${dataset.source.file}, row ${row + 1}` : `${dataset.source.file}:${line}`;
}

/** The number in a row; missing cells are an error that names the row. */
export function requiredNumber(dataset: Dataset, name: string, row: number): number {
  const values = numberColumn(dataset, name);
  if (values.missing[row]) throw missingCell(dataset, name, row);
  return values.values[row]!;
}

export function requiredText(dataset: Dataset, name: string, row: number): string {
  const value = textColumn(dataset, name).values[row];
  if (value === null || value === undefined || value === '') throw missingCell(dataset, name, row);
  return value;
}

function missingCell(dataset: Dataset, name: string, row: number): DataError {
  return new DataError({
    code: 'data/missing-cell',
    where: whereRow(dataset, row),
    what: `"${name}" is empty in a row that the analysis uses`,
    fix: 'Fill the cell, or exclude the row with a where clause.',
  });
}
