import { describe, expect, it } from 'vitest';
import { ordinalValue } from '../../src/endpoints/ordinal-value/ordinal-value.js';
import { publishedPValues } from '../../src/endpoints/published-p-values/published-p-values.js';
import { publishedStratifiedOrdinalCounts } from '../../src/endpoints/published-stratified-ordinal-counts/published-stratified-ordinal-counts.js';
import { allRows, datasetOf } from './dataset-of.js';

const pTable = (p: readonly string[]) =>
  datasetOf({ HYPOTHESIS: p.map((_, index) => `H${index + 1}`), P: p, SOURCE: p.map(() => 'Table 2') });
const derive = (dataset: ReturnType<typeof datasetOf>, rows = allRows(dataset)) =>
  publishedPValues.derive({ dataset, rows, compare: null }, {});

describe('published-p-values', () => {
  it('reads p-values and their weights, and bounds what the rounding allows', () => {
    const dataset = datasetOf({
      HYPOTHESIS: ['ACR20 at week 24', 'HAQ-DI', 'DAS28'],
      P: ['0.012', '0.04', '< 0.001'],
      WEIGHT: [0.5, 0.3, 0.2],
      SOURCE: ['Table 2', 'Table 2', 'text'],
    });
    const { data, notices, alternatives } = derive(dataset);
    expect(data.rows).toEqual([
      { name: 'ACR20 at week 24', p: 0.012, weight: 0.5 },
      { name: 'HAQ-DI', p: 0.04, weight: 0.3 },
      { name: 'DAS28', p: 0.001, weight: 0.2 },
    ]);
    expect(notices.map(({ message }) => message)).toEqual([
      'Printed only as below a bound, which is taken as the p-value: DAS28.',
    ]);
    expect([...alternatives!()].map(({ rows }) => rows.map(({ p }) => p))).toEqual([
      [0.0115, 0.035, 0],
      [0.0125, 0.045, 0.001],
    ]);
  });

  it('refuses a bound of 0, below which no p-value is', () => {
    expect(() => derive(pTable(['0.012', '<0']))).toThrow(/test.csv:3 data\/not-a-p-value.*Got "<0"/);
    expect(() => derive(pTable(['<0.000']))).toThrow(/data\/not-a-p-value/);
  });

  it('needs no weights, and keeps p-values within 0 and 1 when rounded', () => {
    const { data, notices, alternatives } = derive(pTable(['0.000', '1.0']));
    expect(data.rows.map(({ weight }) => weight)).toEqual([null, null]);
    expect(notices).toEqual([]);
    expect([...alternatives!()].map(({ rows }) => rows.map(({ p }) => p))).toEqual([
      [0, 0.95],
      [0.0005, 1],
    ]);
  });

  it('refuses what is no p-value, and a clause that selects nothing', () => {
    for (const text of ['1.2', 'NS', '>0.99', '-0.1', '0,04']) {
      expect(() => derive(pTable(['0.01', text])), text).toThrow(/test\.csv:3 data\/not-a-p-value/);
    }
    expect(() => derive(pTable(['0.01']), new Int32Array())).toThrow(/plan\/no-rows/);
  });
});

describe('published-stratified-ordinal-counts', () => {
  const columns = {
    STRATUM: ['US', 'US', 'US', 'EU', 'EU', 'EU'],
    ARM: ['placebo', 'tocilizumab', 'tocilizumab', 'placebo', 'placebo', 'tocilizumab'],
    ORDER: [1, 1, 2, 1, 2, 2],
    CATEGORY: ['dead', 'dead', 'alive', 'dead', 'alive', 'alive'],
    COUNT: [4, 3, 0, 5, 6, 7],
  };
  const compare = { of: 'tocilizumab', versus: 'placebo' };
  const read = (table: typeof columns) => {
    const dataset = datasetOf(table);
    return publishedStratifiedOrdinalCounts.derive({ dataset, rows: allRows(dataset), compare }, {});
  };

  it('keeps the strata of the cells', () => {
    const { data, population } = read(columns);
    expect(data.categories).toEqual(['dead', 'alive']);
    expect(data.strata).toEqual({ levels: ['US', 'EU'], codes: Int32Array.of(0, 0, 1, 1, 1) });
    expect(Array.from(data.weight)).toEqual([4, 3, 5, 6, 7]);
    expect(population.groups.map(({ name, n }) => [name, n])).toEqual([
      ['tocilizumab', 10],
      ['placebo', 15],
    ]);
  });

  it('refuses a cell that stands twice in a stratum, and a place with two names', () => {
    expect(() => read({ ...columns, STRATUM: columns.STRATUM.map(() => 'US') })).toThrow(
      /data\/category-twice.*stratum "US"/,
    );
    expect(() => read({ ...columns, CATEGORY: ['dead', 'well', 'alive', 'dead', 'alive', 'alive'] })).toThrow(
      /data\/category-order/,
    );
  });
});

describe('ordinal-value with organ-support-free days', () => {
  it('orders the days by number, death as -1 lowest', () => {
    const dataset = datasetOf({
      TRTP: ['a', 'b', 'a', 'b', 'a', 'b', 'a'],
      AVAL: [21, -1, 0, 10, 2, -1, null],
    });
    const { data, population } = ordinalValue.derive(
      { dataset, rows: allRows(dataset), compare: { of: 'a', versus: 'b' } },
      ordinalValue.options.parse({}),
    );
    expect(data.categories).toEqual(['-1', '0', '2', '10', '21']);
    expect(Array.from(data.outcome)).toEqual([4, 0, 1, 3, 2, 0]);
    expect(population.exclusions).toEqual([{ reason: 'AVAL missing', n: 1 }]);
  });
});
