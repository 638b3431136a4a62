import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import {
  criticalDunnett,
  criticalDunnettUpper,
  dunnettTwoSidedP,
  dunnettUpperP,
} from '../../../src/math/distributions/dunnett.js';
import {
  studentTTwoSidedP,
  studentTUpperQuantile,
  studentTUpperTail,
} from '../../../src/math/distributions/student-t.js';
import {
  criticalStudentizedRange,
  studentizedRangeUpperTail,
} from '../../../src/math/distributions/studentized-range.js';
import { dunnettMethod } from '../../../src/outcomes/multiplicity/dunnett/definition.js';
import { dunnett } from '../../../src/outcomes/multiplicity/dunnett/dunnett.js';
import { tukeyKramerMethod } from '../../../src/outcomes/multiplicity/tukey-kramer/definition.js';
import { tukeyKramer } from '../../../src/outcomes/multiplicity/tukey-kramer/tukey-kramer.js';
import dunnettOracle from '../../oracles/dunnett/brute-force.json' with { type: 'json' };
import tukeyOracle from '../../oracles/tukey-kramer/brute-force.json' with { type: 'json' };
import { sampleData } from '../../sample-data.js';
import { expectClose } from '../oracle-cases.js';
import { estimateRows, testRows } from '../part-rows.js';

const armsOf = (values: Record<string, readonly number[]>) =>
  Object.entries(values).map(([name, list]) => ({ name, values: list }));
const none = (reason: string) => ({ notEstimable: reason });

describe('the distribution of Dunnett', () => {
  it.each(dunnettOracle.tails)('t = $t on $df df', ({ t, loadings, df, p }) => {
    expectClose(dunnettTwoSidedP(t, loadings, df), p, dunnettOracle.tolerance);
  });

  it('with one comparison is that of Student, in the far tail too', () => {
    for (const [t, df] of [
      [0.001, 3],
      [2.5, 10],
      [30, 1],
      [3e5, 1],
      [25, 1000],
      [8, 1e6],
      [2, 0.5],
    ] as const) {
      expectClose(dunnettTwoSidedP(t, [0.6], df), studentTTwoSidedP(t, df), 2e-13, `t = ${t}`);
      expectClose(studentizedRangeUpperTail(t * Math.SQRT2, 2, df), studentTTwoSidedP(t, df), 2e-13);
    }
    expect(dunnettTwoSidedP(0, [0.5], 3)).toBe(1);
    expect(dunnettTwoSidedP(Number.POSITIVE_INFINITY, [0.5], 3)).toBe(0);
  });

  it('lies between a single test and Bonferroni, and falls with the correlation', () => {
    const tail = fc.record({
      t: fc.double({ min: 0.1, max: 15, noNaN: true }),
      df: fc.integer({ min: 1, max: 200 }),
      arms: fc.integer({ min: 2, max: 5 }),
      loading: fc.double({ min: 0.1, max: 0.9, noNaN: true }),
    });
    fc.assert(
      fc.property(tail, ({ t, df, arms, loading }) => {
        const p = dunnettTwoSidedP(t, new Array<number>(arms).fill(loading), df);
        const single = studentTTwoSidedP(t, df);
        expect(p).toBeGreaterThan(single * (1 - 1e-12));
        expect(p).toBeLessThan(Math.min(1, arms * single) * (1 + 1e-12));
        expect(dunnettTwoSidedP(t, new Array<number>(arms).fill(loading / 2), df)).toBeGreaterThan(
          p * (1 - 1e-12),
        );
      }),
      { numRuns: 10 },
    );
  });

  it('is inverted by its critical value', () => {
    const loadings = [0.5, 0.7, 0.3];
    for (const level of [0.8, 0.95, 0.999]) {
      expectClose(dunnettTwoSidedP(criticalDunnett(level, loadings, 9), loadings, 9), 1 - level, 1e-11);
      expectClose(studentizedRangeUpperTail(criticalStudentizedRange(level, 5, 9), 5, 9), 1 - level, 1e-11);
    }
    expectClose(criticalDunnett(0.95, [0.4], 12), 2.1788128296672284, 1e-12);
  });

  it('refuses what has no distribution', () => {
    expect(() => dunnettTwoSidedP(2, [], 4)).toThrow(MethodError);
    expect(() => dunnettTwoSidedP(2, [1], 4)).toThrow(MethodError);
    expect(() => dunnettTwoSidedP(2, [0.5], 0)).toThrow(MethodError);
    expect(() => studentizedRangeUpperTail(2, 1, 4)).toThrow(MethodError);
    expect(() => studentizedRangeUpperTail(2, 3, Number.POSITIVE_INFINITY)).toThrow(MethodError);
  });
});

describe('the distribution of Dunnett, one-sided', () => {
  it.each(dunnettOracle.upperTails)('t = $t on $df df', ({ t, loadings, df, p }) => {
    expectClose(dunnettUpperP(t, loadings, df), p, dunnettOracle.tolerance);
  });

  it('with one comparison is that of Student, on either side', () => {
    for (const [t, df] of [
      [0.001, 3],
      [-2.5, 10],
      [30, 1],
      [25, 1000],
      [-40, 2],
      [8, 1e6],
    ] as const) {
      expectClose(dunnettUpperP(t, [0.6], df), studentTUpperTail(t, df), 2e-13, `t = ${t}`);
    }
    expect(dunnettUpperP(Number.POSITIVE_INFINITY, [0.5], 3)).toBe(0);
    expect(dunnettUpperP(Number.NEGATIVE_INFINITY, [0.5], 3)).toBe(1);
  });

  it('is inverted by its critical value, and two sides are at most twice one', () => {
    const loadings = [0.5, 0.7, 0.3];
    for (const level of [0.3, 0.8, 0.95, 0.999]) {
      const critical = criticalDunnettUpper(level, loadings, 9);
      expectClose(dunnettUpperP(critical, loadings, 9), 1 - level, 1e-11);
      expect(dunnettTwoSidedP(critical, loadings, 9)).toBeLessThan(2 * (1 - level) + 1e-12);
    }
    expectClose(criticalDunnettUpper(0.95, [0.4], 12), studentTUpperQuantile(0.05, 12), 1e-12);
  });
});

describe('the studentised range', () => {
  it.each(tukeyOracle.tails)('q = $q, $groups groups, $df df', ({ q, groups, df, p, ptukey }) => {
    expectClose(studentizedRangeUpperTail(q, groups, df), p, tukeyOracle.tolerance);
    expect(Math.abs(studentizedRangeUpperTail(q, groups, df) - ptukey)).toBeLessThan(1e-8);
  });
});

describe('comparisons with a control', () => {
  const { arms, ...expected } = dunnettOracle.example;
  const result = dunnett(armsOf(arms), 'control');

  it('agree with glht and with the integrals', () => {
    expect(result.df).toBe(expected.df);
    expectClose(result.criticalValue, expected.criticalMultcomp, 1e-3);
    result.comparisons.forEach((one, index) => {
      expectClose(one.meanDifference, expected.meanDifference[index]!, 1e-12);
      expectClose(one.standardError, expected.standardError[index]!, 1e-12);
      expectClose(one.t, expected.t[index]!, 1e-12);
      expectClose(one.adjustedP, expected.adjustedP[index]!, dunnettOracle.tolerance);
      expect(Math.abs((one.adjustedP as number) - expected.adjustedPMultcomp[index]!)).toBeLessThan(
        dunnettOracle.multcompTolerance,
      );
    });
  });

  it('an interval leaves out 0 just when its p-value is below 1 - level', () => {
    for (const { adjustedP, lower, upper } of dunnett(armsOf(arms), 'control', { level: 0.9 }).comparisons) {
      expect((lower as number) > 0 || (upper as number) < 0).toBe((adjustedP as number) < 0.1);
    }
  });

  it('one-sided agree with glht and with the integrals, with a limit on the side of the control', () => {
    const { oneSided } = dunnettOracle;
    const greater = dunnett(armsOf(arms), 'control', { alternative: 'greater' });
    const less = dunnett(armsOf(arms), 'control', { alternative: 'less' });
    expectClose(greater.criticalValue, oneSided.criticalMultcomp, 2e-3);
    expectClose(less.criticalValue, greater.criticalValue as number, 1e-12);
    greater.comparisons.forEach((one, index) => {
      expectClose(one.adjustedP, oneSided.adjustedP[index]!, dunnettOracle.tolerance);
      expectClose(
        less.comparisons[index]!.adjustedP,
        oneSided.adjustedPLess[index]!,
        dunnettOracle.tolerance,
      );
      expect(Math.abs((one.adjustedP as number) - oneSided.adjustedPMultcomp[index]!)).toBeLessThan(1e-3);
      expect([one.upper, less.comparisons[index]!.lower]).toEqual(Array(2).fill(none('not-applicable')));
      expect((one.lower as number) > 0).toBe((one.adjustedP as number) < 0.05);
      expect(one.lower as number).toBeGreaterThan(result.comparisons[index]!.lower as number);
    });
    expect(() => dunnett(armsOf(arms), 'control', { alternative: 'above' as never })).toThrow(/alternative/);
  });

  it('takes printed summaries', () => {
    const printed = Object.entries(arms).map(([name, values]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      return { name, n: values.length, mean, standardDeviation: Math.sqrt(squares / (values.length - 1)) };
    });
    expectClose(dunnett(printed, 'control').comparisons[0]!.adjustedP, expected.adjustedP[0]!, 1e-9);
  });
});

describe('comparisons of all pairs', () => {
  it('agree with TukeyHSD', () => {
    const { arms, pairs, level } = tukeyOracle.example;
    const { comparisons } = tukeyKramer(armsOf(arms), { level });
    expect(comparisons).toHaveLength(pairs.length);
    for (const { pair, meanDifference, lower, upper, adjustedP } of pairs) {
      const one = comparisons.find(({ of, versus }) => `${of}-${versus}` === pair)!;
      expectClose(one.meanDifference, meanDifference, 1e-12);
      expectClose(one.lower, lower, tukeyOracle.tukeyTolerance);
      expectClose(one.upper, upper, tukeyOracle.tukeyTolerance);
      expect(Math.abs((one.adjustedP as number) - adjustedP)).toBeLessThan(1e-9);
    }
  });
});

describe('comparisons of means, edges', () => {
  const some = { name: 'a', values: [1, 2, 4] };

  it('say what is missing and keep the differences', () => {
    const cases = [
      [[some, { name: 'b', values: [] }], 'empty-group', none('empty-group')],
      [
        [
          { name: 'a', values: [1] },
          { name: 'b', values: [3] },
        ],
        'too-few-observations',
        2,
      ],
      [
        [
          { name: 'a', values: [1, 1] },
          { name: 'b', values: [3, 3] },
        ],
        'no-variation',
        2,
      ],
    ] as const;
    for (const [arms, reason, difference] of cases) {
      const many = dunnett(arms, 'a').comparisons[0]!;
      const all = tukeyKramer(arms).comparisons[0]!;
      for (const one of [many, all]) {
        expect(one.meanDifference).toEqual(difference);
        expect([one.adjustedP, one.lower]).toEqual([none(reason), none(reason)]);
      }
    }
  });

  it('refuse one arm, an unknown control and a level out of range', () => {
    expect(() => dunnett([some], 'a')).toThrow(/too few/);
    expect(() => dunnett([some, { name: 'b', values: [1] }], 'c')).toThrow(/one of a, b/);
    expect(() => tukeyKramer([some, { name: 'b', values: [1] }], { level: 1 })).toThrow(MethodError);
    expect(() =>
      dunnettMethod.run({ ...sampleData.continuous, reference: null }, dunnettMethod.options.parse({})),
    ).toThrow(/control/);
  });

  it('name the pairs where there are several', () => {
    const data = {
      ...sampleData.continuous,
      arms: [...sampleData.continuous.arms, { name: 'sarilumab', n: 20, mean: 0.5, standardDeviation: 1 }],
    };
    expect(estimateRows(tukeyKramerMethod.run(data, { level: 0.95 })).map(({ term }) => term)).toEqual([
      'placebo - tocilizumab',
      'sarilumab - tocilizumab',
      'sarilumab - placebo',
    ]);
    expect(
      estimateRows(
        dunnettMethod.run(
          { ...data, reference: null },
          dunnettMethod.options.parse({ control: 'sarilumab' }),
        ),
      )[1]!.versus,
    ).toBe('sarilumab');
    expect(
      testRows(dunnettMethod.run(data, dunnettMethod.options.parse({}))).map(({ term }) => term),
    ).toEqual(['tocilizumab', 'sarilumab']);
  });
});
