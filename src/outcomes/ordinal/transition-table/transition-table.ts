import { argumentError } from '../../../core/errors.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireList } from '../../../math/argument-checks.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { cholesky } from '../../../math/linear-algebra/cholesky.js';

const METHOD = 'transition-table';

export interface TransitionTable {
  readonly categories: readonly string[];
  /** Subjects by category before (outer) and after (inner). */
  readonly counts: readonly (readonly number[])[];
  readonly n: number;
  /** Subjects who went to a higher category, stayed, or went to a lower one. */
  readonly higher: number;
  readonly same: number;
  readonly lower: number;
  /** Whether the scale as a whole moved: Stuart and Maxwell's test that both times have one distribution. */
  readonly marginalHomogeneity: { readonly chiSquare: Estimable; readonly df: number; readonly p: Estimable };
}

/**
 * Who moved where on an ordered scale between two times: a square table of categories before and after, with how many
 * went up, stayed and went down. `before` and `after` hold one category a row, 0 being the lowest; `weight` the number
 * of subjects of each row, 1 when absent. An empty table is all zeros. O(n + k^3).
 *
 * The test of marginal homogeneity looks at categories that someone entered or left and is `no-variation` when nobody
 * moved; `collinear` when the moves fall into parts that do not touch.
 *
 * Throws `transition-table/invalid-argument` for arrays of unequal length and categories out of range.
 * Sources: Stuart A. Biometrika 1955;42:412-416; Maxwell AE. Br J Psychiatry 1970;116:651-655.
 * Oracle: test/oracles/transition-table/tables.json.
 */
export function transitionTable(
  categories: readonly string[],
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  weight?: ArrayLike<number>,
): TransitionTable {
  requireList(METHOD, 'categories', categories, 'names of the categories');
  requireList(METHOD, 'before', before, 'a category in each row');
  requireList(METHOD, 'after', after, 'a category in each row');
  if (weight !== undefined) requireList(METHOD, 'weight', weight, 'subjects of each row');
  const size = categories.length;
  const counts = categories.map(() => new Array<number>(size).fill(0));
  const moves = { higher: 0, same: 0, lower: 0 };
  let n = 0;
  if (before.length !== after.length || (weight !== undefined && weight.length !== after.length)) {
    throw argumentError(
      METHOD,
      'before',
      'has another length than "after"',
      `${before.length}`,
      `${after.length}`,
    );
  }
  for (let row = 0; row < after.length; row += 1) {
    const from = checked('before', before[row]!, size, row);
    const to = checked('after', after[row]!, size, row);
    const subjects = weight === undefined ? 1 : weight[row]!;
    counts[from]![to] = counts[from]![to]! + subjects;
    moves[to > from ? 'higher' : to === from ? 'same' : 'lower'] += subjects;
    n += subjects;
  }
  return { categories, counts, n, ...moves, marginalHomogeneity: stuartMaxwell(counts) };
}

function checked(name: string, category: number, size: number, row: number): number {
  if (Number.isInteger(category) && category >= 0 && category < size) return category;
  throw argumentError(
    METHOD,
    name,
    `is not a category in row ${row + 1}`,
    String(category),
    `0 to ${size - 1}`,
  );
}

function stuartMaxwell(counts: readonly (readonly number[])[]): TransitionTable['marginalHomogeneity'] {
  const size = counts.length;
  const spread = (left: number, right: number): number => {
    if (left !== right) return -(counts[left]![right]! + counts[right]![left]!);
    return counts.reduce(
      (sum, row, other) => (other === left ? sum : sum + row[left]! + counts[left]![other]!),
      0,
    );
  };
  const touched = Array.from({ length: size }, (_, index) => index).filter(
    (index) => spread(index, index) > 0,
  );
  // The differences add up to 0, so that the last says nothing new.
  const used = touched.slice(0, -1);
  const df = used.length;
  const matrix = new Float64Array(df * df).map((_, cell) =>
    spread(used[cell % df]!, used[Math.floor(cell / df)]!),
  );
  const differences = used.map((category) =>
    counts.reduce((sum, row, other) => sum + counts[category]![other]! - row[category]!, 0),
  );
  const root = df === 0 ? undefined : cholesky(matrix, df)?.solveLower(differences);
  if (root === undefined) {
    const none = notEstimable(df === 0 ? 'no-variation' : 'collinear');
    return { chiSquare: none, df, p: none };
  }
  const chiSquare = root.reduce((sum, value) => sum + value * value, 0);
  return { chiSquare, df, p: chiSquareUpperTail(chiSquare, df) };
}
