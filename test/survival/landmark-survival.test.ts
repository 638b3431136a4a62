import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kaplanMeier } from '../../src/survival/kaplan-meier/kaplan-meier.js';
import {
  type ConditionalOptions,
  type ConditionalSurvival,
  conditionalSurvival,
} from '../../src/survival/landmark-survival/conditional-survival.js';
import { landmarkSurvivalMethod } from '../../src/survival/landmark-survival/definition.js';
import { landmarkRows } from '../../src/survival/landmark-survival/landmark-rows.js';
import {
  type LandmarkInput,
  type LandmarkOptions,
  landmarkSurvival,
} from '../../src/survival/landmark-survival/landmark-survival.js';
import {
  type MilestoneContrast,
  type MilestoneInput,
  type MilestoneOptions,
  milestoneSurvival,
} from '../../src/survival/landmark-survival/milestone-survival.js';
import { sampleData } from '../sample-data.js';
import { expectClose, expectSame, readOracle } from './oracle.js';

interface Limits {
  readonly lower: number | null;
  readonly upper: number | null;
}
interface LandmarkCase {
  readonly name: string;
  readonly input: LandmarkInput;
  readonly options: LandmarkOptions;
  readonly expected: {
    readonly hadEvent: number;
    readonly censored: number;
    readonly median: Readonly<Record<'time' | 'lower' | 'upper', readonly (number | null)[]>>;
    readonly curves: readonly {
      readonly group: string;
      readonly n: number;
      readonly time: readonly number[];
      readonly survival: readonly number[];
      readonly atRisk: readonly number[];
      readonly lower: readonly (number | null)[];
      readonly upper: readonly (number | null)[];
    }[];
    readonly at: readonly ({
      readonly group: string;
      readonly time: number;
      readonly survival: number;
      readonly standardError: number | null;
    } & Limits)[];
  };
}

describe('landmark-survival against R survival on restricted data', () => {
  const oracle = readOracle<LandmarkCase>('landmark-survival', 'landmark');
  const near = oracle.tolerance;
  for (const { name, input, options, expected } of oracle.cases) {
    it(name, () => {
      const result = landmarkSurvival(input, options);
      expect([result.hadEvent, result.censored]).toEqual([expected.hadEvent, expected.censored]);
      expected.curves.forEach((curve, index) => {
        const actual = result.curves[index]!;
        expect([actual.group, actual.n]).toEqual([curve.group, curve.n]);
        expect(actual.time.length).toBe(curve.time.length);
        curve.time.forEach((time, step) => {
          expectClose(actual.time[step], time, near, 'time');
          expectClose(actual.survival[step], curve.survival[step]!, near, 'survival');
          expectClose(actual.atRisk[step], curve.atRisk[step]!, near, 'at risk');
          if (curve.survival[step] === 0 || curve.survival[step] === 1) return;
          expectSame(actual.lower[step], curve.lower[step]!, near, 'lower');
          expectSame(actual.upper[step], curve.upper[step]!, near, 'upper');
        });
        expectSame(actual.median.time, expected.median.time[index]!, near, 'median');
        expectSame(actual.median.lower, expected.median.lower[index]!, near, 'median lower');
        expectSame(actual.median.upper, expected.median.upper[index]!, near, 'median upper');
        const wanted = expected.at.filter(({ group }) => group === curve.group);
        wanted.forEach((at, place) => {
          const found = actual.at[place]!;
          expectClose(found.survival, at.survival, near, 'survival at');
          if (at.survival === 0) {
            expect(found.standardError).toEqual({ notEstimable: 'no-variation' });
            return;
          }
          expectClose(found.standardError, at.standardError!, near, 'standard error at');
          if (at.survival === 1) return;
          expectClose(found.lower, at.lower!, near, 'lower at');
          expectClose(found.upper, at.upper!, near, 'upper at');
        });
      });
    });
  }
});

describe('milestone survival against closed forms on R estimates', () => {
  interface Case {
    readonly name: string;
    readonly input: MilestoneInput;
    readonly options: MilestoneOptions;
    readonly expected: readonly ({
      readonly [Key in 'estimate' | 'standardError' | 'p']: number | null;
    } & Limits & {
        readonly measure: string;
        readonly time: number;
      })[];
  }
  const oracle = readOracle<Case>('landmark-survival', 'milestone');
  for (const { name, input, options, expected } of oracle.cases) {
    it(name, () => {
      const contrasts = milestoneSurvival(input, options);
      expect(contrasts.length).toBe(expected.length);
      for (const row of expected) {
        const actual = contrasts.find(({ measure, time }) => measure === row.measure && time === row.time)!;
        for (const key of ['estimate', 'standardError', 'lower', 'upper', 'p'] as const) {
          expectSame(actual[key], row[key], oracle.tolerance, `${row.measure} ${row.time} ${key}`);
        }
      }
    });
  }
});

describe('conditional survival against ratios of R estimates', () => {
  interface Case {
    readonly name: string;
    readonly input: LandmarkInput;
    readonly options: ConditionalOptions;
    readonly expected: readonly ConditionalSurvival[];
  }
  const oracle = readOracle<Case>('landmark-survival', 'conditional');
  for (const { name, input, options, expected } of oracle.cases) {
    it(name, () => {
      const rows = conditionalSurvival(input, options);
      expect(rows.length).toBe(expected.length);
      for (const row of expected) {
        const actual = rows.find(
          (found) => found.group === row.group && found.given === row.given && found.time === row.time,
        )!;
        for (const key of ['survival', 'standardError', 'lower', 'upper'] as const) {
          // Where nothing happened R leaves the log-log limits undefined; here 1 is certain.
          const certain = { survival: 1, standardError: 0, lower: 1, upper: 1 };
          const wanted = row.survival === 1 ? certain[key] : (row[key] as number);
          expectClose(actual[key], wanted, oracle.tolerance, key);
        }
      }
    });
  }
});

const arms = { group: ['a', 'a', 'a', 'b', 'b', 'b'] };

describe('landmark-survival conventions and edges', () => {
  const input = { time: [1, 4, 6, 2, 4, 8], event: [1, 0, 1, 1, 1, 0], ...arms };

  it('leaves out who ends exactly at the landmark, and hands the rest to other methods', () => {
    const kept = landmarkRows(input, 4);
    expect(Array.from(kept.rows)).toEqual([2, 5]);
    expect([kept.hadEvent, kept.censored]).toEqual([3, 1]);
    expect(Array.from(kept.time)).toEqual([2, 4]);
    // A landmark that differs from a time by rounding error is that time.
    expect(Array.from(landmarkRows({ ...input, time: [0.1 + 0.2, 1, 1, 1, 1, 1] }, 0.3).rows)).not.toContain(
      0,
    );
  });

  it('has empty groups when nobody reaches the landmark', () => {
    const result = landmarkSurvival(input, { landmark: 7, times: [1] });
    expect(result.curves[0]!.median.time).toEqual({ notEstimable: 'empty-group' });
    expect(result.curves[0]!.at[0]!.survival).toEqual({ notEstimable: 'empty-group' });
    expect(result.curves[1]!.at[0]).toMatchObject({ survival: 1, standardError: 0, lower: 1, upper: 1 });
    expect(landmarkSurvival(input, { landmark: 100 }).rows).toEqual([]);
  });

  const find = (rows: readonly MilestoneContrast[], wanted: string) =>
    rows.find(({ measure }) => measure === wanted)!;

  it('says why a milestone contrast does not exist', () => {
    const same = { time: [5, 5, 5, 5], event: [0, 0, 0, 0], group: ['a', 'a', 'b', 'b'] };
    const nothing = milestoneSurvival(same, { times: [3] });
    expect(find(nothing, 'difference')).toMatchObject({ estimate: 0, p: { notEstimable: 'no-variation' } });
    expect(find(nothing, 'cumulative-hazard-ratio').estimate).toEqual({ notEstimable: 'zero-cells' });
    const beyond = milestoneSurvival(same, { times: [6] });
    expect(find(beyond, 'difference').estimate).toEqual({ notEstimable: 'beyond-last-observation' });
    const carried = milestoneSurvival(same, { times: [6], beyondLastObservation: 'carry-forward' });
    expect(find(carried, 'difference').estimate).toBe(0);
    const dead = { time: [1, 2, 1, 4], event: [1, 1, 1, 0], group: ['a', 'a', 'b', 'b'] };
    const rows = milestoneSurvival(dead, { times: [3] });
    expect(find(rows, 'ratio').estimate).toEqual({ notEstimable: 'zero-cells' });
    expect(find(rows, 'difference')).toMatchObject({ estimate: 0.5, p: { notEstimable: 'no-variation' } });
  });

  it('has a difference when only one arm had events', () => {
    const one = { time: [1, 5, 5, 5], event: [1, 0, 0, 0], group: ['a', 'a', 'b', 'b'] };
    const row = find(milestoneSurvival(one, { times: [3] }), 'difference');
    expectClose(row.estimate, 0.5, 1e-15);
    expectClose(row.standardError, Math.sqrt(1 / 8), 1e-15);
  });

  it('conditions on nobody, and on too late a time', () => {
    const dead = { time: [1, 2], event: [1, 1] };
    const [row] = conditionalSurvival(dead, { given: [2], times: [3] });
    expect(row!.survival).toEqual({ notEstimable: 'not-applicable' });
    const followed = { time: [1, 4], event: [1, 0] };
    expect(conditionalSurvival(followed, { given: [2], times: [5] })[0]!.survival).toEqual({
      notEstimable: 'beyond-last-observation',
    });
    expect(conditionalSurvival(followed, { given: [2], times: [2] })[0]!.survival).toBe(1);
    expect(() => conditionalSurvival(followed, { given: [4], times: [3] })).toThrow(/"times"/);
  });

  it('refuses bad arguments by name', () => {
    expect(() => landmarkSurvival(input, { landmark: -1 })).toThrow(/"landmark"/);
    expect(() => landmarkSurvival(input, { landmark: Number.NaN })).toThrow(/"landmark"/);
    expect(() => milestoneSurvival(input, { times: [-1] })).toThrow(/"times"/);
    expect(() => milestoneSurvival(input, { times: [1], reference: 'c' })).toThrow(/"reference"/);
    expect(() => milestoneSurvival({ ...input, group: Array(6).fill('a') }, { times: [1] })).toThrow(
      /"group"/,
    );
  });
});

const rows = fc.array(
  fc.record({
    time: fc.integer({ min: 1, max: 20 }),
    event: fc.integer({ min: 0, max: 1 }),
    arm: fc.constantFrom('a', 'b'),
  }),
  { minLength: 6, maxLength: 40 },
);
type Rows = readonly { readonly time: number; readonly event: number; readonly arm: string }[];
const columns = (list: Rows) => ({
  time: list.map(({ time }) => time),
  event: list.map(({ event }) => event),
  group: list.map(({ arm }) => arm),
});

describe('landmark-survival laws', () => {
  it('a landmark curve is conditional survival, and at 0 it is Kaplan-Meier', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 15 }), (list, landmark) => {
        const input = columns(list);
        const copy = structuredClone(input);
        const result = landmarkSurvival(input, { landmark, transform: 'log-log' });
        for (const curve of result.curves) {
          if (curve.n === 0) continue;
          const conditional = conditionalSurvival(input, {
            given: [landmark],
            times: curve.time.map((time) => time + landmark),
            beyondLastObservation: 'carry-forward',
          }).filter(({ group }) => group === curve.group);
          curve.survival.forEach((survival, step) => {
            expectClose(conditional[step]!.survival, survival, 1e-12);
            if (survival > 0 && survival < 1) expectClose(conditional[step]!.lower, curve.lower[step]!, 1e-9);
          });
        }
        const whole = landmarkSurvival(input, { landmark: 0 });
        kaplanMeier(input).curves.forEach((curve, index) => {
          expect(whole.curves[index]!.survival).toEqual(curve.survival);
          expect(whole.curves[index]!.lower).toEqual(curve.lower);
        });
        expect(input).toEqual(copy);
      }),
    );
  });

  it('swapping arms turns each milestone contrast; intervals hold the estimate', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 19 }), (list, time) => {
        fc.pre(new Set(list.map(({ arm }) => arm)).size === 2);
        const one = milestoneSurvival(columns(list), { times: [time], reference: 'a' });
        const two = milestoneSurvival(columns(list), { times: [time], reference: 'b' });
        one.forEach((row, index) => {
          if (typeof row.estimate !== 'number') {
            expect(two[index]!.estimate).toEqual(row.estimate);
            return;
          }
          expectClose(two[index]!.estimate, -row.estimate, 1e-14);
          if (typeof row.p !== 'number') return;
          expect(row.lower).toBeLessThanOrEqual(row.estimate);
          expect(row.upper).toBeGreaterThanOrEqual(row.estimate);
          expect(row.p).toBeGreaterThan(0);
        });
      }),
    );
  });

  it('without censoring the difference is that of two proportions', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 19 }), (list, time) => {
        fc.pre(new Set(list.map(({ arm }) => arm)).size === 2);
        const share = (arm: string) => {
          const own = list.filter((row) => row.arm === arm);
          return own.filter((row) => row.time > time).length / own.length;
        };
        const all = { ...columns(list), event: list.map(() => 1) };
        const [row] = milestoneSurvival(all, { times: [time] });
        expectClose(row!.estimate, share('b') - share('a'), 1e-12);
      }),
    );
  });
});

describe('landmark-survival as a method', () => {
  const data = sampleData.survival;
  const run = (options: object) =>
    landmarkSurvivalMethod.run(data, landmarkSurvivalMethod.options.parse(options));

  it('gives the outlook of those who have come so far, as landmarks do', () => {
    const rows = (options: object, statistic: string) => {
      const part = run(options).parts[1];
      return part?.kind === 'summary' ? part.rows.filter((row) => row.statistic === statistic) : [];
    };
    const outlook = rows({ given: [5, 12], times: [10, 20] }, 'conditional-survival');
    expect(outlook.map(({ group, term }) => `${group} ${term}`)).toEqual([
      'tocilizumab 10 given 5',
      'tocilizumab 20 given 5',
      'tocilizumab 20 given 12',
      'placebo 10 given 5',
      'placebo 20 given 5',
      'placebo 20 given 12',
    ]);
    for (const given of [5, 12]) {
      const from = rows({ landmark: given, times: [20 - given] }, 'survival-probability');
      from.forEach(({ group, value, interval }) => {
        const row = outlook.find((own) => own.group === group && own.term === `20 given ${given}`)!;
        expectClose(row.value, value as number, 1e-12);
        expectClose(row.interval!.lower, interval!.lower as number, 1e-12);
        expectClose(row.interval!.upper, interval!.upper as number, 1e-12);
      });
    }
    expect(rows({ times: [10] }, 'conditional-survival')).toEqual([]);
    expect(() => run({ given: [5], landmark: 3, times: [10] })).toThrow(/"given" and "landmark"/);
    expect(() => run({ given: [5], times: [3] })).toThrow(/"times"/);
  });

  it('gives curves from the landmark, medians and contrasts, and says who is left out', () => {
    const output = run({ landmark: 5, times: [10, 20], measures: ['difference', 'ratio'] });
    const [curves, summary, estimates] = output.parts;
    if (curves?.kind !== 'curves' || summary?.kind !== 'summary' || estimates?.kind !== 'estimates')
      throw new Error('unexpected parts');
    expect(curves.curves[0]!.time[0]).toBe(0);
    expect(estimates.rows.map(({ statistic, term, versus }) => [statistic, term, versus])).toEqual([
      ['survival-difference', '10', 'placebo'],
      ['survival-ratio', '10', 'placebo'],
      ['survival-difference', '20', 'placebo'],
      ['survival-ratio', '20', 'placebo'],
    ]);
    const at = (group: string) =>
      summary.rows.find(({ group: own, term }) => own === group && term === '10')!.value as number;
    expectClose(estimates.rows[0]!.estimate, at('tocilizumab') - at('placebo'), 1e-14);
    expect(output.notices[0]!.message).toMatch(
      /^Times count from the landmark at 5 days\. Left out: \d+ with/,
    );
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });

  it('has no contrasts without milestones, and keeps everybody at 0', () => {
    const output = run({});
    expect(output.parts.map(({ kind }) => kind)).toEqual(['curves', 'summary']);
    expect(output.notices).toEqual([]);
  });
});
