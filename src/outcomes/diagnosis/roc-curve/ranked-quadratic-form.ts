import { symmetricEigen } from '../../../math/linear-algebra/symmetric-eigen.js';

/** x' V⁺ x over the directions in which V varies, and how many there are; null where there are none. */
export function rankedQuadraticForm(
  covariance: Float64Array,
  vector: readonly number[],
): { readonly value: number; readonly rank: number } | null {
  const size = vector.length;
  const { values, vectors } = symmetricEigen(covariance, size);
  const largest = Math.max(...values);
  if (!(largest > 1e-14)) return null;
  let value = 0;
  let rank = 0;
  values.forEach((eigenvalue, column) => {
    if (eigenvalue <= 1e-10 * largest) return;
    let along = 0;
    for (let row = 0; row < size; row += 1) along += vectors[column * size + row]! * vector[row]!;
    value += (along * along) / eigenvalue;
    rank += 1;
  });
  return { value, rank };
}
