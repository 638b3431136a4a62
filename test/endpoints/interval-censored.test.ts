import { describe, expect, it } from 'vitest';
import { intervalCensored } from '../../src/endpoints/interval-censored/interval-censored.js';
import { turnbull } from '../../src/survival/turnbull/turnbull.js';
import { allRows, datasetOf } from './dataset-of.js';

const compare = { of: 'active', versus: 'placebo' };
const derive = (columns: Parameters<typeof datasetOf>[0], given: object = {}) => {
  const dataset = datasetOf(columns, ['LOWER', 'UPPER']);
  const options = intervalCensored.options.parse({ timeUnit: 'weeks', event: 'relapse', ...given });
  return intervalCensored.derive({ dataset, rows: allRows(dataset), compare }, options);
};

describe('interval-censored', () => {
  const columns = {
    TRTP: ['placebo', 'active', 'active', 'placebo', 'active', null, 'other'],
    LOWER: [8, 16, null, 4, null, 1, 1],
    UPPER: [16, null, 8, 4, null, 2, 2],
  };

  it('reads limits, right-censoring and left-censoring, and counts who was left out and why', () => {
    const { data, population, notices } = derive(columns);
    expect(data).toMatchObject({ kind: 'interval-censored', timeUnit: 'weeks', eventLabel: 'relapse' });
    expect(Array.from(data.lower)).toEqual([8, 16, 0, 4]);
    expect(Array.from(data.upper)).toEqual([16, Number.POSITIVE_INFINITY, 8, 4]);
    expect(data.group).toEqual({ levels: ['active', 'placebo'], codes: Int32Array.from([1, 0, 0, 1]) });
    expect(data.reference).toBe('placebo');
    expect(population.groups).toEqual([
      { name: 'active', n: 2, events: 1 },
      { name: 'placebo', n: 2, events: 2 },
    ]);
    expect(population.exclusions).toEqual([
      { reason: 'TRTP missing', n: 1 },
      { reason: 'in an arm that is not compared', n: 1 },
      { reason: 'LOWER and UPPER missing', n: 1 },
    ]);
    expect(notices.map(({ message }) => message)).toEqual([
      'LOWER is empty for 1 subject: the event may have come at any time from 0 to UPPER.',
    ]);
    expect(turnbull(data).curves.map(({ status }) => status)).toEqual(['converged', 'converged']);
  });

  it('takes the columns that it is told', () => {
    const { data } = derive(
      { ARM: ['active', 'placebo'], L: [0, 1], R: [2, 3] },
      { arm: 'ARM', lower: 'L', upper: 'R' },
    );
    expect(Array.from(data.upper)).toEqual([2, 3]);
  });

  it('refuses limits that cross and negative ones, with the line', () => {
    const arms = { TRTP: ['active', 'placebo'] };
    expect(() => derive({ ...arms, LOWER: [1, 5], UPPER: [2, 4] })).toThrow(
      /test\.csv:3 data\/limits-crossed.*LOWER 5 and UPPER 4/,
    );
    expect(() => derive({ ...arms, LOWER: [-1, 5], UPPER: [2, 6] })).toThrow('test.csv:2 data/negative-time');
    expect(() => derive({ ...arms, LOWER: [1, 5] })).toThrow('plan/unknown-column');
  });
});
