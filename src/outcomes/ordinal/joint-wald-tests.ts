import type { Covariate } from '../../core/analysis-data.js';
import { type Estimable, notEstimable } from '../../core/estimable.js';
import { chiSquareUpperTail } from '../../math/distributions/chi-square.js';
import { cholesky } from '../../math/linear-algebra/cholesky.js';

/** A test of several coefficients at once: the levels of a factor, the basis of a spline, or the columns of one term. */
export interface JointWaldTest {
  readonly term: string;
  readonly chiSquare: Estimable;
  readonly df: number;
  readonly p: Estimable;
}

/** Columns that belong to one term, of the terms that have several. */
export function severalColumnTerms(
  columns: readonly Pick<Covariate, 'name' | 'term'>[],
): readonly { readonly term: string; readonly columns: readonly number[] }[] {
  const terms = new Map<string, number[]>();
  columns.forEach(({ term }, index) => {
    if (term !== undefined) terms.set(term, [...(terms.get(term) ?? []), index]);
  });
  return [...terms].flatMap(([term, members]) => (members.length > 1 ? [{ term, columns: members }] : []));
}

/** Wald's chi-square that the coefficients at `places` are all 0; `collinear` where their covariance is singular. */
export function jointWaldTest(
  term: string,
  estimates: ArrayLike<number>,
  covariance: Float64Array,
  places: readonly number[],
): JointWaldTest {
  const size = estimates.length;
  const df = places.length;
  const none = notEstimable(df === 0 ? 'empty-group' : 'collinear');
  const block = places.flatMap((left) => places.map((right) => covariance[left * size + right]!));
  const factor = df === 0 ? null : cholesky(block, df);
  if (factor === null) return { term, chiSquare: none, df, p: none };
  const root = factor.solveLower(places.map((place) => estimates[place]!));
  const chiSquare = root.reduce((sum, value) => sum + value * value, 0);
  return { term, chiSquare, df, p: chiSquareUpperTail(chiSquare, df) };
}
