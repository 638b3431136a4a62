/**
 * The information matrix of ordered thresholds: each threshold meets only its two neighbours, so a system of k of
 * them is solved in O(k) steps. `diagonal` has k entries; `offDiagonal[i]` stands between rows i and i + 1.
 */
export interface SymmetricTridiagonal {
  readonly diagonal: Float64Array;
  readonly offDiagonal: Float64Array;
}

/** The pivots of the elimination from the first row down; null when the matrix is not positive definite. */
function forwardPivots({ diagonal, offDiagonal }: SymmetricTridiagonal): Float64Array | null {
  const pivots = new Float64Array(diagonal.length);
  for (let row = 0; row < pivots.length; row += 1) {
    const off = row > 0 ? offDiagonal[row - 1]! : 0;
    const pivot = diagonal[row]! - (row > 0 ? (off * off) / pivots[row - 1]! : 0);
    if (!(pivot > 0)) return null;
    pivots[row] = pivot;
  }
  return pivots;
}

/**
 * Solves a positive definite tridiagonal system for several right-hand sides, each in O(k) (Thomas' elimination).
 * Inputs stay unchanged; null when the matrix is not positive definite.
 */
export function solveTridiagonal(
  matrix: SymmetricTridiagonal,
  rightHandSides: readonly Float64Array[],
): Float64Array[] | null {
  const pivots = forwardPivots(matrix);
  if (pivots === null) return null;
  const { offDiagonal } = matrix;
  return rightHandSides.map((rightHandSide) => {
    const solution = Float64Array.from(rightHandSide);
    for (let row = 1; row < solution.length; row += 1) {
      solution[row] = solution[row]! - (offDiagonal[row - 1]! / pivots[row - 1]!) * solution[row - 1]!;
    }
    for (let row = solution.length - 1; row >= 0; row -= 1) {
      const after = row + 1 < solution.length ? offDiagonal[row]! * solution[row + 1]! : 0;
      solution[row] = (solution[row]! - after) / pivots[row]!;
    }
    return solution;
  });
}

/**
 * The diagonal of the inverse in O(k): one over (pivot from above + pivot from below - diagonal entry).
 * Source: Meurant G. SIAM J Matrix Anal Appl 1992;13:707-728, theorem 2.3.
 */
export function tridiagonalInverseDiagonal(matrix: SymmetricTridiagonal): Float64Array | null {
  const above = forwardPivots(matrix);
  const below = forwardPivots({
    diagonal: Float64Array.from(matrix.diagonal).reverse(),
    offDiagonal: Float64Array.from(matrix.offDiagonal).reverse(),
  });
  if (above === null || below === null) return null;
  return above.map((pivot, row) => 1 / (pivot + below[below.length - 1 - row]! - matrix.diagonal[row]!));
}
