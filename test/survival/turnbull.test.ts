import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kaplanMeier } from '../../src/survival/kaplan-meier/kaplan-meier.js';
import { turnbullMethod } from '../../src/survival/turnbull/definition.js';
import { type TurnbullInput, turnbull } from '../../src/survival/turnbull/turnbull.js';
import { sampleData } from '../sample-data.js';
import { expectClose, readOracle } from './oracle.js';

interface Case {
  readonly name: string;
  readonly input: { readonly lower: number[]; readonly upper: (number | null)[]; readonly weight?: number[] };
  readonly expected: {
    readonly logLikelihood: number;
    readonly time: readonly number[];
    readonly survival: readonly number[];
    readonly rowProbability: readonly number[];
    readonly informationError: readonly number[];
  };
}

const never = Number.POSITIVE_INFINITY;

describe('turnbull against self-consistency by brute force in R', () => {
  const oracle = readOracle<Case>('turnbull', 'curves');
  for (const { name, input, expected } of oracle.cases) {
    it(name, () => {
      const upper = input.upper.map((value) => value ?? never);
      const [curve] = turnbull({ ...input, upper }, { times: expected.time }).curves;
      expect(curve!.status).toBe('converged');
      expectClose(curve!.logLikelihood, expected.logLikelihood, 1e-11, 'log-likelihood');
      expect(curve!.gap as number).toBeLessThan(1e-9);
      // The probability of each row is unique even where the curve is not.
      input.lower.forEach((lower, row) => {
        const own = curve!.steps.filter(({ lower: from, upper: to }) =>
          lower === upper[row]
            ? from === lower && to === lower
            : (to ?? never) <= upper[row]! && (from === to ? from > lower : from >= lower),
        );
        const sum = own.reduce((all, step) => all + step.probability, 0);
        expectClose(sum, expected.rowProbability[row]!, oracle.tolerance, `row ${row}`);
      });
      // Where the curve is determined it is the reference's; inside a step the reference lies between the limits.
      expected.time.forEach((time, index) => {
        const { lowest, highest } = curve!.at[index]!;
        if (lowest === highest)
          expectClose(lowest, expected.survival[index]!, oracle.tolerance, `at ${time}`);
      });
    });
  }
});

describe('errors of the curve', () => {
  const oracle = readOracle<Case>('turnbull', 'curves');
  for (const { name, input, expected } of oracle.cases) {
    it(`from the information are those of the constrained inverse in R: ${name}`, () => {
      const upper = input.upper.map((value) => value ?? never);
      const [curve] = turnbull({ ...input, upper }, { times: expected.time, interval: 'information' }).curves;
      expected.time.forEach((time, index) => {
        const { lowest, highest, standardError, lower, upper: limit } = curve!.at[index]!;
        if (lowest !== highest) return;
        expectClose(standardError, expected.informationError[index]!, 1e-7, `at ${time}`);
        if (typeof lower !== 'number' || typeof limit !== 'number') return;
        expect(lower).toBeLessThanOrEqual(highest as number);
        expect(limit).toBeGreaterThanOrEqual(highest as number);
      });
    });
  }

  const time = [2, 3, 3, 5, 6, 8, 8, 9, 12, 14, 15, 20];
  const event = [1, 1, 0, 1, 0, 1, 1, 0, 1, 1, 0, 0];
  const upper = time.map((value, row) => (event[row] === 1 ? value : never));

  it("from the information are Greenwood's for exact and right-censored times", () => {
    const km = kaplanMeier({ time, event }, { times: [4, 8, 13], transform: 'log-log' }).curves[0]!;
    const own = turnbull({ lower: time, upper }, { times: [4, 8, 13], interval: 'information' }).curves[0]!;
    km.at.forEach((at, index) => {
      expectClose(own.at[index]!.standardError, at.standardError as number, 1e-8);
      expectClose(own.at[index]!.lower, at.lower as number, 1e-8);
      expectClose(own.at[index]!.upper, at.upper as number, 1e-8);
    });
  });

  it('from the bootstrap come near those of a proportion, and again from the same seed', () => {
    const rows = {
      lower: Array.from({ length: 60 }, (_, row) => (row % 3 === 0 ? 0 : 10)),
      upper: Array.from({ length: 60 }, (_, row) => (row % 3 === 0 ? 10 : never)),
    };
    const asked = { times: [10], interval: 'bootstrap', resamples: 400 } as const;
    const [at] = turnbull(rows, asked).curves[0]!.at;
    // The share without the event is 2 of 3 subjects of 60.
    expectClose((at!.standardError as number) / Math.sqrt((2 / 3) * (1 / 3) * (1 / 60)), 1, 0.12);
    expect(at!.lower as number).toBeGreaterThan(0.45);
    expect(at!.upper as number).toBeLessThan(0.85);
    expect(turnbull(rows, asked)).toEqual(turnbull(rows, asked));
    expect(turnbull(rows, { ...asked, seed: 2 })).not.toEqual(turnbull(rows, asked));
    const heavy = { lower: [0, 10, 10], upper: [10, never, never], weight: [20, 15, 25] };
    const [same] = turnbull(heavy, asked).curves[0]!.at;
    expectClose((same!.standardError as number) / (at!.standardError as number), 1, 0.15);
  });

  it('are not given unasked, and have reasons where they do not exist', () => {
    const [plain] = turnbull({ lower: time, upper }, { times: [4] }).curves[0]!.at;
    expect(plain!.standardError).toEqual({ notEstimable: 'not-applicable' });
    const open = turnbull({ lower: [1, 2], upper: [never, never] }, { times: [1], interval: 'information' });
    expect(open.curves[0]!.at[0]).toMatchObject({ highest: 1, standardError: 0, lower: 1, upper: 1 });
    const all = turnbull({ lower: [1, 2], upper: [1, 2] }, { times: [2], interval: 'information' });
    expect(all.curves[0]!.at[0]).toMatchObject({
      highest: 0,
      standardError: 0,
      lower: { notEstimable: 'no-variation' },
    });
    expect(() => turnbull({ lower: [1], upper: [2] }, { interval: 'exact' as never })).toThrow(/"interval"/);
    expect(() => turnbull({ lower: [1], upper: [2] }, { resamples: 1 })).toThrow(/"resamples"/);
    expect(() => turnbull({ lower: [1], upper: [2] }, { level: 2 })).toThrow(/"level"/);
  });
});

describe('turnbull conventions and edges', () => {
  it('a lower limit is not part of its interval: two that touch do not meet', () => {
    const [curve] = turnbull({ lower: [0, 2], upper: [2, 4] }).curves;
    expect(curve!.steps.map(({ lower, upper, probability }) => [lower, upper, probability])).toEqual([
      [0, 2, 0.5],
      [2, 4, 0.5],
    ]);
    expect(curve!.quantiles[0]).toEqual({ probability: 0.5, earliest: 0, latest: 4 });
    const [met] = turnbull({ lower: [2, 0], upper: [2, 2] }).curves;
    expect(met!.steps).toHaveLength(1);
    expect(met!.steps[0]).toMatchObject({ lower: 2, upper: 2, survival: 0 });
  });

  it('settles where a probability of 0 has slope 0', () => {
    const rows = { lower: [1, 2, 0, 0], upper: [never, never, 1, 2] };
    const [curve] = turnbull({ ...rows, weight: [2, 2, 2, 2] }).curves;
    expect(curve!.steps.map(({ lower }) => lower)).toEqual([0, 2]);
    expectClose(curve!.logLikelihood, 8 * Math.log(0.5), 1e-12);
  });

  it('has limits for a time within a step and reasons in place of numbers', () => {
    const [curve] = turnbull({ lower: [1, 5], upper: [3, never] }, { times: [0, 2, 4, 6] }).curves;
    expect(curve!.at.map(({ lowest, highest }) => [lowest, highest])).toEqual([
      [1, 1],
      [0.5, 1],
      [0.5, 0.5],
      [0, 0.5],
    ]);
    const [censored] = turnbull({ lower: [1, 5], upper: [never, never] }).curves;
    expect(censored!.quantiles[0]!.latest).toEqual({ notEstimable: 'not-reached' });
    expect(censored!.steps).toEqual([{ lower: 5, upper: null, probability: 1, survival: 0 }]);
    const group = { levels: ['a', 'b'], codes: new Int32Array(1) };
    const [, empty] = turnbull({ lower: [1], upper: [2], group }).curves;
    expect(empty).toMatchObject({ status: 'empty-group', logLikelihood: { notEstimable: 'empty-group' } });
    expect(() => turnbull({ lower: [3], upper: [2] })).toThrow(/"upper" is below/);
    expect(() => turnbull({ lower: [Number.NaN], upper: [2] })).toThrow(/"lower"/);
    expect(() => turnbull({ lower: [1], upper: [2] }, { quantiles: [0] })).toThrow(/"quantiles"/);
  });
});

const rows = fc.array(
  fc.record({
    lower: fc.integer({ min: 0, max: 12 }),
    width: fc.integer({ min: 0, max: 6 }),
    open: fc.boolean(),
  }),
  { minLength: 1, maxLength: 30 },
);

describe('turnbull laws', () => {
  it('is Kaplan-Meier for exact and right-censored times', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const time = list.map(({ lower }) => lower + 1);
        const event = list.map(({ open }) => (open ? 0 : 1));
        const upper = time.map((value, row) => (event[row] === 1 ? value : never));
        const times = [...new Set(time)];
        const km = kaplanMeier({ time, event }, { times }).curves[0]!;
        const own = turnbull({ lower: time, upper }, { times }).curves[0]!;
        times.forEach((at, index) => {
          const { highest } = own.at[index]!;
          if (at < Math.max(...time))
            expectClose(highest, km.at[index]!.survival as number, 1e-8, `at ${at}`);
        });
      }),
    );
  });

  it('meets the conditions of a maximum for any rows; order, weights and inputs as they should', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const input: TurnbullInput = {
          lower: list.map(({ lower }) => lower),
          upper: list.map(({ lower, width, open }) => (open ? never : Math.max(1, lower + width))),
        };
        const copy = structuredClone(input);
        const [curve] = turnbull(input).curves;
        expect(curve!.status).toBe('converged');
        const sum = curve!.steps.reduce((all, step) => all + step.probability, 0);
        expectClose(sum, 1, 1e-9);
        const [backwards] = turnbull({
          lower: Array.from(input.lower).reverse(),
          upper: Array.from(input.upper).reverse(),
        }).curves;
        expectClose(backwards!.logLikelihood, curve!.logLikelihood as number, 1e-9);
        const [twice] = turnbull({ ...input, weight: list.map(() => 2) }).curves;
        expectClose(twice!.logLikelihood, 2 * (curve!.logLikelihood as number), 1e-9);
        expect(input).toEqual(copy);
      }),
      { numRuns: 300 },
    );
  });
});

describe('turnbull as a method of a plan', () => {
  const options = turnbullMethod.options.parse({ times: [10, 21], quantiles: [0.5, 0.25] });
  const run = (lower: readonly number[], upper: readonly number[]) => {
    const output = turnbullMethod.run(
      {
        kind: 'interval-censored',
        lower: Float64Array.from(lower),
        upper: Float64Array.from(upper),
        group: { levels: ['a'], codes: new Int32Array(lower.length) },
        reference: null,
        timeUnit: 'weeks',
        eventLabel: 'relapse',
      },
      options,
    );
    const [curves, summary] = output.parts;
    if (curves?.kind !== 'curves' || summary?.kind !== 'summary') throw new Error('parts are missing');
    return { curves: curves.curves, rows: summary.rows, notices: output.notices };
  };

  it('shows the curve at its highest, and the limits beside it', () => {
    const { curves, rows: summary, notices } = run([0, 8, 8, 16, 20], [8, 16, 16, 24, never]);
    expect(curves[0]!.time).toEqual([0, 8, 16, 20, 24]);
    [1, 0.8, 0.4, 0.4].forEach((value, step) => {
      expectClose(curves[0]!.estimate[step], value, 1e-9);
    });
    // Events stand where a visit found them, and all subjects are accounted for.
    expect(curves[0]!.events).toEqual([0, 1, 2, 0, 1]);
    expect(curves[0]!.censored).toEqual([0, 0, 0, 1, 0]);
    expect(curves[0]!.atRisk).toEqual([5, 5, 4, 2, 1]);
    const shownAt = (statistic: string, term: string | null) =>
      summary.find((row) => row.statistic === statistic && row.term === term)?.value;
    expect(shownAt('median-survival', null)).toBe(16);
    expect(shownAt('survival-quantile', '0.5, earliest')).toBe(8);
    expect(shownAt('survival-quantile', '0.5, latest')).toBe(16);
    expectClose(shownAt('survival-probability', '10'), 0.8, 1e-9);
    expectClose(shownAt('survival-probability', '10, lowest'), 0.4, 1e-9);
    expect(notices.map(({ code }) => code)).toEqual(['turnbull/between-visits']);
  });

  it('says nothing of visits where times are exact, and is then Kaplan-Meier', () => {
    const { curves, rows: summary, notices } = run([2, 5, 9, 11], [2, 5, never, 11]);
    expect(notices).toEqual([]);
    const km = kaplanMeier({ time: [2, 5, 9, 11], event: [1, 1, 0, 1] }).curves[0]!;
    km.survival.forEach((value, step) => {
      expectClose(curves[0]!.estimate[step + 1], value, 1e-9);
    });
    expect(curves[0]!.atRisk.slice(1)).toEqual(km.atRisk);
    const probabilities = summary.filter(({ statistic }) => statistic === 'survival-probability');
    expect(probabilities.map(({ term }) => term)).toEqual(['10', '21']);
    expect(summary.find(({ statistic }) => statistic === 'median-survival')?.value).toBe(
      km.quantiles.find(({ probability }) => probability === 0.5)!.time,
    );
  });

  it('draws bands and prints limits where an interval is asked for, and says what they take as known', () => {
    const chosen = turnbullMethod.options.parse({ times: [10], interval: 'information', level: 0.9 });
    const output = turnbullMethod.run(sampleData['interval-censored'], chosen);
    const [curves, summary] = output.parts;
    if (curves?.kind !== 'curves' || summary?.kind !== 'summary') throw new Error('parts are missing');
    expect(curves).toMatchObject({ level: 0.9 });
    expect(curves.intervalMethod).toContain('inverse observed information');
    const banded = curves.curves[0]!;
    expect(banded.lower.filter((limit) => limit !== null).length).toBeGreaterThan(3);
    const row = summary.rows.find(({ term }) => term === '10')!;
    expect(row.interval).toMatchObject({ level: 0.9 });
    expect(row.interval!.lower as number).toBeLessThan(row.value as number);
    expect(summary.rows.filter(({ statistic }) => statistic === 'survival-probability').length).toBeLessThan(
      8,
    );
    expect(output.notices[0]!.message).toContain('take the steps of the curve as known');
  });

  it('accounts for every subject of the sample', () => {
    const data = sampleData['interval-censored'];
    const [curves] = turnbullMethod.run(data, options).parts;
    if (curves?.kind !== 'curves') throw new Error('no curves');
    for (const curve of curves.curves) {
      const left = [...curve.events, ...curve.censored].reduce((sum, count) => sum + count, 0);
      expect(left).toBe(40);
      expect(curve.atRisk[0]).toBe(40);
    }
  });
});
