import type { Covariate, Factor } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { requireList, requireObject } from '../../math/argument-checks.js';

/** An ordered outcome by group: rows of subjects, or counted cells with their number of subjects as `weight`. */
export interface OrdinalRows {
  /** In the order of the scale, lowest first. */
  readonly categories: readonly string[];
  /** Category of each row: 0 is the lowest. */
  readonly outcome: Int32Array;
  /** Number of subjects of each row; 1 for subject-level rows. */
  readonly weight: Float64Array;
  readonly group: Factor;
  /** The group that the others are compared with. */
  readonly reference: string | null;
  readonly strata?: Factor;
  readonly covariates: readonly Covariate[];
}

/** How many subjects of each of two groups are in each category, lowest category first. */
export interface CategoryCounts {
  readonly of: readonly number[];
  readonly versus: readonly number[];
  /** Names of the categories; "1", "2" … when absent. */
  readonly categories?: readonly string[];
}

/** Turns two rows of category counts into counted cells, the form that the ordinal methods read. */
export function rowsFromCounts(method: string, counts: CategoryCounts): OrdinalRows {
  requireObject(method, 'counts', counts, 'counts of both groups');
  const { of, versus } = counts;
  requireList(method, 'of', of, 'subjects in each category');
  requireList(method, 'versus', versus, 'subjects in each category');
  if (of.length !== versus.length) {
    throw argumentError(
      method,
      'versus',
      'has another number of categories than "of"',
      String(versus.length),
      String(of.length),
    );
  }
  const categories = counts.categories ?? of.map((_, index) => String(index + 1));
  if (categories.length !== of.length) {
    throw argumentError(
      method,
      'categories',
      'has another length than the counts',
      String(categories.length),
      String(of.length),
    );
  }
  const positions = of.map((_, index) => index);
  return {
    categories,
    outcome: Int32Array.from([...positions, ...positions]),
    weight: Float64Array.from([...versus, ...of]),
    group: {
      levels: ['versus', 'of'],
      codes: Int32Array.from([...versus.map(() => 0), ...of.map(() => 1)]),
    },
    reference: 'versus',
    covariates: [],
  };
}

/** The index of the reference group among the levels. Throws when rows or names do not fit together. */
export function checkOrdinalRows(method: string, rows: OrdinalRows): number {
  requireObject(method, 'rows', rows, 'outcome, weight, group, reference and covariates');
  const { outcome, weight, group, categories, covariates } = rows;
  requireList(method, 'outcome', outcome, 'a category in each row');
  requireList(method, 'weight', weight, 'subjects of each row');
  requireList(method, 'categories', categories, 'names of the categories');
  requireObject(method, 'group', group, 'levels and codes');
  requireList(method, 'group.levels', group.levels, 'names of the groups');
  requireList(method, 'group.codes', group.codes, 'a group in each row');
  requireList(method, 'covariates', covariates, 'a list of named columns');
  for (const [index, covariate] of covariates.entries()) {
    requireObject(method, `covariates[${index}]`, covariate, 'a name and values');
    requireList(method, `covariates[${index}].values`, covariate.values, 'a number in each row');
  }
  const n = outcome.length;
  const lengths: [string, number][] = [
    ['weight', weight.length],
    ['group', group.codes.length],
    ['strata', rows.strata?.codes.length ?? n],
    ...covariates.map((covariate): [string, number] => [covariate.name, covariate.values.length]),
  ];
  for (const [name, length] of lengths) {
    if (length !== n) {
      throw argumentError(method, name, 'has another length than "outcome"', String(length), String(n));
    }
  }
  requireCodes(method, 'outcome', outcome, categories.length);
  requireCodes(method, 'group', group.codes, group.levels.length);
  for (let row = 0; row < n; row += 1) {
    if (weight[row]! >= 0 && weight[row]! < Number.POSITIVE_INFINITY) continue;
    throw argumentError(
      method,
      'weight',
      `is not a number of subjects in row ${row + 1}`,
      String(weight[row]),
      'a number from 0 up',
    );
  }
  for (const { name, values } of covariates) {
    for (let row = 0; row < n; row += 1) {
      if (Number.isFinite(values[row]!)) continue;
      throw argumentError(
        method,
        name,
        `is missing in row ${row + 1}`,
        String(values[row]),
        'a number in every row',
        'Leave the row out before',
      );
    }
  }
  const reference = rows.reference === null ? -1 : group.levels.indexOf(rows.reference);
  if (reference === -1) {
    throw argumentError(
      method,
      'reference',
      'is not one of the groups',
      rows.reference ?? 'none',
      `one of ${group.levels.join(', ')}`,
      'Name the comparator',
    );
  }
  if (group.levels.length < 2) {
    throw argumentError(
      method,
      'group',
      'has fewer than two groups',
      group.levels.join(', '),
      'two groups or more',
    );
  }
  return reference;
}

function requireCodes(method: string, name: string, codes: ArrayLike<number>, size: number): void {
  for (let row = 0; row < codes.length; row += 1) {
    const code = codes[row]!;
    if (Number.isInteger(code) && code >= 0 && code < size) continue;
    throw argumentError(method, name, `is out of range in row ${row + 1}`, String(code), `0 to ${size - 1}`);
  }
}

/** Subjects in each group (outer) and category (inner). */
export function countCategories(rows: OrdinalRows): Float64Array[] {
  const counts = rows.group.levels.map(() => new Float64Array(rows.categories.length));
  for (let row = 0; row < rows.outcome.length; row += 1) {
    const category = rows.outcome[row]!;
    const groupCounts = counts[rows.group.codes[row]!]!;
    groupCounts[category] = groupCounts[category]! + rows.weight[row]!;
  }
  return counts;
}
