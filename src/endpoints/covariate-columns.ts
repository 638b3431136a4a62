import type { Covariate } from '../core/analysis-data.js';
import type { Dataset, NumberColumn } from '../core/dataset.js';
import { MethodError, PlanError } from '../core/errors.js';
import { didYouMean } from '../core/suggest.js';
import { naturalCubicSpline } from '../math/splines/natural-cubic-spline.js';
import type { ColumnEntry } from './covariate-entry.js';
import { column } from './dataset-columns.js';

/** A column of text with more values, which are as good as one a row, is an identifier and no covariate. */
const mostLevels = 100;

/** One variable as columns of a model; its columns share a `term`. */
export function covariateColumns(
  dataset: Dataset,
  entry: ColumnEntry,
  rows: Int32Array,
): readonly Covariate[] {
  const { column: name, reference, spline } = entry;
  const source = column(dataset, name);
  const isNumber = 'missing' in source;
  if (spline !== undefined) {
    if (reference !== undefined) {
      throw covariateError(dataset, name, 'has both a reference level and a spline', 'one of the two');
    }
    if (source.type !== 'integer' && source.type !== 'decimal') {
      throw covariateError(
        dataset,
        name,
        `is ${source.type}, and a spline is of a number`,
        'a number column',
      );
    }
    return splineColumns(dataset, source, spline, rows);
  }
  if (isNumber && reference === undefined) {
    return [{ name, values: Float64Array.from(rows, (row) => source.values[row]!) }];
  }
  const values = Array.from(rows, (row) => String(source.values[row] ?? ''));
  const levels = [...new Set(values)].sort(
    isNumber ? (one, other) => Number(one) - Number(other) : undefined,
  );
  const first = reference === undefined ? levels[0] : String(reference);
  if (first !== undefined && rows.length > 0 && !levels.includes(first)) {
    const fix = didYouMean(first, levels);
    throw covariateError(
      dataset,
      name,
      `has no value "${first}" in the rows analysed, so it cannot be the reference`,
      `one of ${levels.map((level) => `"${level}"`).join(', ')}`,
      fix,
    );
  }
  if (levels.length > mostLevels && 2 * levels.length > rows.length) {
    throw covariateError(
      dataset,
      name,
      `has ${levels.length} different values in ${rows.length} rows: it names rows, it does not group them`,
      'a number, or a column with few different values',
      'Remove it, or name it under `strata` or `cluster` where the method takes them',
    );
  }
  return levels
    .filter((level) => level !== first)
    .map((level) => ({
      name: `${name}: ${level}`,
      values: Float64Array.from(values, (value) => (value === level ? 1 : 0)),
      term: name,
    }));
}

function splineColumns(
  dataset: Dataset,
  { name, values }: NumberColumn,
  { df, knots, boundary }: NonNullable<ColumnEntry['spline']>,
  rows: Int32Array,
): readonly Covariate[] {
  const chosen = Float64Array.from(rows, (row) => values[row]!);
  const size = knots === undefined ? df : knots.length + 1;
  const different = new Set(chosen).size;
  if (size !== undefined && different <= size) {
    throw covariateError(
      dataset,
      name,
      `has ${different} different values, too few for a spline of ${size} columns`,
      `at most ${Math.max(1, different - 1)} columns`,
      'Lower df, take fewer knots, or make it a factor with `reference`',
    );
  }
  try {
    const { columns } = naturalCubicSpline(chosen, { df, knots, boundary });
    return columns.map((column, index) => ({
      name: `${name}: spline ${index + 1}`,
      values: column,
      term: name,
    }));
  } catch (error) {
    const issue = error instanceof MethodError ? error.issues[0] : undefined;
    if (issue === undefined) throw error;
    throw covariateError(
      dataset,
      name,
      `cannot follow this spline: ${issue.what}`,
      issue.expected,
      issue.fix,
    );
  }
}

/** A covariate that the dataset cannot give. */
export function covariateError(
  dataset: Dataset,
  name: string,
  what: string,
  expected?: string,
  fix?: string,
): PlanError {
  return new PlanError({
    code: 'plan/covariate',
    where: dataset.source.file,
    what: `Covariate "${name}" ${what}`,
    ...(expected === undefined ? {} : { expected }),
    ...(fix === undefined ? {} : { fix }),
  });
}
