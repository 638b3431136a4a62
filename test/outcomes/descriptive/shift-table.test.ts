import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShiftData } from '../../../src/core/analysis-data.js';
import { shiftTableMethod } from '../../../src/outcomes/descriptive/shift-table/definition.js';
import { shiftDenominators, shiftTable } from '../../../src/outcomes/descriptive/shift-table/shift-table.js';
import { expectClose } from '../oracle-cases.js';
import { summaryRows } from '../part-rows.js';

type Block = Record<
  'paired' | 'before' | 'all' | 'counts' | 'missingAfter' | 'missingBefore' | 'direction',
  readonly (number | null)[]
> &
  Record<'n' | 'missing' | 'missingBoth', number>;
const oracle = JSON.parse(
  readFileSync(new URL('../../oracles/shift-table/two-parameters.json', import.meta.url), 'utf8'),
) as {
  readonly tolerance: number;
  readonly input: Record<'group' | 'parameter' | 'before' | 'after', readonly number[]>;
  readonly expected: readonly (readonly Block[])[];
};
const categories = ['grade 0', 'grade 1', 'grade 2', 'grade 3'];
const data: ShiftData = {
  kind: 'shift',
  categories,
  before: Int32Array.from(oracle.input.before),
  after: Int32Array.from(oracle.input.after),
  parameter: { levels: ['ALT', 'AST'], codes: Int32Array.from(oracle.input.parameter) },
  group: { levels: ['drug', 'placebo'], codes: Int32Array.from(oracle.input.group) },
  reference: 'placebo',
};

describe('shift table against R', () => {
  it.each(shiftDenominators)('counts and percentages of %s', (percentOf) => {
    shiftTable(data, { percentOf }).forEach(({ groups }, parameter) => {
      expect(groups.map(({ group }) => group)).toEqual(['drug', 'placebo', null]);
      groups.forEach(({ n, missing, cells, direction }, index) => {
        const expected = oracle.expected[parameter]![index]!;
        expect([n, missing]).toEqual([expected.n, expected.missing]);
        const both = cells.filter(({ before, after }) => before !== null && after !== null);
        expect(both.map(({ count }) => count)).toEqual(expected.counts);
        both.forEach(({ proportion }, cell) => {
          const reference = expected[percentOf][cell]!;
          if (reference === null) expect(proportion).toEqual({ notEstimable: 'empty-group' });
          else expectClose(proportion, reference, oracle.tolerance);
        });
        const counts = (keep: (cell: (typeof cells)[number]) => boolean) =>
          cells.filter(keep).map(({ count }) => count);
        expect(counts(({ before, after }) => before !== null && after === null)).toEqual(
          expected.missingAfter,
        );
        expect(counts(({ before, after }) => before === null && after !== null)).toEqual(
          expected.missingBefore,
        );
        expect(counts(({ before, after }) => before === null && after === null)).toEqual([
          expected.missingBoth,
        ]);
        expect(direction.map(({ count }) => count)).toEqual(expected.direction);
      });
    });
  });
});

const small = (before: number[], after: number[], levels = ['all']): ShiftData => ({
  ...data,
  categories: ['low', 'normal', 'high'],
  before: Int32Array.from(before),
  after: Int32Array.from(after),
  parameter: { levels: ['ALT'], codes: new Int32Array(before.length) },
  group: { levels, codes: new Int32Array(before.length) },
});

describe('edges', () => {
  it('has no missing category where nobody is missing, and no total of one group', () => {
    const [{ groups }] = shiftTable(small([0, 1], [1, 1])) as [ReturnType<typeof shiftTable>[number]];
    expect(groups).toHaveLength(1);
    expect(groups[0]!.cells).toHaveLength(9);
    expect(groups[0]!.before).toEqual([
      { category: 'low', n: 1 },
      { category: 'normal', n: 1 },
      { category: 'high', n: 0 },
    ]);
  });

  it('says why a share is absent', () => {
    const [{ groups }] = shiftTable(small([-1, 1], [1, -1], ['a', 'b'])) as [
      ReturnType<typeof shiftTable>[number],
    ];
    expect(groups[0]!.cells[0]!.proportion).toEqual({ notEstimable: 'empty-group' });
    expect(groups[0]!.direction[0]!.proportion).toEqual({ notEstimable: 'empty-group' });
    const missing = groups[0]!.cells.find(({ before }) => before === null)!;
    expect(missing.proportion).toEqual({ notEstimable: 'not-applicable' });
    expect(groups[1]).toMatchObject({ n: 0, missing: 0 });
  });

  it('refuses codes that name nothing', () => {
    expect(() => shiftTable(small([3], [0]))).toThrow(/before\[0\]/);
    expect(() => shiftTable(small([0], [0, 1]))).toThrow(/wrong length/);
    expect(() => shiftTable(data, { percentOf: 'rows' as never })).toThrow(/is not a choice/);
  });
});

describe('laws', () => {
  it('counts every subject once; turning time round turns higher into lower', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -1, max: 2 }), fc.integer({ min: -1, max: 2 })), {
          minLength: 1,
          maxLength: 30,
        }),
        (pairs) => {
          const of = (turned: boolean) =>
            shiftTable(
              small(
                pairs.map(([from, to]) => (turned ? to : from)),
                pairs.map(([from, to]) => (turned ? from : to)),
              ),
              { percentOf: 'all' },
            )[0]!.groups[0]!;
          const group = of(false);
          expect(group.cells.reduce((sum, { count }) => sum + count, 0)).toBe(pairs.length);
          expect(group.cells.reduce((sum, { proportion }) => sum + (proportion as number), 0)).toBeCloseTo(
            1,
            12,
          );
          expect(of(true).direction.map(({ count }) => count)).toEqual(
            [...group.direction].reverse().map(({ count }) => count),
          );
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('the method', () => {
  it('names every figure once, by both categories', () => {
    const rows = summaryRows(shiftTableMethod.run(data, { percentOf: 'paired' }));
    const keys = rows.map(({ group, term, statistic }) => `${group}|${term}|${statistic}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(rows.some(({ term }) => term === 'AST: grade 0 → grade 2')).toBe(true);
    expect(rows.some(({ term }) => term === 'ALT: to a higher category')).toBe(true);
  });
});
