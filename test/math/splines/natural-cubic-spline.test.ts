import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cholesky } from '../../../src/math/linear-algebra/cholesky.js';
import { naturalCubicSpline } from '../../../src/math/splines/natural-cubic-spline.js';

interface Case {
  readonly name: string;
  readonly input: { readonly values: readonly number[]; readonly at: readonly number[] };
  readonly options: {
    readonly df?: number;
    readonly knots?: number | readonly number[];
    readonly 'Boundary.knots'?: readonly [number, number];
    readonly intercept?: boolean;
  };
  readonly knots: number | readonly number[];
  readonly columns: readonly (readonly number[])[];
  readonly atColumns: readonly (readonly number[])[];
}
const oracle = JSON.parse(
  readFileSync(new URL('../../oracles/math/splines.json', import.meta.url), 'utf8'),
) as { readonly tolerance: number; readonly cases: readonly Case[] };

function expectColumns(actual: readonly Float64Array[], expected: readonly (readonly number[])[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((column, index) => {
    column.forEach((value, row) => {
      const gap = Math.abs(actual[index]![row]! - value) / Math.max(1, Math.abs(value));
      expect(gap, `column ${index}, row ${row}`).toBeLessThanOrEqual(oracle.tolerance);
    });
  });
}

describe('natural cubic splines against R', () => {
  it.each(oracle.cases)('$name', ({ input, options, knots, columns, atColumns }) => {
    const spline = naturalCubicSpline(input.values, {
      df: options.df,
      knots: options.knots === undefined ? undefined : [options.knots].flat(),
      boundary: options['Boundary.knots'],
      intercept: options.intercept,
    });
    [knots].flat().forEach((knot, index) => {
      expect(spline.knots[index]).toBeCloseTo(knot, 12);
    });
    expectColumns(spline.columns, columns);
    expectColumns(spline.at(input.at), atColumns);
  });
});

const dot = (left: ArrayLike<number>, right: ArrayLike<number>): number =>
  Array.from(left).reduce((sum, value, index) => sum + value * right[index]!, 0);

describe('laws of natural cubic splines', () => {
  const values = [1, 2, 3, 5, 8, 13, 21, 34, 55];

  it('are straight beyond the boundary', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 5 }),
        fc.double({ min: 0.1, max: 50, noNaN: true }),
        (df, step) => {
          const { at } = naturalCubicSpline(values, { df, intercept: true });
          for (const column of at([55 + step, 55 + 2 * step, 55 + 3 * step])) {
            expect(column[2]! - 2 * column[1]! + column[0]!).toBeCloseTo(0, 6);
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it.each([2, 3, 5])('contain every straight line with %d columns and a constant', (df) => {
    const { columns } = naturalCubicSpline(values, { df, intercept: true });
    const products = Float64Array.from(columns.flatMap((left) => columns.map((right) => dot(left, right))));
    const line = values.map((value) => 3 - 2 * value);
    const share = cholesky(products, df)!.solve(Float64Array.from(columns, (column) => dot(column, line)));
    line.forEach((value, row) => {
      const fitted = columns.reduce((sum, column, index) => sum + share[index]! * column[row]!, 0);
      expect(fitted).toBeCloseTo(value, 8);
    });
  });

  it('gives one straight column for one degree of freedom', () => {
    const [column] = naturalCubicSpline(values, { df: 1 }).columns;
    const slope = (column![8]! - column![0]!) / 54;
    values.forEach((value, row) => {
      expect(column![row]! - column![0]!).toBeCloseTo(slope * (value - 1), 12);
    });
  });

  it('leaves its input alone', () => {
    const given = [9, 1, 4, 6, 2];
    naturalCubicSpline(given, { df: 2 });
    expect(given).toEqual([9, 1, 4, 6, 2]);
  });

  it.each([
    ['no values', [], { df: 2 }, /"values" is empty/],
    ['a missing value', [1, Number.NaN, 3], { df: 2 }, /row 2/],
    ['one value only', [4, 4, 4], { df: 2 }, /leaves no room/],
    ['too many columns', [1, 1, 1, 1, 1, 2], { df: 3 }, /quantiles coincide/],
    ['neither df nor knots', [1, 2, 3], {}, /"df" is no number of columns/],
    ['both', [1, 2, 3], { df: 2, knots: [2] }, /does not go with "df"/],
    ['knots outside', [1, 2, 3], { knots: [4] }, /not ascending within/],
    ['a boundary upside down', [1, 2, 3], { df: 2, boundary: [3, 1] as const }, /"boundary"/],
    ['a boundary beside the values', [1, 2, 3], { df: 2, boundary: [7, 9] as const }, /holds none/],
  ])('refuses %s', (_, given, options, message) => {
    expect(() => naturalCubicSpline(given, options)).toThrow(message);
  });
});
