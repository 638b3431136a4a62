import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cumulativeIncidence } from '../../src/survival/cumulative-incidence/cumulative-incidence.js';
import { kaplanMeier } from '../../src/survival/kaplan-meier/kaplan-meier.js';
import { multiStateMethod } from '../../src/survival/multi-state/definition.js';
import {
  type MultiStateInput,
  type MultiStateOptions,
  multiState,
} from '../../src/survival/multi-state/multi-state.js';
import { sampleData } from '../sample-data.js';
import { expectClose, expectSame, readOracle } from './oracle.js';

type Table = readonly (readonly (number | null)[])[];
interface Case {
  readonly name: string;
  readonly input: MultiStateInput;
  readonly options: MultiStateOptions & {
    readonly states: readonly string[];
    readonly times: readonly number[];
  };
  readonly expected: readonly {
    readonly initial: readonly number[];
    readonly time: readonly number[];
    readonly probability: Table;
    readonly standardError: Table;
    readonly atRisk: Table;
    readonly at: Readonly<Record<'probability' | 'standardError' | 'lower' | 'upper', Table>>;
    readonly timeIn: readonly number[] | null;
    readonly sampled: { readonly at: Table; readonly timeIn?: readonly number[] };
  }[];
}

describe('multi-state against R survival', () => {
  const oracle = readOracle<Case>('multi-state', 'survfit');
  const near = oracle.tolerance;
  for (const { name, input, options, expected } of oracle.cases) {
    it(name, () => {
      const known = multiState(input, options);
      const sampled = multiState(input, { ...options, initialDistribution: 'sampled' });
      expect(known.groups.length).toBe(expected.length);
      expected.forEach((wanted, index) => {
        const actual = known.groups[index]!;
        expect(actual.time).toEqual(wanted.time);
        options.states.forEach((state, code) => {
          const curve = actual.states[code]!;
          expect(curve.state).toBe(state);
          expectClose(curve.initial, wanted.initial[code]!, near, 'initial');
          wanted.time.forEach((_, step) => {
            expectClose(curve.probability[step], wanted.probability[code]![step]!, near, 'probability');
            expectClose(
              curve.standardError[step],
              wanted.standardError[code]![step]!,
              near,
              'standard error',
            );
            // R counts subjects at risk; here case weights count, as in the other curves.
            if (input.weight === undefined)
              expectClose(curve.atRisk[step], wanted.atRisk[code]![step]!, near, 'at risk');
          });
          const others = sampled.groups[index]!;
          options.times.forEach((time, place) => {
            const at = actual.at.find((row) => row.state === state && row.time === time)!;
            const probability = wanted.at.probability[code]![place]!;
            expectClose(at.probability, probability, near, 'probability at');
            expectClose(at.standardError, wanted.at.standardError[code]![place]!, near, 'standard error at');
            if (probability > 0 && probability < 1) {
              expectSame(at.lower, wanted.at.lower[code]![place]!, near, 'lower');
              expectSame(at.upper, wanted.at.upper[code]![place]!, near, 'upper');
            }
            const moved = others.at.find((row) => row.state === state && row.time === time)!;
            expectClose(moved.standardError, wanted.sampled.at[code]![place]!, 1e-8, 'sampled start');
          });
          if (wanted.timeIn === null) return;
          expectClose(actual.timeIn[code]!.mean, wanted.timeIn[code]!, near, 'time in state');
          expectClose(others.timeIn[code]!.standardError, wanted.sampled.timeIn![code]!, 1e-8, 'its error');
        });
      });
    });
  }
});

const stays = fc.array(
  fc.record({
    time: fc.integer({ min: 1, max: 15 }),
    end: fc.constantFrom(null, 'discharged', 'dead'),
  }),
  { minLength: 3, maxLength: 30 },
);
type Stays = readonly { readonly time: number; readonly end: string | null }[];
const inputOf = (list: Stays): MultiStateInput => ({
  id: list.map((_, row) => `subject ${row}`),
  start: list.map(() => 0),
  stop: list.map(({ time }) => time),
  from: list.map(() => 'in hospital'),
  to: list.map(({ end }) => end),
});

describe('multi-state laws', () => {
  it('with two states is Kaplan-Meier, and with competing ends the cumulative incidence', () => {
    fc.assert(
      fc.property(stays, (list) => {
        const result = multiState(inputOf(list), { states: ['in hospital', 'discharged', 'dead'] })
          .groups[0]!;
        const time = list.map((row) => row.time);
        const event = list.map(({ end }) => (end === null ? 0 : 1));
        const free = kaplanMeier({ time, event }, { variance: 'robust' }).curves[0]!;
        free.survival.forEach((survival, step) => {
          expectClose(result.states[0]!.probability[step], survival, 1e-12);
          if (survival > 0)
            expectClose(result.states[0]!.standardError[step], free.standardError[step]!, 1e-10);
        });
        const codes = list.map(({ end }) => (end === null ? 0 : end === 'discharged' ? 1 : 2));
        const curve = cumulativeIncidence({ time, event: codes }, { cause: 2 }).curves[0]!;
        curve.time.forEach((now, index) => {
          const step = result.time.indexOf(now);
          if (step >= 0) expectClose(result.states[2]!.probability[step], curve.incidence[index]!, 1e-12);
        });
      }),
    );
  });

  it('probabilities add up to 1, errors are 0 or more, inputs stay, order and cut rows do not matter', () => {
    fc.assert(
      fc.property(stays, fc.integer({ min: 1, max: 14 }), (list, cut) => {
        const input = inputOf(list);
        const copy = structuredClone(input);
        const whole = multiState(input, { horizon: 1 }).groups[0]!;
        expect(input).toEqual(copy);
        whole.time.forEach((_, step) => {
          expectClose(
            whole.states.reduce((sum, state) => sum + state.probability[step]!, 0),
            1,
            1e-12,
          );
        });
        expectClose(
          whole.timeIn.reduce((sum, { mean }) => sum + (mean as number), 0),
          1,
          1e-12,
        );
        // Each stay cut in two at one time says the same, in any order.
        const pieces = list.flatMap((row, index) =>
          row.time > cut
            ? [
                { id: index, start: cut, stop: row.time, to: row.end },
                { id: index, start: 0, stop: cut, to: null },
              ]
            : [{ id: index, start: 0, stop: row.time, to: row.end }],
        );
        const parts = multiState(
          {
            id: pieces.map(({ id }) => `subject ${id}`),
            start: pieces.map(({ start }) => start),
            stop: pieces.map(({ stop }) => stop),
            from: pieces.map(() => 'in hospital'),
            to: pieces.map(({ to }) => to),
          },
          {},
        ).groups[0]!;
        expect(parts.subjects).toBe(whole.subjects);
        whole.time.forEach((now, step) => {
          const place = parts.time.indexOf(now);
          whole.states.forEach((state, code) => {
            expectClose(parts.states[code]!.probability[place], state.probability[step]!, 1e-12);
            expectClose(parts.states[code]!.standardError[place], state.standardError[step]!, 1e-10);
          });
        });
      }),
    );
  });
});

describe('multi-state conventions and edges', () => {
  const one = { id: ['a', 'a', 'b'], start: [0, 3, 0], stop: [3, 7, 5] };

  it('follows a subject through states and counts transitions', () => {
    const result = multiState(
      { ...one, from: ['well', 'ill', 'well'], to: ['ill', 'well', null] },
      { states: ['well', 'ill'], times: [0, 4, 7, 9], horizon: 7 },
    ).groups[0]!;
    expect(result.transitions).toEqual([
      { from: 'well', to: 'ill', count: 1 },
      { from: 'ill', to: 'well', count: 1 },
    ]);
    const well = result.at.filter(({ state }) => state === 'well').map(({ probability }) => probability);
    expect(well).toEqual([1, 0.5, 1, { notEstimable: 'beyond-last-observation' }]);
    expect(result.timeIn[0]!.mean).toBe(3 + 4 * 0.5);
  });

  it('takes those at risk just before the first transition as the start', () => {
    const input = {
      id: ['a', 'b', 'c', 'd'],
      start: [0, 0, 1, 3],
      stop: [4, 2, 6, 6],
      from: ['x', 'y', 'y', 'y'],
      to: ['y', 'x', null, null],
    };
    const [x, y] = multiState(input).groups[0]!.states;
    expectClose(x!.initial, 1 / 3, 1e-15);
    expectClose(y!.initial, 2 / 3, 1e-15);
  });

  it('knows groups without subjects and times without follow-up', () => {
    const input = { ...one, from: ['w', 'i', 'w'], to: ['i', null, null] };
    const group = { levels: ['p', 'q'], codes: new Int32Array(3) };
    const empty = multiState({ ...input, group }, { times: [1], horizon: 2 }).groups[1]!;
    expect(empty.at[0]!.probability).toEqual({ notEstimable: 'empty-group' });
    expect(empty.timeIn[0]!.mean).toEqual({ notEstimable: 'empty-group' });
    expect(empty.states[0]!.initial).toBe(0);
    expect(multiState(input, { horizon: 8 }).groups[0]!.timeIn[0]!.mean).toEqual({
      notEstimable: 'beyond-last-observation',
    });
    const still = multiState({ ...input, to: [null, null, null], from: ['w', 'w', 'w'] }, { times: [2] });
    expect(still.groups[0]!.at[0]).toMatchObject({ probability: 1, standardError: 0, lower: 1, upper: 1 });
  });

  it('refuses histories that cannot be', () => {
    const from = ['well', 'ill', 'well'];
    expect(() => multiState({ ...one, start: [0, 2, 0], from, to: ['ill', null, null] })).toThrow(/row 2/);
    expect(() => multiState({ ...one, from, to: ['dead', null, null] })).toThrow(/"ill" after "dead"/);
    expect(() => multiState({ ...one, from, to: ['well', null, null] })).toThrow(/same state/);
    expect(() => multiState({ ...one, from, to: ['ill', null, null] }, { states: ['well'] })).toThrow(
      /unknown/,
    );
    expect(() => multiState({ ...one, from, to: ['ill', null] })).toThrow(/"to"/);
    expect(() => multiState({ ...one, from, to: ['ill', null, null], group: ['x', 'y', 'x'] })).toThrow(
      /"group"/,
    );
    expect(() => multiState({ ...one, from, to: ['ill', null, null] }, { times: [-1] })).toThrow(/"times"/);
    expect(() => multiState({ ...one, from, to: ['ill', null, null] }, { horizon: 0 })).toThrow(/"horizon"/);
    // A gap in follow-up may hide transitions.
    expect(() => multiState({ ...one, start: [0, 4, 0], from, to: [null, null, null] })).not.toThrow();
  });
});

interface ContrastCase {
  readonly input: MultiStateInput;
  readonly options: MultiStateOptions & {
    readonly states: readonly string[];
    readonly times: readonly number[];
  };
  readonly occupancy: readonly (readonly number[])[];
  readonly occupancyError: readonly (readonly number[])[];
  readonly timeIn: readonly number[];
  readonly timeInError: readonly number[];
}

describe('multi-state contrasts of arms', () => {
  const oracle = readOracle<ContrastCase>('multi-state', 'contrasts');
  const { input, options, ...expected } = oracle.cases[0]!;

  it('agree with the curves of R survival', () => {
    const { contrasts } = multiState(input, { ...options, reference: 'control' });
    expect(contrasts).toHaveLength(9);
    options.states.forEach((state, code) => {
      options.times.forEach((time, place) => {
        const row = contrasts.find((own) => own.state === state && own.time === time)!;
        expect([row.of, row.versus, row.quantity]).toEqual(['active', 'control', 'occupancy']);
        expectClose(row.estimate, expected.occupancy[place]![code]!, oracle.tolerance, 'difference');
        expectClose(row.standardError, expected.occupancyError[place]![code]!, oracle.tolerance, 'error');
      });
      const mean = contrasts.find((own) => own.state === state && own.time === null)!;
      expectClose(mean.estimate, expected.timeIn[code]!, oracle.tolerance, 'time in state');
      expectClose(mean.standardError, expected.timeInError[code]!, oracle.tolerance, 'its error');
    });
  });

  it('turn with the reference, and differences in time add up to none', () => {
    const one = multiState(input, { ...options, reference: 'control' }).contrasts;
    const two = multiState(input, { ...options, reference: 'active' }).contrasts;
    one.forEach((row, place) => {
      expectClose(two[place]!.estimate, -(row.estimate as number), 1e-14);
      expect(two[place]!.p).toEqual(row.p);
    });
    const times = one.filter(({ time }) => time === null);
    expectClose(
      times.reduce((sum, { estimate }) => sum + (estimate as number), 0),
      0,
      1e-12,
    );
  });

  it('carry the reason of an arm that has none, and refuse an unknown reference', () => {
    const { contrasts } = multiState(input, { ...options, times: [500], reference: 'control' });
    expect(contrasts[0]).toMatchObject({
      estimate: { notEstimable: 'beyond-last-observation' },
      p: { notEstimable: 'beyond-last-observation' },
    });
    expect(() => multiState(input, { reference: 'placebo' })).toThrow(/"reference"/);
    const { group, ...alone } = input;
    expect(group).toBeDefined();
    expect(multiState(alone, options).contrasts).toEqual([]);
  });
});

describe('multi-state as a method', () => {
  const data = sampleData['multi-state'];
  const run = (given: object = {}) => multiStateMethod.run(data, multiStateMethod.options.parse(given));

  it('draws every state of every arm from its start, with those who come and go', () => {
    const [curves] = run().parts;
    if (curves?.kind !== 'curves') throw new Error('unexpected part');
    expect(curves.quantity).toBe('state-occupancy');
    expect(curves.curves.map(({ group, state }) => `${group} ${state}`)).toEqual([
      'tocilizumab ward',
      'tocilizumab ventilated',
      'tocilizumab home',
      'placebo ward',
      'placebo ventilated',
      'placebo home',
    ]);
    for (const arm of data.group.levels) {
      const own = curves.curves.filter(({ group }) => group === arm);
      own[0]!.time.forEach((_, step) => {
        expectClose(
          own.reduce((sum, { estimate }) => sum + estimate[step]!, 0),
          1,
          1e-12,
        );
        // Who is in a state at the next time came and did not go: subjects are neither lost nor made.
        if (step < 2) return;
        const present = own.reduce((sum, { atRisk }) => sum + atRisk[step]!, 0);
        const lost = own.reduce((sum, { censored }) => sum + censored[step - 1]!, 0);
        const home = own[2]!.events[step - 1]!;
        expect(present).toBe(own.reduce((sum, { atRisk }) => sum + atRisk[step - 1]!, 0) - lost - home);
      });
    }
  });

  it('gives probabilities and mean times with intervals, and contrasts of chosen states', () => {
    const { parts } = run({ times: [8], horizon: 12, compareStates: ['home', 'ventilated'] });
    const [, summary, estimates] = parts;
    if (summary?.kind !== 'summary' || estimates?.kind !== 'estimates') throw new Error('unexpected parts');
    const row = (group: string, term: string, statistic: string) =>
      summary.rows.find((own) => own.group === group && own.term === term && own.statistic === statistic)!;
    expect(row('placebo', 'ward to ventilated', 'count').value).toBe(20);
    const difference =
      (row('tocilizumab', 'home at 8', 'state-occupancy').value as number) -
      (row('placebo', 'home at 8', 'state-occupancy').value as number);
    expect(estimates.rows.map(({ term, statistic }) => [statistic, term])).toEqual([
      ['state-occupancy-difference', 'home at 8'],
      ['state-occupancy-difference', 'ventilated at 8'],
      ['time-in-state-difference', 'home'],
      ['time-in-state-difference', 'ventilated'],
    ]);
    expectClose(estimates.rows[0]!.estimate, difference, 1e-14);
    const stay = row('placebo', 'ventilated', 'time-in-state');
    const error = row('placebo', 'ventilated', 'standard-error').value as number;
    expectClose(stay.interval!.upper, (stay.value as number) + 1.959963984540054 * error, 1e-12);
    expect(() => run({ compareStates: ['hme'] })).toThrow(/Did you mean "home"/);
  });

  it('says when the shares at the start are taken as known', () => {
    expect(run().notices).toEqual([]);
    const start = { ...data, from: data.from.map((code, row) => (row === 0 ? 1 : code)) };
    const moved = { ...start, to: start.to.map((code, row) => (row === 0 ? -1 : code)) };
    const output = multiStateMethod.run(moved, multiStateMethod.options.parse({}));
    expect(output.notices.map(({ code }) => code)).toEqual(['multi-state/start-known']);
  });
});
