import { describe, expect, it } from 'vitest';
import type { SubjectOutcomeData } from '../../src/core/analysis-data.js';
import { logBinomialMethod } from '../../src/outcomes/binary/log-binomial/definition.js';
import { logBinomial } from '../../src/outcomes/binary/log-binomial/log-binomial.js';
import { logisticRegressionMethod } from '../../src/outcomes/binary/logistic-regression/definition.js';
import { logisticRegression } from '../../src/outcomes/binary/logistic-regression/logistic-regression.js';
import { modifiedPoissonMethod } from '../../src/outcomes/binary/modified-poisson/definition.js';
import { modifiedPoisson } from '../../src/outcomes/binary/modified-poisson/modified-poisson.js';
import { negativeBinomialRegressionMethod } from '../../src/outcomes/count/negative-binomial-regression/definition.js';
import { negativeBinomialRegression } from '../../src/outcomes/count/negative-binomial-regression/negative-binomial-regression.js';
import { poissonRegressionMethod } from '../../src/outcomes/count/poisson-regression/definition.js';
import { poissonRegression } from '../../src/outcomes/count/poisson-regression/poisson-regression.js';
import type { RegressionInference } from '../../src/outcomes/regression-inference.js';
import type { RegressionVariance } from '../../src/outcomes/regression-variance.js';
import type { TermTestKind } from '../../src/outcomes/term-tests.js';
import { sampleOutcomes } from '../sample-data.js';
import { expectClose, expectFigures, type OracleCase, readOracle } from './oracle-cases.js';
import { estimateRows, testRows } from './part-rows.js';

type Figures = OracleCase<unknown, unknown>['expected'];
interface Case {
  name: string;
  kind: string;
  variance: RegressionVariance;
  estimates: number[];
  standardErrors: number[];
  wald: Figures;
  likelihoodRatio: Figures | null;
}
const oracle = readOracle('robust-variance/fits.json') as unknown as {
  tolerance: number;
  input: Record<'arm' | 'age' | 'b' | 'c' | 'y' | 'k' | 't' | 'site', number[]>;
  cases: Case[];
};
const { input } = oracle;
const column = (name: 'arm' | 'age' | 'b' | 'c', term?: string) => ({
  name,
  values: Float64Array.from(input[name]),
  ...(term === undefined ? {} : { term }),
});
const covariates = [column('arm'), column('age'), column('b', 'B'), column('c', 'B')];
const sites = {
  levels: Array.from({ length: 11 }, (_, site) => `site ${site}`),
  codes: Int32Array.from(input.site),
};
type Asked = { variance?: RegressionVariance; termTest?: TermTestKind; clustered?: boolean };
const fits: Record<string, (asked: Asked) => RegressionInference> = {
  'logistic-regression': ({ clustered, ...options }) =>
    logisticRegression({ outcome: input.y, covariates, ...(clustered ? { cluster: sites } : {}) }, options),
  'modified-poisson': ({ clustered, variance }) =>
    modifiedPoisson({ outcome: input.y, covariates, ...(clustered ? { cluster: sites } : {}) }, { variance }),
  'log-binomial': ({ clustered, ...options }) =>
    logBinomial({ outcome: input.y, covariates, ...(clustered ? { cluster: sites } : {}) }, options),
  'poisson-regression': ({ clustered, ...options }) =>
    poissonRegression(
      { events: input.k, exposure: input.t, covariates, ...(clustered ? { cluster: sites } : {}) },
      options,
    ),
  'negative-binomial-regression': ({ clustered, ...options }) =>
    negativeBinomialRegression(
      { events: input.k, exposure: input.t, covariates, ...(clustered ? { cluster: sites } : {}) },
      options,
    ),
};

describe('robust variances and tests of terms', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('against sandwich: %s', (_, one) => {
    const clustered = one.variance.startsWith('CR');
    const fit = fits[one.kind]!({ variance: one.variance, clustered });
    for (const [index, row] of [fit.intercept, ...fit.coefficients].entries()) {
      expectClose(row.estimate, one.estimates[index]!, oracle.tolerance, row.name);
      expectClose(row.standardError, one.standardErrors[index]!, oracle.tolerance, row.name);
    }
    expect(fit.termTests.map(({ term }) => term)).toEqual(['B']);
    expect(expectFigures(fit.termTests[0]!, one.wald, 2 * oracle.tolerance)).toBe(3);
    if (one.likelihoodRatio === null) return;
    const likelihood = fits[one.kind]!({ termTest: 'likelihood-ratio' }).termTests[0]!;
    expect(expectFigures(likelihood, one.likelihoodRatio, oracle.tolerance)).toBe(3);
  });

  it.each(Object.keys(fits))('%s takes CR1 for rows in clusters unless told otherwise', (kind) => {
    expect(fits[kind]!({ clustered: true })).toEqual(fits[kind]!({ clustered: true, variance: 'CR1' }));
    expect(() => fits[kind]!({ clustered: true, variance: 'HC0' })).toThrow(/takes rows in clusters/);
    expect(() => fits[kind]!({ variance: 'CR0' })).toThrow(/needs clusters/);
    expect(() => fits[kind]!({ variance: 'HC9' as 'HC0' })).toThrow(/variance/);
  });

  it('clusters of one row each are rows', () => {
    const cluster = { levels: input.y.map(String), codes: Int32Array.from(input.y.keys()) };
    const alone = logisticRegression({ outcome: input.y, covariates, cluster }, { variance: 'CR0' });
    const rows = logisticRegression({ outcome: input.y, covariates }, { variance: 'HC0' });
    for (const [index, row] of alone.coefficients.entries()) {
      expectClose(row.standardError, rows.coefficients[index]!.standardError as number, 1e-12);
    }
  });

  it('types one cluster, a saturated fit and rows of leverage 1', () => {
    const one = { levels: ['all'], codes: new Int32Array(input.y.length) };
    const fit = poissonRegression({ events: input.k, exposure: input.t, covariates, cluster: one });
    expect(fit.coefficients[0]!.estimate).toBeTypeOf('number');
    expect(fit.coefficients[0]!.standardError).toEqual({ notEstimable: 'too-few-observations' });
    expect(fit.termTests[0]!.p).toEqual({ notEstimable: 'too-few-observations' });
    const two = [{ name: 'arm', values: Float64Array.of(0, 1) }];
    const small = { events: [2, 3], exposure: [1, 1], covariates: two };
    expect(poissonRegression(small, { variance: 'HC1' }).coefficients[0]!.p).toEqual({
      notEstimable: 'too-few-observations',
    });
    expect(poissonRegression(small, { variance: 'HC3' }).coefficients[0]!.p).toEqual({
      notEstimable: 'no-variation',
    });
  });

  it('refuses what has no robust variance, and likelihood ratios beside one', () => {
    const data = { outcome: input.y, covariates };
    expect(() => logisticRegression(data, { variance: 'HC0', estimator: 'firth' })).toThrow(/robust/);
    expect(() => logisticRegression(data, { variance: 'HC0', interval: 'profile' })).toThrow(/robust/);
    expect(() => logisticRegression({ ...data, weight: input.y.map(() => 1) }, { variance: 'HC0' })).toThrow(
      /robust/,
    );
    expect(() => logisticRegression(data, { variance: 'HC0', termTest: 'likelihood-ratio' })).toThrow(
      /robust/,
    );
  });

  it('a term that others determine has no test', () => {
    const twice = covariates.map((one, index) => ({ ...one, name: `again ${index}`, term: 'again' }));
    const data = { events: input.k, exposure: input.t, covariates: [...covariates, ...twice] };
    for (const termTest of ['wald', 'likelihood-ratio'] as const) {
      const test = poissonRegression(data, { termTest }).termTests.find(({ term }) => term === 'again')!;
      expect(test).toEqual({
        term: 'again',
        chiSquare: { notEstimable: 'collinear' },
        df: 0,
        p: { notEstimable: 'collinear' },
      });
    }
  });
});

describe('robust variances as options of methods', () => {
  const withClusters = (data: SubjectOutcomeData): SubjectOutcomeData => ({
    ...data,
    cluster: {
      levels: ['a', 'b', 'c', 'd', 'e'],
      codes: Int32Array.from(data.outcome, (_, row) => Math.floor(row / 4) % 5),
    },
    strata: {
      levels: ['1', '2', '3'],
      codes: Int32Array.from(data.outcome, (_, row) => row % 3),
    },
  });
  it.each([
    logisticRegressionMethod,
    modifiedPoissonMethod,
    logBinomialMethod,
    poissonRegressionMethod,
    negativeBinomialRegressionMethod,
  ])('$id says which variance it took and tests its terms', (method) => {
    const kind = method.id.includes('poisson-r') || method.id.startsWith('negative') ? 'count' : 'yes-no';
    const data = withClusters(sampleOutcomes[kind]);
    const output = method.run(data, method.options.parse({}) as never);
    expect(estimateRows(output)[0]!.intervalMethod).toContain('cluster-robust variance CR1');
    const test = testRows(output).find(({ term }) => term === 'strata')!;
    expect(test).toMatchObject({ statistic: 'wald', df: 2, method: 'Wald test of all columns of strata' });
    expect(test.p).toBeTypeOf('number');
  });
});

describe('clusters whose scores sum to 0 at the maximum', () => {
  const arm = Array.from({ length: 40 }, (_, row) => row % 2);
  const outcome = arm.map((value, row) => (row % 5 === 0 || (value === 1 && row % 3 === 0) ? 1 : 0));
  const data = { outcome, covariates: { arm }, cluster: arm.map((value) => (value === 1 ? 'x' : 'y')) };

  it.each([
    ['logistic', logisticRegression],
    ['modified Poisson', modifiedPoisson],
    ['log-binomial', logBinomial],
  ] as const)('leave estimates without a variance: %s', (_, regression) => {
    const none = { notEstimable: 'no-variation' };
    const { intercept, coefficients } = regression(data, { variance: 'CR1' });
    for (const { estimate, ...others } of [intercept, ...coefficients]) {
      expect(estimate).toBeTypeOf('number');
      expect(others).toMatchObject({ standardError: none, lower: none, upper: none, z: none, p: none });
    }
  });
});
