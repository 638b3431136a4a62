import type { Covariate, Factor } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { requireList, requireObject } from '../argument-checks.js';
import { finiteNumbers, numbersWithGaps } from '../number-list.js';
import { type NameColumn, readNames } from './name-column.js';

/** A covariate: numbers, or names of the levels that its subjects are in. */
export type CovariateValues = ArrayLike<number> | NameColumn;

/** A covariate with its name; columns that code one variable share a `term`. */
export interface NamedCovariate {
  readonly name: string;
  readonly values: CovariateValues;
  readonly term?: string | undefined;
}

/** Covariates by name, as a record of columns or as a list. */
export type CovariateColumns = Readonly<Record<string, CovariateValues>> | readonly NamedCovariate[];

/**
 * Covariates as columns of numbers, one entry a row each. Names become a 0/1 column for every level but the first, called
 * `variable: level` as in a plan, and share the variable as their term; levels of plain names are sorted, those of a
 * factor keep their order, so `factor(region, ['Europe', 'Asia'])` compares with Europe.
 *
 * With `gaps` numbers may be missing: null or NaN, which become NaN.
 *
 * @throws MethodError for another number of rows, a missing value, or what is no column.
 */
export function readCovariates(
  method: string,
  covariates: CovariateColumns | undefined,
  n: number,
  { argument = 'covariates', gaps = false }: { readonly argument?: string; readonly gaps?: boolean } = {},
): readonly Covariate[] {
  if (covariates === undefined) return [];
  requireObject(method, argument, covariates, 'columns by name, or a list of names and values');
  if (!Array.isArray(covariates)) {
    return Object.entries(covariates).flatMap(([name, values]) =>
      columnsOf(method, `${argument}.${name}`, { name, values }, n, gaps),
    );
  }
  return (covariates as readonly NamedCovariate[]).flatMap((covariate, index) => {
    const at = `${argument}[${index}]`;
    requireObject(method, at, covariate, 'a name and one value a row');
    if (typeof covariate.name !== 'string') {
      throw argumentError(method, `${at}.name`, 'is not a name', String(covariate.name), 'text');
    }
    return columnsOf(method, `${argument}.${covariate.name}`, covariate, n, gaps);
  });
}

function columnsOf(
  method: string,
  at: string,
  { name, values, term }: NamedCovariate,
  n: number,
  gaps: boolean,
): readonly Covariate[] {
  if (isNameColumn(values)) {
    return levelColumns(name, readNames(method, at, values, n)).map((column) =>
      term === undefined ? column : { ...column, term },
    );
  }
  requireList(method, at, values, 'one number or name a row');
  if (values.length !== n) {
    throw argumentError(method, at, 'has the wrong length', String(values.length), String(n));
  }
  return [
    {
      name,
      values: numbers(method, at, values as ArrayLike<number>, gaps),
      ...(term === undefined ? {} : { term }),
    },
  ];
}

/** A typed array as it is: kernels do not change it and look for values that are not finite themselves. */
function numbers(method: string, at: string, values: ArrayLike<number>, gaps: boolean): Float64Array {
  if (values instanceof Float64Array) return values;
  if (gaps) return numbersWithGaps(method, at, values);
  return finiteNumbers(method, at, values, 'Leave out subjects with missing values');
}

/** Whether a column holds names, plain or coded, and not numbers. */
export function isNameColumn(values: unknown): values is NameColumn {
  if (typeof values !== 'object' || values === null) return false;
  if ('codes' in values) return true;
  return Array.isArray(values) && values.some((value) => typeof value === 'string');
}

function levelColumns(name: string, { levels, codes }: Factor): readonly Covariate[] {
  return levels.slice(1).map((level, place) => ({
    name: `${name}: ${level}`,
    values: Float64Array.from(codes, (code) => (code === place + 1 ? 1 : 0)),
    term: name,
  }));
}
