import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cholesky, failingPivot } from '../../../src/math/linear-algebra/cholesky.js';
import {
  dotProduct,
  multiplyMatrices,
  multiplyVector,
  quadraticForm,
  transpose,
} from '../../../src/math/linear-algebra/matrix-products.js';
import { collinearColumns, pivotedQr } from '../../../src/math/linear-algebra/pivoted-qr.js';
import { solveLinear } from '../../../src/math/linear-algebra/solve-linear.js';
import { symmetricEigen } from '../../../src/math/linear-algebra/symmetric-eigen.js';
import { readOracle } from '../check-oracle.js';

const element = fc.double({ min: -10, max: 10, noNaN: true });
const square = fc
  .integer({ min: 1, max: 7 })
  .chain((size) => fc.array(element, { minLength: size * size, maxLength: size * size }));
const sizeOf = (matrix: ArrayLike<number>) => Math.round(Math.sqrt(matrix.length));

/** AᵀA + I: symmetric positive definite. */
const positiveDefinite = square.map((values) => {
  const size = sizeOf(values);
  const product = multiplyMatrices(transpose(values, size, size), values, size, size, size);
  for (let index = 0; index < size; index += 1) product[index * size + index]! += 1;
  return product;
});

const largest = (values: ArrayLike<number>) =>
  Array.from(values).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
function expectNear(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  const scale = Math.max(largest(expected), 1e-300);
  for (let index = 0; index < actual.length; index += 1) {
    expect(Math.abs(actual[index]! - expected[index]!)).toBeLessThanOrEqual(tolerance * scale);
  }
}
const identity = (size: number) =>
  Float64Array.from({ length: size * size }, (_, index) => (index % (size + 1) === 0 ? 1 : 0));

describe('cholesky', () => {
  test('the factor times its transpose is the matrix, the inverse undoes it, the input stays', () => {
    fc.assert(
      fc.property(positiveDefinite, (matrix) => {
        const size = sizeOf(matrix);
        const before = Array.from(matrix);
        const factor = cholesky(matrix, size)!;
        const back = multiplyMatrices(factor.lower, transpose(factor.lower, size, size), size, size, size);
        expectNear(back, matrix, 1e-13);
        expectNear(multiplyMatrices(factor.inverse(), matrix, size, size, size), identity(size), 1e-9);
        expect(Array.from(transpose(factor.inverse(), size, size))).toEqual(Array.from(factor.inverse()));
        const side = matrix.slice(0, size);
        expectNear(factor.solve(side), identity(size).slice(0, size), 1e-9);
        const half = factor.solveLower(side);
        expect(dotProduct(half, half)).toBeCloseTo(dotProduct(side, factor.solve(side)), 7);
        expect(Array.from(matrix)).toEqual(before);
      }),
    );
  });

  test('log determinant and inverse of the Hilbert matrix of size 4', () => {
    const hilbert = Float64Array.from(
      { length: 16 },
      (_, index) => 1 / (1 + (index % 4) + Math.floor(index / 4)),
    );
    const factor = cholesky(hilbert, 4)!;
    expect(factor.logDeterminant).toBeCloseTo(-Math.log(6048000), 10);
    // prettier-ignore
    const inverse = [
      16, -120, 240, -140, -120, 1200, -2700, 1680, 240, -2700, 6480, -4200, -140, 1680, -4200, 2800,
    ];
    expectNear(factor.inverse(), inverse, 1e-11);
  });

  test('says which row repeats the others', () => {
    expect(cholesky([1, 1, 1, 1], 2)).toBeNull();
    expect(failingPivot([1, 1, 1, 1], 2)).toBe(1);
    expect(failingPivot([1, 2, 3, 2, 4, 6, 3, 6, 9], 3)).toBe(1);
    expect(failingPivot([0], 1)).toBe(0);
    expect(failingPivot([-1], 1)).toBe(0);
    expect(failingPivot([Number.NaN], 1)).toBe(0);
    expect(failingPivot([2], 1)).toBeNull();
  });

  test('reads only the lower triangle; the empty matrix has determinant 1', () => {
    const factor = cholesky([4, 2, Number.NaN, 3], 2)!;
    expectNear(factor.solve([1, 2]), [-0.125, 0.75], 1e-14);
    expect(cholesky([], 0)!.logDeterminant).toBe(0);
    expect(() => cholesky([1, 2, 3], 2)).toThrow(/wrong length/);
    expect(() => cholesky([1], 1)!.solve([1, 2])).toThrow(/wrong length/);
  });
});

describe('symmetric eigen', () => {
  test('vectors are orthonormal, values descend and rebuild the matrix', () => {
    fc.assert(
      fc.property(square, (values) => {
        const size = sizeOf(values);
        const turned = transpose(values, size, size);
        const matrix = Float64Array.from(values, (value, index) => value + turned[index]!);
        const eigen = symmetricEigen(matrix, size);
        const vectorsT = transpose(eigen.vectors, size, size);
        expectNear(multiplyMatrices(vectorsT, eigen.vectors, size, size, size), identity(size), 1e-13);
        const scaled = eigen.vectors.map((value, index) => value * eigen.values[Math.floor(index / size)]!);
        expectNear(multiplyMatrices(scaled, vectorsT, size, size, size), matrix, 1e-13);
        for (let index = 1; index < size; index += 1) {
          expect(eigen.values[index]!).toBeLessThanOrEqual(eigen.values[index - 1]!);
        }
      }),
    );
  });

  test('2 and 4 for the classic pair; small eigenvalues of a graded matrix keep their digits', () => {
    const { values, vectors } = symmetricEigen([3, 1, 1, 3], 2);
    expectNear(values, [4, 2], 1e-15);
    expectNear(
      vectors.map(Math.abs),
      [1, 1, 1, 1].map((one) => one * Math.SQRT1_2),
      1e-15,
    );
    // (1 + 1e-16) / 2 ± ... : determinant 1e-10 - 1e-12, trace 1
    const graded = symmetricEigen([1, 1e-6, 1e-6, 1e-10], 2);
    expect(Math.abs(graded.values[1]! / 9.9e-11 - 1)).toBeLessThan(1e-9);
  });

  test('refuses what is not finite', () => {
    expect(() => symmetricEigen([1, Number.NaN, 0, 1], 2)).toThrow(/not finite/);
  });
});

describe('solve', () => {
  test('the solution satisfies the equations', () => {
    fc.assert(
      fc.property(positiveDefinite, (matrix) => {
        const size = sizeOf(matrix);
        const rows = Array.from(matrix).reverse(); // no longer symmetric in a useful way
        const side = Float64Array.from({ length: size }, (_, index) => index + 1);
        const solution = solveLinear(rows, side)!;
        expectNear(multiplyVector(rows, size, solution), side, 1e-8);
      }),
    );
  });

  test('needs a pivot exchange, and knows a singular matrix', () => {
    expectNear(solveLinear([0, 1, 1, 0], [3, 5])!, [5, 3], 0);
    expect(solveLinear([1, 2, 2, 4], [1, 1])).toBeNull();
    expect(solveLinear([0], [1])).toBeNull();
  });
});

describe('pivoted QR', () => {
  const { tolerance, cases } = readOracle('collinear');

  test('leaves out the columns that lm leaves out, with its coefficients', () => {
    for (const { name, input, expected } of cases) {
      const columns = input.length / 6;
      const qr = pivotedQr(input, 6, columns);
      const { coefficients, residualSumOfSquares } = qr.solve([3, 1, 4, 1, 5, 9]);
      if (name === 'collinear') expect([qr.rank, ...qr.collinear, 99]).toEqual(expected);
      else if (name === 'coefficients') expectNear(coefficients, expected as number[], tolerance);
      else expect(Math.abs(residualSumOfSquares / (expected as number) - 1)).toBeLessThan(tolerance);
    }
    expect(cases.length).toBe(9);
  });

  test('R is the Cholesky factor of the cross-product, up to signs of its rows', () => {
    fc.assert(
      fc.property(fc.array(element, { minLength: 24, maxLength: 24 }), (matrix) => {
        const qr = pivotedQr(matrix, 8, 3);
        fc.pre(qr.rank === 3 && [0, 4, 8].every((index) => Math.abs(qr.upper[index]!) > 0.1));
        const cross = multiplyMatrices(transpose(matrix, 8, 3), matrix, 3, 8, 3);
        expectNear(multiplyMatrices(transpose(qr.upper, 3, 3), qr.upper, 3, 3, 3), cross, 1e-12);
        expectNear(multiplyMatrices(qr.inverseCrossProduct(), cross, 3, 3, 3), identity(3), 1e-6);
      }),
    );
  });

  test('names a constant beside an intercept, a copy and a sum; more columns than rows', () => {
    const x = [1, 1, 1, 1, 1, 2, 3, 4, 5, 5, 5, 5, 1, 2, 3, 4, 2, 3, 4, 5];
    expect(collinearColumns(x, 4, ['intercept', 'age', 'site', 'age again', 'age plus one'])).toEqual([
      'site',
      'age again',
      'age plus one',
    ]);
    expect(pivotedQr([1, 2, 3, 4, 5, 7], 2, 3).rank).toBe(2);
    expect(pivotedQr([0, 0, 1, 2], 2, 2).collinear).toEqual([0]);
  });

  test('rescaling a column does not change what is collinear', () => {
    fc.assert(
      fc.property(fc.integer({ min: -20, max: 20 }), (power) => {
        const scale = 10 ** power;
        const x = [1, 1, 1, 1, 2, 3, 5, 8, ...[3, 4, 6, 9].map((value) => value * scale)];
        expect(pivotedQr(x, 4, 3).collinear).toEqual([2]);
      }),
    );
  });
});

test('products', () => {
  expect(Array.from(multiplyVector([1, 2, 3, 4, 5, 6], 2, [1, 0, -1]))).toEqual([-4, -4]);
  expect(quadraticForm([2, 1, 1, 3], [1, 2])).toBe(2 + 4 + 12);
  expect(() => dotProduct([1], [1, 2])).toThrow(/wrong length/);
  expect(() => multiplyVector([1, 2, 3], 2, [1, 1])).toThrow(/wrong size/);
});
