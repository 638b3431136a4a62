import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximiseLinear } from '../../../src/math/optimise/linear-program.js';

describe('linear programs', () => {
  it('solves a textbook problem', () => {
    // Chvátal 1983, chapter 2: 5a + 4b + 3c under three limits has its maximum 13 at (2, 0, 1).
    const rows = [
      [2, 3, 1],
      [4, 1, 2],
      [3, 4, 2],
    ];
    const solution = maximiseLinear([5, 4, 3], rows, [5, 11, 8])!;
    expect(solution.value).toBeCloseTo(13, 12);
    expect(Array.from(solution.x)).toEqual([2, 0, 1].map((value) => expect.closeTo(value, 12)));
    expect(rows[0]).toEqual([2, 3, 1]);
  });

  it('does not cycle where limits are 0', () => {
    // Beale's example, on which the largest-coefficient rule cycles.
    const rows = [
      [0.25, -60, -1 / 25, 9],
      [0.5, -90, -1 / 50, 3],
      [0, 0, 1, 0],
    ];
    expect(maximiseLinear([0.75, -150, 1 / 50, -6], rows, [0, 0, 1])!.value).toBeCloseTo(1 / 20, 12);
  });

  it('knows when there is no maximum', () => {
    expect(maximiseLinear([1, 1], [[1, -1]], [1])).toBeNull();
    expect(maximiseLinear([-1, -1], [[1, -1]], [1])).toEqual({ x: new Float64Array(2), value: 0 });
  });

  it('is as good as the best corner of a polygon', () => {
    const number = fc.integer({ min: -9, max: 9 });
    const row = fc.tuple(number, number, fc.integer({ min: 0, max: 9 }));
    fc.assert(
      fc.property(fc.tuple(number, number), fc.array(row, { maxLength: 6 }), (gain, given) => {
        const all: [number, number, number][] = [...given, [1, 0, 5], [0, 1, 5]];
        const solution = maximiseLinear(
          gain,
          all.map(([a, b]) => [a, b]),
          all.map(([, , limit]) => limit),
        )!;
        const allowed = (x: number, y: number) =>
          x >= -1e-9 && y >= -1e-9 && all.every(([a, b, limit]) => a * x + b * y <= limit + 1e-7);
        expect(allowed(solution.x[0]!, solution.x[1]!)).toBe(true);
        const edges: [number, number, number][] = [...all, [1, 0, 0], [0, 1, 0]];
        let best = 0;
        for (const [a, b, e] of edges) {
          for (const [c, d, f] of edges) {
            const determinant = a * d - b * c;
            if (determinant === 0) continue;
            const [x, y] = [(e * d - b * f) / determinant, (a * f - e * c) / determinant];
            if (allowed(x, y)) best = Math.max(best, gain[0] * x + gain[1] * y);
          }
        }
        expect(solution.value).toBeCloseTo(best, 6);
        expect(gain[0] * solution.x[0]! + gain[1] * solution.x[1]!).toBeCloseTo(best, 6);
      }),
      { numRuns: 300 },
    );
  });
});
