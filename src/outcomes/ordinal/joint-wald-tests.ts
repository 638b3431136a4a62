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
