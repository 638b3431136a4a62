import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrdinalData } from '../../../src/core/analysis-data.js';
import { MethodError } from '../../../src/core/errors.js';
import { partialProportionalOddsMethod } from '../../../src/outcomes/ordinal/partial-proportional-odds/definition.js';
import {
  type PartialProportionalOddsOptions,
  partialProportionalOdds,
} from '../../../src/outcomes/ordinal/partial-proportional-odds/partial-proportional-odds.js';
import partial from '../../oracles/partial-proportional-odds/clm.json' with { type: 'json' };
import oracle from '../../oracles/partial-proportional-odds/trend.json' with { type: 'json' };
import { estimateRows, testRows } from '../part-rows.js';
import { expectNear } from './oracle-near.js';

const { input } = partial;
const data: OrdinalData = {
  kind: 'ordinal',
  categories: ['1', '2', '3', '4', '5'],
  outcome: Int32Array.from(input.y, (category) => category - 1),
  weight: new Float64Array(input.y.length).fill(1),
  group: {
    levels: ['control', 'drug'],
    codes: Int32Array.from(input.group, (name) => (name === 'drug' ? 1 : 0)),
  },
  reference: 'control',
  covariates: [
    { name: 'age', values: Float64Array.from(input.age) },
    { name: 'severity', values: Float64Array.from(input.severity) },
  ],
};

describe('partial proportional odds with a trend over scores, against vglm and its written-out likelihood', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, { options, expected }) => {
    const result = partialProportionalOdds(data, options as PartialProportionalOddsOptions);
    const { tolerance } = oracle;
    for (const { name, estimate, standardError, trend, trendError } of expected.free) {
      const own = result.effects.filter((effect) => effect.name === name);
      expect(own.map(({ above }) => above)).toEqual(['1', '2', '3', '4']);
      own.forEach((effect, cut) => {
        expectNear(effect.estimate, estimate[cut]!, tolerance, `${name} ${cut}`);
        expectNear(effect.standardError, standardError[cut]!, tolerance, `error of ${name} ${cut}`);
      });
      const slope = result.trends.find((one) => one.name === name)!;
      expectNear(slope.estimate, trend, tolerance, `trend of ${name}`);
      expectNear(slope.standardError, trendError, tolerance, `error of the trend of ${name}`);
    }
    for (const { name, estimate, standardError } of expected.common) {
      const own = result.effects.filter((effect) => effect.name === name);
      expect(own.map(({ above }) => above)).toEqual([null]);
      expectNear(own[0]!.estimate, estimate, tolerance, name);
      expectNear(own[0]!.standardError, standardError, tolerance, name);
    }
    expectNear(result.logLikelihood, expected.logLikelihood, 1e-11);
    expectNear(result.likelihoodRatioTest.chiSquare, expected.likelihoodRatio, tolerance);
    expectNear(result.trendTest!.chiSquare, expected.trendRatio, tolerance);
    expect([result.likelihoodRatioTest.df, result.trendTest!.df]).toEqual([expected.df, expected.trendDf]);
    expect(result.trends).toHaveLength(expected.free.length);
  });
});

describe('partial proportional odds with a trend, laws', () => {
  it('shifting the scores changes nothing, stretching them shrinks the trend alone', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -50, max: 50, noNaN: true }),
        fc.double({ min: 0.01, max: 40, noNaN: true }),
        (shift, factor) => {
          const plain = partialProportionalOdds(data, { scores: [0, 1, 2, 4] });
          const moved = partialProportionalOdds(data, {
            scores: [0, 1, 2, 4].map((score) => shift + factor * score),
          });
          expectNear(moved.logLikelihood, plain.logLikelihood as number, 1e-11);
          moved.effects.forEach(({ estimate, standardError }, index) => {
            expectNear(estimate, plain.effects[index]!.estimate as number, 1e-8);
            expectNear(standardError, plain.effects[index]!.standardError as number, 1e-8);
          });
          const [slope, before] = [moved.trends[0]!, plain.trends[0]!];
          expectNear((slope.estimate as number) * factor, before.estimate as number, 1e-7);
          expectNear((slope.z as number) / (before.z as number), 1, 1e-7);
        },
      ),
      { numRuns: 8 },
    );
  });

  it('the two tests add up to the test of no constraint', () => {
    const trend = partialProportionalOdds(data, { scores: [0, 1, 2, 3], freeCovariates: ['age'] });
    const open = partialProportionalOdds(data, { freeCovariates: ['age'] });
    const sum = (trend.likelihoodRatioTest.chiSquare as number) + (trend.trendTest!.chiSquare as number);
    expectNear(sum, open.likelihoodRatioTest.chiSquare as number, 1e-9);
    expect(trend.likelihoodRatioTest.df + trend.trendTest!.df).toBe(open.likelihoodRatioTest.df);
    expect([open.trends, open.trendTest]).toEqual([[], null]);
  });

  it('with two cuts the line goes through both', () => {
    const three: OrdinalData = {
      ...data,
      categories: ['low', 'middle', 'high'],
      outcome: data.outcome.map((category) => Math.min(2, Math.max(0, category - 1))),
    };
    const line = partialProportionalOdds(three, { scores: [5, 7] });
    const open = partialProportionalOdds(three);
    line.effects.forEach(({ estimate, standardError }, index) => {
      expectNear(estimate, open.effects[index]!.estimate as number, 1e-9);
      expectNear(standardError, open.effects[index]!.standardError as number, 1e-9);
    });
    const [first, second] = open.effects.map(({ estimate }) => estimate as number);
    expectNear(line.trends[0]!.estimate, (second! - first!) / 2, 1e-9);
    expect(line.trendTest!.p).toEqual({ notEstimable: 'not-applicable' });
  });
});

describe('partial proportional odds with a trend, edges', () => {
  const within = (categories: readonly number[]): OrdinalData => ({
    ...data,
    outcome: data.outcome.map((category) => categories[category]!),
  });

  it('leaves out the scores of cuts beside empty categories', () => {
    // Nobody in the third category: the cut above the second, of score 4, is the one that counts.
    const gap = partialProportionalOdds(within([0, 1, 1, 3, 4]), { scores: [0, 4, 5, 6] });
    const joined: OrdinalData = { ...within([0, 1, 1, 2, 3]), categories: ['1', '2', '4', '5'] };
    const same = partialProportionalOdds(joined, { scores: [0, 4, 6] });
    expectNear(gap.trends[0]!.estimate, same.trends[0]!.estimate as number, 1e-10);
    expect(gap.effects.slice(0, 3).map(({ above }) => above)).toEqual(['1', '2', '4']);
  });

  it('types what cannot be told apart', () => {
    const flat = partialProportionalOdds(within([0, 1, 2, 2, 2]), { scores: [1, 1, 2, 3] });
    expect(flat.effects[0]!.estimate).toEqual({ notEstimable: 'collinear' });
    expect(flat.trends[0]!.estimate).toEqual({ notEstimable: 'collinear' });
    const two = partialProportionalOdds(within([0, 0, 1, 1, 1]), { scores: [1, 2, 3, 4] });
    expect(two.effects[0]!.estimate).toBeTypeOf('number');
    expect(two.trends[0]!.estimate).toEqual({ notEstimable: 'not-applicable' });
    expect(two.trendTest!.chiSquare).toEqual({ notEstimable: 'not-applicable' });
  });

  it('refuses scores that are none', () => {
    for (const scores of [[0, 1, 2], [], [0, 1, 2, Number.NaN], [1, 1, 1, 1]]) {
      expect(() => partialProportionalOdds(data, { scores })).toThrow(MethodError);
    }
    expect(() => partialProportionalOdds(data, { scores: 3 as never })).toThrow(/scores/);
  });
});

it('as a method the trend has a row and a test of its own, which stay away without scores', () => {
  const run = (options: object) =>
    partialProportionalOddsMethod.run(data, partialProportionalOddsMethod.options.parse(options));
  const output = run({ scores: [0, 1, 2, 3], freeCovariates: ['age'] });
  const rows = estimateRows(output).filter(({ statistic }) => statistic === 'ratio-of-ratios');
  expect(rows.map(({ term, of }) => [term, of])).toEqual([
    ['each unit of score', 'drug'],
    ['age, each unit of score', null],
  ]);
  expect(testRows(output).map(({ df }) => df)).toEqual([2, 4]);
  const plain = run({});
  expect(testRows(plain)).toHaveLength(1);
  expect(estimateRows(plain).some(({ statistic }) => statistic === 'ratio-of-ratios')).toBe(false);
});
