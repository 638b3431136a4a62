import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { zeroInflatedRegressionMethod } from '../../../src/outcomes/count/zero-inflated-regression/definition.js';
import {
  type ZeroInflatedOptions,
  zeroInflatedRegression,
  zeroInflatedVariances,
} from '../../../src/outcomes/count/zero-inflated-regression/zero-inflated-regression.js';
import { sampleData, sampleOutcomes } from '../../sample-data.js';
import { expectClose, readOracle } from '../oracle-cases.js';
import { estimateRows, summaryRows } from '../part-rows.js';

interface Input {
  events: number[];
  exposure: number[];
  covariates: { name: string; values: number[] }[];
}
interface Expected {
  estimates: number[];
  standardErrors: number[];
  zeroLogOdds: number;
  zeroStandardError: number;
  dispersion: number | null;
  logLikelihood: number;
}
const oracle = readOracle<Input, ZeroInflatedOptions>('zero-inflated-regression/pscl.json');
const none = (reason: string) => ({ notEstimable: reason });
const dataOf = ({ events, exposure, covariates }: Input) => ({
  events,
  exposure,
  covariates: covariates.map(({ name, values }) => ({ name, values: Float64Array.from(values) })),
});

describe('zero-inflated regression against pscl', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const expected = one as unknown as Expected;
    const fit = zeroInflatedRegression(dataOf(one.input), one.options);
    for (const [index, row] of [fit.intercept, ...fit.coefficients].entries()) {
      expectClose(row.estimate, expected.estimates[index]!, oracle.tolerance, row.name);
      expectClose(row.standardError, expected.standardErrors[index]!, oracle.tolerance, row.name);
    }
    expectClose(fit.zeroLogOdds, expected.zeroLogOdds, oracle.tolerance);
    expectClose(fit.zeroStandardError, expected.zeroStandardError, oracle.tolerance);
    expectClose(fit.logLikelihood, expected.logLikelihood, 1e-10);
    expectClose(fit.dispersion, expected.dispersion ?? 0, 1e-5);
    expect(fit.zeroLower as number).toBeLessThan(fit.zeroShare as number);
    expect(fit.zeroUpper as number).toBeGreaterThan(fit.zeroShare as number);
  });

  // Platelets are counted in hundreds of thousands, concentrations in millionths.
  it.each([2, 2e5, 2e-6])('does not depend on the origin and unit of a covariate: %f', (unit) => {
    const [one] = oracle.cases;
    const data = dataOf(one!.input);
    const moved = data.covariates.map(({ name, values }) => ({
      name,
      values: values.map((v) => 5 * unit + unit * v),
    }));
    const there = zeroInflatedRegression(data).coefficients;
    const here = zeroInflatedRegression({ ...data, covariates: moved }).coefficients;
    for (const [index, row] of here.entries()) {
      expectClose(unit * (row.estimate as number), there[index]!.estimate as number, 1e-8);
      expectClose(unit * (row.standardError as number), there[index]!.standardError as number, 1e-6);
    }
  });
});

interface ZeroCase {
  name: string;
  input: Input & { cluster: number[]; zeroCovariates: { name: string; values: number[] }[] };
  options: ZeroInflatedOptions;
  estimates: number[];
  zeroEstimates: number[];
  standardErrors: Record<(typeof zeroInflatedVariances)[number], number[]>;
  logLikelihood: number;
  dispersion: number | null;
}
const zeroPart = readOracle('zero-inflated-regression/zero-part.json');
const zeroCases = zeroPart.cases as unknown as readonly ZeroCase[];
const zeroDataOf = ({ input }: ZeroCase) => ({
  ...dataOf(input),
  zeroCovariates: input.zeroCovariates.map(({ name, values }) => ({
    name,
    values: Float64Array.from(values),
  })),
});
const clusterOf = ({ input }: ZeroCase) => ({
  levels: Array.from({ length: 1 + Math.max(...input.cluster) }, (_, index) => `${index}`),
  codes: Int32Array.from(input.cluster),
});

describe('covariates of the zeros and robust variances against pscl and sandwich', () => {
  it.each(zeroCases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    for (const variance of zeroInflatedVariances) {
      const data = variance.startsWith('CR')
        ? { ...zeroDataOf(one), cluster: clusterOf(one) }
        : zeroDataOf(one);
      const fit = zeroInflatedRegression(data, { ...one.options, variance });
      const all = [
        fit.intercept,
        ...fit.coefficients,
        { name: 'zero', estimate: fit.zeroLogOdds, standardError: fit.zeroStandardError },
        ...fit.zeroCoefficients,
      ];
      for (const [index, row] of all.entries()) {
        const estimate = [...one.estimates, ...one.zeroEstimates][index]!;
        expectClose(row.estimate, estimate, zeroPart.tolerance, row.name);
        const standardError = one.standardErrors[variance][index]!;
        expectClose(row.standardError, standardError, zeroPart.tolerance, `${variance} ${row.name}`);
      }
      expect(all).toHaveLength(one.estimates.length + one.zeroEstimates.length);
      expectClose(fit.logLikelihood, one.logLikelihood, 1e-10);
      expectClose(fit.dispersion, one.dispersion ?? 0, 1e-5);
      expect(fit.zeroLower).toEqual(none('not-applicable'));
    }
  });

  it('does not depend on the origin of a covariate of the zeros, which moves their intercept', () => {
    const data = zeroDataOf(zeroCases[0]!);
    const moved = data.zeroCovariates.map(({ name, values }) => ({
      name,
      values: values.map((value) => value + 40),
    }));
    const [here, there] = [
      zeroInflatedRegression(data),
      zeroInflatedRegression({ ...data, zeroCovariates: moved }),
    ];
    const [slope] = there.zeroCoefficients;
    expectClose(slope!.estimate, here.zeroCoefficients[0]!.estimate as number, 1e-8);
    expectClose(there.zeroLogOdds, (here.zeroLogOdds as number) - 40 * (slope!.estimate as number), 1e-8);
    expectClose(there.zeroShare, here.zeroShare as number, 1e-8);
  });

  it('has clusters of one row give what independent rows do, and types what is missing', () => {
    const data = zeroDataOf(zeroCases[0]!);
    const codes = Int32Array.from(data.events.keys());
    const alone = { levels: Array.from(codes, String), codes };
    const [rows, clusters] = [
      zeroInflatedRegression(data, { variance: 'HC0' }),
      zeroInflatedRegression({ ...data, cluster: alone }, { variance: 'CR0' }),
    ];
    expectClose(
      clusters.coefficients[0]!.standardError,
      rows.coefficients[0]!.standardError as number,
      1e-12,
    );
    const one = zeroInflatedRegression({ ...data, cluster: { levels: ['a'], codes: codes.map(() => 0) } });
    expect(one.variance).toBe('CR1');
    expect(one.zeroStandardError).toEqual(none('too-few-observations'));
    expect(one.zeroLogOdds).toBe(rows.zeroLogOdds);
    expect(() => zeroInflatedRegression(data, { variance: 'HC3' as never })).toThrow(/variance/);
    expect(() => zeroInflatedRegression(data, { variance: 'CR0' })).toThrow(/needs clusters/);
  });
});

describe('zero-inflated regression edges', () => {
  it('types what cannot be fitted', () => {
    const alone = (events: number[]) =>
      zeroInflatedRegression({ events, exposure: events.map(() => 1), covariates: [] });
    expect(alone([]).zeroShare).toEqual(none('empty-group'));
    expect(alone([0, 0]).zeroShare).toEqual(none('no-events'));
    expect(alone([1, 2, 3]).zeroShare).toEqual(none('not-converged'));
    // Fewer zeros than a Poisson distribution would have.
    expect(alone([0, 2, 2, 2, 2, 3, 1, 2]).zeroShare).toEqual(none('not-converged'));
    expect(() => alone([-1])).toThrow(MethodError);
  });

  it('as a method gives rate ratios and the share of structural zeros', () => {
    const [one] = oracle.cases;
    const { events, exposure, covariates } = dataOf(one!.input);
    const data = {
      ...sampleOutcomes.count,
      outcome: Float64Array.from(events),
      exposure: Float64Array.from(exposure),
      group: {
        levels: ['placebo', 'tocilizumab'],
        codes: Int32Array.from(covariates[0]!.values),
      },
      covariates: covariates.slice(1),
    };
    const output = zeroInflatedRegressionMethod.run(data, zeroInflatedRegressionMethod.options.parse({}));
    expect(estimateRows(output).map(({ statistic, term }) => [statistic, term])).toEqual([
      ['rate-ratio', null],
      ['rate-ratio', 'age'],
    ]);
    const zeros = summaryRows(output).find(({ term }) => term === 'structural zeros')!;
    expect(zeros.value as number).toBeCloseTo(1 / (1 + Math.exp(0.199083374639663)), 6);
  });

  it('as a method lets arms and covariates change the odds of a structural zero', () => {
    const data = {
      ...sampleOutcomes.count,
      outcome: Float64Array.from(sampleOutcomes.count.outcome, (count, row) =>
        row % 4 === 0 ? 0 : count + 1,
      ),
      strata: sampleData.ordinal.strata!,
    };
    const run = (given: object) =>
      zeroInflatedRegressionMethod.run(data, zeroInflatedRegressionMethod.options.parse(given));
    const rows = estimateRows(run({ zeroCovariates: ['arm', 'AGE', 'stratum'], variance: 'HC0' }));
    expect(rows.map(({ statistic, term }) => [statistic, term])).toEqual([
      ['rate-ratio', null],
      ['rate-ratio', 'AGE'],
      ['rate-ratio', 'stratum: high'],
      ['odds-ratio', 'tocilizumab, structural zero'],
      ['odds-ratio', 'AGE, structural zero'],
      ['odds-ratio', 'stratum: high, structural zero'],
    ]);
    expect(rows[3]!.intervalMethod).toContain('robust variance HC0');
    expect(() => run({ zeroCovariates: ['WEIGHT'] })).toThrow(/names no covariate/);
  });
});
