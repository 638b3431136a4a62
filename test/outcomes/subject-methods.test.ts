import { describe, expect, it } from 'vitest';
import type { SubjectOutcomeData } from '../../src/core/analysis-data.js';
import { MethodError } from '../../src/core/errors.js';
import { logisticRegressionMethod } from '../../src/outcomes/binary/logistic-regression/definition.js';
import { logisticRegression } from '../../src/outcomes/binary/logistic-regression/logistic-regression.js';
import { ancova } from '../../src/outcomes/continuous/ancova/ancova.js';
import { ancovaMethod } from '../../src/outcomes/continuous/ancova/definition.js';
import { pairedTMethod } from '../../src/outcomes/continuous/paired-t/definition.js';
import { pairedT } from '../../src/outcomes/continuous/paired-t/paired-t.js';
import { negativeBinomialRegressionMethod } from '../../src/outcomes/count/negative-binomial-regression/definition.js';
import { poissonRegressionMethod } from '../../src/outcomes/count/poisson-regression/definition.js';
import { poissonRegression } from '../../src/outcomes/count/poisson-regression/poisson-regression.js';
import { factorIndicators } from '../../src/outcomes/factor-indicators.js';
import { sampleOutcomes } from '../sample-data.js';
import { estimateRows, summaryRows, testRows } from './part-rows.js';

const methods = [
  ['yes-no', logisticRegressionMethod],
  ['number', ancovaMethod],
  ['number', pairedTMethod],
  ['count', poissonRegressionMethod],
  ['count', negativeBinomialRegressionMethod],
] as const;
const run = (method: (typeof methods)[number][1], data: SubjectOutcomeData, given: object = {}) =>
  method.run(data, method.options.parse(given) as never);
const strata = {
  levels: ['low', 'high'],
  codes: Int32Array.from(sampleOutcomes.number.outcome, (_, row) => (row % 3 === 0 ? 1 : 0)),
};

describe.each(methods)('methods on subjects with a %s outcome', (kind, method) => {
  it(`${method.id} refuses other outcomes, and says which endpoint fits`, () => {
    for (const [other, data] of Object.entries(sampleOutcomes)) {
      if (other === kind) continue;
      expect(() => run(method, data)).toThrow(MethodError);
      expect(() => run(method, data)).toThrow(/Got a .*; expected a .*endpoint subject-/);
    }
    const short = { ...sampleOutcomes[kind], exposure: new Float64Array(3) };
    expect(() => run(method, short)).toThrow(/different lengths/);
  });

  it(`${method.id} does not depend on the order of subjects`, () => {
    const data = sampleOutcomes[kind];
    const order = Array.from(data.outcome.keys()).reverse();
    const mixed = {
      ...data,
      outcome: Float64Array.from(order, (row) => data.outcome[row]!),
      exposure: Float64Array.from(order, (row) => data.exposure[row]!),
      group: { ...data.group, codes: Int32Array.from(order, (row) => data.group.codes[row]!) },
      covariates: data.covariates.map(({ name, values }) => ({
        name,
        values: Float64Array.from(order, (row) => values[row]!),
      })),
    };
    const there = estimateRows(run(method, data));
    const back = estimateRows(run(method, mixed));
    there.forEach((row, index) => {
      expect(back[index]!.estimate as number).toBeCloseTo(row.estimate as number, 9);
    });
  });
});

describe.each(methods.filter(([, { id }]) => id !== 'paired-t'))(
  'regressions of a %s outcome',
  (kind, method) => {
    it(`${method.id} names arms, covariates and strata exactly`, () => {
      const rows = estimateRows(run(method, { ...sampleOutcomes[kind], strata }));
      expect(rows.map(({ term, role, of, versus }) => [term, role, of, versus])).toEqual([
        [null, 'comparison', 'tocilizumab', 'placebo'],
        ['AGE', 'covariate', null, null],
        ['stratum: high', 'covariate', null, null],
      ]);
    });

    it(`${method.id} compares each arm with the reference, and needs one`, () => {
      const data = sampleOutcomes[kind];
      const three = {
        ...data,
        group: { levels: ['a', 'b', 'c'], codes: data.group.codes.map((_, row) => row % 3) },
      };
      const rows = estimateRows(run(method, { ...three, reference: 'b' }));
      expect(rows.map(({ term }) => term)).toEqual(['a', 'c', 'AGE']);
      expect(() => run(method, { ...three, reference: null })).toThrow(/names no arm/);
    });
  },
);

describe('what the methods pass on', () => {
  const arm = (data: SubjectOutcomeData) => factorIndicators(data.group, 'placebo')[0]!;

  it('logistic regression: the fit, its likelihood and the arms', () => {
    const data = sampleOutcomes['yes-no'];
    const fit = logisticRegression({
      outcome: data.outcome,
      covariates: [arm(data), ...data.covariates],
    });
    const output = run(logisticRegressionMethod, data);
    expect(estimateRows(output)[0]).toMatchObject({
      statistic: 'odds-ratio',
      scale: 'log',
      estimate: fit.coefficients[0]!.estimate,
      p: fit.coefficients[0]!.p,
    });
    expect(testRows(output)[0]).toMatchObject({ value: fit.likelihoodRatio.chiSquare, df: 2 });
    const events = summaryRows(output).filter(({ statistic }) => statistic === 'events');
    expect(events.reduce((sum, { value }) => sum + (value as number), 0)).toBe(fit.events);
  });

  it('separation is typed, explained, and finite with Firth’s penalty', () => {
    const data = sampleOutcomes['yes-no'];
    const separated = {
      ...data,
      covariates: [],
      outcome: Float64Array.from(data.group.codes, (code, row) => (code === 0 ? 0 : row % 4 === 1 ? 1 : 0)),
    };
    const output = run(logisticRegressionMethod, separated);
    expect(estimateRows(output)[0]!.estimate).toEqual({ notEstimable: 'separated' });
    expect(output.notices[0]?.code).toBe('logistic-regression/separated');
    const firth = run(logisticRegressionMethod, separated, { estimator: 'firth', interval: 'profile' });
    expect(estimateRows(firth)[0]!.upper).toBeTypeOf('number');
    expect(firth.notices).toEqual([]);
  });

  it('collinear terms are named', () => {
    const data = sampleOutcomes.count;
    const twice = { name: 'AGE AGAIN', values: data.covariates[0]!.values };
    const output = run(poissonRegressionMethod, { ...data, covariates: [...data.covariates, twice] });
    expect(output.notices[0]?.message).toContain('AGE AGAIN');
    expect(estimateRows(output)[2]!.estimate).toEqual({ notEstimable: 'collinear' });
  });

  it('Poisson regression: exposure as offset', () => {
    const data = sampleOutcomes.count;
    const fit = poissonRegression({
      events: data.outcome,
      exposure: data.exposure,
      covariates: [arm(data), ...data.covariates],
    });
    const output = run(poissonRegressionMethod, data, { per: 100 });
    expect(estimateRows(output)[0]!.estimate).toBe(fit.coefficients[0]!.estimate);
    expect(summaryRows(output).find(({ statistic }) => statistic === 'rate')!.unit).toBe(
      'per 100 patient-years',
    );
  });

  it('ANCOVA: differences in the unit of the outcome, t with the residual degrees of freedom', () => {
    const data = sampleOutcomes.number;
    const fit = ancova({
      outcome: data.outcome,
      group: data.group,
      reference: 'placebo',
      covariates: data.covariates,
    });
    const output = run(ancovaMethod, data);
    expect(estimateRows(output)[0]).toMatchObject({
      estimate: fit.differences[0]!.estimate,
      unit: 'points',
      reference: { distribution: 't', df: 77 },
    });
    const means = summaryRows(output).filter(({ statistic }) => statistic === 'least-squares-mean');
    expect(means.map(({ value }) => value)).toEqual(fit.leastSquaresMeans.map(({ estimate }) => estimate));
  });

  it('paired t: the change in each arm, from the covariate named', () => {
    const data = sampleOutcomes.number;
    const first = data.outcome.filter((_, row) => data.group.codes[row] === 1);
    const second = data.covariates[0]!.values.filter((_, row) => data.group.codes[row] === 1);
    const rows = estimateRows(run(pairedTMethod, data));
    expect(rows[1]).toMatchObject({ term: 'placebo', of: 'DAS28', versus: 'AGE' });
    expect(rows[1]!.p).toBe(pairedT({ first, second }).p);
    expect(() => run(pairedTMethod, data, { from: 'BASE' })).toThrow(/AGE/);
    expect(() => run(pairedTMethod, { ...data, covariates: [] })).toThrow(/baseline/);
  });
});
