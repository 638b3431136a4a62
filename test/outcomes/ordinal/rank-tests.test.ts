import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { brunnerMunzel } from '../../../src/outcomes/ordinal/brunner-munzel/brunner-munzel.js';
import { brunnerMunzelMethod } from '../../../src/outcomes/ordinal/brunner-munzel/definition.js';
import { jonckheereTerpstraMethod } from '../../../src/outcomes/ordinal/jonckheere-terpstra/definition.js';
import { jonckheereTerpstra } from '../../../src/outcomes/ordinal/jonckheere-terpstra/jonckheere-terpstra.js';
import { kruskalWallisMethod } from '../../../src/outcomes/ordinal/kruskal-wallis/definition.js';
import { kruskalWallis } from '../../../src/outcomes/ordinal/kruskal-wallis/kruskal-wallis.js';
import { tiedCountsFromValues } from '../../../src/outcomes/ordinal/tied-counts.js';
import { wilcoxon } from '../../../src/outcomes/ordinal/wilcoxon/wilcoxon.js';
import { winStatisticsOf } from '../../../src/outcomes/ordinal/win-statistics/win-statistics.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';
import { estimateRows, summaryRows, testRows } from '../part-rows.js';

const kruskal = readOracle<number[][], object>('kruskal-wallis/kruskal-test.json');
const trend = readOracle<number[][], object>('jonckheere-terpstra/all-deals.json');
const munzel = readOracle<{ of: number[]; versus: number[] }, { level: number }>('brunner-munzel/ranks.json');
const none = (reason: string) => ({ notEstimable: reason });

describe('rank tests against their references', () => {
  it.each(kruskal.cases.map((one) => [one.name, one] as const))('Kruskal-Wallis: %s', (_, one) => {
    expect(expectFigures(kruskalWallis(one.input), one.expected, kruskal.tolerance)).toBe(3);
  });

  it.each(trend.cases.map((one) => [one.name, one] as const))('Jonckheere-Terpstra: %s', (_, one) => {
    expect(expectFigures(jonckheereTerpstra(one.input), one.expected, trend.tolerance)).toBe(5);
  });

  it.each(munzel.cases.map((one) => [one.name, one] as const))('Brunner-Munzel: %s', (_, one) => {
    const result = brunnerMunzel(one.input.of, one.input.versus, one.options);
    expect(expectFigures(result, one.expected, munzel.tolerance)).toBe(7);
  });
});

const values = fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 2, maxLength: 12 });
const groups = fc.array(values, { minLength: 2, maxLength: 4 });

describe('rank tests, laws', () => {
  it('with two groups Kruskal-Wallis and the trend test are the Wilcoxon test', () => {
    fc.assert(
      fc.property(values, values, (first, second) => {
        const plain = wilcoxon(second, first, { p: 'asymptotic', continuityCorrection: false });
        const both = kruskalWallis([first, second]);
        const step = jonckheereTerpstra([first, second]);
        if (typeof plain.z !== 'number') {
          expect([both.p, step.p]).toEqual([none('no-variation'), none('no-variation')]);
          return;
        }
        expect(both.chiSquare as number).toBeCloseTo(plain.z ** 2, 9);
        expect(step.z as number).toBeCloseTo(plain.z, 9);
      }),
    );
  });

  it('rising transformations leave all three alone; turning the scale turns the trend', () => {
    fc.assert(
      fc.property(groups, (list) => {
        const curved = list.map((group) => group.map((value) => Math.exp(value)));
        const turned = list.map((group) => group.map((value) => -value));
        expect(kruskalWallis(curved)).toEqual(kruskalWallis(list));
        expect(jonckheereTerpstra(curved)).toEqual(jonckheereTerpstra(list));
        expect(brunnerMunzel(curved[0]!, curved[1]!)).toEqual(brunnerMunzel(list[0]!, list[1]!));
        const z = jonckheereTerpstra(list).z;
        if (typeof z === 'number') expect(jonckheereTerpstra(turned).z as number).toBeCloseTo(-z, 9);
      }),
    );
  });

  it('the Brunner-Munzel index has the standard error of the win statistics', () => {
    fc.assert(
      fc.property(values, values, (first, second) => {
        const wins = winStatisticsOf(tiedCountsFromValues('test', first, second)).probabilityIndex;
        const result = brunnerMunzel(first, second);
        expect(result.probabilityIndex).toBeCloseTo(wins.estimate as number, 12);
        if (typeof result.standardError === 'number') {
          expectClose(result.standardError, wins.standardError as number, 1e-9);
        }
      }),
    );
  });

  it('leave their input as it was', () => {
    const list = [[3, 1, 2], [2, 2], [5]];
    const before = JSON.stringify(list);
    kruskalWallis(list);
    jonckheereTerpstra(list);
    expect(JSON.stringify(list)).toBe(before);
  });
});

describe('rank tests, edges', () => {
  it('say what is missing', () => {
    expect(kruskalWallis([[1, 2], []]).p).toEqual(none('empty-group'));
    expect(kruskalWallis([[1, 1], [1]]).chiSquare).toEqual(none('no-variation'));
    expect(jonckheereTerpstra([[1, 2], [], []]).p).toEqual(none('empty-group'));
    expect(jonckheereTerpstra([[1], [2]]).z).toBe(1);
    // A group without subjects says nothing about the trend of the others.
    expect(jonckheereTerpstra([[1, 4], [], [3, 5]])).toEqual(
      jonckheereTerpstra([
        [1, 4],
        [3, 5],
      ]),
    );
    expect(brunnerMunzel([], [1]).probabilityIndex).toEqual(none('empty-group'));
    expect(brunnerMunzel([2], [1, 3]).p).toEqual(none('too-few-observations'));
    expect(brunnerMunzel([4, 5], [1, 3])).toMatchObject({ probabilityIndex: 1, p: none('no-variation') });
  });

  it('refuse what is no number, one group and a level out of range', () => {
    expect(() => kruskalWallis([[1, Number.NaN], [2]])).toThrow(/missing values/);
    expect(() => kruskalWallis([[1, 2]])).toThrow(/two or more/);
    expect(() => jonckheereTerpstra([[1], null as never])).toThrow(MethodError);
    expect(() => brunnerMunzel([1, 2], [2, 3], { level: 1 })).toThrow(MethodError);
  });
});

describe('rank tests as methods', () => {
  const { strata: _, ...plain } = sampleData.ordinal;

  it('take groups without a reference, and say their order', () => {
    const data = { ...plain, reference: null };
    expect(testRows(kruskalWallisMethod.run(data, {}))[0]!.df).toBe(1);
    const output = jonckheereTerpstraMethod.run(data, {});
    expect(output.notices[0]!.message).toBe('The groups are taken in this order: tocilizumab, placebo.');
    expect(summaryRows(output).filter(({ statistic }) => statistic === 'n')).toHaveLength(2);
  });

  it('say that strata are left out', () => {
    for (const output of [
      kruskalWallisMethod.run(sampleData.ordinal, {}),
      jonckheereTerpstraMethod.run(sampleData.ordinal, {}),
      brunnerMunzelMethod.run(sampleData.ordinal, { level: 0.95 }),
    ]) {
      expect(output.notices.some(({ code }) => code.endsWith('/strata-unused'))).toBe(true);
    }
    expect(kruskalWallisMethod.run(plain, {}).notices).toEqual([]);
  });

  it('agree with each other on the probability index', () => {
    const output = brunnerMunzelMethod.run(plain, { level: 0.95 });
    const [row] = estimateRows(output);
    expect(row).toMatchObject({ statistic: 'probability-index', of: 'tocilizumab', versus: 'placebo' });
    expect(row!.lower as number).toBeLessThan(row!.estimate as number);
    expect(() => kruskalWallisMethod.run({ ...plain, weight: plain.weight.map(() => 0.5) }, {})).toThrow(
      /parts of subjects/,
    );
  });
});
