import { describe, expect, it } from 'vitest';
import type { StudiesData } from '../../src/core/analysis-data.js';
import type { BetweenStudyVarianceEstimator } from '../../src/synthesis/between-study-variance.js';
import { metaRegressionMethod } from '../../src/synthesis/meta-regression/definition.js';
import {
  type MetaRegressionOptions,
  metaRegression,
} from '../../src/synthesis/meta-regression/meta-regression.js';
import { randomEffects } from '../../src/synthesis/random-effects/random-effects.js';
import oracle from '../oracles/meta-regression/fits.json' with { type: 'json' };
import { expectNear, studiesFrom } from './oracle-rows.js';

const { tolerance, input } = oracle;
const estimators: Record<string, BetweenStudyVarianceEstimator> = {
  REML: 'reml',
  ML: 'ml',
  DL: 'dersimonian-laird',
  PM: 'paule-mandel',
  HE: 'hedges',
  SJ: 'sidik-jonkman',
  EB: 'empirical-bayes',
};
const studies = (names: readonly string[]) => ({
  estimate: input.yi,
  standardError: input.sei,
  moderators: names.map((name) => ({ name, values: input[name as 'steroids' | 'year'] })),
});

describe('meta-regression against metafor::rma.uni', () => {
  for (const { name, options, expected } of oracle.cases) {
    it(name, () => {
      const chosen: MetaRegressionOptions = {
        model: options.method === 'FE' ? 'common-effect' : 'random-effects',
        interval: options.test === 'z' ? 'wald' : 'hartung-knapp',
        ...(options.method === 'FE' ? {} : { betweenStudyVariance: estimators[options.method]! }),
      };
      const result = metaRegression(studies(options.moderators), chosen);
      expectNear(result.tauSquared, expected.tauSquared, tolerance, 'tau squared');
      [result.intercept, ...result.moderators].forEach((coefficient, index) => {
        expectNear(coefficient.estimate, expected.coefficients[index]!, tolerance, 'estimate');
        expectNear(coefficient.standardError, expected.standardErrors[index]!, tolerance, 'standard error');
        expectNear(coefficient.lower, expected.lower[index]!, tolerance, 'lower');
        expectNear(coefficient.upper, expected.upper[index]!, tolerance, 'upper');
        expectNear(coefficient.p, expected.p[index]!, tolerance, 'p');
      });
      expectNear(result.residual.q, expected.residualQ, tolerance, 'q');
      expectNear(result.residual.p, expected.residualP, tolerance, 'q p');
      expectNear(result.moderatorTest.statistic, expected.moderatorStatistic, tolerance, 'moderators');
      expectNear(result.moderatorTest.p, expected.moderatorP, tolerance, 'moderators p');
    });
  }
});

describe('meta-regression in the registry', () => {
  const data: StudiesData = {
    ...studiesFrom({ estimate: input.yi, standardError: input.sei }),
    rows: input.yi.map((estimate, index) => ({
      name: `study ${index}`,
      type: 'effect' as const,
      estimate,
      standardError: input.sei[index]!,
      subgroup: input.year[index] === 1 ? 'late' : 'early',
    })),
  };
  const parse = (given: object) => metaRegressionMethod.options.parse(given);

  it('takes the subgroup as moderator', () => {
    const options = parse({ betweenStudyVariance: 'paule-mandel', interval: 'wald', reference: 'early' });
    const output = metaRegressionMethod.run(data, options);
    const [estimates, test, summary] = output.parts;
    if (estimates?.kind !== 'estimates' || test?.kind !== 'test' || summary?.kind !== 'summary')
      throw new Error('parts');
    const expected = oracle.cases.find(({ name }) => name === 'PM z year')!.expected;
    expect(estimates.rows.map((row) => [row.role, row.statistic, row.term])).toEqual([
      ['subgroup', 'hazard-ratio', 'early'],
      ['comparison', 'ratio-of-ratios', 'late versus early'],
    ]);
    expectNear(estimates.rows[0]!.estimate, expected.coefficients[0]!, tolerance);
    expectNear(estimates.rows[1]!.estimate, expected.coefficients[1]!, tolerance);
    expectNear(test.rows[0]!.p, expected.moderatorP, tolerance);
    expectNear(summary.rows[0]!.value, expected.tauSquared, tolerance);
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });

  it('needs a subgroup in each row', () => {
    const bare = studiesFrom({ estimate: input.yi, standardError: input.sei });
    expect(() => metaRegressionMethod.run(bare, parse({}))).toThrow(/subgroup/);
  });
});

describe('meta-regression, laws and edges', () => {
  it('without moderators is the random-effects mean', () => {
    const result = metaRegression(studies([]));
    const mean = randomEffects(studiesFrom({ estimate: input.yi, standardError: input.sei }));
    expectNear(result.intercept.estimate, mean.pooled.estimate as number, 1e-10);
    expectNear(result.intercept.standardError, mean.pooled.standardError as number, 1e-10);
    expectNear(result.tauSquared, mean.tauSquared as number, 1e-10);
    expect(result.moderatorTest.p).toEqual({ notEstimable: 'not-applicable' });
  });

  it('the unit and origin of a moderator do not matter to its test', () => {
    const base = metaRegression(studies(['steroids']));
    const moved = metaRegression({
      ...studies([]),
      moderators: [{ name: 'year', values: input.steroids.map((value) => 2020 + value / 365.25) }],
    });
    expectNear(moved.moderators[0]!.statistic, base.moderators[0]!.statistic as number, 1e-7);
    expectNear(moved.tauSquared, base.tauSquared as number, 1e-8);
  });

  it('collinear, constant, too few, perfectly fitting', () => {
    const twice = { name: 'twice', values: input.steroids.map((value) => 2 * value + 1) };
    const collinear = metaRegression({
      ...studies(['steroids']),
      moderators: [...studies(['steroids']).moderators, twice],
    });
    expect(collinear.moderators[1]!.estimate).toEqual({ notEstimable: 'collinear' });
    const constant = metaRegression({
      ...studies([]),
      moderators: [{ name: 'c', values: input.yi.map(() => 3) }],
    });
    expect(constant.intercept.estimate).toEqual({ notEstimable: 'collinear' });
    const few = metaRegression({
      estimate: [1, 2],
      standardError: [1, 1],
      moderators: [{ name: 'x', values: [0, 1] }],
    });
    expect(few.tauSquared).toEqual({ notEstimable: 'too-few-observations' });
    const line = metaRegression({
      estimate: [0, 1, 2],
      standardError: [1, 1, 1],
      moderators: [{ name: 'x', values: [0, 1, 2] }],
    });
    expectNear(line.moderators[0]!.estimate, 1, 1e-12);
    expect(line.tauSquared).toBe(0);
    expect(line.moderators[0]!.p).toEqual({ notEstimable: 'no-variation' });
    expect(line.moderatorTest.p).toEqual({ notEstimable: 'no-variation' });
  });

  it('names the column that does not fit', () => {
    expect(() => metaRegression({ estimate: [1, 2], standardError: [1], moderators: [] })).toThrow(
      /"standardError"/,
    );
    expect(() => metaRegression({ estimate: [1, 2], standardError: [1, 0], moderators: [] })).toThrow(
      /study 2/,
    );
    expect(() =>
      metaRegression({
        estimate: [1, 2],
        standardError: [1, 1],
        moderators: [{ name: 'age', values: [1, Number.NaN] }],
      }),
    ).toThrow(/"age"/);
  });
});
