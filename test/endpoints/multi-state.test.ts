import { describe, expect, it } from 'vitest';
import { multiStateStays } from '../../src/endpoints/multi-state/multi-state.js';
import { multiState } from '../../src/survival/multi-state/multi-state.js';
import { allRows, datasetOf } from './dataset-of.js';

type Columns = Parameters<typeof datasetOf>[0];
const compare = { of: 'active', versus: 'placebo' };
const derive = (columns: Columns, given: object = {}) => {
  const dataset = datasetOf(columns);
  const options = multiStateStays.options.parse(given);
  return multiStateStays.derive({ dataset, rows: allRows(dataset), compare }, options);
};

const good = {
  USUBJID: ['1', '2', '1', '3', '4', '4'],
  TRTP: ['active', 'placebo', 'active', null, 'placebo', 'placebo'],
  START: [4, 0, 0, 0, 2, 5],
  STOP: [12, 9, 4, 5, 5, 20],
  FROM: ['ventilated', 'ward', 'ward', 'ward', 'ward', 'ventilated'],
  TO: ['dead', 'home', 'ventilated', null, 'ventilated', null],
};

describe('multi-state endpoint', () => {
  it('reads stays, states and arms, and counts subjects', () => {
    const { data, population, notices } = derive(good, {
      states: ['ward', 'ventilated', 'home', 'dead'],
      absorbing: ['dead', 'home'],
      timeUnit: 'weeks',
    });
    expect(Array.from(data.subject)).toEqual([0, 1, 0, 2, 2]);
    expect(Array.from(data.from)).toEqual([1, 0, 0, 0, 1]);
    expect(Array.from(data.to)).toEqual([3, 2, 1, 1, -1]);
    expect(data.group).toEqual({
      levels: ['active', 'placebo'],
      codes: Int32Array.from([0, 1, 0, 1, 1]),
    });
    expect(data).toMatchObject({ kind: 'multi-state', reference: 'placebo', timeUnit: 'weeks' });
    expect(population.groups).toEqual([
      { name: 'active', n: 1, events: null },
      { name: 'placebo', n: 2, events: null },
    ]);
    expect(population.exclusions).toEqual([{ reason: 'TRTP missing', n: 1 }]);
    expect(notices[0]!.message).toMatch(/1 subject comes under observation after time 0/);
  });

  it('finds states in order of appearance and reads subjects with numbers', () => {
    const { data } = derive({ ...good, USUBJID: good.USUBJID.map(Number) });
    expect(data.states).toEqual(['ventilated', 'dead', 'ward', 'home']);
    expect(Array.from(data.subject)).toEqual([0, 1, 0, 2, 2]);
  });

  it('gives rows that the method takes, in any order', () => {
    const curves = (columns: Columns) => {
      const { data } = derive(columns, { states: ['ward', 'ventilated', 'home', 'dead'] });
      const names = (codes: Int32Array) => Array.from(codes, (code) => data.states[code] ?? null);
      return multiState({
        id: Array.from(data.subject, String),
        start: data.start,
        stop: data.stop,
        from: names(data.from) as string[],
        to: names(data.to),
        group: data.group,
      }).groups.map(({ time, states }) => [time, states.map(({ probability }) => probability)]);
    };
    const turned = Object.fromEntries(
      Object.entries(good).map(([name, cells]) => [name, [...cells].reverse()]),
    );
    expect(curves(turned)).toEqual(curves(good));
  });

  describe('refuses, with the row,', () => {
    const row = (name: keyof typeof good, index: number, cell: string | number | null) => ({
      ...good,
      [name]: good[name].map((own, place) => (place === index ? cell : own)),
    });
    const cases: readonly [string, Columns, object, RegExp][] = [
      ['stays that overlap', row('START', 0, 3), {}, /test\.csv:2 data\/overlapping-rows.*subject 1.*csv:4/],
      ['a gap', row('START', 0, 6), {}, /test\.csv:2 data\/gap.*ends at 4 and one that starts at 6/],
      [
        'an unknown state',
        row('TO', 2, 'ventilatd'),
        { states: ['ward', 'ventilated', 'home', 'dead'] },
        /test\.csv:4 data\/unknown-state.*Did you mean "ventilated"/,
      ],
      [
        'a state that the stay before did not lead to',
        row('TO', 2, 'home'),
        {},
        /test\.csv:2 data\/broken-history.*"ventilated" after "home"/,
      ],
      [
        'an absorbing state left in the next stay',
        row('TO', 2, 'home'),
        { absorbing: ['home'] },
        /test\.csv:2 data\/absorbing-state-left.*"ventilated" after "home"/,
      ],
      [
        'an absorbing state left in its own row',
        good,
        { absorbing: ['ward'] },
        /test\.csv:3 data\/absorbing-state-left/,
      ],
      [
        'a subject that changes arm',
        row('TRTP', 2, 'placebo'),
        {},
        /test\.csv:4 data\/arm-changes.*"placebo" after "active"/,
      ],
      ['a move into the same state', row('TO', 1, 'ward'), {}, /test\.csv:3 data\/no-move/],
      ['a stay without length', row('STOP', 1, 0), {}, /test\.csv:3 data\/empty-stretch/],
      ['a start below 0', row('START', 1, -1), {}, /test\.csv:3 data\/negative-time/],
      ['a missing time', row('STOP', 1, null), {}, /test\.csv:3 data\/missing-cell/],
      ['an absorbing state that is none', good, { absorbing: ['deaad'] }, /absorbing/],
    ];
    it.each(cases)('%s', (_, columns, given, message) => {
      expect(() => derive(columns, given)).toThrow(message);
    });

    it('every row at once', () => {
      const broken = { ...row('START', 0, 6), STOP: [12, 0, 4, 5, 5, 20] };
      expect(() => derive(broken)).toThrow(/csv:3[\s\S]*csv:2/);
    });
  });

  it('lets gaps be when told so, but not a jump across them out of an absorbing state', () => {
    const gap = { ...good, START: [6, 0, 0, 0, 2, 5] };
    expect(derive(gap, { gaps: 'allow' }).data.start[0]).toBe(6);
    const risen = { ...gap, TO: ['dead', 'home', 'home', null, 'ventilated', null] };
    expect(() => derive(risen, { gaps: 'allow', absorbing: ['home'] })).toThrow(/absorbing-state-left/);
  });
});
