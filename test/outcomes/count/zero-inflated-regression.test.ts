import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { zeroInflatedRegressionMethod } from '../../../src/outcomes/count/zero-inflated-regression/definition.js';
import {
  type ZeroInflatedOptions,
  zeroInflatedRegression,
} from '../../../src/outcomes/count/zero-inflated-regression/zero-inflated-regression.js';
import { sampleOutcomes } from '../../sample-data.js';
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
});
