import type { Covariate, Factor } from '../core/analysis-data.js';
import type { Dataset } from '../core/dataset.js';
import { column } from './dataset-columns.js';

/** Whether every named column has a value in the row. */
export function hasValues(dataset: Dataset, names: readonly string[], row: number): boolean {
  return names.every((name) => {
    const values = column(dataset, name);
    if ('missing' in values) return !values.missing[row];
    const text = values.values[row];
    return text !== null && text !== undefined && text !== '';
  });
}

/**
 * Columns as model terms: a number stays one term; a text column with m levels becomes m − 1 indicators named
 * `COLUMN: level`, with the alphabetically first level as reference.
 */
export function covariateTerms(
  dataset: Dataset,
  names: readonly string[],
  rows: Int32Array,
): readonly Covariate[] {
  return names.flatMap((name): readonly Covariate[] => {
    const source = column(dataset, name);
    if ('missing' in source) {
      return [{ name, values: Float64Array.from(rows, (row) => source.values[row]!) }];
    }
    const values = Array.from(rows, (row) => source.values[row] ?? '');
    const levels = [...new Set(values)].sort();
    return levels.slice(1).map((level) => ({
      name: `${name}: ${level}`,
      values: Float64Array.from(values, (value) => (value === level ? 1 : 0)),
    }));
  });
}

/** One stratum for each combination of values that occurs, named by its values. */
export function strataFactor(dataset: Dataset, names: readonly string[], rows: Int32Array): Factor {
  const columns = names.map((name) => column(dataset, name));
  const labels = Array.from(rows, (row) => columns.map((source) => String(source.values[row])).join(' / '));
  const levels = [...new Set(labels)].sort();
  const codeOf = new Map(levels.map((level, code) => [level, code]));
  return { levels, codes: Int32Array.from(labels, (label) => codeOf.get(label)!) };
}
