import { describe, expect, it } from 'vitest';
import { recurrentEvents } from '../../src/endpoints/recurrent-events/recurrent-events.js';
import { andersenGill } from '../../src/survival/andersen-gill/andersen-gill.js';
import { allRows, datasetOf } from './dataset-of.js';

type Columns = Parameters<typeof datasetOf>[0];
const compare = { of: 'active', versus: 'placebo' };
const derive = (columns: Columns, given: object = {}) => {
  const dataset = datasetOf(columns);
  const options = recurrentEvents.options.parse(given);
  return recurrentEvents.derive({ dataset, rows: allRows(dataset), compare }, options);
};

/** Rows of the first subject are out of order; subjects 3 to 5 are left out for three reasons. */
const columns = {
  USUBJID: ['1', '2', '1', '3', '3', '4', '5', '6'],
  TRTP: ['active', 'placebo', 'active', 'active', 'active', null, 'other', 'placebo'],
  START: [10, 0, 0, 0, 4, 0, 0, 2],
  STOP: [20, 15, 10, 4, 9, 5, 5, 30],
  EVENT: [0, 1, 1, 1, 0, 1, 1, 1],
  AGE: [60, 70, 60, 65, null, 50, 50, 40],
};

describe('recurrent-events', () => {
  it('reads stretches in file order and numbers their subjects', () => {
    const { data, population } = derive(columns, {
      covariates: ['AGE'],
      timeUnit: 'weeks',
      event: 'relapse',
    });
    expect(data).toMatchObject({
      kind: 'recurrent',
      timeUnit: 'weeks',
      eventLabel: 'relapse',
      reference: 'placebo',
    });
    expect(Array.from(data.subject)).toEqual([0, 1, 0, 2]);
    expect(Array.from(data.entry)).toEqual([10, 0, 0, 2]);
    expect(Array.from(data.time)).toEqual([20, 15, 10, 30]);
    expect(Array.from(data.event)).toEqual([0, 1, 1, 1]);
    expect(data.group).toEqual({ levels: ['active', 'placebo'], codes: Int32Array.from([0, 1, 0, 1]) });
    expect(data.covariates.map(({ name, values }) => [name, Array.from(values)])).toEqual([
      ['AGE', [60, 70, 60, 40]],
    ]);
    expect(population.groups).toEqual([
      { name: 'active', n: 1, events: 1 },
      { name: 'placebo', n: 2, events: 2 },
    ]);
    // A subject without a covariate in one of two rows is left out whole and counted once.
    expect(population.exclusions).toEqual([
      { reason: 'TRTP missing', n: 1 },
      { reason: 'in an arm that is not compared', n: 1 },
      { reason: 'covariate missing', n: 1 },
    ]);
    expect(andersenGill(data).n).toBe(4);
  });

  it('reads flags of text and subjects with numbers', () => {
    const texts = columns.EVENT.map((event) => (event === 1 ? 'Y' : 'N'));
    const numbers = columns.USUBJID.map(Number);
    const { data } = derive({ ...columns, EVENT: texts, USUBJID: numbers });
    expect(Array.from(data.event)).toEqual([0, 1, 1, 1, 0, 1]);
    expect(Array.from(data.subject)).toEqual([0, 1, 0, 2, 2, 3]);
  });

  describe('refuses, with the line,', () => {
    const good = {
      USUBJID: ['1', '1', '2'],
      TRTP: ['active', 'active', 'placebo'],
      START: [0, 5, 0],
      STOP: [5, 9, 7],
      EVENT: [1, 0, 0],
    };
    const cases: readonly [string, Partial<Columns>, RegExp][] = [
      [
        'rows without length',
        { STOP: [5, 5, 7] },
        /test\.csv:3 data\/empty-stretch: START is not before STOP/,
      ],
      ['a stop before its start', { STOP: [5, 4, 7] }, /test\.csv:3 data\/empty-stretch/],
      [
        'rows that overlap',
        { START: [0, 4, 0] },
        /test\.csv:3 data\/overlapping-rows.*subject 1, at test\.csv:2/,
      ],
      [
        'rows that overlap out of order',
        { START: [3, 0, 0], STOP: [9, 5, 7] },
        /test\.csv:2 data\/overlapping-rows/,
      ],
      ['a negative start', { START: [-1, 5, 0] }, /test\.csv:2 data\/negative-time/],
      ['another flag', { EVENT: [2, 0, 0] }, /test\.csv:2 data\/event-value.*"2"/],
      ['a missing flag', { EVENT: [1, null, 0] }, /test\.csv:3 data\/missing-cell/],
      ['a missing time', { STOP: [5, null, 7] }, /test\.csv:3 data\/missing-cell/],
      ['a missing subject', { USUBJID: ['1', null, '2'] }, /test\.csv:3 data\/missing-cell/],
      [
        'an arm that changes',
        { TRTP: ['active', 'placebo', 'placebo'] },
        /test\.csv:3 data\/arm-changes.*"placebo" after "active"/,
      ],
    ];
    it.each(cases)('%s', (_, change, message) => {
      expect(() => derive(good)).not.toThrow();
      expect(() => derive({ ...good, ...change } as Columns)).toThrow(message);
    });
  });
});
