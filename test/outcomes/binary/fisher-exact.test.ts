import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { fisherExactMethod } from '../../../src/outcomes/binary/fisher-exact/definition.js';
import {
  type FisherExactOptions,
  fisherExact,
} from '../../../src/outcomes/binary/fisher-exact/fisher-exact.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';
import { none, twoArms } from './two-arms.js';

type Count = { events: number; n: number };
type Two = { of: Count; versus: Count };

describe('Fisher exact test against references', () => {
  for (const file of ['fisher-exact/fisher-test.json', 'fisher-exact/high-precision.json']) {
    const oracle = readOracle<Two, { level: number }>(file);
    it.each(oracle.cases.map((one) => [one.name, one] as const))(`${file}: %s`, (_, one) => {
      const actual = fisherExact(one.input.of, one.input.versus, one.options);
      expect(expectFigures(actual, one.expected, oracle.tolerance)).toBeGreaterThanOrEqual(3);
    });
  }
});

/** A second way to the same p: every table with the observed margins, by products of small integers. */
function bruteForce(of: Count, versus: Count): number {
  const choose = (n: number, k: number): bigint => {
    let value = 1n;
    for (let index = 0; index < k; index += 1) value = (value * BigInt(n - index)) / BigInt(index + 1);
    return value;
  };
  const events = of.events + versus.events;
  let total = 0n;
  let unlikely = 0n;
  const weight = (k: number) => choose(of.n, k) * choose(versus.n, events - k);
  const limit = weight(of.events);
  for (let k = Math.max(0, events - versus.n); k <= Math.min(of.n, events); k += 1) {
    total += weight(k);
    if (weight(k) * 10_000_000n <= limit * 10_000_001n) unlikely += weight(k);
  }
  return Number((unlikely * 10n ** 18n) / total) / 1e18;
}

describe('Fisher exact test laws', () => {
  it('sums the same tables as brute force', () => {
    fc.assert(
      fc.property(twoArms, ([of, versus]) => {
        expect(fisherExact(of, versus).p as number).toBeCloseTo(bruteForce(of, versus), 12);
      }),
      { numRuns: 60 },
    );
  });

  it('swapping arms changes the sides and inverts the odds ratio and its limits', () => {
    fc.assert(
      fc.property(twoArms, ([of, versus]) => {
        const forward = fisherExact(of, versus);
        const back = fisherExact(versus, of);
        expectClose(back.p, forward.p as number, 1e-9);
        expectClose(back.pLess, forward.pGreater as number, 1e-9);
        if (typeof forward.oddsRatio === 'number') expectClose(back.oddsRatio, 1 / forward.oddsRatio, 1e-9);
        if (typeof forward.upper === 'number') expectClose(back.lower, 1 / forward.upper, 1e-9);
        else expect(back.lower).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it('the limits hold the estimate, and one-sided p is half of 1 - level at them', () => {
    fc.assert(
      fc.property(twoArms, ([of, versus]) => {
        const { lower, oddsRatio, upper, pGreater } = fisherExact(of, versus, { level: 0.9 });
        if (typeof oddsRatio === 'number') {
          expect(lower as number).toBeLessThan(oddsRatio);
          expect(upper as number).toBeGreaterThan(oddsRatio);
        }
        if (Math.abs((pGreater as number) - 0.05) > 1e-9) {
          expect((pGreater as number) < 0.05).toBe((lower as number) > 1);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('Fisher exact test edges', () => {
  it('has p 1 and no odds ratio where the margins allow one table', () => {
    expect(fisherExact({ events: 0, n: 5 }, { events: 0, n: 9 })).toEqual({
      p: 1,
      midP: 0.5,
      pLess: 1,
      pGreater: 1,
      oddsRatio: none('zero-cells'),
      lower: 0,
      upper: none('zero-cells'),
      level: 0.95,
      interval: 'exact',
    });
  });

  it('keeps the finite limit at an edge of the margins', () => {
    const low = fisherExact({ events: 0, n: 6 }, { events: 4, n: 7 });
    expect(low.oddsRatio).toEqual(none('zero-cells'));
    expect(low.lower).toBe(0);
    expect(low.upper as number).toBeGreaterThan(0);
    const high = fisherExact({ events: 6, n: 6 }, { events: 1, n: 7 });
    expect(high.lower as number).toBeGreaterThan(1);
    expect(high.upper).toEqual(none('zero-cells'));
  });

  it('has nothing for an empty arm and refuses counts that are none', () => {
    expect(fisherExact({ events: 0, n: 0 }, { events: 1, n: 2 }).p).toEqual(none('empty-group'));
    expect(() => fisherExact({ events: 2, n: 1 }, { events: 1, n: 2 })).toThrow(MethodError);
  });
});

it('Fisher exact test as a method gives three p-values and the odds ratio on the log scale', () => {
  const arms = [
    { name: 'tocilizumab', n: 12, events: 1 },
    { name: 'placebo', n: 11, events: 5 },
  ];
  const { parts } = fisherExactMethod.run(
    { kind: 'binary', arms, reference: 'placebo', eventLabel: 'death' },
    fisherExactMethod.options.parse({}),
  );
  const [test, estimates] = parts;
  if (test?.kind !== 'test' || estimates?.kind !== 'estimates')
    throw new Error('expected test and estimates');
  const plain = fisherExact(arms[0]!, arms[1]!);
  expect(test.rows.map((row) => [row.term, row.p])).toEqual([
    [null, plain.p],
    ['fewer events', plain.pLess],
    ['more events', plain.pGreater],
    ['mid-p', plain.midP],
  ]);
  expect(estimates.rows[0]!.upper).toBe(Math.log(plain.upper as number));
  expect(estimates.rows[0]!.standardError).toEqual(none('not-applicable'));
});

describe('mid-p of two proportions', () => {
  const oracle = readOracle<{ of: Count; versus: Count }, FisherExactOptions>('fisher-exact/mid-p.json');
  it.each(oracle.cases.map((one) => [one.name, one] as const))('by definition: %s', (_, one) => {
    const test = fisherExact(one.input.of, one.input.versus, { interval: 'mid-p' });
    expect(expectFigures(test, one.expected, oracle.tolerance)).toBe(3);
    const exact = fisherExact(one.input.of, one.input.versus);
    expect(test.lower as number).toBeGreaterThan(exact.lower as number);
    expect(test.upper as number).toBeLessThan(exact.upper as number);
  });
});

it('as a method has no logarithm of a limit of 0', () => {
  const arms = [
    { name: 'tocilizumab', n: 12, events: 0 },
    { name: 'placebo', n: 11, events: 5 },
  ];
  const { parts } = fisherExactMethod.run(
    { kind: 'binary', arms, reference: 'placebo', eventLabel: 'death' },
    fisherExactMethod.options.parse({}),
  );
  expect(parts[1]).toMatchObject({ rows: [{ estimate: none('zero-cells'), lower: none('zero-cells') }] });
});

it('as a method follows the interval with its p', () => {
  const arms = [
    { name: 'tocilizumab', n: 12, events: 1 },
    { name: 'placebo', n: 11, events: 5 },
  ];
  const { parts } = fisherExactMethod.run(
    { kind: 'binary', arms, reference: 'placebo', eventLabel: 'death' },
    fisherExactMethod.options.parse({ interval: 'mid-p' }),
  );
  const plain = fisherExact(arms[0]!, arms[1]!, { interval: 'mid-p' });
  expect(parts[1]).toMatchObject({ rows: [{ p: plain.midP, lower: Math.log(plain.lower as number) }] });
});

it('counts the mirrored split of two arms of one size as no likelier, whatever rounding says', () => {
  for (let n = 2; n <= 60; n += 1) {
    for (let events = 0; events < n; events += 1) {
      const { p, pLess } = fisherExact({ events, n }, { events: n - events, n });
      if (2 * events < n) expectClose(p, 2 * (pLess as number), 1e-10, `${events} of ${n}`);
    }
  }
});
