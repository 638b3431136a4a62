import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cox } from '../../src/survival/cox/cox.js';
import { coxMethod } from '../../src/survival/cox/definition.js';
import type { CoxInput } from '../../src/survival/cox/fit-cox-model.js';
import { generateCoxRows } from './cox-rows.js';
import { expectClose, readOracle } from './oracle.js';

interface Expected {
  readonly coefficients: number[] | number;
  readonly covariance: number[][];
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
  readonly score: number;
  readonly wald: number;
  readonly lower: number[] | number;
  readonly upper: number[] | number;
  readonly n: number;
  readonly events: number;
}
interface GeneratedCase {
  readonly name: string;
  readonly generate: { readonly n: number; readonly seed: number };
  readonly options: {
    readonly ties: 'efron' | 'breslow';
    readonly strata: boolean;
    readonly entry: boolean;
    readonly weight: boolean;
    readonly robust: boolean;
    readonly cluster: boolean;
  };
  readonly expected: Expected;
}
interface GroupCase {
  readonly name: string;
  readonly input: { time: number[]; event: number[]; group: string[] };
  readonly reference: string;
  readonly options: { readonly ties: 'efron' | 'breslow' };
  readonly expected: Expected;
}

const list = (value: number[] | number): number[] => (Array.isArray(value) ? value : [value]);

function compare(result: ReturnType<typeof cox>, expected: Expected, tolerance: number): void {
  expect(result.status).toBe('converged');
  expect([result.n, result.events]).toEqual([expected.n, expected.events]);
  list(expected.coefficients).forEach((value, index) => {
    const row = result.coefficients[index]!;
    expectClose(row.logHazardRatio, value, tolerance, `coefficient ${row.name}`);
    expectClose(row.logLower, list(expected.lower)[index]!, tolerance, 'lower');
    expectClose(row.logUpper, list(expected.upper)[index]!, tolerance, 'upper');
    expected.covariance[index]!.forEach((entry, column) => {
      // Relative to the standard errors, since covariances may be near 0.
      const size = Math.sqrt(expected.covariance[index]![index]! * expected.covariance[column]![column]!);
      expectClose(
        (result.covariance[index]![column]! as number) / size,
        entry / size,
        tolerance,
        'covariance',
      );
    });
  });
  expectClose(result.logLikelihood, expected.logLikelihood, tolerance, 'log likelihood');
  expectClose(result.nullLogLikelihood, expected.nullLogLikelihood, tolerance, 'null log likelihood');
  expectClose(result.scoreTest.chiSquare, expected.score, tolerance, 'score test');
  expectClose(result.waldTest.chiSquare, expected.wald, tolerance, 'Wald test');
}

describe('cox against R survival', () => {
  const oracle = readOracle<GeneratedCase>('cox', 'generated');
  for (const { name, generate, options, expected } of oracle.cases) {
    it(name, () => {
      const rows = generateCoxRows(generate.n, generate.seed);
      const input: CoxInput = {
        time: rows.time,
        event: rows.event,
        covariates: { treatment: rows.treatment, age: rows.age, marker: rows.marker },
        ...(options.entry ? { entry: rows.entry } : {}),
        ...(options.weight ? { weight: rows.weight } : {}),
        ...(options.strata ? { strata: rows.strata } : {}),
        ...(options.cluster ? { cluster: rows.centre } : {}),
      };
      const variance = options.robust || options.cluster ? 'robust' : 'model';
      compare(cox(input, { ties: options.ties, variance }), expected, oracle.tolerance);
    });
  }
  const groups = readOracle<GroupCase>('cox', 'groups');
  for (const { name, input, reference, options, expected } of groups.cases) {
    it(name, () => compare(cox({ ...input, reference }, options), expected, groups.tolerance));
  }
});

describe('cox on cases worked in 40 digits', () => {
  const tiny = { time: [9, 1, 1, 6, 6, 8], event: [1, 1, 0, 1, 1, 0], covariates: { x: [0, 1, 1, 1, 0, 0] } };
  const counting = {
    entry: [1, 2, 5, 2, 1, 7, 3, 4, 8, 8],
    time: [2, 3, 6, 7, 8, 9, 9, 9, 14, 17],
    event: [1, 1, 1, 1, 1, 1, 1, 0, 0, 0],
    covariates: { x: [1, 0, 0, 1, 0, 1, 1, 1, 0, 0] },
  };
  const expected = [
    [tiny, 'breslow', 1.475284914829, -4.56434819146784, -3.82474950500287],
    [tiny, 'efron', 1.6768574855929, -4.27666611901606, -3.35897484026335],
    [counting, 'breslow', -0.0845260806613091, -9.39266192877014, -9.38701511836634],
    [counting, 'efron', -0.0211052095801749, -9.16951837745593, -9.16916646472476],
  ] as const;
  for (const [input, ties, coefficient, start, end] of expected) {
    it(`${input === tiny ? 'ties' : 'counting process'}, ${ties}`, () => {
      const result = cox(input, { ties });
      expectClose(result.coefficients[0]!.logHazardRatio, coefficient, 1e-13);
      expectClose(result.nullLogLikelihood, start, 1e-14);
      expectClose(result.logLikelihood, end, 1e-14);
      expect(result.newtonDecrement).toBeLessThan(1e-9);
    });
  }

  it('treats times that differ by rounding as tied', () => {
    // Ages at entry and exit in years of 365.25 days: four distinct intervals, eight without the tie rule.
    const birth = 1164;
    const rows = Array.from({ length: 40 }, (_, index) => index);
    const entry = rows.map((row) => (10482 + row + 1 - birth) / 365.25);
    const time = rows.map((row) => (10482 + row + 1 - birth) / 365.25 + (81 + (row % 10) - row) / 365.25);
    const fit = cox({
      entry,
      time,
      event: rows.map(() => 1),
      covariates: { x: rows.map((row) => row % 2) },
    });
    const days = cox({
      entry: rows.map((row) => row + 1),
      time: rows.map((row) => 82 + (row % 10)),
      event: rows.map(() => 1),
      covariates: { x: rows.map((row) => row % 2) },
    });
    expectClose(fit.coefficients[0]!.logHazardRatio, days.coefficients[0]!.logHazardRatio as number, 1e-12);
  });
});

describe('cox when there is no number', () => {
  it('names infinite coefficients and keeps the tests that exist', () => {
    const result = cox({
      time: [1, 2, 3, 4, 5, 6, 7, 8],
      event: [1, 1, 1, 1, 1, 1, 0, 1],
      covariates: { perfect: [1, 1, 1, 0, 0, 0, 0, 0], other: [1, 0, 1, 0, 1, 0, 1, 1] },
    });
    expect(result.status).toBe('separated');
    expect(result.separated).toEqual([{ name: 'perfect', towards: 'infinity' }]);
    expect(result.coefficients[0]!.hazardRatio).toEqual({ notEstimable: 'separated' });
    expect(result.coefficients[0]!.upper).toEqual({ notEstimable: 'separated' });
    // The other coefficient is that of the limit: the fit within the two risk-set levels of `perfect`.
    expect(typeof result.coefficients[1]!.logHazardRatio).toBe('number');
    expect(result.waldTest.chiSquare).toEqual({ notEstimable: 'separated' });
    expect(typeof result.likelihoodRatioTest.p).toBe('number');
    expect(typeof result.scoreTest.p).toBe('number');
  });

  it('finds an arm without events', () => {
    const rows = generateCoxRows(200, 7);
    const group = rows.treatment.map((value) => (value === 1 ? 'active' : 'control'));
    const event = rows.event.map((value, row) => (group[row] === 'active' ? 0 : value));
    const result = cox({
      time: rows.time,
      event,
      group,
      reference: 'control',
      covariates: { age: rows.age },
    });
    expect(result.separated).toEqual([{ name: 'active', towards: 'minus infinity' }]);
    const alone = cox({
      time: rows.time.filter((_, row) => group[row] === 'control'),
      event: event.filter((_, row) => group[row] === 'control'),
      covariates: { age: rows.age.filter((_, row) => group[row] === 'control') },
    });
    expectClose(
      result.coefficients[1]!.logHazardRatio,
      alone.coefficients[0]!.logHazardRatio as number,
      1e-8,
    );
    expectClose(result.logLikelihood, alone.logLikelihood as number, 1e-9);
  });

  it('finds two arms without events, and a reference without events', () => {
    const time = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    const group = time.map((value) => ['a', 'b', 'c'][value % 3]!);
    const only = (name: string) => group.map((value) => (value === name ? 1 : 0));
    expect(cox({ time, event: only('a'), group }).separated.map((row) => row.name)).toEqual(['b', 'c']);
    const reference = cox({ time, event: group.map((value) => (value === 'a' ? 0 : 1)), group });
    expect(reference.separated).toEqual([
      { name: 'b', towards: 'infinity' },
      { name: 'c', towards: 'infinity' },
    ]);
  });

  it('names collinear and constant columns and fits the rest', () => {
    const rows = generateCoxRows(100, 11);
    const covariates = {
      age: rows.age,
      constant: rows.age.map(() => 0.1),
      marker: rows.marker,
      sum: rows.age.map((age, row) => 2 * age - 3 * rows.marker[row]! + 5),
      treatment: rows.treatment,
    };
    const result = cox({ time: rows.time, event: rows.event, covariates });
    expect(result.collinear).toEqual([
      { name: 'constant', dependsOn: [] },
      { name: 'sum', dependsOn: ['age', 'marker'] },
    ]);
    expect(result.coefficients[1]!.logHazardRatio).toEqual({ notEstimable: 'no-variation' });
    expect(result.coefficients[3]!.logHazardRatio).toEqual({ notEstimable: 'collinear' });
    const { age, marker, treatment } = rows;
    const clean = cox({ time: rows.time, event: rows.event, covariates: { age, marker, treatment } });
    expectClose(
      result.coefficients[4]!.logHazardRatio,
      clean.coefficients[2]!.logHazardRatio as number,
      1e-12,
    );
    expect(result.covariance[1]).toEqual([null, null, null, null, null]);
  });

  it('says no events, an empty arm, no iterations left', () => {
    const none = cox({ time: [1, 2], event: [0, 0], covariates: { x: [0, 1] } });
    expect(none.status).toBe('no-events');
    expect(none.coefficients[0]!.p).toEqual({ notEstimable: 'no-events' });
    expect(none.logLikelihood).toEqual({ notEstimable: 'no-events' });
    const group = { levels: ['a', 'b', 'never'], codes: Int32Array.from([0, 1, 0, 1, 0, 1]) };
    const empty = cox({ time: [1, 2, 3, 4, 5, 6], event: [1, 1, 1, 1, 1, 1], group });
    expect(empty.coefficients[1]!.hazardRatio).toEqual({ notEstimable: 'empty-group' });
    expect(typeof empty.coefficients[0]!.hazardRatio).toBe('number');
    const rows = generateCoxRows(50, 3);
    const short = cox(
      { time: rows.time, event: rows.event, covariates: { age: rows.age, marker: rows.marker } },
      { maximumIterations: 1 },
    );
    expect(short.status).toBe('not-converged');
    expect(short.coefficients[0]!.logHazardRatio).toEqual({ notEstimable: 'not-converged' });
    expect(short.logLikelihood).toEqual({ notEstimable: 'not-converged' });
    const single = cox({ time: [1], event: [1], covariates: { x: [2] } });
    expect(single.coefficients[0]!.logHazardRatio).toEqual({ notEstimable: 'no-variation' });
  });

  it('does not overflow on covariates far apart or far from zero', () => {
    const rows = generateCoxRows(100, 5);
    const marker = rows.marker.map((value) => 1e9 + 1e4 * value);
    const far = cox({ time: rows.time, event: rows.event, covariates: { marker } });
    const near = cox({ time: rows.time, event: rows.event, covariates: { marker: rows.marker } });
    expectClose(
      (far.coefficients[0]!.logHazardRatio as number) * 1e4,
      near.coefficients[0]!.logHazardRatio as number,
      1e-9,
    );
    const wild = rows.marker.map((value, row) => (row === 0 ? 1e6 : value));
    const outlier = cox({ time: rows.time, event: rows.event, covariates: { wild } });
    expect(['converged', 'separated']).toContain(outlier.status);
  });

  it('leaves no rounding error when a subject of huge risk leaves', () => {
    // Ten short early intervals with hazards e^20 times those that follow; disjoint in time.
    const early = Array.from({ length: 10 }, (_, row) => row);
    const entry = [...early.map(() => 0), ...early.map(() => 20)];
    const time = [...early.map((row) => row + 1), ...early.map((row) => 21 + row)];
    const event = time.map(() => 1);
    const x = [...early.map((row) => (row * 7) % 10), ...early.map((row) => (row * 3) % 10)];
    const shifted = x.map((value, row) => value + (row < 10 ? 40 : 0));
    const strata = time.map((value) => (value <= 20 ? 'early' : 'late'));
    const plain = cox({ entry, time, event, covariates: { x } });
    const apart = cox({ entry, time, event, covariates: { shifted } });
    const stratified = cox({ time, event, strata, covariates: { x } });
    expectClose(
      plain.coefficients[0]!.logHazardRatio,
      stratified.coefficients[0]!.logHazardRatio as number,
      1e-12,
    );
    expectClose(
      apart.coefficients[0]!.logHazardRatio,
      stratified.coefficients[0]!.logHazardRatio as number,
      1e-10,
    );
  });

  it('names what it cannot use', () => {
    const base = { time: [1, 2], event: [1, 1] };
    expect(() => cox(base)).toThrow(/"covariates" is empty/);
    expect(() => cox({ ...base, covariates: { x: [1, Number.NaN] } })).toThrow(/covariates\.x\[1\]/);
    expect(() => cox({ ...base, group: ['a', 'b'], reference: 'c' })).toThrow(/"reference"/);
    expect(() => cox({ ...base, covariates: { x: [1, 2] } }, { maximumIterations: 0 })).toThrow(
      /maximumIterations/,
    );
  });
});

/** The log partial likelihood written out: every risk set anew, O(n^2), no sorting, centring or sharing. */
function bruteForce(
  input: { time: number[]; event: number[]; entry: number[]; x: number[] },
  beta: number,
  efron: boolean,
) {
  let logLikelihood = 0;
  for (const now of new Set(input.time.filter((_, row) => input.event[row] === 1))) {
    const score = input.x.map((value) => Math.exp(beta * value));
    const risk = score
      .filter((_, row) => input.entry[row]! < now && input.time[row]! >= now)
      .reduce((a, b) => a + b, 0);
    const dead = score.filter((_, row) => input.event[row] === 1 && input.time[row] === now);
    const tied = dead.reduce((a, b) => a + b, 0);
    dead.forEach((value, index) => {
      logLikelihood += Math.log(value) - Math.log(risk - (efron ? (index / dead.length) * tied : 0));
    });
  }
  return logLikelihood;
}

const rows = fc.array(
  fc.record({
    entry: fc.integer({ min: 0, max: 5 }),
    length: fc.integer({ min: 1, max: 8 }),
    event: fc.integer({ min: 0, max: 1 }),
    x: fc.integer({ min: -3, max: 3 }),
  }),
  { minLength: 4, maxLength: 30 },
);

describe('cox laws', () => {
  it('is the maximum of the likelihood written out', () => {
    fc.assert(
      fc.property(rows, fc.constantFrom('efron', 'breslow'), (list, ties) => {
        const input = {
          entry: list.map((row) => row.entry),
          time: list.map((row) => row.entry + row.length),
          event: list.map((row) => row.event),
          x: list.map((row) => row.x),
        };
        const result = cox({ ...input, covariates: { x: input.x } }, { ties: ties as 'efron' });
        fc.pre(result.status === 'converged' && typeof result.coefficients[0]!.logHazardRatio === 'number');
        const beta = result.coefficients[0]!.logHazardRatio;
        expectClose(result.logLikelihood, bruteForce(input, beta, ties === 'efron'), 1e-11);
        expectClose(result.nullLogLikelihood, bruteForce(input, 0, ties === 'efron'), 1e-11);
        for (const step of [-1e-3, 1e-3]) {
          expect(bruteForce(input, beta + step, ties === 'efron')).toBeLessThanOrEqual(
            (result.logLikelihood as number) + 1e-12,
          );
        }
      }),
    );
  });

  it('does not depend on row order, on the unit of time or on where a covariate starts', () => {
    const base = generateCoxRows(80, 42);
    const fitted = (order: number[], timeFactor: number, shift: number) =>
      cox({
        time: order.map((row) => base.time[row]! * timeFactor),
        event: order.map((row) => base.event[row]!),
        covariates: {
          age: order.map((row) => base.age[row]! + shift),
          marker: order.map((row) => base.marker[row]!),
        },
      });
    const order = base.time.map((_, row) => row);
    const reference = fitted(order, 1, 0);
    for (const other of [
      fitted([...order].reverse(), 1, 0),
      fitted(order, 30.4375, 0),
      fitted(order, 1, 1000),
    ]) {
      other.coefficients.forEach((row, index) => {
        expectClose(row.logHazardRatio, reference.coefficients[index]!.logHazardRatio as number, 1e-11);
        expectClose(row.standardError, reference.coefficients[index]!.standardError as number, 1e-11);
      });
    }
  });

  it('swapping arms turns the log hazard ratio; identical arms give statistic 0', () => {
    const { time, event, treatment } = generateCoxRows(60, 8);
    const group = treatment.map((value) => (value === 1 ? 'active' : 'control'));
    const one = cox({ time, event, group, reference: 'control' }).coefficients[0]!;
    const two = cox({ time, event, group, reference: 'active' }).coefficients[0]!;
    expectClose(two.logHazardRatio, -(one.logHazardRatio as number), 1e-12);
    expectClose(two.logLower, -(one.logUpper as number), 1e-12);
    const twice = cox({
      time: [...time, ...time],
      event: [...event, ...event],
      group: [...time.map(() => 'a'), ...time.map(() => 'b')],
    });
    expectClose(twice.coefficients[0]!.logHazardRatio, 0, 1e-13);
    expectClose(twice.scoreTest.chiSquare, 0, 1e-13);
  });

  it('leaves its input as it was', () => {
    const { time, event, age } = generateCoxRows(30, 1);
    const input = { time, event, covariates: { age } };
    const copy = structuredClone(input);
    cox(input);
    expect(input).toEqual(copy);
  });
});

describe('cox as a method', () => {
  it('gives contrasts, covariates, tests and notices', () => {
    const rows = generateCoxRows(60, 21);
    const output = coxMethod.run(
      {
        kind: 'survival',
        time: Float64Array.from(rows.time),
        event: Uint8Array.from(rows.event),
        group: { levels: ['control', 'active'], codes: Int32Array.from(rows.treatment) },
        reference: 'control',
        covariates: [
          { name: 'age', values: Float64Array.from(rows.age) },
          { name: 'twice', values: Float64Array.from(rows.age, (age) => 2 * age) },
        ],
        timeUnit: 'days',
        eventLabel: 'death',
      },
      coxMethod.options.parse({}),
    );
    const estimates = output.parts[0]!;
    if (estimates.kind !== 'estimates') throw new Error('unexpected part');
    expect(estimates.rows.map((row) => [row.term, row.role, row.of, row.versus])).toEqual([
      [null, 'comparison', 'active', 'control'],
      ['age', 'covariate', null, null],
      ['twice', 'covariate', null, null],
    ]);
    expect(output.notices.map((notice) => notice.code)).toEqual(['cox/collinear']);
    expect(output.parts.map((part) => part.kind)).toEqual(['estimates', 'test', 'summary']);
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });
});

describe('separation, coefficient by coefficient', () => {
  it('is told although risks so far apart underflow', () => {
    const fit = cox({ time: [1, 2, 3, 4], event: [1, 1, 1, 0], covariates: { x: [47, 36, 35, 2] } });
    expect(fit.status).toBe('separated');
    expect(fit.coefficients[0]!.logHazardRatio).toEqual({ notEstimable: 'separated' });
  });

  it('takes the estimate from a coefficient in which the limit is flat', () => {
    const fit = cox({ time: [1, 2, 3, 4], event: [1, 0, 0, 0], group: ['B', 'C', 'C', 'A'] });
    expect(fit.coefficients.map(({ standardError }) => standardError)).toEqual([
      { notEstimable: 'separated' },
      { notEstimable: 'separated' },
    ]);
  });

  it('keeps the finite coefficient beside infinite ones, as R', () => {
    const fit = cox(
      {
        time: [612, 6, 902, 2, 21, 279, 195, 4, 11, 7],
        event: [1, 1, 0, 0, 0, 0, 0, 0, 1, 1],
        group: ['C', 'B', 'C', 'A', 'A', 'A', 'C', 'C', 'C', 'A'],
        weight: [3, 1, 3, 4, 3, 3, 4, 2, 3, 2],
        covariates: { x: [1, 0, 1, 1, 0, 0, 1, 1, 0, 0] },
      },
      { ties: 'breslow' },
    );
    const c = fit.coefficients.find(({ name }) => name === 'C')!;
    expect(c.logHazardRatio).toBeCloseTo(1.21559, 4);
    expect(c.standardError).toBeCloseTo(0.91507, 4);
  });

  it('gives no ratio that is too large to represent, and keeps its logarithm', () => {
    const x = [1, 2, 3, 4, 2, 3].map((value) => value * 1e-5);
    const fit = cox({ time: [6, 5, 4, 3, 2, 1], event: [1, 1, 1, 1, 1, 1], covariates: { x } });
    const [row] = fit.coefficients;
    expect(typeof row!.logHazardRatio).toBe('number');
    for (const value of [row!.hazardRatio, row!.lower, row!.upper]) {
      expect(typeof value === 'number' ? Number.isFinite(value) : value.notEstimable === 'overflow').toBe(
        true,
      );
    }
  });
});

describe('cox refusals', () => {
  it('refuses a word that is no choice, and says which there are', () => {
    const input = { time: [1, 2, 3], event: [1, 1, 0], covariates: { x: [1, 2, 0] } };
    expect(() => cox(input, { ties: 'efrom' as never })).toThrow(/cox\(ties\).*Did you mean "efron"/s);
    expect(() => cox(input, { variance: 'sandwich' as never })).toThrow(/"model", "robust"/);
    expect(() => cox({ time: [1, 2, 3] } as never)).toThrow(/cox\(event\).*is missing/s);
  });
});
