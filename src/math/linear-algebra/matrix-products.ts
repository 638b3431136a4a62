import { argumentError } from '../../core/errors.js';

/** matrix · vector, where `matrix` holds `rows` × vector.length numbers, column after column. */
export function multiplyVector(
  matrix: ArrayLike<number>,
  rows: number,
  vector: ArrayLike<number>,
): Float64Array {
  requireShape('multiply-vector', matrix, rows, vector.length);
  const product = new Float64Array(rows);
  for (let column = 0; column < vector.length; column += 1) {
    const weight = vector[column]!;
    for (let row = 0; row < rows; row += 1)
      product[row] = product[row]! + weight * matrix[column * rows + row]!;
  }
  return product;
}

/** left · right for a `rows` × `inner` and an `inner` × `columns` matrix, all column after column. */
export function multiplyMatrices(
  left: ArrayLike<number>,
  right: ArrayLike<number>,
  rows: number,
  inner: number,
  columns: number,
): Float64Array {
  requireShape('multiply-matrices', left, rows, inner);
  requireShape('multiply-matrices', right, inner, columns);
  const product = new Float64Array(rows * columns);
  for (let column = 0; column < columns; column += 1) {
    for (let index = 0; index < inner; index += 1) {
      const weight = right[column * inner + index]!;
      for (let row = 0; row < rows; row += 1) {
        const cell = column * rows + row;
        product[cell] = product[cell]! + weight * left[index * rows + row]!;
      }
    }
  }
  return product;
}

/** The rows of a `rows` × `columns` matrix as columns. */
export function transpose(matrix: ArrayLike<number>, rows: number, columns: number): Float64Array {
  requireShape('transpose', matrix, rows, columns);
  const turned = new Float64Array(rows * columns);
  for (let column = 0; column < columns; column += 1) {
    for (let row = 0; row < rows; row += 1) turned[row * columns + column] = matrix[column * rows + row]!;
  }
  return turned;
}

/** vectorᵀ · matrix · vector: the variance of a weighted sum whose covariance is `matrix`. */
export function quadraticForm(matrix: ArrayLike<number>, vector: ArrayLike<number>): number {
  return dotProduct(multiplyVector(matrix, vector.length, vector), vector);
}

/** Sum of the products of two vectors of the same length. */
export function dotProduct(left: ArrayLike<number>, right: ArrayLike<number>): number {
  if (left.length !== right.length) {
    throw argumentError('dot-product', 'right', 'has the wrong length', `${right.length}`, `${left.length}`);
  }
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += left[index]! * right[index]!;
  return sum;
}

function requireShape(where: string, matrix: ArrayLike<number>, rows: number, columns: number): void {
  if (matrix.length !== rows * columns) {
    throw argumentError(
      where,
      'matrix',
      'has the wrong size',
      `${matrix.length}`,
      `${rows} x ${columns} numbers`,
    );
  }
}
