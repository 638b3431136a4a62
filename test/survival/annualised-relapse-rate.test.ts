import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { annualisedRelapseRate } from '../../src/survival/annualised-relapse-rate/annualised-relapse-rate.js';
import { annualisedRelapseRateMethod } from '../../src/survival/annualised-relapse-rate/definition.js';
import { expectClose, type Oracle, readOracle } from './oracle.js';

interface Case {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly dispersion?: number;
  readonly observed: readonly (readonly number[])[];
  readonly expected?: readonly (readonly number[])[];
  readonly quasi?: readonly (readonly number[])[];
  readonly pearson?: number;
  readonly logLikelihood: number;
}
const oracle = readOracle<Case>('annualised-relapse-rate', 'counts') as Oracle<Case> & {
  readonly data: Readonly<Record<'treated' | 'prior' | 'exposure' | 'events', number[]>>;
  readonly exact: readonly {
    readonly counts: readonly [number, number, number, number];
    readonly lower: number;
    readonly upper: number;
    readonly ratioLower: number;
    readonly ratioUpper: number | null;
    readonly p: number;
  }[];
};
const { data } = oracle;
const input = {
  events: data.events,
  exposure: data.exposure,
  group: data.treated.map((value) => (value === 1 ? 'treated' : 'control')),
  covariates: { prior: data.prior },
};

describe('annualised-relapse-rate against R', () => {
  const [negativeBinomial, poisson] = oracle.cases as readonly [Case, Case];
  const check = (
    options: Parameters<typeof annualisedRelapseRate>[1],
    parameters: readonly number[],
    covariance: readonly (readonly number[])[],
  ) => {
    const result = annualisedRelapseRate(input, options);
    result.ratios.forEach((ratio, index) => {
      expectClose(ratio.logRateRatio, parameters[index + 1]!, oracle.tolerance);
      expectClose(ratio.standardError, Math.sqrt(covariance[index + 1]![index + 1]!), oracle.tolerance);
    });
    const prior = data.prior.reduce((sum, value) => sum + value, 0) / data.prior.length;
    const rate = Math.exp(parameters[0]! + parameters[1]! + prior * parameters[2]!);
    expectClose(result.arms[1]!.rate, (options?.per ?? 1) * rate, oracle.tolerance);
    return result;
  };

  it('negative binomial, observed and expected information', () => {
    const { parameters, observed, expected, dispersion, logLikelihood } = negativeBinomial;
    const result = check({}, parameters, observed);
    expectClose(result.dispersion, dispersion!, oracle.tolerance);
    expectClose(result.logDispersionStandardError, Math.sqrt(observed[3]![3]!), oracle.tolerance);
    expectClose(result.logLikelihood, logLikelihood, 1e-11);
    expectClose(result.akaikeInformation, 8 - 2 * logLikelihood, 1e-11);
    check({ information: 'expected', per: 12 }, parameters, expected!);
  });

  it('Poisson, with and without Pearson scale', () => {
    const result = check({ model: 'poisson' }, poisson.parameters, poisson.observed);
    expectClose(result.pearsonScale, poisson.pearson!, oracle.tolerance);
    expectClose(result.logLikelihood, poisson.logLikelihood, 1e-11);
    check({ model: 'poisson', scale: 'pearson' }, poisson.parameters, poisson.quasi!);
  });

  it('exact limits of rates and ratios', () => {
    for (const { counts, lower, upper, ratioLower, ratioUpper, p } of oracle.exact) {
      const result = annualisedRelapseRate(
        { events: counts.slice(0, 2), exposure: counts.slice(2), group: ['a', 'b'], reference: 'b' },
        { model: 'poisson-exact' },
      );
      expectClose(result.arms[0]!.lower, lower, 1e-12);
      expectClose(result.arms[0]!.upper, upper, 1e-12);
      const [ratio] = result.ratios;
      if (ratioLower === 0) expect(ratio!.logLower).toEqual({ notEstimable: 'zero-cells' });
      else expectClose(ratio!.lower, ratioLower, 1e-11);
      if (ratioUpper === null) expect(ratio!.logUpper).toEqual({ notEstimable: 'zero-cells' });
      else expectClose(ratio!.upper, ratioUpper, 1e-11);
      expectClose(ratio!.p, p, 1e-12);
    }
  });
});

describe('annualised-relapse-rate edges', () => {
  it('comes down to Poisson when counts vary less than that', () => {
    const even = { events: [1, 1, 1, 1], exposure: [1, 1, 1, 1], group: ['a', 'a', 'b', 'b'] };
    const result = annualisedRelapseRate(even);
    expect(result.dispersion).toBe(0);
    expectClose(result.ratios[0]!.standardError, 1, 1e-12);
    expect(result.logDispersionStandardError).toEqual({ notEstimable: 'not-applicable' });
  });

  it('has reasons in place of numbers', () => {
    const none = annualisedRelapseRate({ events: [0, 0], exposure: [1, 2], group: ['a', 'b'] });
    expect(none.status).toBe('no-events');
    expect(none.arms[0]).toMatchObject({ rate: 0, upper: { notEstimable: 'no-events' } });
    const one = annualisedRelapseRate({ events: [2, 1, 0], exposure: [1, 2, 2], group: ['a', 'a', 'b'] });
    expect(one.ratios[0]!.logRateRatio).toEqual({ notEstimable: 'separated' });
    expect(annualisedRelapseRate({ events: [], exposure: [] }).status).toBe('empty-group');
    expect(() => annualisedRelapseRate({ events: [1.5], exposure: [1] })).toThrow(/"events" is no count/);
    expect(() => annualisedRelapseRate({ events: [1], exposure: [0] })).toThrow(/"exposure"/);
    expect(() => annualisedRelapseRate({ events: [1], exposure: [1] }, { per: 0 })).toThrow(/"per"/);
    expect(() =>
      annualisedRelapseRate(
        { events: [1], exposure: [1], covariates: { x: [1] } },
        { model: 'poisson-exact' },
      ),
    ).toThrow(/"covariates"/);
  });
});

describe('annualised-relapse-rate laws', () => {
  const rows = fc.array(
    fc.record({ events: fc.integer({ min: 0, max: 9 }), exposure: fc.integer({ min: 1, max: 8 }) }),
    { minLength: 6, maxLength: 30 },
  );
  it('swapping arms turns the ratio, the unit of time scales rates, inputs stay', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom('poisson', 'negative-binomial', 'poisson-exact'), (list, model) => {
        const own = {
          events: list.map((row) => row.events),
          exposure: list.map((row) => row.exposure),
          group: list.map((_, row) => (row % 2 === 0 ? 'a' : 'b')),
        };
        const copy = structuredClone(own);
        const one = annualisedRelapseRate({ ...own, reference: 'a' }, { model });
        fc.pre(one.arms.every((arm) => arm.events > 0) && one.status === 'converged');
        const two = annualisedRelapseRate({ ...own, reference: 'b' }, { model });
        const ratio = one.ratios[0]!;
        expectClose(two.ratios[0]!.logRateRatio, -(ratio.logRateRatio as number), 1e-8);
        expectClose(two.ratios[0]!.logLower, -(ratio.logUpper as number), 1e-7);
        expect(ratio.logLower as number).toBeLessThanOrEqual(ratio.logRateRatio as number);
        const scaled = annualisedRelapseRate(own, { model, per: 365.25 });
        expectClose((scaled.arms[0]!.rate as number) / (one.arms[0]!.rate as number), 365.25, 1e-8);
        expect(own).toEqual(copy);
      }),
      { numRuns: 60 },
    );
  });
});

describe('annualised-relapse-rate as a method', () => {
  it('takes arm totals', () => {
    const output = annualisedRelapseRateMethod.run(
      {
        kind: 'count',
        arms: [
          { name: 'satralizumab', events: 11, exposure: 78.5 },
          { name: 'placebo', events: 34, exposure: 59.5 },
          { name: 'nobody', events: 0, exposure: 0 },
        ],
        reference: 'placebo',
        exposureUnit: 'years',
      },
      annualisedRelapseRateMethod.options.parse({}),
    );
    const [estimates, summary] = output.parts;
    if (estimates?.kind !== 'estimates' || summary?.kind !== 'summary') throw new Error('unexpected parts');
    expectClose(estimates.rows[0]!.estimate, Math.log(11 / 78.5 / (34 / 59.5)), 1e-12);
    expect(estimates.rows[0]!.reference).toEqual({ distribution: 'exact' });
    expect(summary.rows).toHaveLength(6);
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });
});
