import { argumentError } from '../../core/errors.js';
import { requireList } from '../../math/argument-checks.js';
import { requireCodes } from '../require-factor.js';

/** Places on a list of categories, -1 where missing; or the categories by name, null or empty where missing. */
export type CategoryColumn = ArrayLike<number> | readonly (string | null)[];

/** Codes of a column of categories. Throws for a name or a place that the categories do not have. */
export function readCategories(
  method: string,
  argument: string,
  values: CategoryColumn,
  categories: readonly string[],
  length: number,
): Int32Array {
  requireList(method, argument, values, 'one category a subject');
  if (!hasNames(values)) {
    requireCodes(method, argument, values, categories.length, { length, missing: true });
    return values instanceof Int32Array ? values : Int32Array.from(values);
  }
  if (values.length !== length) {
    throw argumentError(method, argument, 'has the wrong length', String(values.length), String(length));
  }
  const placeOf = new Map(categories.map((name, place) => [name, place]));
  return Int32Array.from(values, (name, row) => {
    if (isMissing(name)) return -1;
    const place = placeOf.get(name);
    if (place !== undefined) return place;
    throw argumentError(
      method,
      `${argument}[${row}]`,
      'is no category',
      `"${name}"`,
      categories.map((category) => `"${category}"`).join(', '),
    );
  });
}

/** The names that occur, sorted by code unit; missing ones left out. */
export function categoriesOf(values: readonly (string | null)[]): readonly string[] {
  return [...new Set(values)].filter((name): name is string => !isMissing(name)).sort();
}

/** Whether a column has text in it. */
export function hasNames(values: ArrayLike<unknown>): values is readonly (string | null)[] {
  return Array.isArray(values) && values.some((value) => typeof value === 'string');
}

function isMissing(name: string | null | undefined): name is null | undefined | '' {
  return name === null || name === undefined || name === '';
}
