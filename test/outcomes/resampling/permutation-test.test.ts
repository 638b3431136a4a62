import { describe, expect, it } from 'vitest';
import {
  countArrangements,
  eachArrangement,
} from '../../../src/outcomes/resampling/permutation-test/arrangements.js';
import { permutationTestMethod } from '../../../src/outcomes/resampling/permutation-test/definition.js';
import { permutationTest } from '../../../src/outcomes/resampling/permutation-test/permutation-test.js';
import { sampleOutcomes } from '../../sample-data.js';
import { expectClose, readOracle } from '../oracle-cases.js';

const oracle = readOracle<{ values: number[]; of: number[]; stratum: number[] }, never>(
  'permutation-test/enumerated.json',
);
const difference = (values: readonly number[]) => (arms: Int32Array) => {
  const sums = [0, 0];
  const counts = [0, 0];
  arms.forEach((arm, row) => {
    sums[arm]! += values[row]!;
    counts[arm]! += 1;
  });
  return sums[1]! / counts[1]! - sums[0]! / counts[0]!;
};

describe('permutation test', () => {
  it('is not applicable without rows, and takes lists of arms only', () => {
    const none = { notEstimable: 'not-applicable' };
    const empty = permutationTest({ arms: [], statistic: () => Number.NaN });
    expect(empty).toMatchObject({ statistic: none, p: none, permutations: 0 });
    expect(() => permutationTest({ arms: 3 as unknown as number[], statistic: () => 0 })).toThrow(
      /"arms" is not a list/,
    );
    expect(() => permutationTest({ arms: [0, 1], statistic: () => 0, strata: ['a'] })).toThrow(
      /"strata" has another length/,
    );
  });

  it.each(oracle.cases)('tries all arrangements of few subjects: $name', ({ input, expected }) => {
    const run = (alternative: 'two-sided' | 'greater' | 'less') =>
      permutationTest(
        { arms: input.of, strata: input.stratum, statistic: difference(input.values) },
        { alternative },
      );
    expect(run('two-sided')).toMatchObject({ exact: true, permutations: expected.arrangements });
    expectClose(run('two-sided').statistic, expected.statistic as number, 1e-12);
    expectClose(run('two-sided').p, expected.twoSided as number, 1e-12);
    expectClose(run('greater').p, expected.greater as number, 1e-12);
    expectClose(run('less').p, expected.less as number, 1e-12);
  });

  it('comes near the exact p at random, inside the interval it gives', () => {
    const [{ input, expected }] = oracle.cases as [(typeof oracle.cases)[number]];
    const random = permutationTest(
      { arms: input.of, statistic: difference(input.values) },
      { exactUpTo: 0, permutations: 20_000, seed: 11 },
    );
    expect(random.exact).toBe(false);
    expect(random.pLower as number).toBeLessThan(expected.twoSided as number);
    expect(random.pUpper as number).toBeGreaterThan(expected.twoSided as number);
  });

  it('keeps the number in each arm of each stratum', () => {
    const arms = Int32Array.from([0, 1, 2, 0, 1, 0, 1]);
    const strata = [Int32Array.from([0, 1, 2, 3]), Int32Array.from([4, 5, 6])];
    const seen = new Set<string>();
    eachArrangement(arms, strata, (arrangement) => {
      seen.add(arrangement.join(''));
      expect([...arrangement.slice(0, 4)].sort()).toEqual([0, 0, 1, 2]);
      expect([...arrangement.slice(4)].sort()).toEqual([0, 1, 1]);
    });
    expect(seen.size).toBe(countArrangements(arms, strata));
    expect(seen.size).toBe(12 * 3);
  });

  it('never gives 0 at random, and 1 where nothing differs', () => {
    const arms = Array.from({ length: 60 }, (_, row) => row % 2);
    const far = permutationTest({ arms, statistic: difference(arms) }, { permutations: 500 });
    expect(far.p).toBeCloseTo(1 / 501, 12);
    const same = permutationTest({ arms, statistic: difference(arms.map(() => 5)) }, { permutations: 500 });
    expect(same.p).toBe(1);
  });

  it('says what does not exist and refuses what it cannot use', () => {
    expect(permutationTest({ arms: [0, 0, 0], statistic: () => 1 }).p).toEqual({
      notEstimable: 'not-applicable',
    });
    expect(() => permutationTest({ arms: [0.5, 1], statistic: () => 1 })).toThrow(/arms\[0\]/);
    expect(() => permutationTest({ arms: [0, 1], statistic: () => 1, strata: ['a'] })).toThrow(/strata/);
  });

  it('in a plan, states the arrangements and the interval of p', () => {
    const output = permutationTestMethod.run(
      sampleOutcomes.number,
      permutationTestMethod.options.parse({ statistic: 'median-difference', permutations: 300 }),
    );
    expect(output.parts[0]).toMatchObject({
      kind: 'test',
      rows: [{ method: 'permutation test of the median difference, 300 arrangements, two-sided' }],
    });
    expect(output.notices[0]?.message).toMatch(/99% interval/);
  });
});

it('counts arrangements that differ in their last digits as equal', () => {
  // Sums of these tenths in another order differ by rounding alone.
  const values = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6];
  const whole = values.map((value) => Math.round(10 * value));
  const arms = [1, 0, 1, 0, 1, 0];
  const sum = (list: readonly number[]) => (given: Int32Array) =>
    given.reduce((total, arm, row) => total + (arm === 1 ? list[row]! : -list[row]!), 0);
  for (const alternative of ['two-sided', 'greater', 'less'] as const) {
    const tenths = permutationTest({ arms, statistic: sum(values) }, { alternative });
    const exact = permutationTest({ arms, statistic: sum(whole) }, { alternative });
    expect(tenths.atLeastAsExtreme).toBe(exact.atLeastAsExtreme);
  }
});

it.each([5, 'mean', null, undefined])('refuses the statistic %j', (bad) => {
  expect(() => permutationTest({ arms: [0, 1], statistic: bad as never })).toThrow(/statistic/);
});
