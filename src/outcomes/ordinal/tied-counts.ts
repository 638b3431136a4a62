import { argumentError } from '../../core/errors.js';
import { finiteNumbers } from '../../math/number-list.js';
import { countCategories, type OrdinalRows } from './ordinal-rows.js';

/** Two groups on one ordered scale: the distinct values, lowest first, and the subjects of each group at each. */
export interface TiedCounts {
  readonly values: Float64Array;
  readonly of: Float64Array;
  readonly versus: Float64Array;
  /** Subjects of the first group. */
  readonly ofTotal: number;
  /** Subjects of the second group. */
  readonly versusTotal: number;
}

/** Collects values of two groups into distinct values with counts. Throws for a value that is not a number. */
export function tiedCountsFromValues(
  method: string,
  of: ArrayLike<number>,
  versus: ArrayLike<number>,
): TiedCounts {
  const first = sorted(method, 'of', of);
  const second = sorted(method, 'versus', versus);
  const values = new Float64Array(new Set([...first, ...second])).sort();
  const place = new Map(Array.from(values, (value, index) => [value, index]));
  const count = (list: Float64Array) => {
    const counts = new Float64Array(values.length);
    for (const value of list) counts[place.get(value)!] = counts[place.get(value)!]! + 1;
    return counts;
  };
  return tiedCounts(values, count(first), count(second));
}

/**
 * One comparison for each group but the reference, from counted categories; `scores` are the values of the
 * categories, their order when absent. Throws for weights that are not whole numbers of subjects.
 */
export function tiedCountsByGroup(
  method: string,
  rows: OrdinalRows,
  reference: number,
  scores?: ArrayLike<number>,
): { readonly group: string; readonly counts: TiedCounts }[] {
  const counts = countCategories(rows);
  if (!counts.every((group) => group.every(Number.isSafeInteger))) {
    throw argumentError(method, 'weight', 'holds parts of subjects', undefined, 'whole numbers of subjects');
  }
  const values = Float64Array.from(scores ?? rows.categories.map((_, index) => index));
  return rows.group.levels.flatMap((group, index) =>
    index === reference ? [] : [{ group, counts: tiedCounts(values, counts[index]!, counts[reference]!) }],
  );
}

/** Leaves out values that nobody has. */
export function tiedCounts(values: Float64Array, of: Float64Array, versus: Float64Array): TiedCounts {
  const keep = Array.from(values.keys()).filter((index) => of[index]! + versus[index]! > 0);
  const pick = (list: Float64Array) => Float64Array.from(keep, (index) => list[index]!);
  const total = (list: Float64Array) => list.reduce((sum, count) => sum + count, 0);
  return {
    values: pick(values),
    of: pick(of),
    versus: pick(versus),
    ofTotal: total(of),
    versusTotal: total(versus),
  };
}

function sorted(method: string, name: string, values: ArrayLike<number>): Float64Array {
  // -0 and 0 are one value.
  return finiteNumbers(method, name, values)
    .map((value) => value + 0)
    .sort();
}
