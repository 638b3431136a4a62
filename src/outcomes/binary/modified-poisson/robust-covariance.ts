import type { RegressionDesign } from '../../regression-design.js';

/**
 * Sandwich covariance of coefficients: bread · Σ residual² x xᵀ · bread, with `bread` the inverse information. Size ×
 * size, column after column.
 *
 * Source: White H. Econometrica 1982;50:1-25; Huber PJ. Proc Fifth Berkeley Symp 1967;1:221-233.
 */
export function robustCovariance(
  { rows, size, matrix }: RegressionDesign,
  bread: Float64Array,
  residual: Float64Array,
): Float64Array {
  const covariance = new Float64Array(size * size);
  const influence = new Float64Array(size);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < size; column += 1) {
      let sum = 0;
      for (let inner = 0; inner < size; inner += 1) {
        sum += bread[inner * size + column]! * matrix[row * size + inner]!;
      }
      influence[column] = sum * residual[row]!;
    }
    for (let column = 0; column < size; column += 1) {
      for (let other = 0; other < size; other += 1) {
        covariance[column * size + other] =
          covariance[column * size + other]! + influence[column]! * influence[other]!;
      }
    }
  }
  return covariance;
}
