import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { dispersionScore } from '../../../src/outcomes/count/count-likelihood.js';
import type { CountRegressionData } from '../../../src/outcomes/count/count-rows.js';
import {
  type NegativeBinomialOptions,
  negativeBinomialRegression,
} from '../../../src/outcomes/count/negative-binomial-regression/negative-binomial-regression.js';
import { poissonRegression } from '../../../src/outcomes/count/poisson-regression/poisson-regression.js';
import type { RegressorColumns } from '../../../src/outcomes/regression-data.js';
import { expectClose, expectFigures, type OracleCase, readOracle } from '../oracle-cases.js';

type Figures = OracleCase<unknown, unknown>['expected'];
interface Input {
  events: number[];
  exposure: number[];
  covariates: { name: string; values: number[] }[];
}
interface RegressionCase extends OracleCase<Input, NegativeBinomialOptions> {
  intercept: Figures;
  coefficients: Figures[];
  overdispersion: Figures;
}
const none = (reason: string) => ({ notEstimable: reason });
const oracle = readOracle<Input, NegativeBinomialOptions>('negative-binomial-regression/fits.json');
const dataOf = ({ events, exposure, covariates }: Input): CountRegressionData & RegressorColumns => ({
  events,
  exposure,
  covariates: covariates.map(({ name, values }) => ({ name, values: Float64Array.from(values) })),
});

describe('negative binomial regression against glm.nb', () => {
  it.each(oracle.cases.map((one) => [one.name, one as RegressionCase] as const))('%s', (_, one) => {
    const fit = negativeBinomialRegression(dataOf(one.input), one.options);
    expect(expectFigures(fit, one.expected, oracle.tolerance)).toBe(2);
    expect(expectFigures(fit.overdispersion, one.overdispersion, oracle.tolerance)).toBe(2);
    expect(expectFigures(fit.intercept, one.intercept, oracle.tolerance)).toBe(2);
    for (const [index, expected] of one.coefficients.entries()) {
      expect(expectFigures(fit.coefficients[index]!, expected, oracle.tolerance)).toBe(6);
    }
  });
});

describe('negative binomial regression laws', () => {
  const data = dataOf(oracle.cases[0]!.input);

  it('turns around with the arms and does not care for the order of subjects', () => {
    const fit = negativeBinomialRegression(data);
    const back = negativeBinomialRegression({
      events: Array.from(data.events).reverse(),
      exposure: Array.from(data.exposure).reverse(),
      covariates: data.covariates.map(({ name, values }, index) => ({
        name,
        values: values.map((value) => (index === 0 ? 1 - value : value)).reverse(),
      })),
    });
    expectClose(back.coefficients[0]!.estimate, -(fit.coefficients[0]!.estimate as number), 1e-9);
    expectClose(back.dispersion, fit.dispersion as number, 1e-9);
  });

  it('is the Poisson fit where counts vary no more than that', () => {
    const even = {
      events: [2, 2, 3, 2, 4, 4, 5, 4],
      exposure: new Float64Array(8).fill(1),
      covariates: [{ name: 'arm', values: Float64Array.from([0, 0, 0, 0, 1, 1, 1, 1]) }],
    };
    const fit = negativeBinomialRegression(even);
    expect(fit).toMatchObject({ dispersion: 0, overdispersion: { chiSquare: 0, p: 1 } });
    expect(fit.coefficients).toEqual(poissonRegression(even).coefficients);
  });

  it("the dispersion's score near 0 is its limit, half the sum of (y - m)² - y", () => {
    const events = Float64Array.from([0, 3, 7]);
    const expected = Float64Array.from([1.5, 2.5, 4]);
    const limit = (1.5 ** 2 + 0.25 - 3 + 9 - 7) / 2;
    expect(dispersionScore(events, expected, 0)).toBeCloseTo(limit, 12);
    expect(dispersionScore(events, expected, 1e-9)).toBeCloseTo(limit, 6);
    // On both sides of the change from series to closed form.
    expect(dispersionScore(events, Float64Array.from([1, 1, 1]), 0.1 - 1e-12)).toBeCloseTo(
      dispersionScore(events, Float64Array.from([1, 1, 1]), 0.1 + 1e-12),
      9,
    );
  });
});

describe('negative binomial regression edges', () => {
  it('says what is missing', () => {
    const arm = { name: 'arm', values: Float64Array.from([0, 0, 0, 1, 1, 1]) };
    const exposure = [1, 1, 1, 1, 1, 1];
    expect(
      negativeBinomialRegression({ events: [9, 0, 4, 0, 0, 0], exposure, covariates: [arm] }).coefficients[0]!
        .p,
    ).toEqual(none('separated'));
    expect(
      negativeBinomialRegression({ events: [0, 0, 0, 0, 0, 0], exposure, covariates: [arm] }).dispersion,
    ).toEqual(none('no-events'));
    expect(negativeBinomialRegression({ events: [], exposure: [], covariates: [] }).dispersion).toEqual(
      none('empty-group'),
    );
  });

  it('refuses what does not fit', () => {
    expect(() => negativeBinomialRegression({ events: [-1], exposure: [1], covariates: [] })).toThrow(
      MethodError,
    );
    expect(() =>
      negativeBinomialRegression({ events: [1], exposure: [1], covariates: [] }, { level: 0 }),
    ).toThrow(MethodError);
  });
});
