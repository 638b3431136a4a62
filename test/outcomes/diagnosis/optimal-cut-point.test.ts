import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Xoshiro256 } from '../../../src/math/random/xoshiro256.js';
import {
  type CutCriterion,
  cutCriteria,
} from '../../../src/outcomes/diagnosis/optimal-cut-point/best-cut.js';
import { optimalCutPoint } from '../../../src/outcomes/diagnosis/optimal-cut-point/optimal-cut-point.js';
import { replicateBlocks } from '../../../src/outcomes/resampling/replicate-blocks.js';
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

/** Every cut of the drawn values themselves, tried one by one. */
function bestOf(cases: readonly number[], controls: readonly number[], criterion: CutCriterion) {
  const values = [...new Set([...cases, ...controls])].sort((one, other) => one - other);
  let best: { cut: number; sensitivity: number; specificity: number; score: number } | null = null;
  for (let index = 1; index < values.length; index += 1) {
    const cut = values[index - 1]! + (values[index]! - values[index - 1]!) / 2;
    const sensitivity = cases.filter((value) => value > cut).length / cases.length;
    const specificity = controls.filter((value) => value <= cut).length / controls.length;
    const score =
      criterion === 'youden' ? sensitivity + specificity : -((1 - sensitivity) ** 2 + (1 - specificity) ** 2);
    if (best === null || score > best.score + 1e-12) best = { cut, sensitivity, specificity, score };
  }
  return best;
}

describe('the bootstrap of the cut', () => {
  it('is that of drawing the values, sorting them and trying every cut', () => {
    const marker = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 15 });
    fc.assert(
      fc.property(
        marker,
        marker,
        fc.constantFrom(...cutCriteria),
        fc.nat(99),
        (cases, controls, criterion, seed) => {
          const replicates = 260;
          const cuts: number[] = [];
          let [sensitivity, specificity] = [0, 0];
          for (const { state, count } of replicateBlocks(replicates, seed)) {
            const random = new Xoshiro256(state);
            const draw = (values: readonly number[]) => {
              const rows = new Int32Array(values.length);
              random.fillIntegersBelow(rows, values.length);
              return Array.from(rows, (row) => values[row]!);
            };
            for (let replicate = 0; replicate < count; replicate += 1) {
              const chosen = bestOf(draw(cases), draw(controls), criterion);
              if (chosen === null) continue;
              cuts.push(chosen.cut);
              sensitivity +=
                chosen.sensitivity - cases.filter((value) => value > chosen.cut).length / cases.length;
              specificity +=
                chosen.specificity - controls.filter((value) => value <= chosen.cut).length / controls.length;
            }
          }
          const result = optimalCutPoint(
            {
              condition: [...cases.map(() => 1), ...controls.map(() => 0)],
              marker: [...cases, ...controls],
            },
            { criterion, replicates, seed, level: 0.9 },
          );
          const best = bestOf(cases, controls, criterion);
          if (best === null) {
            expect(result.cut).toEqual({ notEstimable: 'no-variation' });
            return;
          }
          expect(result.cut).toBe(best.cut);
          expect(result.sensitivity).toBeCloseTo(best.sensitivity, 14);
          expect(result.specificity).toBeCloseTo(best.specificity, 14);
          if (cuts.length === 0) return;
          expect(result.optimism).toBeCloseTo((sensitivity + specificity) / cuts.length, 12);
          cuts.sort((one, other) => one - other);
          const place = (cuts.length - 1) * 0.05;
          const [under, over] = [cuts[Math.floor(place)]!, cuts[Math.ceil(place)]!];
          expect(result.lower).toBeCloseTo(under + (over - under) * (place - Math.floor(place)), 9);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('takes 200 000 subjects', () => {
    const random = new Xoshiro256(2);
    const condition = Array.from({ length: 200_000 }, (_, row) => row % 2);
    const marker = Float64Array.from(condition, (has) => random.uniform() + has / 4);
    const { optimism } = optimalCutPoint({ condition, marker }, { replicates: 40 });
    expect(optimism as number).toBeGreaterThan(0);
  });
});
