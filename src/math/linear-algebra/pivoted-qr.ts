import { argumentError } from '../../core/errors.js';

/** A least-squares problem in triangular form. */
export interface PivotedQr {
  /** Number of columns that bring something of their own. */
  readonly rank: number;
  /** Columns of the input: first the independent ones in their order, then the collinear ones in theirs. */
  readonly pivot: Int32Array;
  /** Columns that earlier columns already determine. */
  readonly collinear: readonly number[];
  /** Upper triangle of the first `rank` pivoted columns: rank × rank, column after column. */
  readonly upper: Float64Array;
  /** Least-squares coefficients in the order of the input columns; 0 for a collinear column, which is left out. */
  solve(outcome: ArrayLike<number>): LeastSquares;
  /** (XᵀX)⁻¹ of the first `rank` pivoted columns, rank × rank. */
  inverseCrossProduct(): Float64Array;
}

export interface LeastSquares {
  readonly coefficients: Float64Array;
  readonly residualSumOfSquares: number;
}

/**
 * Householder QR of a `rows` × `columns` matrix (column after column) that sets collinear columns aside.
 *
 * Columns keep their order; one whose part at right angles to the columns before it is shorter than `tolerance` times
 * its length is collinear and moves to the end. So the later of two columns that say the same is the one left out, as
 * in R's `lm` (same default of 1e-7). The input is not changed. Cost 2 rows columns².
 * Source: Golub and Van Loan 2013, Matrix Computations, algorithm 5.2.1.
 */
export function pivotedQr(
  matrix: ArrayLike<number>,
  rows: number,
  columns: number,
  tolerance = 1e-7,
): PivotedQr {
  if (matrix.length !== rows * columns) {
    throw argumentError(
      'pivoted-qr',
      'matrix',
      'has the wrong length',
      `${matrix.length}`,
      `${rows * columns}`,
    );
  }
  const work = Array.from({ length: columns }, (_, column) =>
    Float64Array.from({ length: rows }, (__, row) => matrix[column * rows + row]!),
  );
  const lengths = work.map((column) => norm(column, 0));
  const independent: number[] = [];
  const collinear: number[] = [];
  const reflectors: Float64Array[] = [];
  for (let column = 0; column < columns; column += 1) {
    const current = work[column]!;
    const rank = independent.length;
    reflectors.forEach((reflector, index) => {
      reflect(reflector, index, current);
    });
    const rest = rank < rows ? norm(current, rank) : 0;
    if (!(rest > tolerance * lengths[column]!)) {
      collinear.push(column);
      continue;
    }
    reflectors.push(makeReflector(current, rank, rest));
    independent.push(column);
  }
  const rank = independent.length;
  const upper = new Float64Array(rank * rank);
  independent.forEach((column, index) => {
    upper.set(work[column]!.subarray(0, index + 1), index * rank);
  });
  return {
    rank,
    pivot: Int32Array.from([...independent, ...collinear]),
    collinear,
    upper,
    solve: (outcome) => leastSquares(outcome, rows, columns, independent, reflectors, upper),
    inverseCrossProduct: () => invertCrossProduct(upper, rank),
  };
}

/** Names of the columns that other, earlier columns already determine: constant, repeated or summing to others. */
export function collinearColumns(
  matrix: ArrayLike<number>,
  rows: number,
  names: readonly string[],
  tolerance = 1e-7,
): string[] {
  return pivotedQr(matrix, rows, names.length, tolerance).collinear.map((column) => names[column]!);
}

/** Makes the Householder vector that turns `column` below `from` into one number, and does so. */
function makeReflector(column: Float64Array, from: number, length: number): Float64Array {
  const reflector = new Float64Array(column.length);
  const head = column[from]!;
  const alpha = head > 0 ? -length : length;
  for (let row = from; row < column.length; row += 1) reflector[row] = column[row]!;
  reflector[from] = head - alpha;
  const scale = 1 / Math.sqrt(length * (length + Math.abs(head)));
  for (let row = from; row < column.length; row += 1) reflector[row] = reflector[row]! * scale;
  column[from] = alpha;
  column.fill(0, from + 1);
  return reflector;
}

/** vector - reflector (reflector · vector); reflectors have length √2. */
function reflect(reflector: Float64Array, from: number, vector: Float64Array): void {
  let product = 0;
  for (let row = from; row < vector.length; row += 1) product += reflector[row]! * vector[row]!;
  for (let row = from; row < vector.length; row += 1) vector[row] = vector[row]! - product * reflector[row]!;
}

function leastSquares(
  outcome: ArrayLike<number>,
  rows: number,
  columns: number,
  independent: readonly number[],
  reflectors: readonly Float64Array[],
  upper: Float64Array,
): LeastSquares {
  if (outcome.length !== rows) {
    throw argumentError('pivoted-qr', 'outcome', 'has the wrong length', `${outcome.length}`, `${rows}`);
  }
  const turned = new Float64Array(outcome);
  reflectors.forEach((reflector, index) => {
    reflect(reflector, index, turned);
  });
  const rank = independent.length;
  const coefficients = new Float64Array(columns);
  const solved = turned.slice(0, rank);
  for (let row = rank - 1; row >= 0; row -= 1) {
    for (let column = row + 1; column < rank; column += 1) {
      solved[row] = solved[row]! - upper[column * rank + row]! * solved[column]!;
    }
    solved[row] = solved[row]! / upper[row * rank + row]!;
    coefficients[independent[row]!] = solved[row]!;
  }
  return { coefficients, residualSumOfSquares: norm(turned, rank) ** 2 };
}

function invertCrossProduct(upper: Float64Array, rank: number): Float64Array {
  const inverse = new Float64Array(rank * rank);
  for (let column = 0; column < rank; column += 1) {
    inverse[column * rank + column] = 1 / upper[column * rank + column]!;
    for (let row = column - 1; row >= 0; row -= 1) {
      let sum = 0;
      for (let inner = row + 1; inner <= column; inner += 1) {
        sum -= upper[inner * rank + row]! * inverse[column * rank + inner]!;
      }
      inverse[column * rank + row] = sum / upper[row * rank + row]!;
    }
  }
  const product = new Float64Array(rank * rank);
  for (let row = 0; row < rank; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let sum = 0;
      for (let inner = row; inner < rank; inner += 1)
        sum += inverse[inner * rank + row]! * inverse[inner * rank + column]!;
      product[column * rank + row] = sum;
      product[row * rank + column] = sum;
    }
  }
  return product;
}

/** Length of a vector from element `from` on, safe against overflow. */
function norm(vector: Float64Array, from: number): number {
  let largest = 0;
  for (let index = from; index < vector.length; index += 1)
    largest = Math.max(largest, Math.abs(vector[index]!));
  if (largest === 0 || !Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let index = from; index < vector.length; index += 1) sum += (vector[index]! / largest) ** 2;
  return largest * Math.sqrt(sum);
}
