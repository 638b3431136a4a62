import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ratioFromLog } from '../../../src/core/estimable.js';
import { logRatioOfProducts } from '../../../src/math/special/log-ratio.js';
import { productDifference } from '../../../src/math/special/product-difference.js';

const count = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

describe('differences and ratios of nearly equal products', () => {
  it('a difference of products is right to the last digits, against whole-number arithmetic', () => {
    fc.assert(
      fc.property(
        count,
        count,
        fc.integer({ min: -9, max: 9 }),
        fc.integer({ min: -9, max: 9 }),
        (a, b, e, f) => {
          const c = Math.min(Number.MAX_SAFE_INTEGER, Math.max(1, a + e));
          const d = Math.min(Number.MAX_SAFE_INTEGER, Math.max(1, b + f));
          const exact = Number(BigInt(a) * BigInt(b) - BigInt(c) * BigInt(d));
          expect(Math.abs(productDifference(a, b, c, d) - exact)).toBeLessThanOrEqual(
            4e-16 * Math.abs(exact),
          );
        },
      ),
    );
  });

  it('a log ratio close to 0 keeps its digits, and one of huge factors is finite', () => {
    // 60-digit arithmetic: log(99999 / 99998).
    expect(logRatioOfProducts(99_999, 1e5, 99_998, 1e5)).toBeCloseTo(1.000015000233337e-5, 18);
    expect(logRatioOfProducts(1e300, 1e300, 1e-300, 1)).toBeCloseTo(900 * Math.LN10, 9);
    expect(logRatioOfProducts(3, 4, 4, 3)).toBe(0);
  });

  it('a ratio beyond the range of numbers is not given', () => {
    expect(ratioFromLog(Math.log(2))).toBeCloseTo(2, 14);
    expect(ratioFromLog(1001)).toEqual({ notEstimable: 'overflow' });
    expect(ratioFromLog({ notEstimable: 'no-events' })).toEqual({ notEstimable: 'no-events' });
  });
});
