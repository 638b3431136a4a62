import { describe, expect, it } from 'vitest';
import { publishedCurve } from '../../src/endpoints/published-curve/published-curve.js';
import { allRows, datasetOf } from './dataset-of.js';

const options = { event: 'death', timeUnit: 'days' };
const curve = (
  survival: readonly (number | null)[],
  atRisk: readonly (number | null)[],
  totals: readonly (number | null)[],
) => {
  const dataset = datasetOf(
    {
      ARM: survival.map(() => 'a'),
      TIME: survival.map((_, index) => 10 * index),
      SURVIVAL: survival,
      AT_RISK: atRisk,
      TOTAL_EVENTS: totals,
    },
    ['SURVIVAL', 'AT_RISK', 'TOTAL_EVENTS'],
  );
  return () => publishedCurve.derive({ dataset, rows: allRows(dataset), compare: null }, options);
};

describe('published-curve', () => {
  it('gives back the patients of a curve without censoring', () => {
    const { data, population, notices } = curve([1, 0.9, 0.7, 0.5], [10, null, null, 7], [5, 5, 5, 5])();
    expect(population.label).toContain('reconstructed');
    expect(population.groups).toEqual([{ name: 'a', n: 10, events: 5 }]);
    expect(Array.from(data.event).reduce((sum, value) => sum + value, 0)).toBe(5);
    expect(notices[0]?.message).toContain('not observed');
  });

  it('warns when nothing is known of censoring', () => {
    const { notices } = curve([1, 0.9, 0.7], [10, null, null], [null, null, null])();
    expect(notices[0]).toMatchObject({ severity: 'warning', code: 'reconstructed' });
  });

  it('asks for the size of the arm and one total', () => {
    expect(curve([1, 0.9], [null, 9], [null, null])).toThrow('data/incomplete-curve');
    expect(curve([null, null], [10, 9], [null, null])).toThrow('data/incomplete-curve');
    expect(curve([1, 0.9], [10, null], [1, 2])).toThrow('data/contradicting-totals');
  });
});
