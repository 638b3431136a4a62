import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Factor } from '../../../src/core/analysis-data.js';
import { Xoshiro256 } from '../../../src/math/random/xoshiro256.js';
import { generalisedEstimatingEquationsMethod } from '../../../src/outcomes/longitudinal/generalised-estimating-equations/definition.js';
import {
  generalisedEstimatingEquations,
  type MarginalOptions,
  type MarginalRows,
} from '../../../src/outcomes/longitudinal/generalised-estimating-equations/generalised-estimating-equations.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, readOracle } from '../oracle-cases.js';

/** Rows whose names are coded, so that a test can turn them. */
type Coded = MarginalRows & { readonly group: Factor };

type Outcome = 'number' | 'yes' | 'count';
const path = 'generalised-estimating-equations/geepack.json';
const oracle = readOracle<{ outcome: Outcome }, MarginalOptions>(path);
const { data } = JSON.parse(readFileSync(new URL(`../../oracles/${path}`, import.meta.url), 'utf8')) as {
  data: Record<'subject' | 'visit' | 'arm' | 'base' | Outcome, number[]>;
};
const visit = { levels: ['1', '2', '3', '4'], codes: Int32Array.from(data.visit) };
const one = { levels: ['all'], codes: new Int32Array(data.arm.length) };
/** R's ~ arm + visit + base with the visit as a number: all as covariates. */
const rowsOf = (outcome: Outcome): Coded => ({
  subject: data.subject,
  visit,
  outcome: data[outcome],
  group: one,
  reference: null,
  covariates: [
    { name: 'arm', values: Float64Array.from(data.arm) },
    { name: 'time', values: Float64Array.from(data.visit) },
    { name: 'base', values: Float64Array.from(data.base) },
  ],
});
const model = ['arm', 'time', 'base'];
const armRows: Coded = {
  ...rowsOf('number'),
  group: { levels: ['active', 'control'], codes: Int32Array.from(data.arm, (arm) => 1 - arm) },
  reference: 'control',
  baseline: data.base,
  covariates: [],
};

describe('generalised estimating equations', () => {
  it.each(oracle.cases)('$name', ({ input, options, expected }) => {
    const result = generalisedEstimatingEquations(rowsOf(input.outcome), { ...options, model });
    expect(result.status).toBe('converged');
    const coefficients = expected.coefficients as number[];
    // Covariates are centred, which moves the intercept alone.
    for (const [place, name] of model.entries()) {
      const row = result.coefficients.find((each) => each.name === name);
      expectClose(row?.estimate, coefficients[place + 1]!, 1e-8, name);
      expectClose(
        row?.standardError,
        (expected.standardErrors as number[])[place + 1]!,
        1e-8,
        `${name} error`,
      );
    }
    expectClose(result.dispersion, expected.dispersion as number, 1e-8, 'dispersion');
    for (const value of expected.correlation as number[]) {
      expect(Math.abs(result.correlation[0]![1]! - value)).toBeLessThan(1e-9);
    }
    for (const [variance, figure] of [
      ['model', 'model'],
      ['mancl-derouen', 'manclDeRouen'],
    ] as const) {
      if (expected[figure] === undefined) continue;
      const other = generalisedEstimatingEquations(rowsOf(input.outcome), { ...options, model, variance });
      other.coefficients.forEach(({ name, standardError }) => {
        const place = model.indexOf(name) + 1;
        if (place > 0) expectClose(standardError, (expected[figure] as number[])[place]!, 1e-8, variance);
      });
    }
  });

  it('turns with the arms, and averages its visits', () => {
    const plain = generalisedEstimatingEquations(armRows);
    const turned = generalisedEstimatingEquations({ ...armRows, reference: 'active' });
    plain.differences.forEach((row, place) => {
      expect(turned.differences[place]!.estimate).toBeCloseTo(-(row.estimate as number), 9);
      expect(turned.differences[place]!.p).toBeCloseTo(row.p as number, 9);
    });
    const visits = plain.differences.filter((row) => row.visit !== null);
    const mean = visits.reduce((sum, row) => sum + (row.estimate as number) / visits.length, 0);
    expect(plain.differences.at(-1)).toMatchObject({ visit: null });
    expect(plain.differences.at(-1)!.estimate).toBeCloseTo(mean, 10);
    // The Wald test of the arms is the square of the averaged difference.
    const [arms] = plain.tests.filter(({ term }) => term === 'group');
    expect(arms!.chiSquare).toBeCloseTo((plain.differences.at(-1)!.statistic as number) ** 2, 8);
  });

  it('does not depend on the order of rows', () => {
    const order = new Xoshiro256(3).shuffled(data.arm.map((_, row) => row));
    const mixed = {
      ...armRows,
      subject: order.map((row) => data.subject[row]!),
      visit: { ...visit, codes: Int32Array.from(order, (row) => visit.codes[row]!) },
      outcome: order.map((row) => data.number[row]!),
      group: { ...armRows.group, codes: Int32Array.from(order, (row) => armRows.group.codes[row]!) },
      baseline: order.map((row) => data.base[row]!),
    };
    const [plain, other] = [armRows, mixed].map((rows) => generalisedEstimatingEquations(rows).differences);
    plain!.forEach((row, place) => {
      expect(other![place]!.estimate).toBeCloseTo(row.estimate as number, 9);
      expect(other![place]!.standardError).toBeCloseTo(row.standardError as number, 9);
    });
  });

  it('with two visits, exchangeable and unstructured correlations are one', () => {
    const early = data.visit.map((code, row) => (code < 2 ? data.yes[row]! : Number.NaN));
    const solve = (correlation: 'exchangeable' | 'unstructured' | 'autoregressive') =>
      generalisedEstimatingEquations({ ...armRows, outcome: early }, { family: 'binomial', correlation });
    const [a, b, c] = [solve('exchangeable'), solve('unstructured'), solve('autoregressive')];
    a.differences.forEach((row, place) => {
      expect(b.differences[place]!.estimate).toBeCloseTo(row.estimate as number, 8);
      expect(c.differences[place]!.standardError).toBeCloseTo(row.standardError as number, 8);
    });
  });

  it('gives risk differences and risk ratios through its link', () => {
    const yes = { ...armRows, outcome: data.yes };
    const { baseline: _, ...bare } = yes;
    const last = {
      ...bare,
      outcome: data.yes.map((value, row) => (data.visit[row] === 3 ? value : Number.NaN)),
    };
    const difference = generalisedEstimatingEquations(last, { family: 'binomial', link: 'identity' });
    const ratio = generalisedEstimatingEquations(last, { family: 'binomial', link: 'log' });
    const shares = [1, 0].map((arm) => {
      const rows = data.yes.filter((_, row) => data.visit[row] === 3 && data.arm[row] === arm);
      return rows.reduce((sum, value) => sum + value, 0) / rows.length;
    });
    expect(difference.differences[0]!.estimate).toBeCloseTo(shares[0]! - shares[1]!, 10);
    expect(ratio.differences[0]!.estimate).toBeCloseTo(Math.log(shares[0]! / shares[1]!), 9);
  });

  it('says what does not exist', () => {
    const separated = generalisedEstimatingEquations(
      { ...armRows, outcome: data.arm },
      { family: 'binomial', model: ['group'] },
    );
    expect(separated.differences[0]!.estimate).toEqual({ notEstimable: 'separated' });
    const constant = generalisedEstimatingEquations({ ...armRows, outcome: data.arm.map(() => 2) });
    expect(constant.status).toBe('no-variation');
    const copy = generalisedEstimatingEquations({
      ...armRows,
      covariates: [{ name: 'again', values: Float64Array.from(data.base, (value) => 2 * value) }],
    });
    expect(copy.collinear).toHaveLength(1);
    expect(copy.differences[0]!.estimate).toBeTypeOf('number');
  });

  it('refuses what it cannot use', () => {
    expect(() => generalisedEstimatingEquations({ ...armRows, outcome: [1] })).toThrow(/length/);
    expect(() => generalisedEstimatingEquations(armRows, { family: 'binomial' })).toThrow(/outcome\[0\]/);
    expect(() => generalisedEstimatingEquations({ ...armRows, reference: 'nobody' })).toThrow(/reference/);
    expect(() => generalisedEstimatingEquations(armRows, { model: ['grup'] })).toThrow(/grup/);
    expect(() =>
      generalisedEstimatingEquations({
        ...armRows,
        visit: { ...visit, codes: new Int32Array(data.arm.length) },
      }),
    ).toThrow(/two rows/);
  });

  it('in a plan, gives differences by visit for numbers and odds ratios for yes or no', () => {
    const { longitudinal } = sampleData;
    const run = (sample: typeof longitudinal, extra: object = {}) =>
      generalisedEstimatingEquationsMethod.run(
        sample,
        generalisedEstimatingEquationsMethod.options.parse(extra),
      );
    const [numbers] = run(longitudinal).parts;
    if (numbers?.kind !== 'estimates') throw new Error('expected estimates');
    expect(numbers.rows.map(({ term }) => term)).toEqual(['week 4', 'week 12', 'week 24', 'all visits']);
    const yes = {
      ...longitudinal,
      outcomeIs: 'yes-no' as const,
      outcome: longitudinal.outcome.map((value) => (Number.isNaN(value) ? value : value < 0 ? 1 : 0)),
      unit: null,
    };
    expect(run(yes).parts[0]).toMatchObject({
      rows: [{ statistic: 'odds-ratio', scale: 'log' }, {}, {}, {}],
    });
    expect(run(yes, { link: 'identity' }).parts[0]).toMatchObject({
      rows: [{ statistic: 'risk-difference' }, {}, {}, {}],
    });
    expect(() => run(longitudinal, { link: 'logit' })).toThrow(/measured/);
  });
});
