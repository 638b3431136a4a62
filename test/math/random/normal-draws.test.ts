import { describe, expect, it } from 'vitest';
import { chiSquareCdf } from '../../../src/math/distributions/chi-square.js';
import { normalCdf } from '../../../src/math/distributions/normal.js';
import { NormalDraws } from '../../../src/math/random/normal-draws.js';
import { Xoshiro256 } from '../../../src/math/random/xoshiro256.js';

/** Largest distance between the shares of `sample` and a distribution, times the root of its size. */
function kolmogorov(sample: readonly number[], cdf: (x: number) => number): number {
  const sorted = [...sample].sort((one, other) => one - other);
  const most = sorted.reduce((largest, value, index) => {
    const p = cdf(value);
    return Math.max(largest, p - index / sorted.length, (index + 1) / sorted.length - p);
  }, 0);
  return most * Math.sqrt(sorted.length);
}

describe('normal draws', () => {
  it('follow their distributions', () => {
    const draws = new NormalDraws(new Xoshiro256(3));
    // The distance exceeds 1.95 in one sample of a thousand.
    expect(
      kolmogorov(
        Array.from({ length: 20000 }, () => draws.normal()),
        normalCdf,
      ),
    ).toBeLessThan(1.95);
    for (const df of [1, 4, 193]) {
      const sample = Array.from({ length: 4000 }, () => draws.chiSquare(df));
      expect(kolmogorov(sample, (x) => chiSquareCdf(x, df))).toBeLessThan(1.95);
      expect(Math.min(...sample)).toBeGreaterThan(0);
    }
  });

  it('come out the same for a seed, and do not depend on one another in a pair', () => {
    const take = (seed: number) => {
      const draws = new NormalDraws(new Xoshiro256(seed));
      return Array.from({ length: 20000 }, () => draws.normal());
    };
    const sample = take(9);
    expect(take(9)).toEqual(sample);
    expect(take(10)).not.toEqual(sample);
    let product = 0;
    for (let index = 0; index < sample.length; index += 2) product += sample[index]! * sample[index + 1]!;
    expect(Math.abs(product / 100)).toBeLessThan(4);
  });

  it('give uniform numbers strictly between 0 and 1', () => {
    const draws = new NormalDraws(new Xoshiro256(1));
    for (let count = 0; count < 1000; count += 1) {
      const value = draws.openUniform();
      expect(value).toBeGreaterThan(0);
      expect(value).toBeLessThan(1);
    }
  });
});
