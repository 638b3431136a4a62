import { argumentError } from '../../../core/errors.js';

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
}

/**
 * Who moved where on an ordered scale between two times: a square table of categories before and after, with how many
 * went up, stayed and went down. `before` and `after` hold one category a row, 0 being the lowest; `weight` the number
 * of subjects of each row, 1 when absent. An empty table is all zeros. O(n).
 *
 * Throws `transition-table/invalid-argument` for arrays of unequal length and categories out of range.
 */
export function transitionTable(
  categories: readonly string[],
  before: ArrayLike<number>,
  after: ArrayLike<number>,
  weight?: ArrayLike<number>,
): TransitionTable {
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
  return { categories, counts, n, ...moves };
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
