import { describe, expect, it } from 'vitest';
import { Xoshiro256 } from '../../../src/math/random/xoshiro256.js';
import { optimalCutPoint } from '../../../src/outcomes/diagnosis/optimal-cut-point/optimal-cut-point.js';
import { expectClose, readOracle } from '../oracle-cases.js';

const oracle = readOracle<{ condition: number[]; marker: number[] }, never>('optimal-cut-point/proc.json');

describe('optimal cut-point', () => {
  it.each(oracle.cases)('is where pROC puts it: $name', ({ input, expected }) => {
    for (const criterion of ['youden', 'closest'] as const) {
      const [cut, sensitivity, specificity] = expected[criterion] as number[];
      const result = optimalCutPoint(input, { criterion, replicates: 0 });
      expectClose(result.cut, cut!, 1e-12, 'cut');
      expectClose(result.sensitivity, sensitivity!, 1e-12, 'sensitivity');
      expectClose(result.specificity, specificity!, 1e-12, 'specificity');
    }
  });

  it('takes luck away: a marker that tells nothing keeps almost nothing', () => {
    const random = new Xoshiro256(12);
    const condition = Array.from({ length: 120 }, (_, row) => row % 2);
    const marker = condition.map(() => random.normal());
    const result = optimalCutPoint({ condition, marker }, { replicates: 400, seed: 3 });
    expect(result.optimism as number).toBeGreaterThan(0.02);
    expect(Math.abs(result.correctedYouden as number)).toBeLessThan(result.youden as number);
  });

  it('turns round with the marker, with the same optimism', () => {
    const [{ input }] = oracle.cases as [(typeof oracle.cases)[number]];
    const options = { replicates: 200, seed: 4 };
    const up = optimalCutPoint(input, options);
    const down = optimalCutPoint(
      { ...input, marker: input.marker.map((value) => -value) },
      { ...options, direction: 'lower' },
    );
    expect(down.cut).toBeCloseTo(-(up.cut as number), 12);
    expect(down.optimism).toBe(up.optimism);
    expect(down.lower).toBeCloseTo(-(up.upper as number), 12);
  });

  it('gives the same numbers for the same seed', () => {
    const [{ input }] = oracle.cases as [(typeof oracle.cases)[number]];
    expect(optimalCutPoint(input, { replicates: 150 })).toEqual(optimalCutPoint(input, { replicates: 150 }));
  });

  it('says what does not exist', () => {
    expect(optimalCutPoint({ condition: [0, 0], marker: [1, 2] }).cut).toEqual({
      notEstimable: 'empty-group',
    });
    expect(optimalCutPoint({ condition: [0, 1, 1], marker: [5, 5, 5] }).cut).toEqual({
      notEstimable: 'no-variation',
    });
    expect(optimalCutPoint({ condition: [0, 1], marker: [1, 2] }, { replicates: 0 })).toMatchObject({
      cut: 1.5,
      optimism: { notEstimable: 'not-applicable' },
    });
    expect(() => optimalCutPoint({ condition: [0, 1], marker: [1, 2] }, { replicates: -1 })).toThrow(
      /replicates/,
    );
  });
});
