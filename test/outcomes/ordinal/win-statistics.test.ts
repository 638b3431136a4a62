import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrdinalData } from '../../../src/core/analysis-data.js';
import { tiedCounts } from '../../../src/outcomes/ordinal/tied-counts.js';
import { winStatisticsMethod } from '../../../src/outcomes/ordinal/win-statistics/definition.js';
import {
  stratifiedWinStatistics,
  winStatistics,
  winStatisticsOf,
} from '../../../src/outcomes/ordinal/win-statistics/win-statistics.js';
import stratified from '../../oracles/win-statistics/stratified.json' with { type: 'json' };
import oracle from '../../oracles/win-statistics/wins.json' with { type: 'json' };
import { sampleData } from '../../sample-data.js';
import { expectNear } from './oracle-near.js';

const { tolerance } = oracle;

describe('win statistics against every pair written out', () => {
  for (const { name, input, expected } of oracle.cases) {
    it(name, () => {
      const result = winStatistics(input);
      expect([result.wins, result.losses, result.ties]).toEqual([
        expected.wins,
        expected.losses,
        expected.ties,
      ]);
      expectNear(result.probabilityIndex.estimate, expected.probabilityIndex, tolerance);
      expectNear(result.probabilityIndex.standardError, expected.probabilityIndexError, tolerance);
      expectNear(result.netBenefit.estimate, expected.netBenefit, tolerance);
      expectNear(result.netBenefit.standardError, expected.netBenefitError, tolerance);
      expectNear(result.winRatio.estimate, expected.logWinRatio, tolerance);
      expectNear(result.winRatio.standardError, expected.logWinRatioError, tolerance);
      expectNear(result.winOdds.estimate, expected.logWinOdds, tolerance);
      expectNear(result.winOdds.standardError, expected.logWinOddsError, tolerance);
    });
  }
});

const counts = fc.integer({ min: 2, max: 7 }).chain((size) => {
  const arm = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: size, maxLength: size });
  return fc.record({ of: arm, versus: arm });
});

describe('win statistics, laws', () => {
  it('swapping the groups, turning the scale and asking for the lower category all flip the sign', () => {
    fc.assert(
      fc.property(counts, ({ of, versus }) => {
        const result = winStatistics({ of, versus });
        const others = [
          winStatistics({ of: versus, versus: of }),
          winStatistics({ of: of.toReversed(), versus: versus.toReversed() }),
          winStatistics({ of, versus }, { better: 'lower' }),
        ];
        for (const other of others) {
          expect([other.wins, other.losses, other.ties]).toEqual([result.losses, result.wins, result.ties]);
          for (const key of ['winRatio', 'winOdds', 'netBenefit'] as const) {
            const [effect, turned] = [result[key], other[key]];
            if (typeof effect.estimate === 'number') expectNear(turned.estimate, -effect.estimate, 1e-12);
            else expect(turned.estimate).toEqual(effect.estimate);
            if (typeof effect.standardError === 'number')
              expectNear(turned.standardError, effect.standardError, 1e-10);
          }
        }
        expect(JSON.stringify(result)).not.toMatch(/NaN|null/);
      }),
      { numRuns: 150 },
    );
  });

  it('net benefit is twice the distance of the probability index from one half', () => {
    const { netBenefit, probabilityIndex } = winStatistics({ of: [3, 4, 9], versus: [5, 5, 2] });
    expectNear(netBenefit.estimate, 2 * ((probabilityIndex.estimate as number) - 0.5), 1e-14);
    expectNear(netBenefit.p, probabilityIndex.p as number, 1e-12);
  });
});

describe('win statistics, edges', () => {
  it('no wins, no groups, one subject', () => {
    const never = winStatistics({ of: [4, 2, 0, 0], versus: [0, 0, 3, 5] });
    expect(never.winRatio.ratio).toEqual({ notEstimable: 'zero-cells' });
    expect(never.winOdds.ratio).toEqual({ notEstimable: 'zero-cells' });
    expect(never.netBenefit.estimate).toBe(-1);
    expect(never.netBenefit.lower).toEqual({ notEstimable: 'no-variation' });
    expect(winStatistics({ of: [0, 0], versus: [1, 2] }).netBenefit.estimate).toEqual({
      notEstimable: 'empty-group',
    });
    const one = winStatistics({ of: [0, 1, 0], versus: [3, 4, 2] });
    expect(one.winRatio.lower).toEqual({ notEstimable: 'too-few-observations' });
    expectNear(one.winRatio.ratio, 1.5, 1e-14);
  });

  it('refuses what is no count', () => {
    const hole = { of: [1, undefined, 2], versus: [1, 1, 1] } as never;
    expect(() => winStatistics(hole)).toThrow(/of\[1\].*undefined/);
    expect(() => winStatistics({ of: [1, 0.5], versus: [1, 2] })).toThrow(/is not a count/);
    expect(() => winStatistics({ of: [1], versus: [1, 2] })).toThrow(/another number of categories/);
  });
});

describe('win statistics in the registry', () => {
  const data: OrdinalData = {
    kind: 'ordinal',
    categories: ['dead', 'ventilated', 'home'],
    outcome: Int32Array.from([0, 1, 2, 0, 1, 2]),
    weight: Float64Array.from([9, 5, 2, 4, 6, 8]),
    group: { levels: ['placebo', 'sarilumab'], codes: Int32Array.from([0, 0, 0, 1, 1, 1]) },
    reference: 'placebo',
    covariates: [],
  };

  it('gives the statistics asked for, ratios on the log scale', () => {
    const all = winStatisticsMethod.run(data, winStatisticsMethod.options.parse({}));
    expect(
      all.parts[1]?.kind === 'estimates' && all.parts[1].rows.map((row) => [row.statistic, row.scale]),
    ).toEqual([
      ['win-ratio', 'log'],
      ['win-odds', 'log'],
      ['net-benefit', 'linear'],
      ['probability-index', 'linear'],
    ]);
    const one = winStatisticsMethod.run(
      data,
      winStatisticsMethod.options.parse({ statistics: ['win-ratio'] }),
    );
    const expected = winStatistics({ of: [4, 6, 8], versus: [9, 5, 2] }).winRatio.estimate;
    expect(one.parts[1]?.kind === 'estimates' && one.parts[1].rows.map((row) => row.estimate)).toEqual([
      expected,
    ]);
  });
});

describe('win statistics within strata', () => {
  const countsOf = ({ of, versus }: { of: number[]; versus: number[] }) =>
    tiedCounts(Float64Array.from(of.keys()), Float64Array.from(of), Float64Array.from(versus));
  const { expected } = stratified;

  it('agree with every pair written out', () => {
    const result = stratifiedWinStatistics(stratified.strata.map(countsOf));
    for (const [effect, name] of [
      [result.winRatio, 'logWinRatio'],
      [result.netBenefit, 'netBenefit'],
      [result.probabilityIndex, 'probabilityIndex'],
      [result.winOdds, 'logWinOdds'],
    ] as const) {
      expectNear(effect.estimate, expected[name], stratified.tolerance, name);
      expectNear(effect.standardError, expected[`${name}Error`], stratified.tolerance, name);
    }
  });

  it('with one stratum are those without strata, and turn with the direction', () => {
    const [first] = stratified.strata.map(countsOf);
    const one = stratifiedWinStatistics([first!]);
    expectNear(one.winOdds.estimate, winStatisticsOf(first!).winOdds.estimate as number, 1e-12);
    const turned = stratifiedWinStatistics(stratified.strata.map(countsOf), { better: 'lower' });
    expectNear(turned.netBenefit.estimate, -expected.netBenefit, 1e-12);
  });

  it('need a stratum with both groups, and two subjects of each where a stratum counts', () => {
    const only = stratifiedWinStatistics([countsOf({ of: [1, 2], versus: [0, 0] })]);
    expect(only.winRatio.estimate).toEqual({ notEstimable: 'empty-group' });
    const few = stratifiedWinStatistics([countsOf({ of: [1, 2], versus: [1, 0] })]);
    expect(few.netBenefit.standardError).toEqual({ notEstimable: 'too-few-observations' });
  });

  it.each([
    ['a count that is no number', { of: [1, Number.NaN, 2] }, /of\[1\]/],
    ['text', { versus: [1, '2', 1] }, /versus\[1\].*"2"/],
    ['a count below 0', { of: [1, -1, 2] }, /of\[1\].*-1/],
    ['a total that disagrees', { ofTotal: 7 }, /ofTotal.*sum/],
    ['counts of another length', { versus: [2, 2] }, /versus.*wrong length/],
    ['no counts', { of: undefined }, /of.*missing/],
    ['values that fall', { values: [0, 2, 1] }, /values\[2\]/],
  ])('refuse %s', (_, given, message) => {
    const whole = countsOf({ of: [1, 2, 3], versus: [2, 1, 1] });
    const bad = { ...whole, ...given } as never;
    expect(() => winStatisticsOf(whole)).not.toThrow();
    expect(() => winStatisticsOf(bad)).toThrow(message);
    expect(() => stratifiedWinStatistics([whole, bad])).toThrow(message);
    expect(() => stratifiedWinStatistics([whole, bad])).toThrow(/strata\[1\]/);
  });

  it('are what the method gives where the endpoint has strata', () => {
    const run = (strata: 'within' | 'none') =>
      winStatisticsMethod
        .run(sampleData.ordinal, winStatisticsMethod.options.parse({ strata }))
        .parts.flatMap((part) => (part.kind === 'estimates' ? part.rows : []));
    expect(run('within')[0]!.intervalMethod).toMatch(/within strata$/);
    expect(run('none')[0]!.estimate).not.toBe(run('within')[0]!.estimate);
  });
});
