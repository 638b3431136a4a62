import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HierarchicalData } from '../../src/core/analysis-data.js';
import { Xoshiro256 } from '../../src/math/random/xoshiro256.js';
import { hierarchicalWinRatioMethod } from '../../src/survival/hierarchical-win-ratio/definition.js';
import {
  type HierarchicalWinInput,
  type HierarchicalWinOptions,
  hierarchicalWinRatio,
} from '../../src/survival/hierarchical-win-ratio/hierarchical-win-ratio.js';
import { type PairScores, pairScores } from '../../src/survival/hierarchical-win-ratio/pair-scores.js';
import { timeToFirstEvent } from '../../src/survival/hierarchical-win-ratio/time-to-first-event.js';
import {
  type EqualTimes,
  equalTimesRules,
  readWinLevels,
  type WinLevel,
} from '../../src/survival/hierarchical-win-ratio/win-levels.js';
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

/** The definition: every pair, level after level. */
function scoresByPairs(
  levels: readonly WinLevel[],
  equalTimes: EqualTimes,
  places: Int32Array,
  split: number,
): PairScores {
  const [n, count] = [places.length, levels.length];
  const scores: PairScores = {
    wins: new Float64Array(n),
    losses: new Float64Array(n),
    score: new Float64Array(n),
    winsByLevel: new Float64Array(count),
    lossesByLevel: new Float64Array(count),
  };
  /** Whether row i has the larger value, and it is known. */
  const isLarger = (level: WinLevel, i: number, j: number): boolean => {
    const { margin = 0 } = level;
    if (level.kind !== 'time-to-event') {
      const [own, other] = [level.values[i], level.values[j]];
      return typeof own === 'number' && typeof other === 'number' && own - other > margin;
    }
    const [own, other] = [level.time[i]!, level.time[j]!];
    if (level.event[j] !== 1) return false;
    const outlived = equalTimes === 'event-first' && margin === 0 && level.event[i] === 0 && own === other;
    return own - other > margin || outlived;
  };
  for (let left = 0; left < n; left += 1) {
    for (let right = 0; right < n; right += 1) {
      const [i, j] = [places[left]!, places[right]!];
      const level = levels.findIndex((one) => isLarger(one, i, j) || isLarger(one, j, i));
      if (level < 0) continue;
      const largeWins = levels[level]!.better !== 'earlier' && levels[level]!.better !== 'lower';
      const won = isLarger(levels[level]!, i, j) === largeWins;
      scores.score[left]! += won ? 1 : -1;
      if (left < split === right < split) continue;
      (won ? scores.wins : scores.losses)[left]! += 1;
      if (left < split) (won ? scores.winsByLevel : scores.lossesByLevel)[level]! += 1;
    }
  }
  return scores;
}

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
  it('counts every subject as visiting every pair does: ties, censoring, margins, missing values', () => {
    const timed = fc.record({
      kind: fc.constant('time-to-event' as const),
      rows: fc.array(fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 1 })), {
        minLength: 60,
        maxLength: 60,
      }),
      better: fc.constantFrom('later' as const, 'earlier' as const),
      margin: fc.constantFrom(0, 0, 1, 2.5),
    });
    const valued = fc.record({
      kind: fc.constant('continuous' as const),
      values: fc.array(fc.option(fc.integer({ min: 0, max: 12 }).map((value) => value / 10)), {
        minLength: 60,
        maxLength: 60,
      }),
      better: fc.constantFrom('higher' as const, 'lower' as const),
      margin: fc.constantFrom(0, 0.1, 0.3),
    });
    const hierarchy = fc.array(fc.oneof(timed, valued), { minLength: 1, maxLength: 4 });
    const rule = fc.constantFrom(...equalTimesRules);
    fc.assert(
      fc.property(
        hierarchy,
        rule,
        fc.nat(60),
        fc.integer({ min: 2, max: 60 }),
        (drawn, equalTimes, cut, n) => {
          const levels = drawn.map((level): WinLevel => {
            if (level.kind === 'continuous') return { ...level, values: level.values.slice(0, n) };
            const rows = level.rows.slice(0, n);
            return { ...level, time: rows.map(([time]) => time), event: rows.map(([, event]) => event) };
          });
          const split = Math.min(cut, n);
          const order = Int32Array.from({ length: n }, (_, row) => (row * 7 + 3) % n);
          const places = new Set(order).size === n ? order : Int32Array.from(order.keys());
          const scores = pairScores(
            readWinLevels('test', levels, n, equalTimes),
            places.slice(0, split),
            places.slice(split),
          );
          expect(scores).toEqual(scoresByPairs(levels, equalTimes, places, split));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('counts the same where sets are masks and a rest, over words that are full and words that are not', () => {
    const random = new Xoshiro256(3);
    for (const [n, split] of [
      [700, 320],
      [513, 1],
      [400, 399],
      [300, 0],
      [0, 0],
    ] as const) {
      const time = Array.from({ length: n }, () => Math.ceil(20 * random.exponential()));
      const levels: WinLevel[] = [
        { kind: 'time-to-event', time, event: time.map(() => random.integerBelow(2)) },
        {
          kind: 'continuous',
          values: time.map(() => (random.uniform() < 0.1 ? null : random.integerBelow(4))),
        },
        { kind: 'continuous', values: time.map(() => random.normal()), better: 'lower', margin: 0.2 },
      ];
      const places = Int32Array.from({ length: n }, (_, row) => row);
      expect(
        pairScores(readWinLevels('test', levels, n, 'tie'), places.slice(0, split), places.slice(split)),
      ).toEqual(scoresByPairs(levels, 'tie', places, split));
    }
  });

  it('compares every pair of 20 000 subjects', () => {
    const random = new Xoshiro256(4);
    const n = 20_000;
    const time = Float64Array.from({ length: n }, () => random.exponential());
    const row = only({
      group: { levels: ['a', 'b'], codes: Int32Array.from(time, (_, place) => place % 2) },
      levels: [
        { kind: 'time-to-event', time, event: Array.from(time, () => random.integerBelow(2)) },
        { kind: 'continuous', values: time.map(() => random.normal()) },
      ],
    });
    expect(row.wins + row.losses).toBe((n / 2) ** 2);
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
