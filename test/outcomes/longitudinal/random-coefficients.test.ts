import { describe, expect, it } from 'vitest';
import type { Factor, LongitudinalData } from '../../../src/core/analysis-data.js';
import { MethodError } from '../../../src/core/errors.js';
import { randomCoefficientsMethod } from '../../../src/outcomes/longitudinal/random-coefficients/definition.js';
import {
  type RandomCoefficientOptions,
  type RandomCoefficientRows,
  randomCoefficients,
} from '../../../src/outcomes/longitudinal/random-coefficients/random-coefficients.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, expectFigures, type Oracle, type OracleCase, readOracle } from '../oracle-cases.js';

/** Rows whose names are coded, so that a test can turn them. */
type Coded = RandomCoefficientRows & { readonly group: Factor };

type Figures = OracleCase<unknown, unknown>['expected'];
type Outcome = 'y' | 'flat' | 'noise';
interface CoefficientCase extends OracleCase<never, RandomCoefficientOptions> {
  outcome: Outcome;
  arms: string[];
  covariates: ('base' | 'age')[];
  singular: boolean;
  slopes: Figures[];
  slopeDifferences: Figures[];
  means: Figures[];
  effects: { intercept: number[]; slope: number[] };
}
interface Columns extends Record<Outcome | 'base' | 'age' | 'subject' | 'v', number[]> {
  arm: string[];
}
const oracle = readOracle<never, RandomCoefficientOptions>('random-coefficients/lme4.json') as Omit<
  Oracle<never, RandomCoefficientOptions>,
  'cases'
> & { cases: CoefficientCase[]; data: Columns; times: number[] };

const visitNames = oracle.times.map((time) => `week ${time}`);

function rowsOf({
  outcome,
  arms,
  covariates,
}: Pick<CoefficientCase, 'outcome' | 'arms' | 'covariates'>): Coded {
  const { data } = oracle;
  const rows = data.arm.flatMap((arm, row) => (arms.includes(arm) ? [row] : []));
  const pick = (values: number[]) => Float64Array.from(rows, (row) => values[row]!);
  return {
    subject: rows.map((row) => data.subject[row]!),
    visit: { levels: visitNames, codes: Int32Array.from(rows, (row) => data.v[row]! - 1) },
    outcome: pick(data[outcome]),
    group: { levels: arms, codes: Int32Array.from(rows, (row) => arms.indexOf(data.arm[row]!)) },
    reference: arms[0]!,
    ...(covariates.includes('base') ? { baseline: pick(data.base) } : {}),
    covariates: covariates.includes('age') ? [{ name: 'age', values: pick(data.age) }] : [],
    visitTimes: oracle.times,
  };
}

const twoArms = rowsOf({ outcome: 'y', arms: ['placebo', '8 mg/kg'], covariates: ['base'] });

describe('random coefficients against lme4, lmerTest and pbkrtest', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const { tolerance } = oracle;
    const result = randomCoefficients(rowsOf(one), one.options);
    expect([result.status, result.singular]).toEqual(['converged', one.singular]);
    for (const [name, value] of Object.entries(one.expected)) {
      const own = result[name as 'interceptVariance'] as number;
      if (Math.abs(value as number) < 1e-12) expect(Math.abs(own), name).toBeLessThan(1e-12);
      else expectClose(own, value as number, tolerance, name);
    }
    const figures = one.options.degreesOfFreedom === 'normal' ? 4 : 5;
    const compare = (actual: readonly object[], expected: readonly Figures[]) => {
      expect(actual).toHaveLength(expected.length);
      expected.forEach((figure, index) => {
        expect(expectFigures(actual[index]!, figure, tolerance)).toBe(figures);
      });
    };
    compare(result.slopes, one.slopes);
    compare(result.slopeDifferences, one.slopeDifferences);
    compare(
      result.leastSquaresMeans.filter(({ visit }) => visit === 'week 24'),
      one.means,
    );
    const largest = Math.max(...one.effects.intercept.map(Math.abs), 1e-3);
    result.subjectEffects.forEach(({ intercept, slope }, index) => {
      expect(Math.abs(intercept - one.effects.intercept[index]!)).toBeLessThan(1e-7 * largest);
      expect(Math.abs(slope - one.effects.slope[index]!)).toBeLessThan(1e-7 * largest);
    });
    expect(result.subjectEffects).toHaveLength(one.effects.intercept.length);
  });
});

describe('random coefficients', () => {
  const numbers = ({
    slopeDifferences,
    logLikelihood,
    slopeVariance,
  }: ReturnType<typeof randomCoefficients>) =>
    [
      slopeDifferences[0]!.estimate,
      slopeDifferences[0]!.standardError,
      logLikelihood,
      slopeVariance,
    ] as number[];

  it('gives the same bits for rows in another order, and leaves its input as it was', () => {
    const before = structuredClone(twoArms);
    const order = Array.from(twoArms.subject, (_, row) => row).sort(
      (a, b) => ((a * 7919) % 1009) - ((b * 7919) % 1009),
    );
    const permuted: Coded = {
      ...twoArms,
      subject: order.map((row) => `s${twoArms.subject[row]}`),
      visit: { levels: visitNames, codes: Int32Array.from(order, (row) => twoArms.visit.codes[row]!) },
      group: { ...twoArms.group, codes: Int32Array.from(order, (row) => twoArms.group.codes[row]!) },
      outcome: order.map((row) => twoArms.outcome[row]!),
      baseline: order.map((row) => twoArms.baseline![row]!),
    };
    expect(numbers(randomCoefficients(permuted))).toEqual(numbers(randomCoefficients(twoArms)));
    expect(twoArms).toEqual(before);
  });

  it('does not care where time starts, and scales with its unit', () => {
    const own = randomCoefficients(twoArms);
    const moved = randomCoefficients({ ...twoArms, visitTimes: oracle.times.map((time) => 7 * time + 100) });
    const [first, second] = [numbers(own), numbers(moved)];
    expectClose(second[0]! * 7, first[0]!, 1e-8);
    expectClose(second[1]! * 7, first[1]!, 1e-8);
    expectClose(second[3]! * 49, first[3]!, 1e-8);
    own.leastSquaresMeans.forEach(({ estimate, standardError, df }, index) => {
      const other = moved.leastSquaresMeans[index]!;
      expectClose(other.estimate, estimate as number, 1e-9);
      expectClose(other.standardError, standardError as number, 1e-8);
      expectClose(other.df, df as number, 1e-7);
    });
  });

  it('turns its sign when the arms change places', () => {
    const [own, other] = [
      randomCoefficients(twoArms),
      randomCoefficients({ ...twoArms, reference: '8 mg/kg' }),
    ].map(({ slopeDifferences }) => slopeDifferences[0]!);
    expectClose(other!.estimate, -(own!.estimate as number), 1e-9);
    expectClose(other!.standardError, own!.standardError as number, 1e-9);
    expect(own!.lower as number).toBeLessThan(own!.estimate as number);
  });

  it('predicts effects that cancel over subjects, and shrinks them', () => {
    const { subjectEffects, slopeVariance } = randomCoefficients(twoArms);
    const spread = subjectEffects.reduce((sum, { slope }) => sum + slope * slope, 0) / subjectEffects.length;
    expect(spread).toBeLessThan(slopeVariance as number);
    expect(Math.abs(subjectEffects.reduce((sum, { slope }) => sum + slope, 0))).toBeLessThan(1e-6);
  });

  it('has no slopes of subjects from two visits', () => {
    const early = Array.from(twoArms.visit.codes, (code) => code < 2);
    const outcome = Array.from(twoArms.outcome, (value, row) => (early[row] ? value : Number.NaN));
    const result = randomCoefficients({ ...twoArms, outcome });
    expect(result.status).toBe('not-identified');
    expect(result.slopeDifferences[0]!.estimate).toEqual({ notEstimable: 'not-converged' });
    expect(result.subjectEffects).toEqual([]);
    expect(randomCoefficients({ ...twoArms, outcome }, { random: 'intercept' }).status).toBe('converged');
  });

  it('says when there is no variation or nothing left to estimate it', () => {
    const outcome = Array.from(twoArms.visit.codes, (code) => oracle.times[code]!);
    expect(randomCoefficients({ ...twoArms, outcome }).slopes[0]!.p).toEqual({
      notEstimable: 'no-variation',
    });
    const few = Array.from(twoArms.outcome, (value, row) => (row < 2 ? value : Number.NaN));
    expect(randomCoefficients({ ...twoArms, outcome: few }).logLikelihood).toEqual({
      notEstimable: 'too-few-observations',
    });
  });

  it('fits a single arm without differences', () => {
    const group = { levels: ['all'], codes: twoArms.group.codes.map(() => 0) };
    const result = randomCoefficients({ ...twoArms, group, reference: null });
    expect([result.slopes.length, result.slopeDifferences.length, result.equalSlopes]).toEqual([1, 0, null]);
  });

  it.each([
    ['a visit without a time', { visitTimes: [0, 4, null, 12, 24] }, {}],
    ['two visits at one time', { visitTimes: [0, 4, 4, 12, 24] }, {}],
    ['a reference that is no arm', { reference: 'other' }, {}],
    ['lists of different lengths', { baseline: [1] }, {}],
    ['Kenward-Roger with full likelihood', {}, { likelihood: 'full' as const }],
    ['unknown random coefficients', {}, { random: 'curve' as never }],
  ])('refuses %s', (_, change, options) => {
    expect(() => randomCoefficients({ ...twoArms, ...change }, options)).toThrow(MethodError);
  });
});

describe('the method random-coefficients', () => {
  const data = sampleData.longitudinal as LongitudinalData;
  const run = (options: object = {}, change: Partial<LongitudinalData> = {}) =>
    randomCoefficientsMethod.run({ ...data, ...change }, randomCoefficientsMethod.options.parse(options));

  it('gives slopes, their difference, means at visits and the test of equal slopes', () => {
    const { parts } = run();
    const [estimates, summary, test] = parts;
    const names = estimates?.kind === 'estimates' ? estimates.rows.map(({ statistic }) => statistic) : [];
    expect(names[0]).toBe('slope-difference');
    expect(names).toContain('mean-difference');
    expect(summary?.kind === 'summary' && summary.rows[0]).toMatchObject({ statistic: 'slope', term: null });
    expect(test?.kind === 'test' && test.rows[0]).toMatchObject({ term: 'equal slopes', df: 1 });
  });

  it('says that variances are on the edge, or that nothing was fitted', () => {
    const flat = data.outcome.map((value, cell) => (Number.isNaN(value) ? value : Math.sin(cell * cell)));
    expect(run({ random: 'intercept' }, { outcome: flat }).notices.map(({ code }) => code)).toContain(
      'random-coefficients/singular',
    );
    const one = { visits: data.visits.slice(0, 2) };
    const outcome = Float64Array.from({ length: data.subjects.length * 2 }, (_, cell) =>
      Math.sin(cell * cell),
    );
    expect(run({}, { ...one, outcome }).notices.map(({ code }) => code)).toContain(
      'random-coefficients/no-fit',
    );
  });
});

describe('random coefficients of random trials against lme4 as it comes', () => {
  interface Trial {
    name: string;
    random: 'intercept' | 'intercept-and-slope';
    likelihood: 'restricted' | 'full';
    times: number[];
    subject: number[];
    visit: number[];
    arm: number[];
    outcome: number[];
    singular: boolean;
    expected: {
      logLikelihood: number;
      residualVariance: number;
      estimate: number;
      standardError: number;
      satterthwaite: number;
      adjusted?: number;
      kenwardRoger?: number;
    };
  }
  const trials = readOracle<never, never>('random-coefficients/random-trials.json') as unknown as {
    tolerance: number;
    cases: Trial[];
  };

  it('has trials inside and on the edge', () => {
    expect(new Set(trials.cases.map(({ singular }) => singular)).size).toBe(2);
  });

  it.each(trials.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const { tolerance } = trials;
    const rows: Coded = {
      subject: one.subject,
      visit: { levels: one.times.map(String), codes: Int32Array.from(one.visit) },
      outcome: one.outcome,
      group: { levels: ['placebo', 'active'], codes: Int32Array.from(one.arm) },
      reference: 'placebo',
      visitTimes: one.times,
    };
    const { random, likelihood, expected } = one;
    const result = randomCoefficients(rows, { random, likelihood, degreesOfFreedom: 'satterthwaite' });
    expect([result.status, result.singular]).toEqual(['converged', one.singular]);
    // As high as lme4 or higher.
    expect(result.logLikelihood as number).toBeGreaterThan(expected.logLikelihood - 1e-8);
    expectClose(result.logLikelihood, expected.logLikelihood, 1e-8);
    expectClose(result.residualVariance, expected.residualVariance, tolerance);
    const [own] = result.slopeDifferences;
    expectClose(own!.estimate, expected.estimate, tolerance);
    expectClose(own!.standardError, expected.standardError, tolerance);
    expectClose(own!.df, expected.satterthwaite, tolerance, 'Satterthwaite');
    if (expected.adjusted === undefined) return;
    const [adjusted] = randomCoefficients(rows, { random, information: 'expected' }).slopeDifferences;
    expectClose(adjusted!.standardError, expected.adjusted, tolerance);
    expectClose(adjusted!.df, expected.kenwardRoger!, tolerance, 'Kenward-Roger');
  });
});

it('random coefficients lose no digits where time starts long ago', () => {
  const times = oracle.times.map((time) => time + 1e6);
  const own = randomCoefficients(twoArms);
  const moved = randomCoefficients({ ...twoArms, visitTimes: times });
  expect(moved.status).toBe('converged');
  expectClose(moved.slopeDifferences[0]!.estimate, own.slopeDifferences[0]!.estimate as number, 1e-9);
  expectClose(moved.slopeDifferences[0]!.df, own.slopeDifferences[0]!.df as number, 1e-8);
  expectClose(moved.slopeVariance, own.slopeVariance as number, 1e-8);
  expectClose(moved.logLikelihood, own.logLikelihood as number, 1e-9);
  moved.subjectEffects.forEach(({ intercept, slope }, index) => {
    // The same line, read at the first visit.
    const there = own.subjectEffects[index]!;
    expect(intercept + 1e6 * slope).toBeCloseTo(there.intercept, 5);
    expectClose(slope, there.slope, 1e-6);
  });
});
