import { argumentError } from '../../core/errors.js';

export interface SymmetricEigen {
  /** Largest first. */
  readonly values: Float64Array;
  /** Orthonormal columns in the order of `values`, column after column. */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix, by Jacobi's rotations.
 *
 * `matrix` holds size × size numbers, column after column; its lower triangle is read and it is not changed. Small
 * eigenvalues of a graded matrix keep more digits than by tridiagonal methods; cost about 10 size³, meant for the
 * sizes of covariance matrices. The sign of each vector makes its largest element positive.
 * Source: Golub and Van Loan 2013, Matrix Computations, section 8.5.
 */
export function symmetricEigen(matrix: ArrayLike<number>, size: number): SymmetricEigen {
  if (matrix.length !== size * size) {
    throw argumentError(
      'symmetric-eigen',
      'matrix',
      'has the wrong length',
      `${matrix.length}`,
      `${size * size}`,
    );
  }
  const work = new Float64Array(size * size);
  const vectors = new Float64Array(size * size);
  for (let column = 0; column < size; column += 1) {
    vectors[column * size + column] = 1;
    for (let row = column; row < size; row += 1) {
      const value = matrix[column * size + row]!;
      if (!Number.isFinite(value)) {
        throw argumentError(
          'symmetric-eigen',
          'matrix',
          'is not finite',
          `${value} at (${row}, ${column})`,
          'numbers',
        );
      }
      work[column * size + row] = value;
      work[row * size + column] = value;
    }
  }
  for (let sweep = 0; sweep < 60; sweep += 1) {
    if (!sweepRotations(work, vectors, size)) break;
  }
  return sorted(work, vectors, size);
}

/** One rotation for each pair of rows; false when none was needed. */
function sweepRotations(work: Float64Array, vectors: Float64Array, size: number): boolean {
  let rotated = false;
  for (let p = 0; p < size; p += 1) {
    for (let q = p + 1; q < size; q += 1) {
      const off = work[p * size + q]!;
      const diagonalP = work[p * size + p]!;
      const diagonalQ = work[q * size + q]!;
      if (off === 0) continue;
      const negligible = Math.abs(off) <= 1e-17 * Math.sqrt(Math.abs(diagonalP * diagonalQ));
      if (!negligible) {
        rotated = true;
        const theta = (diagonalQ - diagonalP) / (2 * off);
        const tangent = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
        rotate(work, vectors, size, p, q, tangent);
      }
      work[p * size + q] = 0;
      work[q * size + p] = 0;
    }
  }
  return rotated;
}

function rotate(
  work: Float64Array,
  vectors: Float64Array,
  size: number,
  p: number,
  q: number,
  tangent: number,
): void {
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = tangent * cosine;
  const off = work[p * size + q]!;
  work[p * size + p] = work[p * size + p]! - tangent * off;
  work[q * size + q] = work[q * size + q]! + tangent * off;
  for (let row = 0; row < size; row += 1) {
    if (row !== p && row !== q) {
      const inP = work[p * size + row]!;
      const inQ = work[q * size + row]!;
      const turnedP = cosine * inP - sine * inQ;
      const turnedQ = sine * inP + cosine * inQ;
      work[p * size + row] = turnedP;
      work[row * size + p] = turnedP;
      work[q * size + row] = turnedQ;
      work[row * size + q] = turnedQ;
    }
    const vectorP = vectors[p * size + row]!;
    const vectorQ = vectors[q * size + row]!;
    vectors[p * size + row] = cosine * vectorP - sine * vectorQ;
    vectors[q * size + row] = sine * vectorP + cosine * vectorQ;
  }
}

function sorted(work: Float64Array, vectors: Float64Array, size: number): SymmetricEigen {
  const order = Array.from({ length: size }, (_, index) => index);
  order.sort((left, right) => work[right * size + right]! - work[left * size + left]!);
  const values = new Float64Array(size);
  const columns = new Float64Array(size * size);
  order.forEach((from, to) => {
    values[to] = work[from * size + from]!;
    const column = vectors.subarray(from * size, (from + 1) * size);
    let largest = 0;
    for (const element of column) if (Math.abs(element) > Math.abs(largest) * (1 + 1e-9)) largest = element;
    const sign = largest < 0 ? -1 : 1;
    for (let row = 0; row < size; row += 1) columns[to * size + row] = sign * column[row]!;
  });
  return { values, vectors: columns };
}
