import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrdinalData } from '../../../src/core/analysis-data.js';
import { tiedCountsFromValues } from '../../../src/outcomes/ordinal/tied-counts.js';
import { wilcoxonMethod } from '../../../src/outcomes/ordinal/wilcoxon/definition.js';
import {
  medianDifference,
  pairwiseDifferenceAt,
} from '../../../src/outcomes/ordinal/wilcoxon/pairwise-differences.js';
import {
  exactRankSumP,
  smallestPlaceOfU,
} from '../../../src/outcomes/ordinal/wilcoxon/rank-sum-distribution.js';
import { wilcoxon } from '../../../src/outcomes/ordinal/wilcoxon/wilcoxon.js';
import limits from '../../oracles/wilcoxon/exact-limits.json' with { type: 'json' };
import givenTies from '../../oracles/wilcoxon/limits-given-ties.json' with { type: 'json' };
import oracle from '../../oracles/wilcoxon/tests.json' with { type: 'json' };
import { sampleData } from '../../sample-data.js';
import { estimateRows } from '../part-rows.js';
import { expectNear } from './oracle-near.js';

const { tolerance } = oracle;
/** fisher.test(matrix(c(300, 600, 240, 660), 2)) in R 4.2.2. */
const FISHER = 0.00239205482944926;

describe('Wilcoxon against wilcox.test and coin', () => {
  for (const { name, input, expected } of oracle.cases) {
    it(name, () => {
      const corrected = wilcoxon(input.of, input.versus, { p: 'asymptotic' });
      const plain = wilcoxon(input.of, input.versus, { p: 'asymptotic', continuityCorrection: false });
      const exact = wilcoxon(input.of, input.versus, { p: 'exact' });
      expect(exact.u).toBe(expected.u);
      expectNear(plain.z, expected.zUncorrected, tolerance, 'z');
      expectNear(corrected.p, expected.pCorrected, tolerance, 'p corrected');
      expectNear(plain.p, expected.pUncorrected, tolerance, 'p');
      expectNear(exact.p, expected.pExact, tolerance, 'p exact');
      const sides = exactRankSumP(tiedCountsFromValues('test', input.of, input.versus));
      expectNear(sides.greater, expected.pExactGreater, tolerance, 'greater');
      expectNear(sides.less, expected.pExactLess, tolerance, 'less');
      expectNear(exact.shift, expected.shift, tolerance, 'shift');
      if (expected.shiftLowerExact === undefined) {
        expectNear(exact.shiftLower, expected.shiftLowerMoses, tolerance, 'lower');
        expectNear(exact.shiftUpper, expected.shiftUpperMoses, tolerance, 'upper');
      } else {
        expect(exact.shiftMethod).toBe('exact');
        expectNear(exact.shiftLower, expected.shiftLowerExact, tolerance, 'lower');
        expectNear(exact.shiftUpper, expected.shiftUpperExact!, tolerance, 'upper');
      }
    });
  }

  it.each(limits.cases)('exact limits of $ofTotal against $versusTotal', (one) => {
    // R: sqrt(2) * seq_len(n) %% 7.3, the remainder taken first.
    const of = Array.from({ length: one.ofTotal }, (_, index) => 0.3 + Math.SQRT2 * ((index + 1) % 7.3));
    const versus = Array.from({ length: one.versusTotal }, (_, index) => Math.sqrt(3) * ((index + 1) % 6.1));
    const result = wilcoxon(of, versus, { p: 'exact', interval: 'exact', level: one.level });
    expect(result.shiftMethod).toBe('exact');
    expectNear(result.shiftLower, one.lower, limits.tolerance, 'lower');
    expectNear(result.shiftUpper, one.upper, limits.tolerance, 'upper');
    expectNear(result.shift, one.shift, limits.tolerance, 'shift');
    expectNear(result.p, one.p, 1e-10, 'p');
  });

  it('limits on request: exact with ties hold the asymptotic ones, and not for thousands', () => {
    const { of, versus } = oracle.cases[1]!.input;
    const exact = wilcoxon(of, versus, { interval: 'exact' });
    const asymptotic = wilcoxon(of, versus, { interval: 'asymptotic' });
    expect(exact.shiftLower as number).toBeLessThanOrEqual(asymptotic.shiftLower as number);
    expect(exact.shiftUpper as number).toBeGreaterThanOrEqual(asymptotic.shiftUpper as number);
    const many = Array.from({ length: 600 }, (_, index) => index);
    expect(() => wilcoxon(many, many, { interval: 'exact' })).toThrow(/at most 1000/);
  });

  it('40 against 45, exact without ties', () => {
    const { of, versus, u, pExact } = oracle.larger;
    const result = wilcoxon(of, versus);
    expect(result.pMethod).toBe('exact');
    expect(result.u).toBe(u);
    expectNear((result.p as number) / pExact, 1, 1e-10);
  });
});

const values = fc.array(fc.integer({ min: -4, max: 6 }), { minLength: 1, maxLength: 14 });

describe('Wilcoxon, laws', () => {
  it('swapping the groups turns z and the shift; every rising transformation leaves the test alone', () => {
    fc.assert(
      fc.property(
        values,
        values,
        fc.constantFrom('exact' as const, 'asymptotic' as const),
        (of, versus, p) => {
          const result = wilcoxon(of, versus, { p });
          const swapped = wilcoxon(versus, of, { p });
          const bent = wilcoxon(of.map(Math.exp), versus.map(Math.exp), { p });
          expect(swapped.u).toBe(of.length * versus.length - (result.u as number));
          expect(bent.u).toBe(result.u);
          expectNear(swapped.shift, -(result.shift as number), 1e-14);
          expectNear(swapped.shiftLower, -(result.shiftUpper as number), 1e-14);
          expect(result.shiftLower as number).toBeLessThanOrEqual(result.shift as number);
          if (typeof result.p !== 'number') {
            expect(result.p).toEqual({ notEstimable: 'no-variation' });
            return;
          }
          expectNear(swapped.p, result.p, 1e-12);
          expectNear(bent.p, result.p, 1e-12);
          expect(result.p).toBeLessThanOrEqual(1);
          if (result.z !== 0) expectNear(swapped.z, -(result.z as number), 1e-12);
        },
      ),
      { numRuns: 100 },
    );
  });

  it('the exact p-value is the share of all deals of the subjects at least as far out', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 5 }),
        (of, versus) => {
          const all = [...of, ...versus];
          const u = (chosen: number[], rest: number[]) =>
            chosen.reduce(
              (sum, x) => sum + rest.reduce((inner, y) => inner + (x > y ? 1 : x === y ? 0.5 : 0), 0),
              0,
            );
          const middle = (of.length * versus.length) / 2;
          const observed = Math.abs(u(of, versus) - middle);
          let deals = 0;
          let far = 0;
          for (let mask = 0; mask < 1 << all.length; mask += 1) {
            const chosen = all.filter((_, index) => (mask >> index) & 1);
            if (chosen.length !== of.length) continue;
            deals += 1;
            const rest = all.filter((_, index) => !((mask >> index) & 1));
            if (Math.abs(u(chosen, rest) - middle) >= observed) far += 1;
          }
          expectNear(exactRankSumP(tiedCountsFromValues('test', of, versus)).twoSided, far / deals, 1e-12);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('finds each pairwise difference in its place', () => {
    const number = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const list = fc.array(fc.oneof(number, fc.integer({ min: -3, max: 3 })), { minLength: 1, maxLength: 9 });
    fc.assert(
      fc.property(list, list, (of, versus) => {
        const counts = tiedCountsFromValues('test', of, versus);
        const differences = Float64Array.from(of.flatMap((x) => versus.map((y) => x - y))).sort();
        differences.forEach((difference, index) => {
          expect(pairwiseDifferenceAt(counts, index + 1) + 0).toBe(difference + 0);
        });
        const half = Math.floor(differences.length / 2);
        const median =
          differences.length % 2 ? differences[half]! : (differences[half - 1]! + differences[half]!) / 2;
        expect(medianDifference(counts) + 0).toBe(median + 0);
      }),
      { numRuns: 60 },
    );
  });

  it('finds quantiles of U as R qwilcox', () => {
    expect(smallestPlaceOfU(9, 8, 0.025)).toBe(16);
    expect(smallestPlaceOfU(3, 2, 0.025)).toBe(0);
    expect(smallestPlaceOfU(49, 49, 0.025)).toBe(925);
  });
});

describe('Wilcoxon, edges', () => {
  it('an empty group, one subject a group, all values alike', () => {
    expect(wilcoxon([], [1, 2]).p).toEqual({ notEstimable: 'empty-group' });
    expect(wilcoxon([3], [1]).p).toBe(1);
    const alike = wilcoxon([2, 2, 2], [2, 2]);
    expect(alike).toMatchObject({
      z: { notEstimable: 'no-variation' },
      p: { notEstimable: 'no-variation' },
      shift: 0,
    });
    expect(alike.probabilityIndex).toBe(0.5);
  });

  it("two categories and 1800 subjects, exact, without overflow: Fisher's test", () => {
    const arm = (high: number) => Array.from({ length: 900 }, (_, index) => (index < high ? 1 : 0));
    const p = wilcoxon(arm(300), arm(240), { p: 'exact' }).p as number;
    expectNear(p / FISHER, 1, 1e-9);
  });

  it('says when the exact distribution is out of reach', () => {
    const many = Array.from({ length: 3000 }, (_, index) => Math.sin(index));
    const more = Array.from({ length: 3000 }, (_, index) => Math.cos(index));
    expect(() => wilcoxon(many, more, { p: 'exact' })).toThrow(/asymptotic/);
    expect(wilcoxon(many, more).pMethod).toBe('asymptotic');
    expect(() => wilcoxon([1, Number.NaN], [1])).toThrow(/of\[1\]/);
  });
});

describe('Wilcoxon in the registry', () => {
  const data = (categories: string[]): OrdinalData => ({
    kind: 'ordinal',
    categories,
    outcome: Int32Array.from([0, 1, 2, 0, 1, 2]),
    weight: Float64Array.from([9, 5, 2, 4, 6, 8]),
    group: { levels: ['placebo', 'sarilumab'], codes: Int32Array.from([0, 0, 0, 1, 1, 1]) },
    reference: 'placebo',
    covariates: [],
  });
  const options = wilcoxonMethod.options.parse({});

  it('gives the shift in the unit of numeric categories', () => {
    const output = wilcoxonMethod.run(data(['-1', '0', '21']), options);
    const estimates = output.parts[1];
    expect(estimates?.kind === 'estimates' && estimates.rows[0]).toMatchObject({
      of: 'sarilumab',
      estimate: 1,
    });
    const test = output.parts[2];
    expect(test?.kind === 'test' && test.rows[0]).toMatchObject({
      statistic: 'wilcoxon',
      term: null,
      df: null,
    });
    expect(output.notices).toEqual([]);
  });

  it('gives no shift between words', () => {
    const output = wilcoxonMethod.run(data(['dead', 'ventilated', 'home']), options);
    const estimates = output.parts[1];
    expect(estimates?.kind === 'estimates' && estimates.rows[0]!.estimate).toEqual({
      notEstimable: 'not-applicable',
    });
    expect(output.notices[0]!.code).toBe('wilcoxon/no-scores');
  });
});

describe('limits of the shift given ties', () => {
  const limitsOf = (of: readonly number[], versus: readonly number[], level: number) =>
    wilcoxon(of, versus, { interval: 'exact-given-ties', level });

  it.each(givenTies.cases)('$name by brute force', ({ of, versus, level, lower, upper, coin }) => {
    const result = limitsOf(of, versus, level);
    expectNear(result.shiftLower, lower, givenTies.tolerance, 'lower');
    expectNear(result.shiftUpper, upper, givenTies.tolerance, 'upper');
    expect(result.shiftMethod).toBe('exact-given-ties');
    // coin keeps the ties of the data before the shift: never further in here, and a neighbour at most further out.
    if (coin[0] !== null) expect(coin[0]!).toBeLessThanOrEqual(lower + 1e-12);
    if (coin[1] !== null) expect(coin[1]!).toBeGreaterThanOrEqual(upper - 1e-12);
  });

  const list = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 12 });

  it('turn round with the groups, move with the values, and widen with their level', () => {
    fc.assert(
      fc.property(list, list, (of, versus) => {
        const { shiftLower, shiftUpper } = limitsOf(of, versus, 0.9);
        const back = limitsOf(versus, of, 0.9);
        expect([back.shiftLower, back.shiftUpper]).toEqual([
          -(shiftUpper as number) + 0,
          -(shiftLower as number) + 0,
        ]);
        const moved = limitsOf(
          of.map((value) => value + 5),
          versus,
          0.9,
        );
        expect(moved.shiftLower).toBe((shiftLower as number) + 5);
        const wide = limitsOf(of, versus, 0.99);
        expect(wide.shiftLower).toBeLessThanOrEqual(shiftLower as number);
        expect(wide.shiftUpper).toBeGreaterThanOrEqual(shiftUpper as number);
      }),
      { numRuns: 40 },
    );
  });

  it('without ties are the exact limits, and are refused for many subjects', () => {
    const of = Array.from({ length: 14 }, (_, index) => 10 * Math.sin(index * 1.7));
    const versus = Array.from({ length: 11 }, (_, index) => 8 * Math.cos(index * 2.9) - 2);
    const [given, plain] = [limitsOf(of, versus, 0.95), wilcoxon(of, versus, { interval: 'exact' })];
    expect([given.shiftLower, given.shiftUpper]).toEqual([plain.shiftLower, plain.shiftUpper]);
    expect(() => limitsOf(new Array(60).fill(1), new Array(60).fill(2), 0.95)).toThrow(/given ties/);
  });

  it('as a method say so', () => {
    const output = wilcoxonMethod.run(
      sampleData.ordinal,
      wilcoxonMethod.options.parse({ interval: 'exact-given-ties' }),
    );
    expect(estimateRows(output)[0]).toMatchObject({
      reference: { distribution: 'exact' },
      intervalMethod: 'Hodges-Lehmann, conditional exact limits',
    });
  });
});
