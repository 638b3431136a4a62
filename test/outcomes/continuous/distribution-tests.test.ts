import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { equalVariancesMethod } from '../../../src/outcomes/continuous/equal-variances/definition.js';
import {
  equalVariances,
  varianceRatio,
} from '../../../src/outcomes/continuous/equal-variances/equal-variances.js';
import { sampleSummary } from '../../../src/outcomes/continuous/sample-summary.js';
import { shapiroWilkMethod } from '../../../src/outcomes/continuous/shapiro-wilk/definition.js';
import { shapiroWilk } from '../../../src/outcomes/continuous/shapiro-wilk/shapiro-wilk.js';
import { shapiroWilkWeights } from '../../../src/outcomes/continuous/shapiro-wilk/shapiro-wilk-weights.js';
import variances from '../../oracles/equal-variances/car.json' with { type: 'json' };
import normality from '../../oracles/shapiro-wilk/shapiro-test.json' with { type: 'json' };
import { sampleData } from '../../sample-data.js';
import { expectClose } from '../oracle-cases.js';
import { estimateRows, testRows } from '../part-rows.js';

const none = (reason: string) => ({ notEstimable: reason });

describe('Shapiro-Wilk against shapiro.test', () => {
  it.each(normality.cases.map((one) => [one.name, one] as const))('%s', (_, { input, expected }) => {
    const { w, p } = shapiroWilk(input);
    expectClose(w, expected.w, normality.tolerance, 'W');
    expectClose(p, expected.p, normality.tolerance, 'p');
  });

  it.each(normality.shapes)('$n values', ({ n, power, expected }) => {
    const values = Array.from({ length: n }, (_, index) => {
      const share = (index + 0.5) / n;
      const logit = Math.log(share / (1 - share));
      return Math.sign(logit) * Math.abs(logit) ** power;
    });
    const { w, p } = shapiroWilk(values);
    expectClose(w, expected.w, normality.tolerance, 'W');
    expectClose(p, expected.p, 1e-7, 'p');
  });
});

describe('Shapiro-Wilk, laws and edges', () => {
  it('the weights are odd and of length 1', () => {
    for (const n of [3, 4, 5, 6, 7, 50, 501]) {
      const weights = shapiroWilkWeights(n);
      expect(weights.reduce((sum, weight) => sum + weight * weight, 0)).toBeCloseTo(1, 12);
      weights.forEach((weight, index) => {
        expect(weight).toBeCloseTo(-weights[n - 1 - index]!, 14);
      });
    }
  });

  it('does not care for order, origin, unit or sign', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 3, maxLength: 30 }),
        (values) => {
          const { w, p } = shapiroWilk(values);
          const moved = shapiroWilk([...values].reverse().map((value) => 7 - 3 * value));
          expect(moved.w as number).toBeCloseTo(w as number, 10);
          expect(moved.p as number).toBeCloseTo(p as number, 7);
          expect(w as number).toBeGreaterThan(0);
          expect(w as number).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('says when there are too few values, too many, or only one', () => {
    expect(shapiroWilk([1, 2]).p).toEqual(none('too-few-observations'));
    expect(shapiroWilk([3, 3, 3, 3]).w).toEqual(none('no-variation'));
    expect(shapiroWilk(Float64Array.from({ length: 5001 }, (_, index) => index)).p).toEqual(
      none('not-applicable'),
    );
    expect(() => shapiroWilk([1, 2, Number.NaN])).toThrow(MethodError);
    const output = shapiroWilkMethod.run(
      { ...sampleData.continuous, arms: [{ name: 'a', n: 9, mean: 1, standardDeviation: 2 }] },
      {},
    );
    expect(testRows(output)[0]!.p).toEqual(none('not-applicable'));
    expect(output.notices[0]!.message).toMatch(/needs the values of subjects.*: a\./);
  });
});

describe('equal variances against car, bartlett.test and var.test', () => {
  const { tolerance } = variances;
  it.each(variances.cases.map((one) => [one.name, one] as const))('%s', (_, { input, options, expected }) => {
    const { levene, brownForsythe, bartlett } = equalVariances(input);
    expectClose(levene.statistic, expected.levene, tolerance, 'Levene');
    expectClose(levene.p, expected.leveneP, tolerance);
    expectClose(brownForsythe.statistic, expected.brownForsythe, tolerance, 'Brown-Forsythe');
    expectClose(brownForsythe.p, expected.brownForsytheP, tolerance);
    expect([levene.df, levene.denominatorDf]).toEqual([expected.df, expected.denominatorDf]);
    expectClose(bartlett.statistic, expected.bartlett, tolerance, 'Bartlett');
    expectClose(bartlett.p, expected.bartlettP, tolerance);
    const ratio = varianceRatio(input[0]!, input[1]!, options);
    expectClose(ratio.ratio, expected.ratio, tolerance);
    expectClose(ratio.lower, expected.lower, tolerance, 'lower');
    expectClose(ratio.upper, expected.upper, tolerance, 'upper');
    expectClose(ratio.p, expected.ratioP, tolerance, 'p of the ratio');
  });
});

const sample = fc.array(fc.integer({ min: -30, max: 30 }), { minLength: 3, maxLength: 12 });

describe('equal variances, laws and edges', () => {
  it('swapping the arms gives the reciprocal ratio, and the other tests stay', () => {
    fc.assert(
      fc.property(sample, sample, (first, second) => {
        const there = varianceRatio(first, second);
        const back = varianceRatio(second, first);
        if (typeof there.ratio === 'number') {
          expectClose(back.ratio, 1 / there.ratio, 1e-12);
          expectClose(back.lower, 1 / (there.upper as number), 1e-9);
          expectClose(back.p, there.p as number, 1e-9);
        }
        const tests = equalVariances([first, second]);
        const turned = equalVariances([second, first]);
        if (typeof tests.levene.p === 'number')
          expect(turned.levene.p as number).toBeCloseTo(tests.levene.p, 9);
        if (typeof tests.bartlett.p === 'number')
          expect(turned.bartlett.p as number).toBeCloseTo(tests.bartlett.p, 9);
      }),
    );
  });

  it('printed summaries do for Bartlett and the ratio, not for distances', () => {
    const [first, second] = variances.cases[0]!.input;
    const printed = [first!, second!].map((values) => sampleSummary('test', 'arm', values));
    const tests = equalVariances(printed);
    expectClose(tests.bartlett.p, equalVariances([first!, second!]).bartlett.p as number, 1e-12);
    expect(tests.levene.p).toEqual(none('not-applicable'));
    expectClose(
      varianceRatio(printed[0]!, printed[1]!).ratio,
      varianceRatio(first!, second!).ratio as number,
      1e-12,
    );
  });

  it('say what is missing', () => {
    expect(equalVariances([[1, 2], []]).bartlett.p).toEqual(none('empty-group'));
    expect(equalVariances([[1, 2], [3]]).bartlett.p).toEqual(none('too-few-observations'));
    expect(equalVariances([[1], [3]]).levene.p).toEqual(none('too-few-observations'));
    expect(
      equalVariances([
        [1, 1],
        [3, 3],
      ]).brownForsythe.p,
    ).toEqual(none('no-variation'));
    expect(
      equalVariances([
        [1, 1],
        [3, 4],
      ]).bartlett.p,
    ).toEqual(none('no-variation'));
    expect(varianceRatio([1], [2, 3]).p).toEqual(none('too-few-observations'));
    expect(varianceRatio([], [2, 3]).ratio).toEqual(none('empty-group'));
    expect(varianceRatio([2, 2], [2, 3]).upper).toEqual(none('no-variation'));
    expect(() => equalVariances([[1, 2]])).toThrow(MethodError);
    expect(() => varianceRatio([1, 2], [2, 3], { level: 0 })).toThrow(MethodError);
  });

  it('as a method have W as the statistic of normality', () => {
    const values = [2, 3, 5, 9, 4, 4.5];
    const arms = [{ name: 'a', n: 6, mean: 4.6, standardDeviation: 2.4, values: Float64Array.from(values) }];
    const output = shapiroWilkMethod.run({ ...sampleData.continuous, arms }, {});
    const { w, p } = shapiroWilk(values);
    expect(testRows(output)).toMatchObject([{ statistic: 'normality', term: 'a', value: w, p }]);
  });

  it('as a method name their tests, and need no reference', () => {
    const output = equalVariancesMethod.run(sampleData.continuous, { level: 0.95 });
    const { levene, brownForsythe, bartlett } = equalVariances(sampleData.continuous.arms);
    expect(testRows(output).map(({ term, value, p }) => [term, value, p])).toEqual([
      ['Levene', levene.statistic, levene.p],
      ['Brown-Forsythe', brownForsythe.statistic, brownForsythe.p],
      ['Bartlett', bartlett.statistic, bartlett.p],
    ]);
    expect(levene.p).not.toEqual(brownForsythe.p);
    expect(estimateRows(output)[0]!.scale).toBe('log');
    const alone = equalVariancesMethod.run({ ...sampleData.continuous, reference: null }, { level: 0.95 });
    expect(estimateRows(alone)).toEqual([]);
  });
});
