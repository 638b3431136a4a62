import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { LongitudinalData } from '../../../src/core/analysis-data.js';
import { MethodError } from '../../../src/core/errors.js';
import { factor } from '../../../src/math/columns/factor.js';
import { Xoshiro256 } from '../../../src/math/random/xoshiro256.js';
import { ancova } from '../../../src/outcomes/continuous/ancova/ancova.js';
import { multipleImputationMethod } from '../../../src/outcomes/missing-data/multiple-imputation/definition.js';
import {
  type MultipleImputationOptions,
  multipleImputation,
} from '../../../src/outcomes/missing-data/multiple-imputation/multiple-imputation.js';
import { poolRubin } from '../../../src/outcomes/missing-data/pool-rubin.js';
import { standardisedDifferences } from '../../../src/outcomes/missing-data/standardised-differences.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';

interface Expected {
  m: number;
  estimate: number;
  between: number;
  within: number;
  withinDeviation: number;
}
interface MiceCase {
  name: string;
  outcome: (number | null)[];
  outcomeIs: 'number' | 'yes-no';
  byArm: boolean;
  model: 'normal' | 'predictive-mean-matching';
  expected: Expected;
}
const mice = JSON.parse(
  readFileSync(new URL('../../oracles/multiple-imputation/mice.json', import.meta.url), 'utf8'),
) as {
  tolerance: number;
  input: { codes: number[]; baseline: number[] };
  cases: MiceCase[];
  monotoneLimit: number;
};
const pools = readOracle<
  { estimates: number[]; standardErrors: number[] },
  { completeDf?: number; [none: string]: unknown }
>('multiple-imputation/pool.json');

const dataOf = (one: MiceCase): LongitudinalData => ({
  kind: 'longitudinal',
  subjects: mice.input.codes.map((_, index) => `${index + 1}`),
  visits: ['week 4', 'week 12', 'week 24'].map((name) => ({ name, time: null })),
  outcomeIs: one.outcomeIs,
  outcome: Float64Array.from(one.outcome, (value) => value ?? Number.NaN),
  baseline: Float64Array.from(mice.input.baseline),
  group: { levels: ['tocilizumab', 'placebo'], codes: Int32Array.from(mice.input.codes) },
  reference: 'placebo',
  covariates: [],
  outcomeLabel: 'DAS28',
  unit: 'points',
});
const gapsCase = mice.cases[1]!;
const gaps = dataOf(gapsCase);
const monotone = dataOf(mice.cases[0]!);
const yesNo = dataOf(mice.cases[3]!);

describe("Rubin's rules against mice", () => {
  it.each(pools.cases.map((one) => [one.name, one] as const))('%s', (_, { input, options, expected }) => {
    const completeDf = typeof options.completeDf === 'number' ? options.completeDf : null;
    const pooled = poolRubin(input.estimates, input.standardErrors, { completeDf });
    expect(expectFigures(pooled, expected, pools.tolerance)).toBe(8);
  });

  it('with imputations that agree is the complete analysis', () => {
    const pooled = poolRubin([1.1, 1.1, 1.1], [0.3, 0.3, 0.3], { completeDf: 20 });
    expect(pooled.estimate).toBe(1.1);
    expectClose(pooled.standardError, 0.3, 1e-15);
    expect([pooled.df, pooled.lambda, pooled.fractionMissing, pooled.relativeIncrease]).toEqual([
      20, 0, 0, 0,
    ]);
    expect(poolRubin([1, 1], [0, 0]).standardError).toEqual({ notEstimable: 'no-variation' });
    expect(poolRubin([1, 2], [0, 0]).relativeIncrease).toEqual({ notEstimable: 'no-variation' });
  });

  it.each([2 ** 1000, 2 ** -1000])('pools estimates of any size alike: %d', (unit) => {
    const [estimates, errors] = [
      [1, 2, 4],
      [0.5, 0.25, 1],
    ];
    const here = poolRubin(estimates!, errors!);
    const there = poolRubin(
      estimates!.map((value) => unit * value),
      errors!.map((value) => unit * value),
    );
    expect(there.estimate).toBe(unit * here.estimate);
    expect(there.standardError).toBe(unit * (here.standardError as number));
    expect([there.df, there.lambda, there.relativeIncrease]).toEqual([
      here.df,
      here.lambda,
      here.relativeIncrease,
    ]);
    if (unit > 1) expect(there.withinVariance).toEqual({ notEstimable: 'overflow' });
  });

  it('refuses what cannot be pooled', () => {
    expect(() => poolRubin([1], [1])).toThrow(MethodError);
    expect(() => poolRubin([1, 2], [1])).toThrow(MethodError);
    expect(() => poolRubin([1, Number.NaN], [1, 1])).toThrow(MethodError);
    expect(() => poolRubin([1, 2], [1, -1])).toThrow(MethodError);
    expect(() => poolRubin([1, 2], [1, 1], { completeDf: 0 })).toThrow(MethodError);
  });
});

/** Distance from mice in standard errors of the two Monte-Carlo runs: of the estimate, and of both variances. */
function distances(data: LongitudinalData, options: MultipleImputationOptions, expected: Expected) {
  const { pooled } = multipleImputation(data, options).differences[0]!;
  const m = pooled!.imputations;
  const share = 1 / m + 1 / expected.m;
  return {
    estimate: Math.abs(pooled!.estimate - expected.estimate) / Math.sqrt(expected.between * share),
    between: Math.abs((pooled!.betweenVariance as number) / expected.between - 1) / Math.sqrt(2 * share),
    within:
      Math.abs((pooled!.withinVariance as number) - expected.within) /
      (expected.withinDeviation * Math.sqrt(share)),
  };
}

describe('multiple imputation against mice, within Monte-Carlo error', () => {
  it.each(mice.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const { byArm, model } = one;
    const found = distances(dataOf(one), { byArm, model, imputations: 200, seed: 7 }, one.expected);
    for (const value of Object.values(found)) expect(value).toBeLessThan(mice.tolerance);
  });

  it('draws the same by data augmentation and monotone regressions', () => {
    const options = { scheme: 'monotone', imputations: 200, between: 10, burnIn: 50, seed: 3 } as const;
    const found = distances(gaps, { ...options, byArm: true }, gapsCase.expected);
    for (const value of Object.values(found)) expect(value).toBeLessThan(mice.tolerance);
    const ordered = distances(monotone, { ...options, byArm: false }, mice.cases[0]!.expected);
    for (const value of Object.values(ordered)) expect(value).toBeLessThan(mice.tolerance);
  });
});

describe('standardised risk differences against glm', () => {
  const oracleOf = JSON.parse(
    readFileSync(new URL('../../oracles/multiple-imputation/standardised.json', import.meta.url), 'utf8'),
  ) as {
    tolerance: number;
    input: { outcome: number[]; codes: number[]; baseline: number[]; age: number[] };
    cases: { name: string; expected: Record<string, number> }[];
  };
  const { outcome, codes, baseline, age } = oracleOf.input;
  const analyse = standardisedDifferences(
    'multiple-imputation',
    codes,
    [0, 1],
    [
      { name: 'baseline', values: Float64Array.from(baseline) },
      { name: 'AGE', values: Float64Array.from(age) },
    ],
  );

  it('of two arms, the same again from a warm start', () => {
    for (const found of [analyse(Float64Array.from(outcome)), analyse(Float64Array.from(outcome))]) {
      oracleOf.cases.forEach(({ expected }, index) => {
        expect(expectFigures(found[index]!, expected, oracleOf.tolerance)).toBe(2);
      });
    }
  });

  it('says where an arm has no event', () => {
    const none = Float64Array.from(outcome, (value, row) => (codes[row] === 0 ? 0 : value));
    expect(analyse(none)[0]!.estimate).toEqual({ notEstimable: 'separated' });
  });
});

describe('multiple imputation laws', () => {
  const observedOnly = (data: LongitudinalData): LongitudinalData => ({
    ...data,
    outcome: multipleImputation(data, { imputations: 2 }).completed[0]!,
  });

  it('without missing values is the complete-data analysis', () => {
    const full = observedOnly(gaps);
    const reference = ancova({
      outcome: Float64Array.from(gaps.group.codes, (_, subject) => full.outcome[subject * 3 + 2]!),
      group: full.group,
      reference: 'placebo',
      covariates: [{ name: 'baseline', values: full.baseline! }],
    });
    for (const scheme of ['chained-equations', 'monotone'] as const) {
      const row = multipleImputation(full, { scheme, imputations: 5 }).differences[0]!;
      const expected = reference.differences[0]!;
      for (const figure of ['estimate', 'standardError', 'lower', 'upper', 'p'] as const) {
        expectClose(row[figure], expected[figure] as number, 1e-12, figure);
      }
      expect(row.df).toBe(reference.df);
      expect(row.pooled!.betweenVariance).toBe(0);
    }
  });

  it('approaches the analysis of conditional means as imputations grow', () => {
    const options = { scheme: 'monotone', byArm: false, imputations: 1500, seed: 5 } as const;
    const { pooled } = multipleImputation(monotone, options).differences[0]!;
    const error = Math.sqrt((pooled!.betweenVariance as number) / 1500);
    expect(Math.abs(pooled!.estimate - mice.monotoneLimit)).toBeLessThan(4 * error);
    expect(error).toBeLessThan(0.01);
  });

  it('is unbiased where values are missing completely at random', () => {
    const random = new Xoshiro256(99);
    let sum = 0;
    let squares = 0;
    const trials = 60;
    for (let trial = 0; trial < trials; trial += 1) {
      const outcome = Float64Array.from({ length: 60 * 2 }, () => 0);
      for (let subject = 0; subject < 60; subject += 1) {
        const own = random.normal();
        outcome[2 * subject] = own + random.normal();
        const late = own + (subject % 2 === 0 ? -1 : 0) + random.normal();
        outcome[2 * subject + 1] = random.uniform() < 0.3 ? Number.NaN : late;
      }
      const { baseline: _, ...rest } = gaps;
      const data: LongitudinalData = {
        ...rest,
        visits: gaps.visits.slice(1),
        outcome,
        group: {
          levels: gaps.group.levels,
          codes: Int32Array.from({ length: 60 }, (__, index) => index % 2),
        },
      };
      const { estimate } = multipleImputation(data, { imputations: 10, cycles: 1, seed: trial })
        .differences[0]!;
      sum += estimate as number;
      squares += (estimate as number) ** 2;
    }
    const mean = sum / trials;
    const error = Math.sqrt((squares / trials - mean ** 2) / trials);
    expect(Math.abs(mean + 1)).toBeLessThan(4 * error);
    expect(error).toBeLessThan(0.06);
  });

  it('gives the same bits for a seed, others for another, and the first imputations however many follow', () => {
    const short = multipleImputation(gaps, { imputations: 4, seed: 8 });
    const long = multipleImputation(gaps, { imputations: 9, seed: 8 });
    expect(long.completed.slice(0, 4)).toEqual(short.completed);
    expect(multipleImputation(gaps, { imputations: 4, seed: 9 }).completed[0]).not.toEqual(
      short.completed[0],
    );
    for (const scheme of ['chained-equations', 'monotone'] as const) {
      const one = multipleImputation(gaps, { scheme, imputations: 3 });
      expect(multipleImputation(gaps, { scheme, imputations: 3 })).toEqual(one);
    }
  });

  it('keeps observed values, fills all others, and leaves its input alone', () => {
    const before = structuredClone(gaps);
    for (const data of [gaps, yesNo]) {
      for (const outcome of multipleImputation(data, { imputations: 3 }).completed) {
        outcome.forEach((value, cell) => {
          const seen = data.outcome[cell]!;
          if (!Number.isNaN(seen)) expect(value).toBe(seen);
          else if (data.outcomeIs === 'yes-no') expect([0, 1]).toContain(value);
          else expect(Number.isFinite(value)).toBe(true);
        });
      }
    }
    expect(gaps).toEqual(before);
  });

  it('draws matches from observed values only', () => {
    const seen = new Set(gaps.outcome);
    const { completed } = multipleImputation(gaps, { model: 'predictive-mean-matching', imputations: 3 });
    for (const outcome of completed) for (const value of outcome) expect(matches(seen, value)).toBe(true);
  });

  it('flips its sign when the arms change places', () => {
    const there = multipleImputation(gaps, { imputations: 5 }).differences[0]!;
    const back = multipleImputation({ ...gaps, reference: 'tocilizumab' }, { imputations: 5 })
      .differences[0]!;
    expectClose(back.estimate, -(there.estimate as number), 1e-12);
    expectClose(back.standardError, there.standardError as number, 1e-12);
  });
});

/** Whether a value is one of those observed, up to the centring of the imputation model. */
function matches(seen: ReadonlySet<number>, value: number): boolean {
  return seen.has(value) || [...seen].some((one) => Math.abs(one - value) < 1e-12);
}

describe('multiple imputation edges', () => {
  it('standardises risks over the baseline', () => {
    const plain = multipleImputation(yesNo, { imputations: 50 }).differences[0]!;
    const standardised = multipleImputation(yesNo, { imputations: 50, contrast: 'standardised' })
      .differences[0]!;
    expect(Math.abs((plain.estimate as number) - (standardised.estimate as number))).toBeLessThan(0.05);
    expect(standardised.standardError as number).toBeLessThan(plain.standardError as number);
  });

  it('says that clusters are not taken into account', () => {
    const cluster = { levels: ['a', 'b'], codes: gaps.group.codes };
    const options = multipleImputationMethod.options.parse({ imputations: 2 });
    const codes = multipleImputationMethod.run({ ...gaps, cluster }, options).notices.map(({ code }) => code);
    expect(codes).toContain('multiple-imputation/cluster-not-used');
    expect(multipleImputationMethod.run(gaps, options).notices).toEqual([]);
  });

  it('imputes few events where an arm had none', () => {
    const { baseline: _, ...bare } = yesNo;
    const single: LongitudinalData = {
      ...bare,
      visits: bare.visits.slice(2),
      outcome: Float64Array.from({ length: 80 }, (__, subject) => {
        if (subject % 8 < 2) return Number.NaN;
        return bare.group.codes[subject] === 0 || subject % 5 === 0 ? 0 : 1;
      }),
    };
    const { armMeans, completed } = multipleImputation(single, { imputations: 400 });
    const imputed = completed.map(
      (outcome) => outcome.filter((value, row) => value === 1 && single.group.codes[row] === 0).length,
    );
    // Ten missing of forty; the drawn log odds lie about -4.1 with standard deviation 1.4.
    expect(armMeans[0]).toBeGreaterThan(0);
    expect(armMeans[0]).toBeLessThan(0.02);
    expect(imputed.filter((count) => count > 5).length).toBeLessThan(20);
    const constant = { ...yesNo, outcome: yesNo.outcome.map((value, cell) => (cell % 3 === 0 ? 1 : value)) };
    const output = multipleImputation(constant, { imputations: 20 });
    expect(output.steadied).toBe(0);
    expect(typeof output.differences[0]!.estimate).toBe('number');
  });

  it('says where nothing was observed', () => {
    const outcome = gaps.outcome.map((value, cell) =>
      cell % 3 === 1 && gaps.group.codes[(cell - 1) / 3] === 0 ? Number.NaN : value,
    );
    expect(() => multipleImputation({ ...gaps, outcome })).toThrow(
      /no observed value in arm "tocilizumab" at visit "week 12"/,
    );
  });

  it('says where too few were observed', () => {
    const outcome = gaps.outcome.map((value, cell) =>
      cell % 3 === 1 && gaps.group.codes[(cell - 1) / 3] === 0 && cell > 12 ? Number.NaN : value,
    );
    expect(() => multipleImputation({ ...gaps, outcome })).toThrow(
      new RegExp(`^multiple-imputation.*too few observed values at visit "${gaps.visits[1]!.name}"`),
    );
    const together = multipleImputation({ ...gaps, outcome }, { byArm: false, imputations: 3 });
    expect(typeof together.differences[0]!.estimate).toBe('number');
  });

  it('types a covariance of the visits that becomes singular along the chain', () => {
    const o = Number.NaN;
    const outcome = [1, 2, 2, o, 2, o, o, o, o, o, 0, 1, o, 0, 1, 1, 2, 2, 0, 0, 1, 2, 2, 2];
    const data = {
      visits: [0, 1, 2].map((time) => ({ name: `Week ${time}`, time })),
      outcomeIs: 'number' as const,
      outcome: Float64Array.from(outcome),
      baseline: Float64Array.from([0, 1, 0, 1, 0, 0, 0, 0]),
      group: factor(['b', 'a', 'b', 'a', 'a', 'a', 'a', 'a'], ['a', 'b']),
      reference: 'a',
      covariates: [],
    };
    expect(() =>
      multipleImputation(data, { imputations: 3, scheme: 'monotone', burnIn: 5, between: 3 }),
    ).toThrow(/arm "a".*covariance is singular.*chained-equations/);
  });

  it('steadies regressions on visits that repeat one another, and says so', () => {
    const outcome = gaps.outcome.map((value, cell) =>
      cell % 3 === 1 && !Number.isNaN(gaps.outcome[cell - 1]!) ? gaps.outcome[cell - 1]! : value,
    );
    const data = { ...gaps, outcome };
    const output = multipleImputationMethod.run(
      data,
      multipleImputationMethod.options.parse({ imputations: 3 }),
    );
    expect(output.notices.map(({ code }) => code)).toContain('multiple-imputation/steadied');
  });

  it('refuses gaps of yes-no outcomes under the monotone scheme, and bad options', () => {
    const outcome = yesNo.outcome.slice();
    outcome[0] = Number.NaN;
    expect(() => multipleImputation({ ...yesNo, outcome }, { scheme: 'monotone' })).toThrow(
      /Use scheme chained-equations/,
    );
    expect(() => multipleImputation(gaps, { imputations: 1 })).toThrow(MethodError);
    expect(() => multipleImputation(gaps, { cycles: 0 })).toThrow(MethodError);
    expect(() => multipleImputation(gaps, { seed: -1 })).toThrow(MethodError);
    expect(() => multipleImputation(gaps, { visit: 'week 1' })).toThrow(MethodError);
    expect(() => multipleImputation(gaps, { level: 1 })).toThrow(MethodError);
  });

  it('has several arms, missing baselines and the yes-no scheme in order', () => {
    const three = {
      ...gaps,
      group: {
        levels: ['8 mg/kg', '4 mg/kg', 'placebo'],
        codes: gaps.group.codes.map((code, index) => (code === 1 ? 2 : index % 4 === 0 ? 0 : 1)),
      },
      baseline: gaps.baseline!.map((value, index) => (index % 9 === 0 ? Number.NaN : value)),
    };
    const output = multipleImputationMethod.run(
      three,
      multipleImputationMethod.options.parse({ imputations: 5 }),
    );
    const [estimates] = output.parts;
    expect(estimates!.kind === 'estimates' && estimates!.rows.map(({ term }) => term)).toEqual([
      '8 mg/kg',
      '4 mg/kg',
    ]);
    expect(output.notices.map(({ code }) => code)).toContain('multiple-imputation/mean-baseline');
    const ordered = multipleImputation(yesNo, { scheme: 'monotone', imputations: 20 }).differences[0]!;
    expect(typeof ordered.estimate).toBe('number');
  });
});
