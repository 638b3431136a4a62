/** The form v' A^- v and the rank of A. */
export interface QuadraticForm {
  readonly value: number;
  readonly rank: number;
}

/** A pivot below this share of its diagonal is rounding error: that row depends on those before it. */
const pivotTolerance = 1e-10;

/**
 * v' A^- v for a symmetric, non-negative definite matrix that may be singular, as the covariance of observed less
 * expected events is. Rows that depend on earlier ones are left out, which gives a generalised inverse; v must lie in
 * the column space. `matrix` is row-major and is not changed. O(size^3).
 */
export function generalisedQuadraticForm(vector: ArrayLike<number>, matrix: Float64Array): QuadraticForm {
  const size = vector.length;
  const factor = Float64Array.from(matrix);
  const solved = new Float64Array(size);
  let value = 0;
  let rank = 0;
  for (let row = 0; row < size; row += 1) {
    const diagonal = matrix[row * size + row]!;
    const pivot = factor[row * size + row]!;
    solved[row] = vector[row]! + solved[row]!;
    if (!(diagonal > 0) || pivot <= pivotTolerance * diagonal) continue;
    rank += 1;
    value += (solved[row]! * solved[row]!) / pivot;
    for (let below = row + 1; below < size; below += 1) {
      const multiplier = factor[below * size + row]! / pivot;
      if (multiplier === 0) continue;
      solved[below]! -= multiplier * solved[row]!;
      for (let column = row + 1; column < size; column += 1) {
        factor[below * size + column]! -= multiplier * factor[row * size + column]!;
      }
    }
  }
  return { value, rank };
}
