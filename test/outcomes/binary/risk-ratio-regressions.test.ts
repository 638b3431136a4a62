import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Covariate } from '../../../src/core/analysis-data.js';
import { MethodError } from '../../../src/core/errors.js';
import { logBinomialMethod } from '../../../src/outcomes/binary/log-binomial/definition.js';
import { logBinomial } from '../../../src/outcomes/binary/log-binomial/log-binomial.js';
import { modifiedPoissonMethod } from '../../../src/outcomes/binary/modified-poisson/definition.js';
import { modifiedPoisson } from '../../../src/outcomes/binary/modified-poisson/modified-poisson.js';
import { riskRatio } from '../../../src/outcomes/binary/risk-ratio/risk-ratio.js';
import { sampleOutcomes } from '../../sample-data.js';
import { expectClose, expectFigures, type OracleCase, readOracle } from '../oracle-cases.js';
import { estimateRows } from '../part-rows.js';
import { none, twoArms } from './two-arms.js';

type Figures = OracleCase<unknown, unknown>['expected'];
interface Input {
  outcome: number[];
  covariates: { name: string; values: number[] }[];
}
interface Case extends OracleCase<Input, { level: number }> {
  intercept: Figures;
  coefficients: Figures[];
}
const covariate = (name: string, values: readonly number[]): Covariate => ({
  name,
  values: Float64Array.from(values),
});
const armRows = (of: { events: number; n: number }, versus: { events: number; n: number }) => ({
  outcome: [of, versus].flatMap(({ events, n }) =>
    Array.from({ length: n }, (_, row) => (row < events ? 1 : 0)),
  ),
  covariates: [
    covariate('arm', [...new Array<number>(of.n).fill(1), ...new Array<number>(versus.n).fill(0)]),
  ],
});

describe.each([
  ['modified-poisson', modifiedPoisson],
  ['log-binomial', logBinomial],
] as const)('%s', (id, estimate) => {
  const oracle = readOracle<Input, { level: number }>(`${id}/fits.json`);

  it.each(oracle.cases.map((one) => [one.name, one as Case] as const))('against glm: %s', (_, one) => {
    const { outcome, covariates } = one.input;
    const actual = estimate(
      { outcome, covariates: covariates.map(({ name, values }) => covariate(name, values)) },
      one.options,
    );
    expect(expectFigures(actual, one.expected, 1e-10)).toBe(1);
    expect(expectFigures(actual.intercept, one.intercept, oracle.tolerance)).toBe(2);
    one.coefficients.forEach((coefficient, index) => {
      expect(expectFigures(actual.coefficients[index]!, coefficient, oracle.tolerance)).toBe(6);
    });
  });

  it('with arms alone is the plain log risk ratio and its Wald interval', () => {
    fc.assert(
      fc.property(twoArms, ([of, versus]) => {
        const plain = riskRatio(of, versus);
        if (typeof plain.standardError !== 'number') return;
        if (of.events === of.n || versus.events === versus.n) return;
        const [arm] = estimate(armRows(of, versus)).coefficients;
        expect(arm!.estimate as number).toBeCloseTo(plain.logRiskRatio as number, 9);
        expectClose(arm!.standardError, plain.standardError, 1e-8);
      }),
      { numRuns: 40 },
    );
  });

  it('types separation, collinearity, no events and no subjects', () => {
    const { outcome, covariates } = armRows({ events: 0, n: 8 }, { events: 3, n: 9 });
    expect(estimate({ outcome, covariates }).coefficients[0]!.estimate).toEqual(none('separated'));
    const [arm] = armRows({ events: 2, n: 8 }, { events: 3, n: 9 }).covariates;
    const twice = estimate({ outcome, covariates: [arm!, { ...arm!, name: 'again' }] });
    expect(twice.coefficients[1]!.estimate).toEqual(none('collinear'));
    const silent = estimate({ outcome: [0, 0, 0], covariates: [] }).intercept.estimate;
    expect(silent).toEqual(none(id === 'log-binomial' ? 'no-variation' : 'no-events'));
    expect(estimate({ outcome: [], covariates: [] }).intercept.p).toEqual(none('empty-group'));
  });

  it('refuses outcomes that are not 0 or 1, and odd covariates', () => {
    expect(() => estimate({ outcome: [0, 2], covariates: [] })).toThrow(MethodError);
    expect(() => estimate({ outcome: [0, 1], covariates: [covariate('x', [1])] })).toThrow(/length/);
    expect(() => estimate({ outcome: [0, 1], covariates: [] }, { level: 95 })).toThrow(/0\.95/);
  });
});

describe('where the two differ', () => {
  it('everyone with the event in one arm: Poisson has a ratio, the binomial maximum lies on the edge', () => {
    const data = armRows({ events: 8, n: 8 }, { events: 3, n: 9 });
    const poisson = modifiedPoisson(data).coefficients[0]!;
    const plain = riskRatio({ events: 8, n: 8 }, { events: 3, n: 9 });
    expectClose(poisson.estimate, Math.log(3), 1e-10);
    expectClose(poisson.standardError, plain.standardError as number, 1e-8);
    expect(typeof logBinomial(data).coefficients[0]!.estimate).toBe('object');
  });

  it('a coefficient without robust variance keeps its estimate alone', () => {
    const fit = modifiedPoisson(armRows({ events: 8, n: 8 }, { events: 9, n: 9 }));
    expect(fit.coefficients[0]).toMatchObject({ p: none('no-variation') });
    expect(fit.coefficients[0]!.estimate as number).toBeCloseTo(0, 12);
    const reference = modifiedPoisson(armRows({ events: 3, n: 8 }, { events: 9, n: 9 }));
    expect(reference.intercept).toMatchObject({ standardError: none('no-variation') });
    expect(reference.coefficients[0]!.p).toBeTypeOf('number');
  });
});

describe('as methods', () => {
  it.each([
    ['modified-poisson', modifiedPoissonMethod],
    ['log-binomial', logBinomialMethod],
  ] as const)('%s gives risk ratios', (_, method) => {
    const options = method.options.parse({}) as never;
    const rows = estimateRows(method.run(sampleOutcomes['yes-no'], options));
    expect(rows.map(({ statistic, term }) => [statistic, term])).toEqual([
      ['risk-ratio', null],
      ['risk-ratio', 'AGE'],
    ]);
    expect(() => method.run(sampleOutcomes.count, options)).toThrow(/subject-response/);
  });
});
