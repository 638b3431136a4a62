import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { maximiseByNewton } from '../../../src/math/optimise/newton.js';
import { Xoshiro256 } from '../../../src/math/random/xoshiro256.js';
import { logisticPoint } from '../../../src/outcomes/binary/logistic-likelihood.js';
import {
  type LogisticData,
  type LogisticOptions,
  logisticRegression,
} from '../../../src/outcomes/binary/logistic-regression/logistic-regression.js';
import { oddsRatio } from '../../../src/outcomes/binary/odds-ratio/odds-ratio.js';
import { factorIndicators } from '../../../src/outcomes/factor-indicators.js';
import { regressionDesign } from '../../../src/outcomes/regression-design.js';
import { expectClose, expectFigures, type OracleCase, readOracle } from '../oracle-cases.js';
import { none } from './two-arms.js';

type Figures = OracleCase<unknown, unknown>['expected'];
interface Input {
  outcome: number[];
  weight: number[];
  covariates: { name: string; values: number[] }[];
}
interface LogisticCase extends OracleCase<Input, LogisticOptions> {
  intercept: Figures;
  coefficients: Figures[];
  profile: Figures[];
}
const oracle = readOracle<Input, LogisticOptions>('logistic-regression/fits.json');
const dataOf = ({ outcome, weight, covariates }: Input) => ({
  outcome,
  weight,
  covariates: covariates.map(({ name, values }) => ({ name, values: Float64Array.from(values) })),
});

describe('logistic regression against R', () => {
  it.each(oracle.cases.map((one) => [one.name, one as LogisticCase] as const))('%s', (_, one) => {
    const fit = logisticRegression(dataOf(one.input), one.options);
    expectFigures(fit, one.expected, oracle.tolerance);
    expect(expectFigures(fit.intercept, one.intercept, oracle.tolerance)).toBe(2);
    for (const [index, expected] of one.coefficients.entries()) {
      expect(expectFigures(fit.coefficients[index]!, expected, oracle.tolerance)).toBe(6);
    }
    const profile = logisticRegression(dataOf(one.input), { ...one.options, interval: 'profile' });
    for (const [index, expected] of one.profile.entries()) {
      expect(expectFigures(profile.coefficients[index]!, expected, 1e-5)).toBe(2);
    }
  });

  // Heinze and Schemper 2002, table II: endometrial cancer, Firth with profile limits, as printed.
  it('prints the published estimates under separation', () => {
    const { input } = oracle.cases.find(({ name }) => name === 'endometrial cancer firth')!;
    const { coefficients } = logisticRegression(dataOf(input), { estimator: 'firth', interval: 'profile' });
    const printed = coefficients.map(({ estimate, lower, upper }) =>
      [estimate, lower, upper].map((value) => (value as number).toFixed(2)),
    );
    expect(printed[0]).toEqual(['2.93', '0.61', '7.85']);
    expect(printed[2]).toEqual(['-2.60', '-4.37', '-1.23']);
  });
});

describe('logistic regression laws', () => {
  const arm = fc
    .record({ n: fc.integer({ min: 4, max: 60 }) })
    .chain(({ n }) => fc.record({ n: fc.constant(n), events: fc.integer({ min: 1, max: n - 1 }) }));
  const counted = (
    of: { n: number; events: number },
    versus: { n: number; events: number },
  ): LogisticData => ({
    outcome: [1, 0, 1, 0],
    weight: [of.events, of.n - of.events, versus.events, versus.n - versus.events],
    covariates: [{ name: 'arm', values: Float64Array.from([1, 1, 0, 0]) }],
  });

  it('on an arm alone is the odds ratio of Woolf', () => {
    fc.assert(
      fc.property(arm, arm, (of, versus) => {
        const { coefficients, intercept } = logisticRegression(counted(of, versus));
        const woolf = oddsRatio(of, versus);
        expect(coefficients[0]!.estimate as number).toBeCloseTo(woolf.logOddsRatio as number, 10);
        expectClose(coefficients[0]!.standardError, woolf.standardError as number, 1e-9);
        expect(intercept.estimate as number).toBeCloseTo(
          Math.log(versus.events / (versus.n - versus.events)),
          10,
        );
      }),
    );
  });

  it("with Firth's penalty on an arm alone is the odds ratio with 1/2 added to every cell", () => {
    fc.assert(
      fc.property(arm, arm, (of, versus) => {
        const { coefficients } = logisticRegression(counted(of, versus), { estimator: 'firth' });
        const half = (one: { n: number; events: number }) =>
          Math.log((one.events + 0.5) / (one.n - one.events + 0.5));
        expect(coefficients[0]!.estimate as number).toBeCloseTo(half(of) - half(versus), 8);
      }),
      {
        examples: [
          [
            { n: 4, events: 1 },
            { n: 4, events: 3 },
          ],
          [
            { n: 7, events: 3 },
            { n: 7, events: 3 },
          ],
        ],
      },
    );
  });

  it('profile limits hold the estimate and follow when a covariate is turned or scaled', () => {
    const { input } = oracle.cases[0]!;
    const data = dataOf(input);
    const turned = {
      ...data,
      covariates: data.covariates.map(({ name, values }) => ({
        name,
        values: values.map((value) => 30 - value * 4),
      })),
    };
    const options = { interval: 'profile' } as const;
    const fit = logisticRegression(data, options);
    const back = logisticRegression(turned, options);
    fit.coefficients.forEach(({ estimate, lower, upper }, index) => {
      expect(lower as number).toBeLessThan(estimate as number);
      expect(upper as number).toBeGreaterThan(estimate as number);
      expectClose(back.coefficients[index]!.lower, (upper as number) / -4, 1e-7);
    });
    expectClose(back.likelihoodRatio.p, fit.likelihoodRatio.p as number, 1e-9);
  });
});

describe('logistic regression edges', () => {
  it('names separation instead of printing a large number, and Firth is finite there', () => {
    const { input } = oracle.cases.find(({ name }) => name === 'endometrial cancer firth')!;
    const fit = logisticRegression(dataOf(input));
    expect(fit.coefficients.map(({ estimate }) => estimate)).toEqual([
      none('separated'),
      none('not-converged'),
      none('not-converged'),
    ]);
    expect(fit.logLikelihood).toEqual(none('not-converged'));
  });

  it('leaves out a covariate that another determines', () => {
    const values = Float64Array.from([1, 2, 3, 4, 5, 6]);
    const fit = logisticRegression({
      outcome: [0, 1, 0, 0, 1, 1],
      covariates: [
        { name: 'a', values },
        { name: 'constant', values: new Float64Array(6).fill(0.1) },
        { name: 'b', values: values.map((value) => 3 - value) },
      ],
    });
    expect(
      fit.coefficients.map(({ estimate }) => (typeof estimate === 'number' ? 'number' : estimate)),
    ).toEqual(['number', none('collinear'), none('collinear')]);
    expect(fit.likelihoodRatio.df).toBe(1);
  });

  it('has nothing to tell with one outcome or no subjects', () => {
    const covariates = [{ name: 'x', values: Float64Array.from([1, 2]) }];
    expect(logisticRegression({ outcome: [1, 1], covariates }).coefficients[0]!.p).toEqual(
      none('no-variation'),
    );
    expect(logisticRegression({ outcome: [], covariates: [] }).logLikelihood).toEqual(none('empty-group'));
    expect(logisticRegression({ outcome: [0, 1], weight: [0, 0], covariates }).logLikelihood).toEqual(
      none('empty-group'),
    );
  });

  it('fits an intercept alone', () => {
    const fit = logisticRegression({ outcome: [1, 0, 0, 0], covariates: [] });
    expectClose(fit.intercept.estimate, Math.log(1 / 3), 1e-12);
    expect(fit.likelihoodRatio.chiSquare).toEqual(none('not-applicable'));
  });

  it('refuses what does not fit', () => {
    const covariates = [{ name: 'x', values: Float64Array.from([1, Number.NaN]) }];
    expect(() => logisticRegression({ outcome: [0, 2], covariates: [] })).toThrow(MethodError);
    expect(() => logisticRegression({ outcome: [0, 1], covariates })).toThrow(/x\[1\]/);
    expect(() => logisticRegression({ outcome: [0, 1, 1], covariates })).toThrow(/wrong length/);
    expect(() => logisticRegression({ outcome: [0, 1], weight: [1, -1], covariates: [] })).toThrow(
      MethodError,
    );
  });
});

it('a factor becomes one indicator for each level but the reference', () => {
  const factor = { levels: ['a', 'b', 'c'], codes: Int32Array.from([0, 1, 2, 1]) };
  expect(factorIndicators(factor, 'b').map(({ name, values }) => [name, ...values])).toEqual([
    ['a', 1, 0, 0, 0],
    ['c', 0, 0, 1, 0],
  ]);
  expect(() => factorIndicators(factor, 'z')).toThrow(MethodError);
});

describe('logistic regression of very many rows', () => {
  const cells = [
    { a: 0, b: 0, events: 3_000, n: 20_000 },
    { a: 1, b: 0, events: 4_500, n: 20_000 },
    { a: 0, b: 1, events: 2_200, n: 8_000 },
    { a: 1, b: 1, events: 6_100, n: 16_000 },
  ];
  const weighted = logisticRegression({
    outcome: cells.flatMap(() => [1, 0]),
    weight: cells.flatMap(({ events, n }) => [events, n - events]),
    covariates: (['a', 'b'] as const).map((name) => ({
      name,
      values: Float64Array.from(cells.flatMap((cell) => [cell[name], cell[name]])),
    })),
  });
  const rows = cells.flatMap(({ a, b, events, n }) =>
    Array.from({ length: n }, (_, row) => ({ a, b, y: row < events ? 1 : 0 })),
  );
  const fitOf = (list: readonly { a: number; b: number; y: number }[]) =>
    logisticRegression({
      outcome: list.map(({ y }) => y),
      covariates: (['a', 'b'] as const).map((name) => ({
        name,
        values: Float64Array.from(list, (row) => row[name]),
      })),
    });

  it('agrees with counted cells, in any order of the rows', () => {
    // Sorted by outcome, every 17th row tells as much as any; turned so that every 17th is alike, it tells nothing.
    const uneven = rows.slice().sort((left, right) => left.y - right.y);
    const places = Array.from(rows.keys()).sort((left, right) => (left % 17) - (right % 17) || left - right);
    const striped = rows.slice();
    for (const [index, place] of places.entries()) striped[place] = uneven[index]!;
    for (const list of [rows, uneven, striped]) {
      const fit = fitOf(list);
      for (const [index, row] of fit.coefficients.entries()) {
        expectClose(row.estimate, weighted.coefficients[index]!.estimate as number, 1e-10);
        expectClose(row.standardError, weighted.coefficients[index]!.standardError as number, 1e-10);
      }
      expectClose(fit.logLikelihood, weighted.logLikelihood as number, 1e-12);
      expectClose(fit.likelihoodRatio.chiSquare, weighted.likelihoodRatio.chiSquare as number, 1e-8);
    }
  });

  const poorGuide = 'where rare and long-tailed covariates make some rows a poor guide';
  it.each([1, 10_000])(`agrees with steps over all rows ${poorGuide}, each row %d subjects`, (subjects) => {
    const random = new Xoshiro256(20261122);
    const n = 60_000;
    const column = (draw: (row: number) => number) => Float64Array.from({ length: n }, (_, row) => draw(row));
    const covariates = [
      { name: 'rare', values: column(() => (random.uniform() < 0.002 ? 1 : 0)) },
      { name: 'long-tailed', values: column(() => Math.exp(2 * random.uniform() ** 3)) },
      { name: 'drift', values: column((row) => row / n) },
    ];
    const [rare, long, drift] = covariates.map(({ values }) => values);
    const outcome = Array.from({ length: n }, (_, row) => {
      const logOdds = -3 + rare![row]! + 0.2 * long![row]! + 2 * drift![row]!;
      return random.uniform() < 1 / (1 + Math.exp(-logOdds)) ? 1 : 0;
    });
    const weight = new Float64Array(n).fill(subjects);
    const design = regressionDesign('test', covariates, weight);
    const all = { design, outcome: Float64Array.from(outcome), weight };
    const steps = maximiseByNewton(new Float64Array(4), (parameters) =>
      logisticPoint(all, parameters, false),
    );
    const covariance = steps.factor!.inverse();
    const fit = logisticRegression({ outcome, covariates, weight });
    fit.coefficients.forEach(({ estimate, standardError }, index) => {
      const expected = Math.sqrt(covariance[(index + 1) * 5]!);
      expect(Math.abs((estimate as number) - steps.parameters[index + 1]!) / expected).toBeLessThan(1e-10);
      expectClose(standardError, expected, 1e-9);
    });
    expectClose(fit.logLikelihood, steps.logLikelihood, 1e-12);
  });

  it('still types separation', () => {
    const perfect = rows.map(({ b, y }) => ({ a: y, b, y }));
    expect(fitOf(perfect).coefficients[0]!.estimate).toEqual({ notEstimable: 'separated' });
  });
});

it('compares fits under Firth with fits under Firth', () => {
  const { input } = oracle.cases.find(({ name }) => name === 'endometrial cancer firth')!;
  const { covariates, ...data } = dataOf(input);
  const [first, second, ...others] = covariates;
  const joint = [first!, second!].map((column) => ({ ...column, term: 'both' }));
  const options = { estimator: 'firth', termTest: 'likelihood-ratio' } as const;
  const whole = logisticRegression({ ...data, covariates: [...joint, ...others] }, options);
  const without = logisticRegression({ ...data, covariates: others }, options);
  const fall = 2 * ((whole.logLikelihood as number) - (without.logLikelihood as number));
  expectClose(whole.termTests[0]!.chiSquare, Math.max(0, fall), 1e-9);
});
