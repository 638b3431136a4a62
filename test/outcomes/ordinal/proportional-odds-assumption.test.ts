import { describe, expect, it } from 'vitest';
import type { OrdinalData } from '../../../src/core/analysis-data.js';
import { rowsFromCounts } from '../../../src/outcomes/ordinal/ordinal-rows.js';
import { proportionalOddsAssumptionMethod } from '../../../src/outcomes/ordinal/proportional-odds-assumption/definition.js';
import { proportionalOddsAssumption } from '../../../src/outcomes/ordinal/proportional-odds-assumption/proportional-odds-assumption.js';
import oracle from '../../oracles/proportional-odds-assumption/tests.json' with { type: 'json' };
import { expectNear } from './oracle-near.js';

const { tolerance } = oracle;
const { input } = oracle.rows;
const data: OrdinalData = {
  kind: 'ordinal',
  categories: ['1', '2', '3', '4'],
  outcome: Int32Array.from(input.outcome, (category) => category - 1),
  weight: new Float64Array(input.outcome.length).fill(1),
  group: { levels: ['control', 'sarilumab'], codes: Int32Array.from(input.group) },
  reference: 'control',
  covariates: [{ name: 'AGE', values: Float64Array.from(input.age) }],
};

describe('tests of proportional odds against formulas written out in R', () => {
  const cases = [
    ['counts of two arms', rowsFromCounts('test', oracle.counts.input), oracle.counts],
    ['rows with a covariate', data, oracle.rows],
  ] as const;
  for (const [name, rows, expected] of cases) {
    it(name, () => {
      const result = proportionalOddsAssumption(rows);
      expectNear(result.brant.chiSquare, expected.brant.chiSquare, tolerance, 'Brant');
      expect(result.brant.df).toBe(expected.brant.df);
      expectNear(result.brant.p, expected.brant.p, tolerance);
      result.brantByColumn.forEach((column, index) => {
        expectNear(column.chiSquare, expected.brant.each[index]!, tolerance, column.name);
      });
      expectNear(result.score.chiSquare, expected.score.chiSquare, tolerance, 'score');
      expect(result.score.df).toBe(expected.score.df);
      expectNear(result.score.p, expected.score.p, tolerance);
      result.cuts
        .flatMap((cut) => cut.columns)
        .forEach((column, index) => {
          expectNear(column.estimate, expected.brant.logOddsRatios[index]!, tolerance);
          expectNear(column.standardError, expected.brant.standardErrors[index]!, tolerance);
        });
    });
  }
});

describe('tests of proportional odds, laws and edges', () => {
  it('a group that one cut splits off leaves the ratios of the others at that cut', () => {
    const arms = { control: [4, 5, 3], drug: [2, 6, 5], best: [0, 0, 4] };
    const { cuts, brant } = proportionalOddsAssumption({
      categories: ['low', 'middle', 'high'],
      outcome: Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1, 2),
      weight: Float64Array.from(Object.values(arms).flat()),
      group: { levels: Object.keys(arms), codes: Int32Array.of(0, 0, 0, 1, 1, 1, 2, 2, 2) },
      reference: 'control',
      covariates: [],
    });
    const [drug, best] = cuts[0]!.columns;
    expectNear(drug!.estimate, Math.log(11 / 2 / (8 / 4)), 1e-10);
    expectNear(drug!.standardError, Math.sqrt(1 / 11 + 1 / 2 + 1 / 8 + 1 / 4), 1e-10);
    expect(best!.estimate).toEqual({ notEstimable: 'separated' });
    expect(brant.p).toEqual({ notEstimable: 'separated' });
  });

  it('swapping the groups or turning the scale leaves the tests alone', () => {
    const { of, versus } = oracle.counts.input;
    const base = proportionalOddsAssumption(rowsFromCounts('test', { of, versus }));
    for (const other of [
      { of: versus, versus: of },
      { of: of.toReversed(), versus: versus.toReversed() },
    ]) {
      const turned = proportionalOddsAssumption(rowsFromCounts('test', other));
      expectNear(turned.brant.chiSquare, base.brant.chiSquare as number, 1e-9);
      expectNear(turned.score.chiSquare, base.score.chiSquare as number, 1e-9);
    }
  });

  it('a covariate counted from a far origin, as a date in seconds, changes nothing', () => {
    const shifted = (origin: number) =>
      proportionalOddsAssumption({
        ...data,
        covariates: [
          { name: 'AGE', values: data.covariates[0]!.values.map((age) => Math.round(age) + origin) },
        ],
      });
    const [near, far] = [shifted(0), shifted(2 ** 30)];
    expectNear(far.brant.chiSquare, near.brant.chiSquare as number, 1e-12);
    expectNear(far.score.chiSquare, near.score.chiSquare as number, 1e-12);
  });

  it('exactly proportional odds give statistics of 0', () => {
    const same = proportionalOddsAssumption(rowsFromCounts('test', { of: [4, 8, 6], versus: [8, 16, 12] }));
    expectNear(same.brant.chiSquare, 0, 1e-12);
    expectNear(same.score.chiSquare, 0, 1e-12);
    expectNear(same.score.p, 1, 1e-6);
  });

  it('two categories, separation at one cut, one category, an empty group', () => {
    const test = (of: number[], versus: number[]) =>
      proportionalOddsAssumption(rowsFromCounts('test', { of, versus }));
    expect(test([3, 4], [5, 2]).brant).toEqual({
      chiSquare: { notEstimable: 'not-applicable' },
      df: 0,
      p: { notEstimable: 'not-applicable' },
    });
    const cut = test([0, 6, 9], [5, 7, 3]);
    expect(cut.brant.p).toEqual({ notEstimable: 'separated' });
    expect(typeof cut.score.p).toBe('number');
    expect(cut.cuts[0]!.columns[0]!.estimate).toEqual({ notEstimable: 'separated' });
    expect(test([0, 6], [0, 7]).score.p).toEqual({ notEstimable: 'no-variation' });
    expect(test([0, 0], [3, 7]).score.p).toEqual({ notEstimable: 'empty-group' });
  });

  it('fits the registry', () => {
    const options = proportionalOddsAssumptionMethod.options.parse({});
    const output = proportionalOddsAssumptionMethod.run(data, options);
    const [estimates, test] = output.parts;
    if (estimates?.kind !== 'estimates' || test?.kind !== 'test') throw new Error('parts');
    expect(estimates.rows.slice(0, 2).map((row) => [row.term, row.role, row.of])).toEqual([
      ['above 1', 'comparison', 'sarilumab'],
      ['AGE, above 1', 'covariate', null],
    ]);
    expect(test.rows.map((row) => row.term)).toEqual(['Brant', 'score', 'Brant, sarilumab', 'Brant, AGE']);
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });
});
