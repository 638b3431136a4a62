import { transformCovariance } from './delta-method.js';
import { addOuterProducts, mirrorLowerTriangle } from './weighted-sums.js';

/** Of the variance by the model: no units that vary leave so little. */
const roundingShare = 1e-12;

/**
 * Sandwich covariance: inverse information times the sum over independent units (subjects or clusters) of their squared
 * shares in the gradient, times inverse information. No small-sample factor. All matrices row-major. A parameter whose
 * shares cancel in every unit has variance 0, without the rounding that is left.
 *
 * @param totals one row a unit: its share in the gradient.
 * Source: Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074-1078.
 */
export function sandwichCovariance(totals: Float64Array, inverse: Float64Array, size: number): Float64Array {
  const count = totals.length / size;
  const middle = new Float64Array(size * size);
  addOuterProducts(totals, size, new Float64Array(count).fill(1), 0, count, middle);
  mirrorLowerTriangle(middle, size);
  const covariance = transformCovariance(inverse, middle, size);
  for (let own = 0; own < size; own += 1) {
    if (covariance[own * (size + 1)]! > roundingShare * inverse[own * (size + 1)]!) continue;
    for (let other = 0; other < size; other += 1) {
      covariance[own * size + other] = 0;
      covariance[other * size + own] = 0;
    }
  }
  return covariance;
}
