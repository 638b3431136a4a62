import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import type { CountRegressionData } from '../../../src/outcomes/count/count-rows.js';
import {
  type PoissonOptions,
  poissonRegression,
} from '../../../src/outcomes/count/poisson-regression/poisson-regression.js';
import { rateRatio } from '../../../src/outcomes/count/rate-ratio/rate-ratio.js';
import { expectClose, expectFigures, type OracleCase, readOracle } from '../oracle-cases.js';

type Figures = OracleCase<unknown, unknown>['expected'];
interface Input {
  events: number[];
  exposure: number[];
  covariates: { name: string; values: number[] }[];
}
interface RegressionCase extends OracleCase<Input, PoissonOptions> {
  intercept: Figures;
  coefficients: Figures[];
}
const none = (reason: string) => ({ notEstimable: reason });
const oracle = readOracle<Input, PoissonOptions>('poisson-regression/fits.json');
const dataOf = ({ events, exposure, covariates }: Input): CountRegressionData => ({
  events,
  exposure,
  covariates: covariates.map(({ name, values }) => ({ name, values: Float64Array.from(values) })),
});

describe('Poisson regression against glm', () => {
  it.each(oracle.cases.map((one) => [one.name, one as RegressionCase] as const))('%s', (_, one) => {
    const fit = poissonRegression(dataOf(one.input), one.options);
    expect(expectFigures(fit, one.expected, oracle.tolerance)).toBeGreaterThanOrEqual(1);
    expect(expectFigures(fit.intercept, one.intercept, oracle.tolerance)).toBe(2);
    for (const [index, expected] of one.coefficients.entries()) {
      expect(expectFigures(fit.coefficients[index]!, expected, oracle.tolerance)).toBe(6);
    }
  });
});

describe('Poisson regression laws', () => {
  const rate = fc.record({
    events: fc.integer({ min: 1, max: 80 }),
    exposure: fc.double({ min: 0.5, max: 300, noNaN: true }),
  });

  it('on an arm alone is the rate ratio', () => {
    fc.assert(
      fc.property(rate, rate, (of, versus) => {
        const fit = poissonRegression({
          events: [of.events, versus.events],
          exposure: [of.exposure, versus.exposure],
          covariates: [{ name: 'arm', values: Float64Array.from([1, 0]) }],
        });
        const plain = rateRatio(of, versus);
        expect(fit.coefficients[0]!.estimate as number).toBeCloseTo(plain.logRateRatio as number, 9);
        expectClose(fit.coefficients[0]!.standardError, plain.standardError as number, 1e-8);
        expect(fit.intercept.estimate as number).toBeCloseTo(Math.log(versus.events / versus.exposure), 9);
        expect(fit.pearsonDispersion).toEqual(none('too-few-observations'));
      }),
      { numRuns: 60 },
    );
  });

  it('does not care for the unit of exposure, but in the intercept', () => {
    const data = dataOf(oracle.cases[0]!.input);
    const fit = poissonRegression(data);
    const days = poissonRegression({
      ...data,
      exposure: Array.from(data.exposure, (value) => value * 365.25),
    });
    expectClose(days.coefficients[1]!.p, fit.coefficients[1]!.p as number, 1e-9);
    expect((fit.intercept.estimate as number) - (days.intercept.estimate as number)).toBeCloseTo(
      Math.log(365.25),
      9,
    );
  });
});

describe('Poisson regression edges', () => {
  const arm = { name: 'arm', values: Float64Array.from([0, 0, 1, 1]) };

  it('names an arm without events as separated', () => {
    const fit = poissonRegression({ events: [3, 2, 0, 0], exposure: [1, 2, 1, 2], covariates: [arm] });
    expect(fit.coefficients[0]!.estimate).toEqual(none('separated'));
    expect(fit.logLikelihood).toEqual(none('not-converged'));
  });

  it('says what is missing', () => {
    expect(
      poissonRegression({ events: [0, 0, 0, 0], exposure: [1, 1, 1, 1], covariates: [arm] }).intercept.p,
    ).toEqual(none('no-events'));
    expect(poissonRegression({ events: [], exposure: [], covariates: [] }).logLikelihood).toEqual(
      none('empty-group'),
    );
    const twice = poissonRegression({
      events: [1, 2, 3, 2],
      exposure: [1, 1, 1, 1],
      covariates: [arm, { name: 'again', values: arm.values }],
    });
    expect(twice.coefficients[1]!.estimate).toEqual(none('collinear'));
  });

  it('refuses what does not fit', () => {
    expect(() => poissonRegression({ events: [1], exposure: [0], covariates: [] })).toThrow(MethodError);
    expect(() => poissonRegression({ events: [0], exposure: [0], covariates: [] })).toThrow(
      /without time at risk/,
    );
    expect(() => poissonRegression({ events: [1.5], exposure: [1], covariates: [] })).toThrow(MethodError);
    expect(() => poissonRegression({ events: [1, 2], exposure: [1], covariates: [] })).toThrow(
      /wrong length/,
    );
  });
});
