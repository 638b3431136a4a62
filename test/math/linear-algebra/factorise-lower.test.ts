import { describe, expect, it } from 'vitest';
import { cholesky } from '../../../src/math/linear-algebra/cholesky.js';
import { factoriseLower } from '../../../src/math/linear-algebra/factorise-lower.js';
import { Xoshiro256 } from '../../../src/math/random/xoshiro256.js';

describe('factorise lower', () => {
  it('gives the bits of cholesky, at any place and width, and touches nothing else', () => {
    const random = new Xoshiro256(3);
    for (let size = 1; size <= 8; size += 1) {
      const root = Array.from({ length: size + 2 }, () =>
        Array.from({ length: size }, () => random.normal()),
      );
      const matrix = new Float64Array(size * size);
      const width = size + 2;
      const triangle = new Float64Array(5 + size * width).fill(7);
      for (let row = 0; row < size; row += 1) {
        for (let column = 0; column < size; column += 1) {
          const value = root.reduce((sum, line) => sum + line[row]! * line[column]!, 0);
          matrix[column * size + row] = value;
          if (column <= row) triangle[5 + row * width + column] = value;
        }
      }
      const { lower } = cholesky(matrix, size)!;
      expect(factoriseLower(triangle, 5, width, size, 1e-12)).toBe(true);
      for (const [cell, value] of triangle.entries()) {
        const row = Math.floor((cell - 5) / width);
        const column = cell - 5 - row * width;
        expect(value).toBe(cell >= 5 && column <= row ? lower[column * size + row] : 7);
      }
    }
  });

  it('says no to a singular matrix, an infinite and a missing number', () => {
    expect(factoriseLower(Float64Array.of(1, 0, 1, 1), 0, 2, 2, 1e-12)).toBe(false);
    expect(factoriseLower(Float64Array.of(Number.POSITIVE_INFINITY), 0, 1, 1, 0)).toBe(false);
    expect(factoriseLower(Float64Array.of(Number.NaN), 0, 1, 1, 0)).toBe(false);
    expect(factoriseLower(Float64Array.of(0), 0, 1, 1, 0)).toBe(false);
    expect(factoriseLower(new Float64Array(0), 0, 0, 0, 0)).toBe(true);
  });
});
