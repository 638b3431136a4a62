import { argumentError } from '../../core/errors.js';

/** A symmetric positive definite matrix as lower · lowerᵀ, and what one asks of it. */
export interface CholeskyFactor {
  readonly size: number;
  /** Lower triangle, column after column; zeros above the diagonal. */
  readonly lower: Float64Array;
  readonly logDeterminant: number;
  /** The x of A x = rightSide. */
  solve(rightSide: ArrayLike<number>): Float64Array;
  /** The z of lower z = rightSide, so that z·z = rightSideᵀ A⁻¹ rightSide: a Wald or score chi-square. */
  solveLower(rightSide: ArrayLike<number>): Float64Array;
  /** A⁻¹, column after column, symmetric to the last bit. */
  inverse(): Float64Array;
}

/** A pivot below this share of its diagonal element counts as 0: half the digits and a little more. */
const defaultTolerance = Number.EPSILON ** 0.75;

/**
 * Cholesky factor of a symmetric matrix, or null when the matrix is not positive definite: the covariance is then
 * singular, because a column repeats what others say, or the information was not taken at a maximum.
 *
 * `matrix` holds size × size numbers, column after column; only its lower triangle is read and it is not changed. A
 * pivot of `tolerance` (1.8e-12, as R's survival package has it) times its diagonal element or less counts as 0.
 * Cost size³ / 3. Source: Golub and Van Loan 2013, Matrix Computations, algorithm 4.2.1.
 */
export function cholesky(
  matrix: ArrayLike<number>,
  size: number,
  tolerance = defaultTolerance,
): CholeskyFactor | null {
  const outcome = factorise(matrix, size, tolerance);
  return typeof outcome === 'number' ? null : makeFactor(outcome, size);
}

/** Index of the first row that makes a symmetric matrix not positive definite, or null when there is none. */
export function failingPivot(
  matrix: ArrayLike<number>,
  size: number,
  tolerance = defaultTolerance,
): number | null {
  const outcome = factorise(matrix, size, tolerance);
  return typeof outcome === 'number' ? outcome : null;
}

function factorise(matrix: ArrayLike<number>, size: number, tolerance: number): Float64Array | number {
  requireLength('matrix', matrix, size * size);
  const lower = new Float64Array(size * size);
  for (let column = 0; column < size; column += 1) {
    const diagonal = matrix[column * size + column]!;
    for (let row = column; row < size; row += 1) {
      let rest = matrix[column * size + row]!;
      for (let inner = 0; inner < column; inner += 1) {
        rest -= lower[inner * size + row]! * lower[inner * size + column]!;
      }
      if (row === column) {
        if (!(rest > tolerance * diagonal) || rest === Number.POSITIVE_INFINITY) return column;
        lower[column * size + column] = Math.sqrt(rest);
      } else {
        lower[column * size + row] = rest / lower[column * size + column]!;
      }
    }
  }
  return lower;
}

function makeFactor(lower: Float64Array, size: number): CholeskyFactor {
  let logDeterminant = 0;
  for (let index = 0; index < size; index += 1) logDeterminant += 2 * Math.log(lower[index * size + index]!);
  return {
    size,
    lower,
    logDeterminant,
    solve: (rightSide) => backward(lower, size, forward(lower, size, rightSide)),
    solveLower: (rightSide) => forward(lower, size, rightSide),
    inverse: () => invert(lower, size),
  };
}

function forward(lower: Float64Array, size: number, rightSide: ArrayLike<number>): Float64Array {
  requireLength('rightSide', rightSide, size);
  const solution = new Float64Array(rightSide);
  for (let column = 0; column < size; column += 1) {
    const value = solution[column]! / lower[column * size + column]!;
    solution[column] = value;
    for (let row = column + 1; row < size; row += 1) {
      solution[row] = solution[row]! - value * lower[column * size + row]!;
    }
  }
  return solution;
}

/** Solves lowerᵀ x = solution in place. */
function backward(lower: Float64Array, size: number, solution: Float64Array): Float64Array {
  for (let row = size - 1; row >= 0; row -= 1) {
    let rest = solution[row]!;
    for (let inner = row + 1; inner < size; inner += 1) rest -= lower[row * size + inner]! * solution[inner]!;
    solution[row] = rest / lower[row * size + row]!;
  }
  return solution;
}

function invert(lower: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  const unit = new Float64Array(size);
  for (let column = 0; column < size; column += 1) {
    unit.fill(0);
    unit[column] = 1;
    inverse.set(backward(lower, size, forward(lower, size, unit)), column * size);
  }
  for (let column = 0; column < size; column += 1) {
    for (let row = column + 1; row < size; row += 1) {
      inverse[row * size + column] = inverse[column * size + row]!;
    }
  }
  return inverse;
}

function requireLength(name: string, values: ArrayLike<number>, expected: number): void {
  if (values.length !== expected) {
    throw argumentError('cholesky', name, 'has the wrong length', `${values.length}`, `${expected}`);
  }
}
