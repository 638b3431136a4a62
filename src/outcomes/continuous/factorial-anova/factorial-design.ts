import type { Factor } from '../../../core/analysis-data.js';
import { argumentError } from '../../../core/errors.js';
import { requireList, requireObject } from '../../../math/argument-checks.js';
import { finiteNumbers } from '../../../math/number-list.js';
import { requireFactor } from '../../require-factor.js';

/** A variable of the model: a factor with its levels, or numbers in one or more columns. */
export type FactorialTerm =
  | { readonly name: string; readonly factor: Factor }
  | { readonly name: string; readonly columns: readonly ArrayLike<number>[] };

/** A term of the model with the columns that code it. */
export interface CodedTerm {
  readonly name: string;
  /** The variables it is made of; one for a main effect. */
  readonly variables: readonly string[];
  readonly columns: readonly Float64Array[];
}

const METHOD = 'factorial-anova';

/**
 * Codes factors so that their effects sum to 0 over the levels that occur, as type III sums of squares need, and
 * interactions as all products of the columns of their variables.
 */
export function codeTerms(
  rows: number,
  variables: readonly FactorialTerm[],
  interactions: readonly (readonly string[])[],
): readonly CodedTerm[] {
  const coded = new Map<string, readonly Float64Array[]>();
  for (const variable of variables) {
    requireObject(METHOD, 'variables', variable, 'a name with a factor or columns');
    if (coded.has(variable.name)) {
      throw argumentError(METHOD, 'variables', 'hold a name twice', variable.name, 'distinct names');
    }
    if (!('factor' in variable)) {
      requireList(METHOD, `columns of ${variable.name}`, variable.columns, 'one or more lists of numbers');
    }
    coded.set(
      variable.name,
      'factor' in variable
        ? effectColumns(variable.name, variable.factor, rows)
        : variable.columns.map((column) => finite(variable.name, column, rows)),
    );
  }
  const seen = new Set<string>();
  return [
    ...variables.map(({ name }) => ({ name, variables: [name], columns: coded.get(name)! })),
    ...interactions.map((names) => {
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
function effectColumns(name: string, { levels, codes }: Factor, rows: number): readonly Float64Array[] {
  requireFactor(METHOD, name, { levels, codes }, rows);
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
  return values;
}
