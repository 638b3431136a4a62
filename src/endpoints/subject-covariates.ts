import type { Covariate, Factor } from '../core/analysis-data.js';
import type { Dataset } from '../core/dataset.js';
import { didYouMean } from '../core/suggest.js';
import { covariateColumns, covariateError } from './covariate-columns.js';
import { asColumn, type CovariateEntry, isInteraction } from './covariate-entry.js';
import { column } from './dataset-columns.js';

/** Whether every named column has a value in the row. An interaction needs none beyond those of its two columns. */
export function hasValues(dataset: Dataset, entries: readonly CovariateEntry[], row: number): boolean {
  return entries.every((entry) => {
    if (isInteraction(entry)) return true;
    const values = column(dataset, asColumn(entry).column);
    if ('missing' in values) return !values.missing[row];
    const text = values.values[row];
    return text !== null && text !== undefined && text !== '';
  });
}

/** What interactions may name beside covariates: the arm, with its comparator, and strata. */
export interface InteractionPartners {
  readonly arm?:
    | { readonly column: string; readonly group: Factor; readonly reference: string | null }
    | undefined;
  readonly strata?: readonly string[] | undefined;
}

/**
 * Covariates as model columns. A number stays one column; a text column with m levels, or any column with a stated
 * reference, becomes m − 1 indicators named `COLUMN: level`, against the reference or the alphabetically first level;
 * a spline becomes columns named `COLUMN: spline 1`. An interaction multiplies the columns of its two variables, named
 * `A × B` after them, the first changing fastest as in R. Columns of one variable or product share a `term`.
 *
 * Throws a `PlanError` for a column that is not there or is named twice, a reference that is no level, a spline that
 * the values cannot carry, and an interaction of a column that is neither a covariate, a stratum nor the arm: without
 * the effects themselves a product has no meaning that the coding does not change.
 */
export function covariateTerms(
  dataset: Dataset,
  entries: readonly CovariateEntry[],
  rows: Int32Array,
  partners: InteractionPartners = {},
): readonly Covariate[] {
  const variables = new Map<string, readonly Covariate[]>();
  for (const entry of entries) {
    if (isInteraction(entry)) continue;
    const stated = asColumn(entry);
    if (variables.has(stated.column)) {
      throw covariateError(dataset, stated.column, 'is named twice among the covariates', 'each column once');
    }
    variables.set(stated.column, covariateColumns(dataset, stated, rows));
  }
  const products = entries.filter(isInteraction).flatMap(({ interaction: [first, second] }) => {
    if (first === second) throw covariateError(dataset, first, 'is multiplied by itself', 'two columns');
    const [left, right] = [first, second].map(
      (name) => variables.get(name) ?? partnerColumns(dataset, name, rows, partners, [...variables.keys()]),
    ) as [readonly Covariate[], readonly Covariate[]];
    return right.flatMap((b) =>
      left.map((a) => ({
        name: `${a.name} × ${b.name}`,
        values: a.values.map((value, row) => value * b.values[row]!),
        term: `${first} × ${second}`,
      })),
    );
  });
  return [...[...variables.values()].flat(), ...products];
}

/** Columns of the arm or of a stratum, whose own effects are in the model already. */
function partnerColumns(
  dataset: Dataset,
  name: string,
  rows: Int32Array,
  { arm, strata = [] }: InteractionPartners,
  covariates: readonly string[],
): readonly Covariate[] {
  if (name === arm?.column) {
    const { levels, codes } = arm.group;
    const reference = arm.reference ?? levels[0];
    return levels.flatMap((level, code) =>
      level === reference
        ? []
        : [{ name: `${name}: ${level}`, values: Float64Array.from(codes, (own) => (own === code ? 1 : 0)) }],
    );
  }
  // Refuses a column that is not there, with the names that are.
  column(dataset, name);
  if (strata.includes(name)) return covariateColumns(dataset, { column: name }, rows);
  const known = [...(arm === undefined ? [] : [arm.column]), ...covariates, ...strata];
  throw covariateError(
    dataset,
    name,
    'is in an interaction but its own effect is not in the model',
    known.length === 0 ? 'a covariate' : `one of ${known.join(', ')}`,
    didYouMean(name, known) ?? `Add ${name} to the covariates`,
  );
}

/** One stratum for each combination of values that occurs, named by its values. */
export function strataFactor(dataset: Dataset, names: readonly string[], rows: Int32Array): Factor {
  const columns = names.map((name) => column(dataset, name));
  const labels = Array.from(rows, (row) => columns.map((source) => String(source.values[row])).join(' / '));
  const levels = [...new Set(labels)].sort();
  const codeOf = new Map(levels.map((level, code) => [level, code]));
  return { levels, codes: Int32Array.from(labels, (label) => codeOf.get(label)!) };
}
