import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HierarchicalData } from '../../src/core/analysis-data.js';
import { hierarchicalWinRatioMethod } from '../../src/survival/hierarchical-win-ratio/definition.js';
import {
  type HierarchicalWinInput,
  type HierarchicalWinOptions,
  hierarchicalWinRatio,
} from '../../src/survival/hierarchical-win-ratio/hierarchical-win-ratio.js';
import { timeToFirstEvent } from '../../src/survival/hierarchical-win-ratio/time-to-first-event.js';
import type { WinLevel } from '../../src/survival/hierarchical-win-ratio/win-levels.js';
import { sampleData } from '../sample-data.js';
import { expectClose, readOracle } from './oracle.js';

const keys = ['estimate', 'standardError', 'lower', 'upper', 'z', 'p'] as const;
type Effect = Readonly<Record<(typeof keys)[number], number>>;
const effectNames = ['winRatio', 'winOdds', 'netBenefit'] as const;
type Effects = Readonly<Record<(typeof effectNames)[number], Effect>>;
interface Case {
  readonly name: string;
  readonly input: Omit<HierarchicalWinInput, 'strata'> & { readonly strata: readonly string[] | null };
  readonly options: HierarchicalWinOptions;
  readonly expected: {
    readonly wins: number;
    readonly losses: number;
    readonly ties: number;
    readonly byLevel: readonly (readonly [number, number])[];
    readonly alternative: Effects;
    readonly null: Effects;
    readonly test: Readonly<Record<'statistic' | 'variance' | 'z' | 'p', number>>;
  };
}

describe('hierarchical-win-ratio against all pairs compared in R', () => {
  const oracle = readOracle<Case>('hierarchical-win-ratio', 'pairs');
  for (const { name, input, options, expected } of oracle.cases) {
    it(name, () => {
      for (const variance of ['alternative', 'null'] as const) {
        const [row] = hierarchicalWinRatio(
          { ...input, strata: input.strata ?? undefined },
          { ...options, variance },
        ).comparisons;
        expect([row!.wins, row!.losses, row!.ties]).toEqual([expected.wins, expected.losses, expected.ties]);
        expect(row!.levels.map(({ wins, losses }) => [wins, losses])).toEqual(expected.byLevel);
        for (const effect of effectNames) {
          for (const key of keys) {
            expectClose(row![effect][key], expected[variance][effect][key], oracle.tolerance, effect + key);
          }
        }
        for (const key of ['statistic', 'variance', 'z', 'p'] as const) {
          expectClose(row!.finkelsteinSchoenfeld[key], expected.test[key], oracle.tolerance, key);
        }
      }
    });
  }
});

const only = (input: HierarchicalWinInput, options?: HierarchicalWinOptions) =>
  hierarchicalWinRatio(input, options).comparisons[0]!;

describe('hierarchical-win-ratio conventions and edges', () => {
  const death: WinLevel = { kind: 'time-to-event', time: [5, 5, 9, 3], event: [1, 0, 0, 1] };
  const group = ['a', 'b', 'a', 'b'];

  it('decides by follow-up that both share, and says what an event and a censoring at one time mean', () => {
    // a1 (event 5) - b1 (censored 5): open by default; a1 - b2 (event 3): won; a2 (censored 9) - b1: open; a2 - b2: won.
    const row = only({ group, reference: 'b', levels: [death] });
    expect([row.wins, row.losses, row.ties]).toEqual([2, 0, 2]);
    expect(row.winRatio.estimate).toEqual({ notEstimable: 'zero-cells' });
    expect(row.netBenefit.estimate).toBe(0.5);
    const decided = only({ group, reference: 'b', levels: [death] }, { equalTimes: 'event-first' });
    expect([decided.wins, decided.losses]).toEqual([2, 1]);
  });

  it('goes on to the next level where a value is missing', () => {
    const levels: WinLevel[] = [
      { kind: 'continuous', values: [null, 4, 2, Number.NaN] },
      { kind: 'ordinal', values: [1, 2, 3, 1], better: 'lower' },
    ];
    const row = only({ group, reference: 'b', levels });
    expect(row.levels.map(({ wins, losses, undecided }) => [wins, losses, undecided])).toEqual([
      [0, 1, 3],
      [1, 1, 1],
    ]);
  });

  it('has no effect from an empty arm, and no standard error from one subject', () => {
    const levels: WinLevel[] = [{ kind: 'continuous', values: [1, 2, 3] }];
    const empty = only({ group: { levels: ['b', 'a'], codes: new Int32Array(3) }, levels });
    expect(empty.winRatio.estimate).toEqual({ notEstimable: 'empty-group' });
    expect(empty.finkelsteinSchoenfeld.p).toEqual({ notEstimable: 'empty-group' });
    const single = { group: ['a', 'b', 'b'], reference: 'b', levels: [{ ...levels[0]!, values: [2, 1, 3] }] };
    expect(only(single as HierarchicalWinInput).winRatio.standardError).toEqual({
      notEstimable: 'too-few-observations',
    });
    const won = { ...single, levels: [{ ...levels[0]!, values: [2, 1, 1] }] };
    expectClose(
      only(won as HierarchicalWinInput, { variance: 'null' }).netBenefit.standardError,
      Math.sqrt(4 + 2 - 2) / 2,
      1e-15,
    );
  });

  it('has no test when no pair is decided', () => {
    const row = only({ group, levels: [{ kind: 'ordinal', values: [1, 1, 1, 1] }] });
    expect(row.netBenefit).toMatchObject({ estimate: 0, p: { notEstimable: 'no-variation' } });
    expect(row.finkelsteinSchoenfeld.p).toEqual({ notEstimable: 'no-variation' });
    expect(row.winRatio.ratio).toEqual({ notEstimable: 'zero-cells' });
  });

  it('leaves out strata where one arm is missing, and compares each arm with the reference', () => {
    const levels: WinLevel[] = [{ kind: 'ordinal', values: [1, 2, 3, 4, 5, 6, 7, 8, 9] }];
    const part = (rows: readonly number[]) =>
      only({
        group: rows.map((row) => (row % 2 === 0 ? 'a' : 'b')),
        levels: [{ kind: 'ordinal', values: rows.map((row) => row * row - 7 * row) }],
      });
    const stratified = only({
      group: ['a', 'b', 'a', 'b', 'a', 'b', 'a', 'a'],
      strata: ['x', 'x', 'x', 'x', 'x', 'x', 'y', 'y'],
      levels: [{ kind: 'ordinal', values: [0, 1, 2, 3, 4, 5, 6, 7].map((row) => row * row - 7 * row) }],
    });
    const whole = part([0, 1, 2, 3, 4, 5]);
    expect(stratified.wins).toBe(whole.wins);
    expectClose(stratified.winOdds.p, whole.winOdds.p as number, 1e-13);
    const three = hierarchicalWinRatio({ group: ['a', 'b', 'c', 'a', 'b', 'c', 'a', 'b', 'c'], levels });
    expect(three.comparisons.map(({ of, versus }) => [of, versus])).toEqual([
      ['b', 'a'],
      ['c', 'a'],
    ]);
  });

  it('refuses bad arguments by name', () => {
    expect(() => only({ group, levels: [] })).toThrow(/"levels"/);
    expect(() => only({ group, levels: [death], reference: 'c' })).toThrow(/"reference"/);
    expect(() => only({ group: ['a', 'a', 'a', 'a'], levels: [death] })).toThrow(/"group"/);
    expect(() => only({ group, levels: [{ kind: 'ordinal', values: [1, 2] }] })).toThrow(/levels\[0\]/);
    expect(() => only({ group, levels: [{ ...death, margin: -1 }] })).toThrow(/margin/);
    expect(() =>
      only({ group, levels: [{ kind: 'continuous', values: [1, 2, Number.POSITIVE_INFINITY, 3] }] }),
    ).toThrow(/row 3/);
  });
});

const subjects = fc.array(
  fc.record({
    arm: fc.constantFrom('a', 'b'),
    stratum: fc.constantFrom('x', 'y'),
    time: fc.integer({ min: 1, max: 8 }),
    event: fc.integer({ min: 0, max: 1 }),
    score: fc.option(fc.integer({ min: 0, max: 5 })),
  }),
  { minLength: 8, maxLength: 40 },
);
type Subjects = readonly {
  readonly arm: string;
  readonly stratum: string;
  readonly time: number;
  readonly event: number;
  readonly score: number | null;
}[];
const inputOf = (list: Subjects, reference: string): HierarchicalWinInput => ({
  group: { levels: ['a', 'b'], codes: Int32Array.from(list, ({ arm }) => (arm === 'a' ? 0 : 1)) },
  reference,
  strata: list.map(({ stratum }) => stratum),
  levels: [
    { kind: 'time-to-event', time: list.map(({ time }) => time), event: list.map(({ event }) => event) },
    { kind: 'continuous', values: list.map(({ score }) => score) },
  ],
});

describe('hierarchical-win-ratio laws', () => {
  it('counting by order gives what visiting every pair gives', () => {
    fc.assert(
      fc.property(
        subjects,
        fc.constantFrom('later' as const, 'earlier' as const),
        fc.constantFrom('tie' as const, 'event-first' as const),
        (list, better, equalTimes) => {
          const input = inputOf(list, 'b');
          const alike: WinLevel = { kind: 'ordinal', values: list.map(() => 1) };
          for (const level of [{ ...input.levels[0]!, better } as WinLevel, input.levels[1]!]) {
            const fast = only({ ...input, levels: [level] }, { equalTimes });
            const slow = only({ ...input, levels: [level, alike] }, { equalTimes });
            expect({ ...fast, levels: fast.levels.length }).toEqual({ ...slow, levels: 1 });
          }
        },
      ),
    );
  });

  it('swapping arms turns every effect; the interval holds the estimate; inputs stay', () => {
    fc.assert(
      fc.property(subjects, (list) => {
        const input = inputOf(list, 'b');
        const copy = structuredClone(input);
        const one = only(input);
        const two = only(inputOf(list, 'a'));
        expect([two.wins, two.losses, two.ties]).toEqual([one.losses, one.wins, one.ties]);
        for (const name of effectNames) {
          const { estimate, lower, upper, p } = one[name];
          if (typeof estimate !== 'number') {
            expect(two[name].estimate).toEqual(estimate);
            continue;
          }
          expectClose(two[name].estimate, -estimate, 1e-12);
          if (typeof p !== 'number') continue;
          expectClose(two[name].p, p, 1e-9);
          expect(lower).toBeLessThanOrEqual(estimate);
          expect(upper).toBeGreaterThanOrEqual(estimate);
        }
        expect(input).toEqual(copy);
      }),
    );
  });

  it('row order and a monotone change of scale do not matter', () => {
    fc.assert(
      fc.property(subjects, (list) => {
        const turned = [...list].reverse().map((row) => ({
          ...row,
          time: row.time ** 2,
          score: row.score === null ? null : row.score ** 3,
        }));
        const strip = (input: HierarchicalWinInput) => ({ ...only(input), strata: null });
        const [one, two] = [strip(inputOf(list, 'b')), strip(inputOf(turned, 'b'))];
        expect([two.wins, two.losses]).toEqual([one.wins, one.losses]);
        if (typeof one.winOdds.p === 'number') expectClose(two.winOdds.p, one.winOdds.p, 1e-10);
      }),
    );
  });
});

describe('time to the first event of a composite', () => {
  it('takes the earliest event, and says which it was', () => {
    const result = timeToFirstEvent([
      { name: 'death', time: [9, 4, 7, 6], event: [1, 1, 0, 0] },
      { name: 'hospital', time: [3, 4, 7, 8], event: [1, 1, 0, 1] },
    ]);
    expect(Array.from(result.time)).toEqual([3, 4, 7, 8]);
    expect(Array.from(result.event)).toEqual([1, 1, 0, 1]);
    expect(Array.from(result.component)).toEqual([1, 0, -1, 1]);
    expect(result.counts).toEqual([
      { name: 'death', events: 1 },
      { name: 'hospital', events: 2 },
    ]);
  });

  it('stops where the follow-up of any component stops, if asked', () => {
    const result = timeToFirstEvent(
      [
        { name: 'death', time: [6, 8, 7], event: [0, 0, 0] },
        { name: 'hospital', time: [8, 8, 5], event: [1, 1, 0] },
      ],
      { followUp: 'all' },
    );
    expect(Array.from(result.time)).toEqual([6, 8, 5]);
    expect(Array.from(result.event)).toEqual([0, 1, 0]);
    expect(Array.from(result.component)).toEqual([-1, 1, -1]);
  });

  it('censors at the first or last end of follow-up, or at that of one component, and marks ties', () => {
    const components = [
      { name: 'death', time: [9, 6, 5], event: [0, 1, 0] },
      { name: 'hospital', time: [3, 6, 7], event: [0, 1, 0] },
      { name: 'relapse', time: [5, 8, 6], event: [0, 0, 0] },
    ];
    const times = (censorAt?: string) =>
      Array.from(timeToFirstEvent(components, censorAt === undefined ? {} : { censorAt }).time);
    expect(times()).toEqual([3, 6, 5]);
    expect(times('latest')).toEqual([9, 6, 7]);
    expect(times('relapse')).toEqual([5, 6, 6]);
    const { component, tied, counts } = timeToFirstEvent(components);
    expect(Array.from(component)).toEqual([-1, 0, -1]);
    expect(Array.from(tied)).toEqual([0, 1, 0]);
    expect(counts.map(({ events }) => events)).toEqual([1, 0, 0]);
    expect(() => timeToFirstEvent(components, { censorAt: 'relaps' })).toThrow(/"censorAt"/);
  });

  it('refuses nothing and unequal lengths', () => {
    expect(() => timeToFirstEvent([])).toThrow(/"components"/);
    expect(() =>
      timeToFirstEvent([
        { name: 'death', time: [1], event: [1] },
        { name: 'relapse', time: [1, 2], event: [1, 0] },
      ]),
    ).toThrow(/"relapse"/);
  });
});

describe('hierarchical-win-ratio as a method', () => {
  const data = sampleData.hierarchical;
  const run = (options: object, own: HierarchicalData = data) =>
    hierarchicalWinRatioMethod.run(own, hierarchicalWinRatioMethod.options.parse(options));

  it('counts pairs by level, gives three effects and a test', () => {
    const output = run({});
    const [summary, estimates, test] = output.parts;
    if (summary?.kind !== 'summary' || estimates?.kind !== 'estimates' || test?.kind !== 'test')
      throw new Error('unexpected parts');
    const [won, lost, open, ...levels] = summary.rows.map(({ value }) => value as number);
    expect(won! + lost! + open!).toBe(40 * 40);
    expect(summary.rows.slice(3).map(({ term }) => term)).toEqual([
      'pairs won by death',
      'pairs lost by death',
      'pairs won by status at day 28',
      'pairs lost by status at day 28',
    ]);
    expect(levels[0]! + levels[2]!).toBe(won);
    expect(Math.min(...levels)).toBeGreaterThan(0);
    expectClose(estimates.rows[0]!.estimate, Math.log(won! / lost!), 1e-14);
    expect(estimates.rows.map(({ statistic }) => statistic)).toEqual([
      'win-ratio',
      'win-odds',
      'net-benefit',
    ]);
    expect(test.rows).toHaveLength(1);
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });

  it('takes direction and margin of each level, and strata, from the data', () => {
    const [death, status] = data.levels;
    const effect = (own: HierarchicalData, options: object = {}) => {
      const part = run(options, own).parts[1];
      return part?.kind === 'estimates' ? part.rows[2]!.estimate : null;
    };
    const turned = effect({
      ...data,
      levels: data.levels.map((level) =>
        level.type === 'value' ? { ...level, better: 'higher' } : { ...level, better: 'earlier' },
      ),
    });
    expectClose(turned, -(effect(data) as number), 1e-14);
    // Margins beyond every difference leave only the other level.
    const wide = { ...data, levels: [{ ...death!, margin: 1e9 }, status!] };
    expect(effect(wide)).toEqual(effect({ ...data, levels: [status!] }));
    const codes = Int32Array.from(data.group.codes, (_, row) => row % 3);
    const stratified = { ...data, strata: { levels: ['a', 'b', 'c'], codes } };
    expect(effect(stratified)).not.toEqual(effect(data));
    expect(effect(stratified, { stratified: false })).toEqual(effect(data));
  });
});
