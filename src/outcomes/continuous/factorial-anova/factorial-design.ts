import type { Factor } from '../../../core/analysis-data.js';
import { argumentError } from '../../../core/errors.js';
import { requireList, requireObject } from '../../../math/argument-checks.js';
import { type CovariateValues, isNameColumn } from '../../../math/columns/covariate-columns.js';
import { type NameColumn, readNames } from '../../../math/columns/name-column.js';
import { finiteNumbers } from '../../../math/number-list.js';
import { largestSize, safeUnit } from '../../../math/safe-unit.js';

/** Variables by name: names of levels, or numbers. As a list, numbers may take several columns. */
export type FactorialVariables =
  | Readonly<Record<string, CovariateValues>>
  | readonly (
      | { readonly name: string; readonly factor: NameColumn }
      | { readonly name: string; readonly columns: readonly ArrayLike<number>[] }
    )[];

/** A variable of the model: a factor with its levels, or numbers in one or more columns. */
export type FactorialTerm =
  | { readonly name: string; readonly factor: Factor }
  | { readonly name: string; readonly columns: readonly Float64Array[] };

/** A term of the model with the columns that code it. */
export interface CodedTerm {
  readonly name: string;
  /** The variables it is made of; one for a main effect. */
  readonly variables: readonly string[];
  readonly columns: readonly Float64Array[];
}

const METHOD = 'factorial-anova';

/** Checks variables and reads their columns. */
export function readVariables(rows: number, variables: FactorialVariables): readonly FactorialTerm[] {
  requireObject(METHOD, 'variables', variables, 'columns by name, or a list of factors and numbers');
  const list = Array.isArray(variables)
    ? (variables as Extract<FactorialVariables, readonly unknown[]>)
    : Object.entries(variables as Readonly<Record<string, CovariateValues>>).map(([name, values]) =>
        isNameColumn(values) ? { name, factor: values } : { name, columns: [values] },
      );
  const names = new Set<string>();
  return list.map((variable) => {
    requireObject(METHOD, 'variables', variable, 'a name with a factor or columns');
    const { name } = variable;
    if (names.has(name)) {
      throw argumentError(METHOD, 'variables', 'hold a name twice', name, 'distinct names');
    }
    names.add(name);
    if ('factor' in variable) return { name, factor: readNames(METHOD, name, variable.factor, rows) };
    requireList(METHOD, `columns of ${name}`, variable.columns, 'one or more lists of numbers');
    return { name, columns: variable.columns.map((column) => finite(name, column, rows)) };
  });
}

/**
 * Codes factors so that their effects sum to 0 over the levels that occur, as type III sums of squares need, and
 * interactions as all products of the columns of their variables.
 */
export function codeTerms(
  rows: number,
  variables: readonly FactorialTerm[],
  interactions: readonly (readonly string[])[],
): readonly CodedTerm[] {
  requireList(METHOD, 'interactions', interactions, 'lists of names of variables');
  const coded = new Map<string, readonly Float64Array[]>();
  for (const variable of variables) {
    coded.set(variable.name, 'factor' in variable ? effectColumns(variable.factor, rows) : variable.columns);
  }
  const seen = new Set<string>();
  return [
    ...variables.map(({ name }) => ({ name, variables: [name], columns: coded.get(name)! })),
    ...Array.from(interactions).map((names) => {
      requireList(METHOD, 'interactions', names, 'names of variables');
      const unknown = names.find((name) => !coded.has(name));
      const key = [...names].sort().join('\u0000');
      if (unknown !== undefined || names.length < 2 || new Set(names).size < names.length || seen.has(key)) {
        throw argumentError(
          METHOD,
          'interactions',
          unknown === undefined ? 'does not join different variables once' : 'names no variable',
          unknown ?? names.join(' × '),
          `two or more of ${[...coded.keys()].join(', ')}`,
        );
      }
      seen.add(key);
      const columns = names
        .map((name) => coded.get(name)!)
        .reduce((left, right) =>
          left.flatMap((one) => right.map((other) => one.map((value, row) => value * other[row]!))),
        );
      return { name: names.join(' × '), variables: names, columns };
    }),
  ];
}

/** One column for each level that occurs but the last: 1 for it, -1 for the last. */
function effectColumns({ levels, codes }: Factor, rows: number): readonly Float64Array[] {
  const present = levels.map(() => false);
  for (const code of codes) present[code] = true;
  const used = levels.flatMap((_, level) => (present[level] ? [level] : []));
  const last = used.at(-1);
  return used.slice(0, -1).map((level) => {
    const column = new Float64Array(rows);
    for (let row = 0; row < rows; row += 1) {
      column[row] = codes[row] === level ? 1 : codes[row] === last ? -1 : 0;
    }
    return column;
  });
}

function finite(name: string, column: ArrayLike<number>, rows: number): Float64Array {
  const values = finiteNumbers(METHOD, name, column, 'Leave out subjects with missing values');
  if (values.length !== rows) {
    throw argumentError(METHOD, name, 'has the wrong length', String(values.length), String(rows));
  }
  // F does not depend on the unit of a covariate, whose squares must not overflow.
  const unit = safeUnit(largestSize(values));
  return unit === 1 ? values : values.map((value) => value / unit);
}
