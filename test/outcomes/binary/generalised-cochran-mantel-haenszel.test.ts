import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { cochranMantelHaenszel } from '../../../src/outcomes/binary/cochran-mantel-haenszel/cochran-mantel-haenszel.js';
import { generalisedCochranMantelHaenszelMethod } from '../../../src/outcomes/binary/generalised-cochran-mantel-haenszel/definition.js';
import {
  type GeneralisedCmhOptions,
  generalisedCochranMantelHaenszel,
  type StratumTable,
} from '../../../src/outcomes/binary/generalised-cochran-mantel-haenszel/generalised-cochran-mantel-haenszel.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, expectFigures, type OracleCase, readOracle } from '../oracle-cases.js';
import { summaryRows, testRows } from '../part-rows.js';
import { none } from './two-arms.js';

type Figures = OracleCase<unknown, unknown>['expected'];
const oracle = readOracle<StratumTable[], GeneralisedCmhOptions>(
  'generalised-cochran-mantel-haenszel/coin.json',
);
const names = ['correlation', 'rowMeanScores', 'generalAssociation'] as const;

describe('generalised Cochran-Mantel-Haenszel tests', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('against references: %s', (_, one) => {
    const tests = generalisedCochranMantelHaenszel(one.input, one.options);
    for (const name of names) {
      const expected = (one as unknown as Record<string, Figures>)[name]!;
      expect(expectFigures(tests[name], expected, oracle.tolerance)).toBe(3);
    }
  });

  it('are the plain test with two groups and two categories', () => {
    const plain = cochranMantelHaenszel([
      { name: 'a', of: { events: 3, n: 10 }, versus: { events: 6, n: 11 } },
      { name: 'b', of: { events: 2, n: 8 }, versus: { events: 5, n: 9 } },
    ]);
    const tests = generalisedCochranMantelHaenszel([
      [
        [3, 7],
        [6, 5],
      ],
      [
        [2, 6],
        [5, 4],
      ],
    ]);
    for (const name of names) expectClose(tests[name].chiSquare, plain.chiSquare as number, 1e-12);
  });

  it('leave out groups and categories without subjects, and strata of one', () => {
    const table = [
      [4, 0, 6],
      [0, 0, 0],
      [7, 0, 3],
    ];
    const single = [
      [1, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ];
    const tests = generalisedCochranMantelHaenszel([table, single]);
    expect([tests.strataUsed, tests.rowMeanScores.df, tests.generalAssociation.df]).toEqual([1, 1, 1]);
    expect(tests.generalAssociation.chiSquare).toBeTypeOf('number');
    expect(generalisedCochranMantelHaenszel([single]).correlation.p).toEqual(none('empty-group'));
    const alike = [
      [4, 0],
      [5, 0],
    ];
    expect(generalisedCochranMantelHaenszel([alike]).rowMeanScores.p).toEqual(none('no-variation'));
  });

  it('refuse tables of other shapes and counts that are none', () => {
    const table = [
      [1, 2],
      [3, 4],
    ];
    expect(() => generalisedCochranMantelHaenszel([])).toThrow(MethodError);
    expect(() =>
      generalisedCochranMantelHaenszel([
        table,
        [
          [1, 2, 3],
          [3, 4, 5],
        ],
      ]),
    ).toThrow(/another shape/);
    expect(() =>
      generalisedCochranMantelHaenszel([
        [
          [1.5, 2],
          [3, 4],
        ],
      ]),
    ).toThrow(MethodError);
    expect(() => generalisedCochranMantelHaenszel([table], { scores: 'ridit' as 'rank' })).toThrow(/scores/);
  });

  it('as a method count a row of weight 2 twice', () => {
    const { ordinal } = sampleData;
    const options = generalisedCochranMantelHaenszelMethod.options.parse({});
    const values = (weight: number) => {
      const data = { ...ordinal, weight: ordinal.weight.map((one) => one * weight) };
      const output = generalisedCochranMantelHaenszelMethod.run(data, options);
      return summaryRows(output).map(({ value }) => value as number);
    };
    expect(values(2)).toEqual(values(1).map((value) => 2 * value));
  });

  it('as a method count rows by stratum, group and category', () => {
    const options = generalisedCochranMantelHaenszelMethod.options.parse({ scores: 'modified-ridit' });
    const rows = testRows(generalisedCochranMantelHaenszelMethod.run(sampleData.ordinal, options));
    expect(rows.map(({ term, df }) => [term, df])).toEqual([
      ['correlation', 1],
      ['row mean scores', 1],
      ['general association', 3],
    ]);
  });
});
