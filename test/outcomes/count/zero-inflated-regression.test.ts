import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { Xoshiro256 } from '../../../src/math/random/xoshiro256.js';
import { negativeBinomialRegression } from '../../../src/outcomes/count/negative-binomial-regression/negative-binomial-regression.js';
import { poissonRegression } from '../../../src/outcomes/count/poisson-regression/poisson-regression.js';
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
    expect(() => alone([-1])).toThrow(MethodError);
  });

  it.each([
    ['no zero', [1, 2, 3]],
    ['fewer zeros than Poisson counts have', [0, 2, 2, 2, 2, 3, 1, 2]],
    ['an edge that a climb only nears', [1, 0, 2, 3, 1, 1, 1, 2, 1, 1, 2, 4, 2, 1]],
  ])('fits Poisson counts at the edge, with a share and a dispersion of 0: %s', (_, events) => {
    const data = { events, exposure: events.map((__, row) => 1 + row / 20), covariates: [] };
    const poisson = poissonRegression(data);
    for (const distribution of ['poisson', 'negative-binomial'] as const) {
      const fit = zeroInflatedRegression(data, { distribution });
      expect([fit.zeroShare, fit.dispersion]).toEqual([0, 0]);
      expect(fit.zeroLogOdds).toEqual(none('separated'));
      expect(fit.zeroUpper).toEqual(none('separated'));
      expectClose(fit.intercept.estimate, poisson.intercept.estimate as number, 1e-12);
      expectClose(fit.intercept.standardError, poisson.intercept.standardError as number, 1e-12);
      expectClose(fit.logLikelihood, poisson.logLikelihood as number, 1e-12);
    }
  });

  it('fits the negative binomial distribution where that leaves no zero over', () => {
    // Variance and zeros of a negative binomial distribution of mean 2 and dispersion 1.
    const events = [...Array.from({ length: 18 }, () => 0), ...[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]];
    events.push(...[2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6, 7, 8, 10]);
    const data = { events, exposure: events.map(() => 1), covariates: [] };
    const fit = zeroInflatedRegression(data, { distribution: 'negative-binomial' });
    const without = negativeBinomialRegression(data);
    expect(fit.zeroShare).toBe(0);
    expectClose(fit.dispersion, without.dispersion as number, 1e-7);
    expectClose(fit.intercept.estimate, without.intercept.estimate as number, 1e-9);
    expectClose(fit.logLikelihood, without.logLikelihood as number, 1e-12);
  });

  it('fits the zero-inflated Poisson distribution where that leaves no dispersion over', () => {
    const events = [0, 0, 0, 0, 0, 0, 2, 3, 3, 3, 4, 3, 2, 4, 3, 5];
    const data = { events, exposure: events.map(() => 1), covariates: [] };
    const spread = zeroInflatedRegression(data, { distribution: 'negative-binomial' });
    expect(spread).toEqual({ ...zeroInflatedRegression(data), distribution: 'negative-binomial' });
    expect(spread.dispersion).toBe(0);
    expect(spread.zeroShare as number).toBeGreaterThan(0.3);
  });

  // Climbs through sizes that underflow to 0.
  it('answers every sample, never below the fits without structural zeros or dispersion', () => {
    const draws = new Xoshiro256(5);
    const random = () => draws.uniform();
    for (let sample = 0; sample < 25; sample += 1) {
      const age = Array.from({ length: 30 }, () => 2 * random() - 1);
      const exposure = age.map(() => 0.1 + 2 * random());
      const events = age.map((value, row) => {
        const mean = exposure[row]! * Math.exp(0.2 + 0.3 * value);
        let count = 0;
        for (let rest = random() * Math.exp(mean) - 1, term = 1; rest > 0; rest -= term) {
          count += 1;
          term *= mean / count;
        }
        return count;
      });
      const data = { events, exposure, covariates: { age } };
      const all = zeroInflatedRegression(data, { distribution: 'negative-binomial' });
      const least = Math.max(
        negativeBinomialRegression(data).logLikelihood as number,
        zeroInflatedRegression(data).logLikelihood as number,
      );
      expect(all.logLikelihood as number).toBeGreaterThan(least - 1e-9);
      expect(Math.abs(all.coefficients[0]!.standardError as number)).toBeLessThan(2);
    }
  });

  it('names a covariate that tells the zeros apart, or an arm without events', () => {
    const events = [0, 0, 0, 3, 2, 4, 1, 5, 0, 0, 3, 2, 4, 3, 1, 2, 3, 2, 5, 2];
    const late = events.map((_, row) => (row < 10 ? 0 : 1));
    const data = { events, exposure: events.map(() => 1), covariates: {}, zeroCovariates: { late } };
    const fit = zeroInflatedRegression(data);
    expect(fit.zeroCoefficients[0]!.estimate).toEqual(none('separated'));
    expect(fit.intercept.estimate).toEqual(none('not-converged'));
    // No more zeros than counts give, but one more than they give at the end: no edge is the highest point.
    const rising = [1, 2, 1, 3, 2, 1, 4, 2, 1, 3, 2, 5, 3, 2, 1, 4, 2, 3, 2, 0];
    const place = rising.map((_, row) => row);
    const tilted = zeroInflatedRegression({ ...data, events: rising, zeroCovariates: { place } });
    expect(tilted.zeroCoefficients[0]!.estimate).toEqual(none('separated'));
    expect(tilted.zeroShare).toEqual(none('not-converged'));
    const alone = zeroInflatedRegression({ ...data, events: rising, zeroCovariates: {} });
    expect(alone.zeroShare).toBe(0);
    const none5 = events.map((count, row) => (row < 5 ? 0 : count));
    const arm = events.map((_, row) => (row < 5 ? 'a' : 'b'));
    const silent = zeroInflatedRegression({
      ...data,
      zeroCovariates: {},
      events: none5,
      covariates: { arm },
    });
    expect(silent.coefficients[0]!.estimate).toEqual(none('separated'));
  });

  it('as a method says where the fit lies at an edge', () => {
    const outcome = Float64Array.from([1, 0, 2, 3, 1, 1, 1, 2, 1, 1, 2, 4, 2, 1]);
    const data = {
      ...sampleOutcomes.count,
      outcome,
      exposure: outcome.map(() => 1),
      group: { levels: ['placebo', 'tocilizumab'], codes: Int32Array.from(outcome, (_, row) => row % 2) },
      covariates: [],
    };
    const options = zeroInflatedRegressionMethod.options.parse({ distribution: 'negative-binomial' });
    const output = zeroInflatedRegressionMethod.run(data, options);
    expect(output.notices.map(({ code }) => code)).toEqual([
      'zero-inflated-regression/no-structural-zeros',
      'zero-inflated-regression/no-dispersion',
    ]);
    expect(summaryRows(output).find(({ term }) => term === 'structural zeros')!.value).toBe(0);
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
