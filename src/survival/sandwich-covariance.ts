import { transformCovariance } from './delta-method.js';
import { addOuterProducts, mirrorLowerTriangle } from './weighted-sums.js';

/**
 * Sandwich covariance: inverse information times the sum over independent units (subjects or clusters) of their squared
 * shares in the gradient, times inverse information. No small-sample factor. All matrices row-major.
 *
 * @param totals one row a unit: its share in the gradient.
 * Source: Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074-1078.
 */
export function sandwichCovariance(totals: Float64Array, inverse: Float64Array, size: number): Float64Array {
  const count = totals.length / size;
  const middle = new Float64Array(size * size);
  addOuterProducts(totals, size, new Float64Array(count).fill(1), 0, count, middle);
  mirrorLowerTriangle(middle, size);
  return transformCovariance(inverse, middle, size);
}
