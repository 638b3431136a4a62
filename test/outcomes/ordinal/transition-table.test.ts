import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OrdinalData } from '../../../src/core/analysis-data.js';
import { transitionTableMethod } from '../../../src/outcomes/ordinal/transition-table/definition.js';
import { transitionTable } from '../../../src/outcomes/ordinal/transition-table/transition-table.js';
import oracle from '../../oracles/transition-table/tables.json' with { type: 'json' };
import { expectNear } from './oracle-near.js';

describe('transition table against table() and coin::mh_test', () => {
  for (const { name, input, expected } of oracle.cases) {
    it(name, () => {
      const names = ['1', '2', '3', '4'];
      const table = transitionTable(
        names,
        input.before.map((category) => category - 1),
        input.after.map((category) => category - 1),
      );
      expect(table.counts).toEqual(expected.counts);
      expectNear(table.marginalHomogeneity.chiSquare, expected.chiSquare, oracle.tolerance);
      expect(table.marginalHomogeneity.df).toBe(expected.df);
      expectNear(table.marginalHomogeneity.p, expected.p, oracle.tolerance);
    });
  }

  it('nobody moved, or the moves do not touch', () => {
    const still = transitionTable(['a', 'b'], [0, 1, 1], [0, 1, 1]);
    expect(still.marginalHomogeneity.p).toEqual({ notEstimable: 'no-variation' });
    const apart = transitionTable(['a', 'b', 'c', 'd'], [0, 0, 2, 3], [1, 1, 3, 2]);
    expect(apart.marginalHomogeneity.p).toEqual({ notEstimable: 'collinear' });
  });
});

describe('transition table', () => {
  it('counts who went where', () => {
    const table = transitionTable(
      ['dead', 'ward', 'home'],
      [1, 1, 1, 2, 0],
      [0, 2, 1, 2, 0],
      [1, 5, 2, 1, 1],
    );
    expect(table.counts).toEqual([
      [1, 0, 0],
      [1, 2, 5],
      [0, 0, 1],
    ]);
    expect(table).toMatchObject({ n: 10, higher: 5, same: 4, lower: 1 });
    expect(transitionTable(['a'], [], [])).toMatchObject({ n: 0, counts: [[0]] });
  });

  it('turning time round transposes the table', () => {
    const pair = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }));
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        const names = ['a', 'b', 'c', 'd'];
        const before = pairs.map(([first]) => first);
        const after = pairs.map(([, second]) => second);
        const table = transitionTable(names, before, after);
        const back = transitionTable(names, after, before);
        table.counts.forEach((row, from) => {
          row.forEach((count, to) => {
            expect(back.counts[to]![from]).toBe(count);
          });
        });
        expect([back.higher, back.same, back.lower]).toEqual([table.lower, table.same, table.higher]);
        const { p } = table.marginalHomogeneity;
        if (typeof p === 'number') expectNear(back.marginalHomogeneity.p, p, 1e-9);
        expect(table.higher + table.same + table.lower).toBe(pairs.length);
      }),
    );
  });

  it('names the row that is out of range', () => {
    expect(() => transitionTable(['a', 'b'], [0, 2], [0, 1])).toThrow(/row 2.*Got 2; expected 0 to 1/);
    expect(() => transitionTable(['a', 'b'], [0], [0, 1])).toThrow(/another length/);
  });
});

describe('transition table in the registry', () => {
  const data: OrdinalData = {
    kind: 'ordinal',
    categories: ['7', '8', '9'],
    outcome: Int32Array.from([0, 1, 2, 2]),
    weight: Float64Array.from([1, 1, 1, 1]),
    group: { levels: ['placebo', 'tocilizumab'], codes: Int32Array.from([0, 0, 1, 1]) },
    reference: 'placebo',
    covariates: [{ name: 'BASE', values: Float64Array.from([8, 8, 9, 7]) }],
  };

  it('reads the category before by its number', () => {
    const [summary] = transitionTableMethod.run(data, { from: 'BASE' }).parts;
    if (summary?.kind !== 'summary') throw new Error('parts');
    const value = (group: string, term: string) =>
      summary.rows.find((row) => row.group === group && row.term === term)!.value;
    expect(value('placebo', '8 to 7')).toBe(1);
    expect(value('tocilizumab', '7 to 9')).toBe(1);
    expect(value('tocilizumab', 'higher')).toBe(1);
  });

  it('refuses a covariate that is unknown or holds no category', () => {
    expect(() => transitionTableMethod.run(data, { from: 'AGE' })).toThrow(/BASE/);
    const odd = { ...data, covariates: [{ name: 'BASE', values: Float64Array.from([8, 3, 9, 7]) }] };
    expect(() => transitionTableMethod.run(odd, { from: 'BASE' })).toThrow(/row 2/);
  });
});
