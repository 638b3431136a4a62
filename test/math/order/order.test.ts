import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CompensatedSum, compensatedSum } from '../../../src/math/order/compensated-sum.js';
import { mergeNearTies, mergeNearTiesTogether } from '../../../src/math/order/near-ties.js';
import { type QuantileType, quantile, quantileTypeOf } from '../../../src/math/order/quantile.js';
import { midRanks } from '../../../src/math/order/ranks.js';
import { sortOrder } from '../../../src/math/order/sort-order.js';
import { Xoshiro256 } from '../../../src/math/random/xoshiro256.js';
import { expectClose, readOracle } from '../check-oracle.js';

const anyNumber = fc.oneof(
  fc.double({ noNaN: true }),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, -5e-324, 1.7e308),
);

/** Ascending and stable, and a permutation. */
function expectOrdered(values: ArrayLike<number>, order: Int32Array): void {
  expect(order.length).toBe(values.length);
  const seen = new Uint8Array(values.length);
  let wrong = 0;
  order.forEach((row, place) => {
    seen[row] = 1;
    if (place === 0) return;
    const before = order[place - 1]!;
    if (values[row]! < values[before]! || (values[row] === values[before] && row < before)) wrong += 1;
  });
  expect(wrong).toBe(0);
  expect(seen.every((one) => one === 1)).toBe(true);
}

describe('sort order', () => {
  test('ascending and stable for any numbers', () => {
    fc.assert(
      fc.property(fc.array(anyNumber, { maxLength: 300 }), (values) => {
        const before = values.slice();
        expectOrdered(values, sortOrder(values));
        expect(values).toEqual(before);
      }),
    );
  });

  test('long columns take the radix path: floats, signs, whole days, one value, sorted and reversed', () => {
    const random = new Xoshiro256(7);
    const count = 20_000;
    const columns = [
      () => random.normal() * 10 ** (random.integerBelow(40) - 20),
      () => random.integerBelow(700),
      () => 365.25 * random.uniform(),
      () => (random.uniform() < 0.5 ? -0 : 0),
      () => 1 + random.integerBelow(9) * Number.EPSILON,
    ];
    for (const draw of columns) {
      const values = Float64Array.from({ length: count }, draw);
      expectOrdered(values, sortOrder(values));
    }
    const rising = Float64Array.from({ length: count }, (_, index) => index);
    expectOrdered(rising, sortOrder(rising));
    expectOrdered(rising.slice().reverse(), sortOrder(rising.slice().reverse()));
  });

  test('NaN has no place in an order', () => {
    expect(() => sortOrder([1, Number.NaN])).toThrow(/cannot be ordered.*NaN at 1/);
    expect(sortOrder([]).length).toBe(0);
  });

  test('orders a million rows', () => {
    const random = new Xoshiro256(1);
    const values = Float64Array.from({ length: 1e6 }, () => random.uniform());
    expectOrdered(values, sortOrder(values));
  });
});

describe('near ties', () => {
  const { cases } = readOracle('near-ties');

  test('as survival merges them', () => {
    for (const { name, input, expected } of cases) {
      if (name === 'start and stop') {
        const columns = [input.slice(0, 4), input.slice(4)].map((column) => Float64Array.from(column));
        expect(mergeNearTiesTogether(columns).flatMap((column) => Array.from(column))).toEqual(expected);
      } else {
        expect(Array.from(mergeNearTies(Float64Array.from(input)))).toEqual(expected);
      }
    }
    expect(cases.length).toBe(8);
  });

  test('four intervals of days, taken as ages, are four times again', () => {
    const ages = Float64Array.from(cases[0]!.input);
    expect(new Set(ages).size).toBe(8);
    expect(new Set(mergeNearTies(ages)).size).toBe(4);
    expect(new Set(mergeNearTies(ages, 0)).size).toBe(8);
  });

  test('merging again changes nothing, order is kept, infinities and inputs stay', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 50 }), (noise) => {
        const times = Float64Array.from([
          ...noise.map((value, index) => (index % 7) + value * 1e-8),
          Number.POSITIVE_INFINITY,
        ]);
        const before = Array.from(times);
        const merged = mergeNearTies(times);
        expect(Array.from(mergeNearTies(merged))).toEqual(Array.from(merged));
        expect(Array.from(times)).toEqual(before);
        expect(merged[merged.length - 1]).toBe(Number.POSITIVE_INFINITY);
        for (let left = 0; left < times.length; left += 1) {
          for (let right = 0; right < times.length; right += 1) {
            if (times[left]! < times[right]!) expect(merged[left]!).toBeLessThanOrEqual(merged[right]!);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  test('nothing to merge, nothing wrong', () => {
    expect(mergeNearTies(new Float64Array(0)).length).toBe(0);
    expect(() => mergeNearTies(Float64Array.of(1), -1)).toThrow(/negative/);
    expect(() => mergeNearTies(Float64Array.of(1, Number.NaN))).toThrow(/cannot be ordered/);
  });
});

describe('quantiles', () => {
  const { tolerance, cases } = readOracle('quantile');

  test('the nine definitions', () => {
    for (const { input, expected } of cases) {
      const [p, ...values] = input as [number, ...number[]];
      for (let type = 1; type <= 9; type += 1) {
        const value = (expected as number[])[type - 1]!;
        expectClose(
          quantile(values, p, type as QuantileType),
          value,
          tolerance,
          `type ${type} of ${values} at ${p}`,
        );
      }
    }
    expect(cases.length).toBe(32);
  });

  test('stay between the values, rise with the probability, follow a change of unit', () => {
    const type = fc.integer({ min: 1, max: 9 }) as fc.Arbitrary<QuantileType>;
    const sample = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 30 });
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(sample, share, share, type, (values, p, q, kind) => {
        const low = quantile(values, Math.min(p, q), kind);
        const high = quantile(values, Math.max(p, q), kind);
        expect(low).toBeGreaterThanOrEqual(Math.min(...values));
        expect(high).toBeLessThanOrEqual(Math.max(...values));
        expect(high).toBeGreaterThanOrEqual(low - 1e-9 * Math.abs(low));
        const doubled = values.map((value) => 2 * value);
        expect(quantile(doubled, p, kind)).toBe(2 * quantile(values, p, kind));
      }),
    );
  });

  test('SAS takes the mean of the two middle values where the position is whole', () => {
    expect(quantile([1, 2, 3, 4], 0.25, quantileTypeOf.sas)).toBe(1.5);
    expect(quantile([1, 2, 3, 4], 0.25, quantileTypeOf.r)).toBe(1.75);
    expect(() => quantile([], 0.5, 7)).toThrow(/empty/);
    expect(() => quantile([1, Number.NaN], 0.5, 7)).toThrow(/cannot be ordered/);
    expect(() => quantile([1], 1.5, 7)).toThrow(/not a probability/);
  });
});

describe('ranks', () => {
  test('tied values share the mean of their ranks', () => {
    const { ranks, tieSizes } = midRanks([3, 1, 3, 2, 3]);
    expect(Array.from(ranks)).toEqual([4, 1, 4, 2, 4]);
    expect(Array.from(tieSizes)).toEqual([1, 1, 3]);
    expect(midRanks([]).ranks.length).toBe(0);
  });

  test('ranks add up to n (n + 1) / 2 and count those below', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), (values) => {
        const { ranks, tieSizes } = midRanks(values);
        const n = values.length;
        expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBe((n * (n + 1)) / 2);
        expect(tieSizes.reduce((sum, size) => sum + size, 0)).toBe(n);
        values.forEach((value, index) => {
          const below = values.filter((other) => other < value).length;
          const equal = values.filter((other) => other === value).length;
          expect(ranks[index]).toBe(below + (equal + 1) / 2);
        });
      }),
    );
  });
});

describe('compensated sum', () => {
  test('keeps what plain summation loses', () => {
    expect(compensatedSum([1, 1e100, 1, -1e100])).toBe(2);
    expect(compensatedSum(Array.from({ length: 10 }, () => 0.1))).toBe(1);
    expect(compensatedSum([])).toBe(0);
    expect(compensatedSum([1, Number.POSITIVE_INFINITY])).toBe(Number.POSITIVE_INFINITY);
  });

  test('does not care about order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: -1e8, max: 1e8, noNaN: true }), { maxLength: 60 }), (values) => {
        const forward = compensatedSum(values);
        const backward = compensatedSum(values.slice().reverse());
        const size = values.reduce((sum, value) => sum + Math.abs(value), 0);
        expect(Math.abs(forward - backward)).toBeLessThanOrEqual(
          1e-16 * Math.abs(forward) * 2 + 1e-30 * size,
        );
        const running = new CompensatedSum();
        for (const value of values) running.add(value);
        expect(running.total).toBe(forward);
      }),
    );
  });
});
