import { argumentError } from '../../core/errors.js';
import { requireList, requireObject } from '../../math/argument-checks.js';
import { type CovariateColumns, isNameColumn, readCovariates } from '../../math/columns/covariate-columns.js';
import { type NameColumn, readNames } from '../../math/columns/name-column.js';
import { finiteNumbers } from '../../math/number-list.js';
import type { OrdinalRows } from './ordinal-rows.js';

/** An ordered outcome by group, as a script has it: one entry a row. */
export interface OrdinalInput {
  /**
   * Without `categories` the numbers of the scale itself, such as 1 to 8. With them, names of categories, or their places
   * (0 is the lowest).
   */
  readonly outcome: NameColumn | ArrayLike<number>;
  /** In the order of the scale, lowest first; names need them, for they do not say which is better. */
  readonly categories?: readonly string[];
  /** Number of subjects of each row; 1 unless given. */
  readonly weight?: ArrayLike<number>;
  readonly group: NameColumn;
  /** The group that the others are compared with. */
  readonly reference: string | null;
  readonly strata?: NameColumn;
  readonly covariates: CovariateColumns;
}

/**
 * Reads an ordered outcome into codes and columns. Throws where a name has no place on the scale or a value is
 * missing.
 */
export function readOrdinalInput(method: string, input: OrdinalInput): OrdinalRows {
  requireObject(method, 'rows', input, 'outcome, group, reference and covariates');
  const { categories, outcome } = readScale(method, input);
  const n = outcome.length;
  requireObject(method, 'group', input.group, 'a name in each row');
  requireObject(method, 'covariates', input.covariates, 'columns by name, or a list of names and values');
  return {
    categories,
    outcome,
    weight:
      input.weight === undefined
        ? new Float64Array(n).fill(1)
        : input.weight instanceof Float64Array
          ? input.weight
          : finiteNumbers(method, 'weight', input.weight),
    group: readNames(method, 'group', input.group, n),
    reference: input.reference,
    ...(input.strata === undefined ? {} : { strata: readNames(method, 'strata', input.strata, n) }),
    covariates: readCovariates(method, input.covariates, n),
  };
}

function readScale(method: string, { outcome, categories }: OrdinalInput): Scale {
  if (categories !== undefined) requireList(method, 'categories', categories, 'names of the categories');
  if (isNameColumn(outcome)) return scaleOfNames(method, outcome, categories);
  requireList(method, 'outcome', outcome, 'a category in each row');
  if (categories === undefined) return scaleOfNumbers(finiteNumbers(method, 'outcome', outcome));
  if (outcome instanceof Int32Array) return { categories, outcome };
  const places = finiteNumbers(method, 'outcome', outcome);
  const between = places.findIndex((place) => !Number.isInteger(place));
  if (between >= 0) {
    throw argumentError(
      method,
      `outcome[${between}]`,
      'is no place on the scale',
      String(places[between]),
      `a whole number from 0 to ${categories.length - 1}`,
      'Leave `categories` out if the numbers are the scale itself',
    );
  }
  return { categories, outcome: Int32Array.from(places) };
}

type Scale = Pick<OrdinalRows, 'categories' | 'outcome'>;

function scaleOfNumbers(values: Float64Array): Scale {
  const scale = Float64Array.from(new Set(values)).sort();
  const place = new Map(Array.from(scale, (value, index) => [value, index]));
  return {
    categories: Array.from(scale, String),
    outcome: Int32Array.from(values, (value) => place.get(value)!),
  };
}

/** A factor without categories is its own scale; plain names have none. */
function scaleOfNames(method: string, names: NameColumn, categories: readonly string[] | undefined): Scale {
  const { levels, codes } = readNames(method, 'outcome', names);
  if (categories === undefined) {
    if ('codes' in names) return { categories: levels, outcome: codes };
    throw argumentError(
      method,
      'categories',
      'are missing',
      'names of an outcome without their order',
      'the names in the order of the scale, lowest first',
    );
  }
  const places = levels.map((level) => categories.indexOf(level));
  const row = codes.findIndex((code) => places[code] === -1);
  if (row >= 0) {
    throw argumentError(
      method,
      `outcome[${row}]`,
      'is no category',
      `"${levels[codes[row]!]}"`,
      categories.map((name) => `"${name}"`).join(', '),
    );
  }
  return { categories, outcome: codes.map((code) => places[code]!) };
}
