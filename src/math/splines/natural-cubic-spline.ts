import { argumentError } from '../../core/errors.js';
import { requireObject } from '../argument-checks.js';
import { quantileOfSorted } from '../order/quantile.js';
import { constrainBasis } from './constrain-basis.js';
import { cubicBasis } from './cubic-basis.js';

export interface NaturalCubicSplineOptions {
  /** Columns of the basis; interior knots are then placed at quantiles of the values. Give `df` or `knots`. */
  readonly df?: number | undefined;
  /** Interior knots, ascending, between the boundary knots. */
  readonly knots?: readonly number[] | undefined;
  /** Beyond these two knots the curve is straight. Default the range of the values. */
  readonly boundary?: readonly [number, number] | undefined;
  /** Whether the constant lies in the span of the columns, for models without an intercept. Default false. */
  readonly intercept?: boolean | undefined;
}

export interface NaturalCubicSpline {
  readonly knots: readonly number[];
  readonly boundary: readonly [number, number];
  /** Columns of the basis at the values given, each with one entry a value. */
  readonly columns: readonly Float64Array[];
  /** The same basis at other values, such as those of a curve to be drawn. */
  readonly at: (values: ArrayLike<number>) => readonly Float64Array[];
}

const where = 'naturalCubicSpline';

/**
 * Columns that let a regression follow a smooth curve of a number, such as age, in place of a straight line: cubic
 * between knots and straight beyond the outer two.
 *
 * Conventions. The columns of R's `splines::ns`, so that coefficients agree with `ns(x, df)` and `ns(x, knots = k)`:
 * cubic B-splines without the first (unless `intercept`), turned by Householder reflections so that the second
 * derivative vanishes at both boundary knots. With `df` the interior knots, df - 1 of them (df - 2 with `intercept`),
 * stand at equally spaced quantiles (type 7) of the values within the boundary. Other software codes other columns of
 * the same space: fits and joint tests agree, single coefficients do not.
 *
 * Errors: `MethodError` for a value that is no finite number, both or neither of `df` and `knots`, knots that are not
 * ascending within the boundary, and quantiles that coincide because the values have too few different ones.
 * Cost: O(n log n + n df). The input is not changed.
 * Source: de Boor C. A Practical Guide to Splines. Springer 2001, chapters IX and X; Hastie T, Tibshirani R, Friedman J.
 * The Elements of Statistical Learning. 2nd ed. Springer 2009, section 5.2.1. Oracle: test/oracles/math/splines.json.
 */
export function naturalCubicSpline(
  values: ArrayLike<number>,
  options: NaturalCubicSplineOptions,
): NaturalCubicSpline {
  requireObject(where, 'options', options, 'an object such as { df: 3 }');
  const intercept = options.intercept ?? false;
  const sorted = Float64Array.from(values).sort();
  if (sorted.length === 0) throw argumentError(where, 'values', 'is empty', '0 values', 'at least two');
  checkValues(values);
  const boundary = options.boundary ?? [sorted[0]!, sorted[sorted.length - 1]!];
  if (!(boundary[0] < boundary[1] && Number.isFinite(boundary[1] - boundary[0]))) {
    throw argumentError(
      where,
      options.boundary === undefined ? 'values' : 'boundary',
      'leaves no room for a curve',
      `${boundary[0]} to ${boundary[1]}`,
      'two different numbers, the lower first',
    );
  }
  const knots = options.knots ?? quantileKnots(sorted, boundary, options.df, intercept);
  if (options.knots !== undefined && options.df !== undefined) {
    throw argumentError(where, 'knots', 'does not go with "df"', 'both', 'one of the two');
  }
  checkKnots(knots, boundary, options.knots === undefined);
  const at = (wanted: ArrayLike<number>): readonly Float64Array[] => {
    checkValues(wanted);
    return constrainBasis(
      (x, derivative) => cubicBasis(knots, boundary, x, derivative),
      wanted,
      knots.length + 4,
      boundary,
      intercept,
    );
  };
  return { knots: [...knots], boundary: [boundary[0], boundary[1]], columns: at(values), at };
}

function quantileKnots(
  sorted: Float64Array,
  [low, high]: readonly [number, number],
  df: number | undefined,
  intercept: boolean,
): readonly number[] {
  const least = intercept ? 2 : 1;
  if (!(Number.isInteger(df) && df! >= least)) {
    throw argumentError(
      where,
      'df',
      'is no number of columns',
      String(df),
      `a whole number of ${least} or more, or "knots"`,
    );
  }
  const count = df! - least;
  const within = sorted.filter((value) => value >= low && value <= high);
  if (count > 0 && within.length === 0) {
    throw argumentError(where, 'boundary', 'holds none of the values', `${low} to ${high}`);
  }
  return Array.from({ length: count }, (_, index) => quantileOfSorted(within, (index + 1) / (count + 1), 7));
}

function checkValues(values: ArrayLike<number>): void {
  for (let row = 0; row < values.length; row += 1) {
    if (Number.isFinite(values[row])) continue;
    throw argumentError(
      where,
      'values',
      `has a value that cannot be used in row ${row + 1}`,
      String(values[row]),
      'a number',
      'Leave rows with missing values out before the call',
    );
  }
}

function checkKnots(knots: readonly number[], [low, high]: readonly [number, number], placed: boolean): void {
  const inner = [low, ...knots, high];
  if (inner.every((knot, index) => index === 0 || knot > inner[index - 1]!)) return;
  throw argumentError(
    where,
    placed ? 'df' : 'knots',
    placed
      ? 'is more than the values can carry: quantiles coincide'
      : 'are not ascending within the boundary',
    `knots ${knots.join(', ')} within ${low} to ${high}`,
    'knots that ascend between the boundary knots',
    placed ? 'Lower df, or give knots' : undefined,
  );
}
