import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { effectiveDraws } from '../../../src/math/random/effective-draws.js';
import { NormalDraws } from '../../../src/math/random/normal-draws.js';
import { Xoshiro256 } from '../../../src/math/random/xoshiro256.js';

/** A chain in which each number is `rho` times the one before plus noise. */
function chain(length: number, rho: number, seed: number): Float64Array {
  const draws = new NormalDraws(new Xoshiro256(seed));
  let last = draws.normal() / Math.sqrt(1 - rho * rho);
  return Float64Array.from({ length }, () => {
    last = rho * last + draws.normal();
    return last;
  });
}

describe('effective draws', () => {
  it('is n (1 - rho) / (1 + rho) for a chain of order 1', () => {
    for (const rho of [0.3, 0.5, 0.8]) {
      const expected = (20000 * (1 - rho)) / (1 + rho);
      expect(Math.abs(effectiveDraws(chain(20000, rho, 4)) / expected - 1)).toBeLessThan(0.1);
    }
  });

  it('is about their number where draws are independent, and never more', () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const few = effectiveDraws(chain(100, 0, seed));
      expect(few).toBeGreaterThan(50);
      expect(few).toBeLessThanOrEqual(100);
    }
    expect(effectiveDraws(chain(20000, 0, 1))).toBeGreaterThan(18000);
    expect(effectiveDraws(chain(1000, -0.5, 1))).toBe(1000);
  });

  it('does not care for unit or origin', () => {
    const one = chain(200, 0.6, 9);
    const other = one.map((value) => 8 * value - 1024);
    expect(effectiveDraws(other)).toBeCloseTo(effectiveDraws(one), 8);
  });

  it('has an answer for equal and for two draws, none for one', () => {
    expect(effectiveDraws([3, 3, 3, 3])).toBe(4);
    expect(effectiveDraws([1, 2])).toBe(2);
    expect(() => effectiveDraws([1])).toThrow(MethodError);
  });
});
