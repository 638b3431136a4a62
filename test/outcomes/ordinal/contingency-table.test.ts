import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { chiSquareTest } from '../../../src/outcomes/binary/chi-square/chi-square.js';
import { fisherExact } from '../../../src/outcomes/binary/fisher-exact/fisher-exact.js';
import { generalisedCochranMantelHaenszel } from '../../../src/outcomes/binary/generalised-cochran-mantel-haenszel/generalised-cochran-mantel-haenszel.js';
import { contingencyTable } from '../../../src/outcomes/ordinal/contingency-table/contingency-table.js';
import { contingencyTableMethod } from '../../../src/outcomes/ordinal/contingency-table/definition.js';
import { freemanHaltonP } from '../../../src/outcomes/ordinal/contingency-table/freeman-halton.js';
import { sampleData } from '../../sample-data.js';
import { none } from '../binary/two-arms.js';
import { expectClose, expectFigures, type OracleCase, readOracle } from '../oracle-cases.js';
import { summaryRows, testRows } from '../part-rows.js';

type Table = readonly (readonly number[])[];
interface TableCase extends OracleCase<Table, object> {
  readonly exactP: number;
  readonly exactTolerance: number;
}
const oracle = readOracle<Table, object>('contingency-table/tables.json');
const cases = oracle.cases as readonly TableCase[];

const tables = (rows: number, columns: number) =>
  fc.array(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: columns, maxLength: columns }), {
    minLength: rows,
    maxLength: rows,
  });
const filled = (table: Table) =>
  table.every((row) => row.some((count) => count > 0)) &&
  table[0]!.every((_, column) => table.some((row) => row[column]! > 0));

/** The definition: every table with the same margins. */
function listed(table: Table): number {
  const logFactorial = (count: number): number =>
    Array.from({ length: count }, (_, place) => Math.log(place + 1)).reduce((a, b) => a + b, 0);
  const weight = (counts: readonly number[]) => counts.reduce((sum, count) => sum - logFactorial(count), 0);
  const observed = table.reduce((sum, row) => sum + weight(row), 0);
  const columns = table[0]!.map((_, column) => table.reduce((sum, row) => sum + row[column]!, 0));
  let [inside, all] = [0, 0];
  const ways = (size: number, left: readonly number[]): number[][] => {
    if (left.length === 1) return size <= left[0]! ? [[size]] : [];
    return Array.from({ length: Math.min(size, left[0]!) + 1 }, (_, first) =>
      ways(size - first, left.slice(1)).map((rest) => [first, ...rest]),
    ).flat();
  };
  const walk = (column: number, left: readonly number[], log: number): void => {
    if (column === columns.length) {
      const share = Math.exp(log - observed);
      all += share;
      if (log <= observed + 1e-7) inside += share;
      return;
    }
    for (const part of ways(columns[column]!, left)) {
      walk(
        column + 1,
        left.map((places, row) => places - part[row]!),
        log + weight(part),
      );
    }
  };
  walk(
    0,
    table.map((row) => row.reduce((sum, count) => sum + count, 0)),
    0,
  );
  return inside / all;
}

describe('tests of a contingency table', () => {
  it.each(cases.map((one) => [one.name, one] as const))('against R: %s', (_, one) => {
    const tests = contingencyTable(one.input);
    expect(expectFigures(tests, one.expected, oracle.tolerance)).toBe(7);
    expectClose(tests.exactP, one.exactP, one.exactTolerance);
    expect(contingencyTable(one.input, { exact: 'none' })).toEqual({
      ...tests,
      exactP: none('not-applicable'),
    });
  });

  it.each([
    [2, 3],
    [3, 3],
    [4, 2],
    [3, 4],
  ])('%d x %d: the exact p is that of all tables listed', (rows, columns) => {
    fc.assert(
      fc.property(tables(rows, columns).filter(filled), (table) => {
        expectClose(freemanHaltonP(table, 1e7), listed(table), 1e-10);
      }),
      { numRuns: rows * columns > 9 ? 8 : 40 },
    );
  });

  it('are those of two arms with and without the event', () => {
    fc.assert(
      fc.property(tables(2, 2).filter(filled), (table) => {
        const [of, versus] = table.map(([events, rest]) => ({ events: events!, n: events! + rest! }));
        const tests = contingencyTable(table);
        expectClose(tests.chiSquare, chiSquareTest([of!, versus!]).chiSquare as number, 1e-12);
        expectClose(tests.exactP, fisherExact(of!, versus!).p as number, 1e-12);
      }),
    );
  });

  it('have a chi-square that is general association times n / (n - 1)', () => {
    fc.assert(
      fc.property(tables(3, 4).filter(filled), (table) => {
        const n = table.flat().reduce((sum, count) => sum + count, 0);
        const { generalAssociation } = generalisedCochranMantelHaenszel([table]);
        const { chiSquare } = contingencyTable(table, { exact: 'none' });
        expectClose(chiSquare, ((generalAssociation.chiSquare as number) * n) / (n - 1), 1e-9);
      }),
    );
  });

  it('do not depend on the order of groups and categories, nor on which of them are rows', () => {
    fc.assert(
      fc.property(tables(3, 4).filter(filled), (table) => {
        const figures = Object.values(contingencyTable(table)) as number[];
        const turned = table[0]!.map((_, column) => table.map((row) => row[column]!));
        const reversed = [...table].reverse().map((row) => [...row].reverse());
        for (const other of [turned, reversed]) {
          Object.values(contingencyTable(other)).forEach((value, place) => {
            expect(Math.abs((value as number) - figures[place]!)).toBeLessThan(1e-10);
          });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('leave out empty categories, type empty groups and single categories', () => {
    const table = [
      [3, 0, 5],
      [6, 0, 1],
    ];
    const without = table.map(([first, , last]) => [first!, last!]);
    expect(contingencyTable(table)).toEqual(contingencyTable(without));
    expect(contingencyTable([...table, [0, 0, 0]]).exactP).toEqual(none('empty-group'));
    expect(contingencyTable([[4], [5]])).toMatchObject({ df: 0, p: none('no-variation') });
    expect(
      contingencyTable([
        [4, 0],
        [5, 0],
      ]).cramersV,
    ).toEqual(none('no-variation'));
  });

  it('give up the exact p, and that alone, where tables are too many', () => {
    const wide = Array.from({ length: 5 }, (_, row) =>
      Array.from({ length: 6 }, (__, column) => 20 + ((row * 7 + column * 3) % 11)),
    );
    const tests = contingencyTable(wide);
    expect(tests.exactP).toEqual(none('not-applicable'));
    expect(tests.p).toBeTypeOf('number');
    expect(freemanHaltonP(wide, 10)).toBeNull();
    const crowd = [
      [400_000, 300_000],
      [300_000, 400_000],
    ];
    expect(contingencyTable(crowd).exactP).toEqual(none('not-applicable'));
  });

  it('keep a strength of 1 where each group has categories of its own, and take many subjects', () => {
    expectClose(
      contingencyTable([
        [5, 0, 0],
        [0, 9, 0],
        [0, 0, 2],
      ]).cramersV,
      1,
      1e-12,
    );
    const many = [
      [100_000, 200_000],
      [100_400, 199_600],
    ];
    const tests = contingencyTable(many);
    expect((tests.exactP as number) / (tests.p as number)).toBeCloseTo(1, 2);
  });

  it('refuse what is no table', () => {
    expect(() => contingencyTable([[1, 2]])).toThrow(/too few groups/);
    expect(() => contingencyTable([[1, 2], [3]])).toThrow(/another number of categories/);
    expect(() =>
      contingencyTable([
        [1, 2.5],
        [3, 4],
      ]),
    ).toThrow(MethodError);
    expect(() => contingencyTable([[1, 2], 7] as never)).toThrow(/table\[1\]/);
    expect(() =>
      contingencyTable(
        [
          [1, 2],
          [3, 4],
        ],
        { exact: 'always' as 'none' },
      ),
    ).toThrow(/exact/);
  });

  it('as a method give three tests, counts and the strength, with what is doubtful said', () => {
    const { strata: _, ...plain } = sampleData.ordinal;
    const options = contingencyTableMethod.options.parse({});
    const output = contingencyTableMethod.run(plain, options);
    expect(testRows(output).map(({ statistic }) => statistic)).toEqual([
      'chi-square',
      'likelihood-ratio',
      'fisher-exact',
    ]);
    expect(testRows(output)[2]!.p).toBeTypeOf('number');
    expect(summaryRows(output).at(-1)).toMatchObject({ statistic: 'cramers-v', group: null });
    const spared = contingencyTableMethod.run(plain, contingencyTableMethod.options.parse({ exact: 'none' }));
    expect(testRows(spared)).toHaveLength(2);
    const small = { ...plain, weight: plain.weight.map((weight, row) => (row < 12 ? weight : 0)) };
    const codes = (data: typeof plain) =>
      contingencyTableMethod.run(data, options).notices.map(({ code }) => code);
    expect(codes(small)).toContain('contingency-table/small-expected-count');
    expect(codes({ ...plain, weight: plain.weight.map(() => 100_000) })).toEqual([
      'contingency-table/no-exact-p',
    ]);
    expect(contingencyTableMethod.run(sampleData.ordinal, options).notices[0]!.code).toContain(
      'strata-unused',
    );
  });
});
