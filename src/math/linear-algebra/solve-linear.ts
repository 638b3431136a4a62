import { argumentError } from '../../core/errors.js';

/**
 * The x of matrix · x = rightSide for any square matrix, or null when the matrix is singular to working precision.
 *
 * `matrix` holds size × size numbers, column after column. Gaussian elimination with rows exchanged for the largest
 * pivot; singular when a pivot falls below `tolerance` times the largest element of its column. For a symmetric
 * positive definite matrix use `cholesky`. Inputs are not changed. Cost size³ / 3.
 * Source: Golub and Van Loan 2013, Matrix Computations, algorithm 3.4.1.
 */
export function solveLinear(
  matrix: ArrayLike<number>,
  rightSide: ArrayLike<number>,
  tolerance = 1e-14,
): Float64Array | null {
  const size = rightSide.length;
  if (matrix.length !== size * size) {
    throw argumentError(
      'solve-linear',
      'matrix',
      'has the wrong length',
      `${matrix.length}`,
      `${size * size}`,
    );
  }
  const work = new Float64Array(matrix);
  const solution = new Float64Array(rightSide);
  const scale = largestOfColumns(work, size);
  for (let column = 0; column < size; column += 1) {
    const pivot = pivotRow(work, size, column);
    if (!(Math.abs(work[column * size + pivot]!) > tolerance * scale[column]!)) return null;
    if (pivot !== column) exchangeRows(work, solution, size, pivot, column);
    const inverse = 1 / work[column * size + column]!;
    for (let row = column + 1; row < size; row += 1) {
      const factor = work[column * size + row]! * inverse;
      if (factor === 0) continue;
      for (let other = column + 1; other < size; other += 1) {
        work[other * size + row] = work[other * size + row]! - factor * work[other * size + column]!;
      }
      solution[row] = solution[row]! - factor * solution[column]!;
    }
  }
  for (let row = size - 1; row >= 0; row -= 1) {
    let rest = solution[row]!;
    for (let column = row + 1; column < size; column += 1)
      rest -= work[column * size + row]! * solution[column]!;
    solution[row] = rest / work[row * size + row]!;
  }
  return solution;
}

function largestOfColumns(matrix: Float64Array, size: number): Float64Array {
  const largest = new Float64Array(size);
  matrix.forEach((value, index) => {
    const column = Math.floor(index / size);
    largest[column] = Math.max(largest[column]!, Math.abs(value));
  });
  return largest;
}

function pivotRow(work: Float64Array, size: number, column: number): number {
  let pivot = column;
  for (let row = column + 1; row < size; row += 1) {
    if (Math.abs(work[column * size + row]!) > Math.abs(work[column * size + pivot]!)) pivot = row;
  }
  return pivot;
}

function exchangeRows(
  work: Float64Array,
  solution: Float64Array,
  size: number,
  left: number,
  right: number,
): void {
  for (let column = 0; column < size; column += 1) {
    const value = work[column * size + left]!;
    work[column * size + left] = work[column * size + right]!;
    work[column * size + right] = value;
  }
  const value = solution[left]!;
  solution[left] = solution[right]!;
  solution[right] = value;
}
