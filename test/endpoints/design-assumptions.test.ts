import { describe, expect, it } from 'vitest';
import { designAssumptions } from '../../src/endpoints/design-assumptions/design-assumptions.js';
import { allRows, datasetOf } from './dataset-of.js';

type Columns = Parameters<typeof datasetOf>[0];
const derive = (columns: Columns, rows?: Int32Array) => {
  const dataset = datasetOf(columns, ['POWER', 'EVENTS', 'EVENT_PROBABILITY']);
  return designAssumptions.derive(
    { dataset, rows: rows ?? allRows(dataset), compare: null },
    designAssumptions.options.parse({}),
  );
};

const good = {
  TRIAL: ['one', 'two'],
  HAZARD_RATIO: [0.7, 1.4],
  ALPHA: [0.05, 0.025],
  SIDES: [2, 1],
  ALLOCATION: [1, 2],
  POWER: [0.9, null],
  EVENTS: [null, 120],
  EVENT_PROBABILITY: [0.4, null],
  SOURCE: ['protocol', 'protocol'],
};

describe('design-assumptions', () => {
  it('reads a design a row', () => {
    const { data, population } = derive(good);
    expect(data).toEqual({
      kind: 'design-assumptions',
      rows: [
        {
          name: 'one',
          hazardRatio: 0.7,
          alpha: 0.05,
          sides: 2,
          allocation: 1,
          power: 0.9,
          events: null,
          eventProbability: 0.4,
        },
        {
          name: 'two',
          hazardRatio: 1.4,
          alpha: 0.025,
          sides: 1,
          allocation: 2,
          power: null,
          events: 120,
          eventProbability: null,
        },
      ],
    });
    expect(population.label).toBe('2 designs');
    expect(derive(good, Int32Array.of(1)).data.rows.map(({ name }) => name)).toEqual(['two']);
  });

  const wrong: readonly [string, Partial<Columns>, RegExp][] = [
    ['a hazard ratio of 1', { HAZARD_RATIO: [0.7, 1] }, /test\.csv:3 data\/design-value: HAZARD_RATIO/],
    ['a hazard ratio of 0', { HAZARD_RATIO: [0, 1.4] }, /test\.csv:2 .*HAZARD_RATIO/],
    ['three sides', { SIDES: [2, 3] }, /test\.csv:3 .*SIDES.*Got 3; expected 1 or 2/],
    ['a power in percent', { POWER: [90, null] }, /test\.csv:2 .*POWER/],
    ['an allocation of 0', { ALLOCATION: [0, 2] }, /ALLOCATION/],
    ['an event probability of 0', { EVENT_PROBABILITY: [0, null] }, /EVENT_PROBABILITY/],
    ['no events', { EVENTS: [null, 0] }, /EVENTS/],
    ['neither power nor events', { EVENTS: [null, null] }, /test\.csv:3 data\/design-open/],
    ['a missing level', { ALPHA: [null, 0.05] }, /test\.csv:2 data\/missing-cell/],
    ['a trial twice', { TRIAL: ['one', 'one'] }, /test\.csv:3 data\/trial-twice.*csv:2/],
  ];
  it.each(wrong)('refuses %s', (_, columns, message) => {
    expect(() => derive({ ...good, ...columns } as Columns)).toThrow(message);
  });

  it('refuses no rows', () => {
    expect(() => derive(good, new Int32Array())).toThrow(/plan\/no-rows/);
  });
});
