import { argumentError } from '../core/errors.js';
import { type CovariateColumns, readCovariates } from '../math/columns/covariate-columns.js';
import { type NameColumn, readNames } from '../math/columns/name-column.js';
import { viewNumbers } from './survival-columns.js';

/** One column of the model: a group against the reference group, or a covariate per unit. */
export interface HazardTerm {
  readonly name: string;
  readonly role: 'comparison' | 'covariate';
  readonly of: string | null;
  readonly versus: string | null;
  /** The variable or product that the column codes: columns of one are tested together. `group` for arms. */
  readonly variable: string;
  readonly values: Float64Array;
  /** Nobody in the group or in the reference: the term says nothing of the two. */
  readonly empty: boolean;
}

/** Turns groups and covariates into model columns: one for each group but the reference, then the covariates. */
export function readHazardTerms(
  method: string,
  n: number,
  group: NameColumn | undefined,
  reference: string | null | undefined,
  covariates: CovariateColumns | undefined,
): readonly HazardTerm[] {
  const terms: HazardTerm[] = [];
  if (group !== undefined) {
    const factor = readNames(method, 'group', group, n);
    const versus = reference ?? factor.levels[0] ?? '';
    if (!factor.levels.includes(versus)) {
      throw argumentError(method, 'reference', 'is no group', `"${versus}"`, factor.levels.join(', '));
    }
    const unmatched = !factor.codes.includes(factor.levels.indexOf(versus));
    factor.levels.forEach((of, code) => {
      if (of === versus) return;
      const values = new Float64Array(n);
      for (let row = 0; row < n; row += 1) values[row] = factor.codes[row] === code ? 1 : 0;
      terms.push({
        name: of,
        role: 'comparison',
        of,
        versus,
        variable: 'group',
        values,
        empty: unmatched || !values.includes(1),
      });
    });
  }
  for (const { name, values, term } of readCovariates(method, covariates, n)) {
    const numbers = viewNumbers(method, `covariates.${name}`, values, n);
    terms.push({
      name,
      role: 'covariate',
      of: null,
      versus: null,
      variable: term ?? name,
      values: numbers,
      empty: false,
    });
  }
  if (terms.length === 0) {
    throw argumentError(
      method,
      'covariates',
      'is empty',
      'no group with two levels and no covariate',
      'at least one column to estimate a hazard ratio for',
    );
  }
  return terms;
}
