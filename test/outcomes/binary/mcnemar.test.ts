import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { mcNemarTests, mcnemarMethod } from '../../../src/outcomes/binary/mcnemar/definition.js';
import {
  type McNemarOptions,
  mcnemar,
  type PairedCounts,
} from '../../../src/outcomes/binary/mcnemar/mcnemar.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';
import { estimateRows, summaryRows, testRows } from '../part-rows.js';
import { none } from './two-arms.js';

describe('McNemar against references', () => {
  const tests = readOracle<PairedCounts, McNemarOptions>('mcnemar/mcnemar-test.json');
  it.each(tests.cases.map((one) => [one.name, one] as const))('tests: %s', (_, one) => {
    const compared = expectFigures(mcnemar(one.input, one.options), one.expected, tests.tolerance);
    expect(compared).toBe(one.input.onlySecond === 0 ? 7 : 9);
  });

  const tango = readOracle<PairedCounts, McNemarOptions>('mcnemar/tango.json');
  it.each(tango.cases.map((one) => [one.name, one] as const))('Tango: %s', (_, one) => {
    expect(expectFigures(mcnemar(one.input, one.options), one.expected, tango.tolerance)).toBe(3);
  });
});

const counts = fc.record({
  both: fc.integer({ min: 0, max: 30 }),
  onlyFirst: fc.integer({ min: 0, max: 30 }),
  onlySecond: fc.integer({ min: 0, max: 30 }),
  neither: fc.integer({ min: 1, max: 30 }),
});

describe('McNemar laws', () => {
  it('swapping the two findings flips the difference and keeps every p', () => {
    fc.assert(
      fc.property(counts, (one) => {
        const forward = mcnemar(one);
        const back = mcnemar({ ...one, onlyFirst: one.onlySecond, onlySecond: one.onlyFirst });
        expect(back.lower as number).toBeCloseTo(-(forward.upper as number), 12);
        for (const p of ['p', 'correctedP', 'exactP', 'midP'] as const) expect(back[p]).toEqual(forward[p]);
      }),
    );
  });

  it('the interval agrees with the uncorrected test and holds the difference', () => {
    fc.assert(
      fc.property(counts, (one) => {
        const { difference, lower, upper, p } = mcnemar(one);
        expect(lower as number).toBeLessThanOrEqual(difference as number);
        expect(upper as number).toBeGreaterThanOrEqual(difference as number);
        if (typeof p === 'number' && Math.abs(p - 0.05) > 1e-9) {
          expect(p < 0.05).toBe((lower as number) > 0 || (upper as number) < 0);
        }
      }),
    );
  });

  it('mid-p is below the exact p', () => {
    fc.assert(
      fc.property(counts, (one) => {
        const { exactP, midP } = mcnemar(one);
        if (typeof exactP === 'number') expect(midP as number).toBeLessThanOrEqual(exactP);
      }),
    );
  });
});

describe('McNemar edges', () => {
  it('without discordant pairs has no test, yet the closed-form interval z² / (n + z²)', () => {
    const same = mcnemar({ both: 10, onlyFirst: 0, onlySecond: 0, neither: 15 });
    expect([same.p, same.exactP]).toEqual([none('no-variation'), none('no-variation')]);
    const square = 1.959963984540054 ** 2;
    expectClose(same.upper, square / (25 + square), 1e-13);
    expectClose(same.lower, -square / (25 + square), 1e-13);
  });

  it('has nothing without subjects and refuses counts that are none', () => {
    expect(mcnemar({ both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 }).difference).toEqual(
      none('empty-group'),
    );
    expect(() => mcnemar({ both: 1, onlyFirst: -1, onlySecond: 0, neither: 0 })).toThrow(MethodError);
  });
});

describe('the conditional odds ratio', () => {
  it('inverts when the findings change places, and its interval agrees with the exact test', () => {
    fc.assert(
      fc.property(counts, (one) => {
        const forward = mcnemar(one);
        const back = mcnemar({ ...one, onlyFirst: one.onlySecond, onlySecond: one.onlyFirst });
        const { oddsRatioLower: lower, oddsRatioUpper: upper, exactP } = forward;
        if (typeof upper === 'number' && upper > 0 && one.onlyFirst > 0)
          expectClose(back.oddsRatioLower, 1 / upper, 1e-9);
        if (typeof lower === 'number' && typeof upper === 'number' && typeof exactP === 'number')
          expect(lower > 1 || upper < 1).toBe(exactP < 0.05);
      }),
    );
  });

  it('is zero cells where it is infinite', () => {
    const open = mcnemar({ both: 3, onlyFirst: 4, onlySecond: 0, neither: 2 });
    expect([open.oddsRatio, open.oddsRatioUpper]).toEqual([none('zero-cells'), none('zero-cells')]);
    expectClose(open.oddsRatioLower, 0.025 ** 0.25 / (1 - 0.025 ** 0.25), 1e-12);
    expect(mcnemar({ both: 3, onlyFirst: 0, onlySecond: 4, neither: 2 }).oddsRatio).toBe(0);
    expect(mcnemar({ both: 0, onlyFirst: 0, onlySecond: 0, neither: 0 }).oddsRatio).toEqual(
      none('empty-group'),
    );
  });
});

it('keeps the digits of an odds ratio limit where the share is close to 1', () => {
  const limit = mcnemar({ both: 0, onlyFirst: 1_000_000, onlySecond: 0, neither: 0 }).oddsRatioLower;
  // 1 / (0.025^(-1/n) - 1)
  expectClose(limit, 1 / Math.expm1(-Math.log(0.025) / 1e6), 1e-13);
});

describe('mcnemar as a method', () => {
  it.each(mcNemarTests)('tests by %s', (test) => {
    const data = sampleData['paired-binary'];
    const output = mcnemarMethod.run(data, mcnemarMethod.options.parse({ test }));
    const expected = mcnemar({ both: 20, onlyFirst: 12, onlySecond: 4, neither: 30 });
    const p = {
      asymptotic: 'p',
      'continuity-corrected': 'correctedP',
      exact: 'exactP',
      'mid-p': 'midP',
    } as const;
    expect(testRows(output)).toMatchObject([{ statistic: 'mcnemar', term: null, p: expected[p[test]] }]);
    expect(estimateRows(output)).toMatchObject([
      { statistic: 'risk-difference', of: 'baseline', versus: 'week 24', estimate: 8 / 66 },
      { statistic: 'odds-ratio', reference: { distribution: 'exact' }, estimate: Math.log(3) },
    ]);
    expect(
      summaryRows(output).flatMap(({ statistic, value }) => (statistic === 'proportion' ? [value] : [])),
    ).toEqual([32 / 66, 24 / 66]);
  });
});
