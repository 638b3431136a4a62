import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { exactUnconditionalMethod } from '../../../src/outcomes/binary/exact-unconditional/definition.js';
import {
  type ExactUnconditionalOptions,
  exactUnconditional,
  unconditionalStatistics,
} from '../../../src/outcomes/binary/exact-unconditional/exact-unconditional.js';
import { fisherExact } from '../../../src/outcomes/binary/fisher-exact/fisher-exact.js';
import { sampleData } from '../../sample-data.js';
import { expectFigures, readOracle } from '../oracle-cases.js';
import { testRows } from '../part-rows.js';
import { none } from './two-arms.js';

type Count = { events: number; n: number };
const oracle = readOracle<{ of: Count; versus: Count }, ExactUnconditionalOptions>(
  'exact-unconditional/brute-force.json',
);

describe('exact unconditional tests', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('by brute force: %s', (_, one) => {
    const { of, versus } = one.input;
    expect(expectFigures(exactUnconditional(of, versus, one.options), one.expected, oracle.tolerance)).toBe(
      3,
    );
  });

  const arm = fc
    .integer({ min: 1, max: 14 })
    .chain((n) => fc.record({ n: fc.constant(n), events: fc.integer({ min: 0, max: n }) }));

  it.each(unconditionalStatistics)('%s: arms may change places', (statistic) => {
    fc.assert(
      fc.property(arm, arm, (of, versus) => {
        const forward = exactUnconditional(of, versus, { statistic });
        const back = exactUnconditional(versus, of, { statistic });
        expect(back.p as number).toBeCloseTo(forward.p as number, 9);
        expect(back.pLess as number).toBeCloseTo(forward.pGreater as number, 9);
      }),
      { numRuns: 20 },
    );
  });

  it("Boschloo's p is never above Fisher's", () => {
    fc.assert(
      fc.property(arm, arm, (of, versus) => {
        const test = exactUnconditional(of, versus);
        const fisher = fisherExact(of, versus);
        expect(test.p as number).toBeLessThanOrEqual((fisher.p as number) * (1 + 1e-9));
        expect(test.pLess as number).toBeLessThanOrEqual((fisher.pLess as number) * (1 + 1e-9));
        expect(test.pGreater as number).toBeLessThanOrEqual((fisher.pGreater as number) * (1 + 1e-9));
      }),
      { numRuns: 40 },
    );
  });

  it('gives 1 where nothing differs, types empty arms and refuses too many tables', () => {
    for (const statistic of unconditionalStatistics) {
      expect(exactUnconditional({ events: 0, n: 5 }, { events: 0, n: 6 }, { statistic }).p).toBe(1);
    }
    expect(exactUnconditional({ events: 0, n: 0 }, { events: 1, n: 6 }).p).toEqual(none('empty-group'));
    const large = { events: 5, n: 2000 };
    expect(() => exactUnconditional(large, large)).toThrow(MethodError);
  });

  it('as a method gives three rows for a contrast', () => {
    const options = exactUnconditionalMethod.options.parse({ statistic: 'score' });
    const rows = testRows(exactUnconditionalMethod.run(sampleData.binary, options));
    expect(rows.map(({ term }) => term)).toEqual([null, 'fewer events', 'more events']);
    expect(rows[0]!.value as number).toBeLessThan(0);
  });
});
