import { describe, expect, it } from 'vitest';
import { publishedPairedCounts } from '../../src/endpoints/published-paired-counts/published-paired-counts.js';
import { mcnemarMethod } from '../../src/outcomes/binary/mcnemar/definition.js';
import { testRows } from '../outcomes/part-rows.js';
import { allRows, datasetOf } from './dataset-of.js';

const dataset = datasetOf({
  OUTCOME: ['remission', 'response'],
  FIRST: ['week 12', 'week 12'],
  SECOND: ['week 24', 'week 24'],
  BOTH: [10, 30],
  FIRST_ONLY: [5, 4],
  SECOND_ONLY: [15, 9],
  NEITHER: [40, 27],
  SOURCE: ['Table 2', 'Table 2'],
});

describe('published-paired-counts', () => {
  it('reads the four counts, on which the paired test runs', () => {
    const { data, population } = publishedPairedCounts.derive(
      { dataset, rows: Int32Array.of(0), compare: null },
      {},
    );
    expect(data).toEqual({
      kind: 'paired-binary',
      both: 10,
      firstOnly: 5,
      secondOnly: 15,
      neither: 40,
      first: 'week 12',
      second: 'week 24',
    });
    expect(population.groups).toEqual([
      { name: 'week 12', n: 70, events: 15 },
      { name: 'week 24', n: 70, events: 25 },
    ]);
    const [test] = testRows(mcnemarMethod.run(data, mcnemarMethod.options.parse({})));
    expect(test!.value).toBe(5);
  });

  it('asks for exactly one row', () => {
    const given = { dataset, compare: null };
    expect(() => publishedPairedCounts.derive({ ...given, rows: allRows(dataset) }, {})).toThrow(
      'plan/several-rows',
    );
    expect(() => publishedPairedCounts.derive({ ...given, rows: Int32Array.of() }, {})).toThrow(
      'plan/no-rows',
    );
  });
});
