import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SurvivalData } from '../../src/core/analysis-data.js';
import { criticalZ } from '../../src/math/distributions/normal.js';
import { coefficientsOverTime } from '../../src/survival/cox/coefficients-over-time.js';
import { coxConcordance } from '../../src/survival/cox/concordance.js';
import { cox } from '../../src/survival/cox/cox.js';
import { coxResiduals } from '../../src/survival/cox/cox-residuals.js';
import { coxMethod } from '../../src/survival/cox/definition.js';
import { type CoxInput, type CoxOptions, fitCoxModel } from '../../src/survival/cox/fit-cox-model.js';
import { predictCoxCurve } from '../../src/survival/cox/predicted-curve.js';
import { generateCoxRows } from './cox-rows.js';
import { expectClose, readOracle } from './oracle.js';

interface PenalisedCase {
  readonly name: string;
  readonly input: { time: number[]; event: number[]; entry: number[]; x: number[][] };
  readonly options: { readonly ties: 'efron' | 'breslow' | 'exact'; readonly penalty: 'none' | 'firth' };
  readonly expected: {
    readonly coefficients: number[];
    readonly standardErrors: number[];
    readonly lower: number[];
    readonly upper: number[];
    readonly z: number[];
    readonly logLikelihood: number;
    readonly penalisedLogLikelihood: number;
    readonly likelihoodRatio: number;
  };
}

describe('cox with penalties and profile limits against 60 digits', () => {
  const oracle = readOracle<PenalisedCase>('cox', 'penalised');
  for (const { name, input, options, expected } of oracle.cases) {
    it(name, () => {
      const { x, entry, ...times } = input;
      const result = cox(
        {
          ...times,
          ...(entry.some((value) => value > 0) ? { entry } : {}),
          covariates: x[0]!.map((_, column) => ({
            name: `x${column}`,
            values: x.map((row) => row[column]!),
          })),
        },
        { ...options, interval: 'profile' },
      );
      expect(result.status).toBe('converged');
      result.coefficients.forEach((row, column) => {
        expectClose(row.logHazardRatio, expected.coefficients[column]!, oracle.tolerance, 'coefficient');
        expectClose(row.standardError, expected.standardErrors[column]!, oracle.tolerance, 'error');
        expectClose(row.logLower, expected.lower[column]!, oracle.tolerance, 'lower');
        expectClose(row.logUpper, expected.upper[column]!, oracle.tolerance, 'upper');
        expectClose(row.z, expected.z[column]!, oracle.tolerance, 'z');
      });
      expectClose(result.logLikelihood, expected.logLikelihood, oracle.tolerance);
      expectClose(result.penalisedLogLikelihood, expected.penalisedLogLikelihood, oracle.tolerance);
      expectClose(result.likelihoodRatioTest.chiSquare, expected.likelihoodRatio, 1e-9);
    });
  }
});

interface OptionCase {
  readonly name: string;
  readonly generate: { readonly n: number; readonly seed: number };
  readonly options: {
    readonly ties: 'efron' | 'breslow' | 'exact';
    readonly entry: boolean;
    readonly strata: boolean;
    readonly offset: boolean;
    readonly ridge: number | null;
  };
  readonly expected: {
    readonly coefficients: number[];
    readonly covariance: number[][];
    readonly logLikelihood: number;
    readonly nullLogLikelihood: number;
    readonly score: number | null;
  };
}

describe('cox with exact ties, offset and ridge against R survival', () => {
  const oracle = readOracle<OptionCase>('cox', 'options');
  for (const { name, generate, options, expected } of oracle.cases) {
    it(name, () => {
      const rows = generateCoxRows(generate.n, generate.seed);
      const { treatment, age, marker } = rows;
      const result = cox(
        {
          time: rows.time,
          event: rows.event,
          covariates: options.offset ? { treatment, marker } : { treatment, age, marker },
          ...(options.offset ? { offset: age.map((value) => 0.02 * value) } : {}),
          ...(options.entry ? { entry: rows.entry } : {}),
          ...(options.strata ? { strata: rows.strata } : {}),
        },
        {
          ties: options.ties,
          ...(options.ridge === null ? {} : { penalty: 'ridge' as const, ridge: options.ridge }),
        },
      );
      expected.coefficients.forEach((value, row) => {
        expectClose(result.coefficients[row]!.logHazardRatio, value, oracle.tolerance, 'coefficient');
        expected.covariance[row]!.forEach((entry, column) => {
          const size = Math.sqrt(expected.covariance[row]![row]! * expected.covariance[column]![column]!);
          expectClose(
            (result.covariance[row]![column] as number) / size,
            entry / size,
            oracle.tolerance,
            'covariance',
          );
        });
      });
      expectClose(result.logLikelihood, expected.logLikelihood, oracle.tolerance);
      expectClose(result.nullLogLikelihood, expected.nullLogLikelihood, oracle.tolerance);
      if (options.ridge === null) expectClose(result.scoreTest.chiSquare, expected.score!, oracle.tolerance);
      else expect(result.scoreTest.chiSquare).toEqual({ notEstimable: 'not-applicable' });
    });
  }
});

const tiny = { time: [9, 1, 1, 6, 6, 8], event: [1, 1, 0, 1, 1, 0], covariates: { x: [0, 1, 1, 1, 0, 0] } };

describe('cox options at the edges', () => {
  it('finds the monotone exact likelihood of a tiny case, with one profile limit', () => {
    const result = cox(tiny, { ties: 'exact', interval: 'profile' });
    expect(result.status).toBe('separated');
    expectClose(result.nullLogLikelihood, -3.58351893845611, 1e-14);
    expectClose(result.logLikelihood, Math.log(1 / 9), 1e-9);
    const row = result.coefficients[0]!;
    expect(row.logHazardRatio).toEqual({ notEstimable: 'separated' });
    expect(row.upper).toEqual({ notEstimable: 'separated' });
    // The log likelihood is 2 b - 2 log(3 (1 + exp b)), so the limit has a closed form.
    expectClose(row.logLower, -Math.log(Math.expm1(criticalZ(0.95) ** 2 / 4)), 1e-9);
    expectClose(row.lower, 1 / Math.expm1(criticalZ(0.95) ** 2 / 4), 1e-9);
    expectClose(result.likelihoodRatioTest.chiSquare, 2 * Math.log(4), 1e-9);
    expectClose(row.z, Math.sqrt(2 * Math.log(4)), 1e-9);
  });

  it('gives all tied events no weight when everyone at risk has one', () => {
    const result = cox(
      { time: [1, 1, 2, 2, 3], event: [1, 0, 1, 1, 1], covariates: { x: [0, 1, 2, 4, 3] } },
      { ties: 'exact' },
    );
    expect(result.nullLogLikelihood).toBeCloseTo(-Math.log(5) - Math.log(3), 12);
  });

  it('does not overflow with hundreds of tied events', () => {
    const n = 2000;
    const time = Array.from({ length: n }, (_, row) => 1 + (row % 2));
    const event = time.map((_, row) => (row % 3 === 0 ? 0 : 1));
    const x = time.map((_, row) => Math.sin(row) + (row % 3 === 0 ? 0.2 : 0));
    const exact = cox({ time, event, covariates: { x } }, { ties: 'exact' });
    expect(exact.status).toBe('converged');
    expect(exact.newtonDecrement as number).toBeLessThan(1e-9);
    expect(exact.coefficients[0]!.logHazardRatio as number).toBeLessThan(0);
  });

  it('equals the other rules where nothing is tied', () => {
    const rows = generateCoxRows(80, 5);
    const time = rows.time.map((value, row) => value + row / 1000);
    const input = { time, event: rows.event, covariates: { age: rows.age, marker: rows.marker } };
    const exact = cox(input, { ties: 'exact' });
    const efron = cox(input);
    exact.coefficients.forEach((row, index) => {
      expectClose(
        row.logHazardRatio,
        efron.coefficients[index]!.logHazardRatio as number,
        1e-12,
        'coefficient',
      );
    });
    expectClose(exact.logLikelihood, efron.logLikelihood as number, 1e-13);
  });

  it('keeps Firth estimates finite where an arm has no events, and shrinks with a growing ridge', () => {
    const rows = generateCoxRows(60, 7);
    const group = rows.treatment.map((value) => (value === 1 ? 'active' : 'control'));
    const event = rows.event.map((value, row) => (group[row] === 'active' ? 0 : value));
    const input: CoxInput = { time: rows.time, event, group, reference: 'control' };
    expect(cox(input).status).toBe('separated');
    const firth = cox(input, { penalty: 'firth' });
    expect(firth.status).toBe('converged');
    expect(firth.interval).toBe('profile');
    const row = firth.coefficients[0]!;
    expect(row.hazardRatio as number).toBeLessThan(1);
    expect(row.logLower as number).toBeLessThan(row.logHazardRatio as number);
    expect(row.logUpper as number).toBeGreaterThan(row.logHazardRatio as number);
    // The test of one coefficient alone is the likelihood-ratio test.
    expectClose(row.p, firth.likelihoodRatioTest.p as number, 1e-9);
    const sizes = [0.1, 1, 10, 100].map((ridge) =>
      Math.abs(cox(input, { penalty: 'ridge', ridge }).coefficients[0]!.logHazardRatio as number),
    );
    expect(sizes).toEqual([...sizes].sort((left, right) => right - left));
    expect(sizes[3]).toBeLessThan(0.1);
  });

  it('refuses what has no meaning', () => {
    const weight = [1, 1, 1, 1, 1, 2];
    const refused: [CoxInput, CoxOptions, RegExp][] = [
      [{ ...tiny, weight }, { ties: 'exact' }, /case weights/],
      [tiny, { ties: 'exact', variance: 'robust' }, /robust variance/],
      [tiny, { ties: 'exact', penalty: 'firth' }, /Firth/],
      [tiny, { variance: 'robust', interval: 'profile' }, /profile intervals/],
      [tiny, { variance: 'robust', penalty: 'firth' }, /firth penalty/],
      [tiny, { penalty: 'ridge', interval: 'profile' }, /ridge penalty/],
      [tiny, { penalty: 'ridge', ridge: 0 }, /"ridge"/],
      [{ ...tiny, offset: [1] }, {}, /"offset".*length/],
    ];
    for (const [input, options, message] of refused) expect(() => cox(input, options)).toThrow(message);
    const rows = generateCoxRows(60, 3);
    const exact = fitCoxModel(
      { time: rows.time, event: rows.event, covariates: { age: rows.age } },
      { ties: 'exact' },
    );
    expect(() => coxResiduals(exact)).toThrow(/discrete likelihood/);
    expect(() => coefficientsOverTime(exact)).toThrow(/discrete likelihood/);
    expect(() => predictCoxCurve(exact, { covariates: { age: 50 } })).toThrow(/discrete likelihood/);
    expect(typeof coxConcordance(exact).concordance).toBe('number');
  });
});

const rows = fc.array(
  fc.record({
    time: fc.integer({ min: 1, max: 6 }),
    event: fc.integer({ min: 0, max: 1 }),
    x: fc.integer({ min: -2, max: 2 }),
  }),
  { minLength: 6, maxLength: 14 },
);

describe('cox option laws', () => {
  it('sums over every set of tied events, written out', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const result = cox(
          {
            time: list.map((row) => row.time),
            event: list.map((row) => row.event),
            covariates: { x: list.map((row) => row.x) },
          },
          { ties: 'exact' },
        );
        fc.pre(result.status === 'converged' && typeof result.coefficients[0]!.logHazardRatio === 'number');
        const beta = result.coefficients[0]!.logHazardRatio as number;
        const likelihood = (b: number) => {
          let sum = 0;
          for (const now of new Set(list.filter((row) => row.event === 1).map((row) => row.time))) {
            const risk = list.filter((row) => row.time >= now).map((row) => Math.exp(b * row.x));
            const dead = list.filter((row) => row.time === now && row.event === 1);
            sum +=
              dead.reduce((total, row) => total + b * row.x, 0) - Math.log(sumOverSets(risk, dead.length));
          }
          return sum;
        };
        expectClose(result.logLikelihood, likelihood(beta), 1e-9);
        expect(likelihood(beta)).toBeGreaterThanOrEqual(likelihood(beta + 1e-4));
        expect(likelihood(beta)).toBeGreaterThanOrEqual(likelihood(beta - 1e-4));
      }),
      { numRuns: 60 },
    );
  });

  it('turns signs with x, scales with its unit and does not move with an offset that is constant', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom('firth', 'none'), (list, penalty) => {
        const base = { time: list.map((row) => row.time), event: list.map((row) => row.event) };
        const estimate = (factor: number, more = {}) =>
          cox(
            { ...base, covariates: { x: list.map((row) => factor * row.x) }, ...more },
            { penalty: penalty as 'firth', interval: 'profile' },
          );
        const one = estimate(1);
        fc.pre(one.status === 'converged' && typeof one.coefficients[0]!.logHazardRatio === 'number');
        const row = one.coefficients[0]!;
        const turned = estimate(-10, { offset: list.map(() => 3) }).coefficients[0]!;
        expect((turned.logHazardRatio as number) * -10).toBeCloseTo(row.logHazardRatio as number, 7);
        if (typeof row.logUpper === 'number') {
          expect((turned.logLower as number) * -10).toBeCloseTo(row.logUpper, 6);
          expect(row.logUpper).toBeGreaterThanOrEqual(row.logHazardRatio as number);
        }
      }),
      { numRuns: 40 },
    );
  });
});

function sumOverSets(values: readonly number[], size: number): number {
  if (size === 0) return 1;
  if (values.length < size) return 0;
  const [first, ...rest] = values;
  return first! * sumOverSets(rest, size - 1) + sumOverSets(rest, size);
}

describe('cox as a method', () => {
  const rows60 = generateCoxRows(200, 3);
  const data: SurvivalData = {
    kind: 'survival',
    time: Float64Array.from(rows60.time),
    event: Uint8Array.from(rows60.event),
    group: { levels: ['control', 'active'], codes: Int32Array.from(rows60.treatment) },
    reference: 'control',
    covariates: [
      { name: 'age', values: Float64Array.from(rows60.age) },
      { name: 'marker', values: Float64Array.from(rows60.marker) },
    ],
    timeUnit: 'days',
    eventLabel: 'death',
  };
  const run = (options: object) => coxMethod.run(data, coxMethod.options.parse(options));

  it('adds tests of proportional hazards and the concordance when asked', () => {
    const { parts } = run({ diagnostics: true, timeScale: 'log' });
    const tests = parts.flatMap((part) => (part.kind === 'test' ? part.rows : []));
    const assumption = tests.filter((row) => row.statistic === 'proportional-hazards-assumption');
    expect(assumption.map((row) => [row.term, row.df])).toEqual([
      ['active', 1],
      ['age', 1],
      ['marker', 1],
      ['global', 3],
    ]);
    const summary = parts.flatMap((part) => (part.kind === 'summary' ? part.rows : []));
    expect(summary.find((row) => row.statistic === 'concordance')!.value as number).toBeGreaterThan(0.5);
    const plain = run({}).parts.flatMap((part) => (part.kind === 'test' ? part.rows : []));
    expect(plain).toHaveLength(3);
  });

  it('says why there are no diagnostics, and names ties, penalty and interval', () => {
    expect(run({ diagnostics: true, ties: 'exact' }).notices[0]!.code).toBe('cox/no-diagnostics');
    const estimates = run({ penalty: 'firth', ties: 'breslow' }).parts[0]!;
    expect(estimates.kind === 'estimates' && estimates.rows[0]!.intervalMethod).toBe(
      'profile likelihood, Breslow ties, Firth penalty',
    );
    const offset = run({ offset: 'age' }).parts[0]!;
    expect(offset.kind === 'estimates' && offset.rows.map((row) => row.term)).toEqual([null, 'marker']);
    expect(() => run({ offset: 'weight' })).toThrow(/no covariate of the endpoint.*age, marker/);
    expect(() => coxMethod.options.parse({ ties: 'other' })).toThrow();
  });
});
