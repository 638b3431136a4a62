import { argumentError } from '../core/errors.js';
import { type CovariateColumns, readCovariates } from '../math/columns/covariate-columns.js';
import { type NameColumn, readNames } from '../math/columns/name-column.js';
import { pivotedQr } from '../math/linear-algebra/pivoted-qr.js';
import { readNumbers } from './survival-columns.js';

export interface RegressionInput {
  /** Arms: one effect for each but the reference. */
  readonly group?: NameColumn | undefined;
  /** Comparator among the groups. Default the first level. */
  readonly reference?: string | null | undefined;
  /** Covariates; an effect is per unit. */
  readonly covariates?: CovariateColumns | undefined;
}

/** One column of a model beside the intercept: an arm against the reference arm, or a covariate per unit. */
export interface RegressionTerm {
  readonly name: string;
  readonly role: 'comparison' | 'covariate';
  readonly of: string | null;
  readonly versus: string | null;
  readonly values: Float64Array;
  /** Why the term has no estimate whatever the outcome: nobody in the arm, a constant, a repeat of earlier columns. */
  readonly excluded: 'empty-group' | 'no-variation' | 'collinear' | null;
}

export interface RegressionTerms {
  readonly terms: readonly RegressionTerm[];
  /** Arms in display order with their rows; one level named null without arms. */
  readonly arms: readonly { readonly name: string | null; readonly code: number; readonly n: number }[];
  readonly codes: Int32Array;
  readonly reference: string | null;
}

/**
 * Turns arms and covariates into model columns, and says which cannot have an estimate beside an intercept. Shared by
 * parametric models. Throws a `MethodError` for an unknown reference, unequal lengths and missing values.
 */
export function readRegressionTerms(method: string, n: number, input: RegressionInput): RegressionTerms {
  const columns: Omit<RegressionTerm, 'excluded'>[] = [];
  let codes: Int32Array = new Int32Array(n);
  let arms: RegressionTerms['arms'] = [{ name: null, code: 0, n }];
  let reference: string | null = null;
  if (input.group !== undefined) {
    const factor = readNames(method, 'group', input.group, n);
    const versus = input.reference ?? factor.levels[0] ?? '';
    if (!factor.levels.includes(versus)) {
      throw argumentError(method, 'reference', 'is no group', `"${versus}"`, factor.levels.join(', '));
    }
    codes = factor.codes;
    reference = versus;
    arms = factor.levels.map((name, code) => ({
      name,
      code,
      n: factor.codes.reduce((sum, own) => sum + (own === code ? 1 : 0), 0),
    }));
    for (const { name, code } of arms) {
      if (name === versus) continue;
      const values = Float64Array.from(factor.codes, (own) => (own === code ? 1 : 0));
      columns.push({ name: name!, role: 'comparison', of: name, versus, values });
    }
  }
  for (const { name, values } of readCovariates(method, input.covariates, n)) {
    const numbers = readNumbers(method, `covariates.${name}`, values, n);
    columns.push({ name, role: 'covariate', of: null, versus: null, values: numbers });
  }
  return { terms: screen(columns, n), arms, codes, reference };
}

function screen(columns: readonly Omit<RegressionTerm, 'excluded'>[], n: number): readonly RegressionTerm[] {
  const matrix = new Float64Array(n * (columns.length + 1)).fill(1, 0, n);
  columns.forEach(({ values }, index) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, n);
    matrix.set(
      values.map((value) => value - mean),
      n * (index + 1),
    );
  });
  const { collinear } = pivotedQr(matrix, n, columns.length + 1);
  return columns.map((column, index) => {
    const constant = column.values.every((value) => value === column.values[0]);
    const absent = column.role === 'comparison' && !column.values.includes(1);
    const repeated = collinear.includes(index + 1);
    const excluded = absent ? 'empty-group' : constant ? 'no-variation' : repeated ? 'collinear' : null;
    return { ...column, excluded };
  });
}
