import { describe, expect, it } from 'vitest';
import { normalCdf, normalDensity } from '../../src/math/distributions/normal.js';
import { logRank } from '../../src/survival/log-rank/log-rank.js';
import { maxComboMethod } from '../../src/survival/max-combo/definition.js';
import { type MaxComboInput, maxCombo } from '../../src/survival/max-combo/max-combo.js';
import { normalMaximumTail } from '../../src/survival/max-combo/normal-maximum.js';
import { expectClose, readOracle } from './oracle.js';

interface NormalCase {
  readonly name: string;
  readonly correlation: readonly (readonly number[])[];
  readonly z: number;
  readonly twoSided: number;
  readonly oneSided: number;
  /** How far the reference itself may be off. */
  readonly error: number;
}
interface Combo {
  readonly weights: readonly string[];
  readonly z: readonly number[];
  readonly correlation: readonly (readonly number[])[];
}

describe('normal maximum against mvtnorm and exact integrals', () => {
  const oracle = readOracle<NormalCase>('max-combo', 'normal-maximum');
  for (const { name, correlation, z, twoSided, oneSided, error } of oracle.cases) {
    it(name, () => {
      const matrix = Float64Array.from(correlation.flat());
      const size = correlation.length;
      // Relative for the exact integrals, absolute for the references that subtract from 1.
      const tolerance = oracle.tolerance + error;
      const scale = name.startsWith('common') ? [twoSided, oneSided] : [1, 1];
      expectClose(
        normalMaximumTail(matrix, size, z, true) / scale[0]!,
        twoSided / scale[0]!,
        tolerance,
        'two-sided',
      );
      expectClose(
        normalMaximumTail(matrix, size, z, false) / scale[1]!,
        oneSided / scale[1]!,
        tolerance,
        'one-sided',
      );
    });
  }
});

const tables = readOracle<never>('weighted-log-rank', 'tables') as unknown as {
  readonly cases: { readonly two: { readonly input: MaxComboInput }; readonly combo: Combo };
};
const { input } = tables.cases.two;
const weights = [
  { rho: 0, gamma: 0 },
  { rho: 1, gamma: 0 },
  { rho: 0, gamma: 1 },
  { rho: 1, gamma: 1 },
];

describe('normal maximum with variables that repeat others', () => {
  it('counts each event once', () => {
    const opposite = Float64Array.from([1, -1, -1, 1]);
    const tail = normalMaximumTail(Float64Array.of(1), 1, 1.3, false);
    expectClose(normalMaximumTail(opposite, 2, 1.3, false), 2 * tail, 1e-14);
    expectClose(normalMaximumTail(opposite, 2, 1.3, true), 2 * tail, 1e-14);
    expectClose(normalMaximumTail(Float64Array.from([1, 1, 1, 1]), 2, 1.3, false), tail, 1e-14);
    // The third is the sum of the first two over the square root of 2: it adds a corner of the plane.
    const half = Math.SQRT1_2;
    const sum = Float64Array.from([1, 0, half, 0, 1, half, half, half, 1]);
    const two = normalMaximumTail(Float64Array.from([1, 0, 0, 1]), 2, 2, false);
    const three = normalMaximumTail(sum, 3, 2, false);
    expect(three).toBeGreaterThan(two);
    // By hand: the corner x, y <= 2, x + y > 2 sqrt(2), integrated along x.
    let corner = 0;
    const steps = 20_000;
    for (let step = 0; step < steps; step += 1) {
      const x = 2 * Math.SQRT2 - 2 + ((step + 0.5) / steps) * (4 - 2 * Math.SQRT2);
      const inner = normalCdf(2) - normalCdf(2 * Math.SQRT2 - x);
      corner += (normalDensity(x) * inner * (4 - 2 * Math.SQRT2)) / steps;
    }
    expectClose(three, two + corner, 1e-6);
  });
});

describe('max-combo', () => {
  it('has the components and correlations of tables written out', () => {
    const { combo } = tables.cases;
    const result = maxCombo(input, { weights, reference: 'placebo' });
    combo.z.forEach((value, index) => {
      expectClose(result.components[index]!.z, value, 1e-12);
      combo.correlation[index]!.forEach((entry, column) => {
        expectClose(result.correlation[index]![column]!, entry, 1e-12);
      });
    });
    expectClose(result.statistic, Math.min(...combo.z), 1e-12);
  });

  it('is the log-rank test when that is the only component', () => {
    const reference = logRank(input);
    const result = maxCombo(input, { weights: [{ rho: 0, gamma: 0 }] });
    expectClose((result.p as number) / (reference.p as number), 1, 1e-12);
    const twice = maxCombo(input, { weights: [weights[0]!, weights[0]!] });
    expectClose((twice.p as number) / (reference.p as number), 1, 1e-12);
  });

  it('lies between the smallest p and its Bonferroni bound, and turns with the arms', () => {
    const result = maxCombo(input, { weights, reference: 'placebo' });
    const single = weights.map((weight) => maxCombo(input, { weights: [weight] }).p as number);
    expect(result.p).toBeGreaterThan(Math.min(...single));
    expect(result.p).toBeLessThan(4 * Math.min(...single));
    const swapped = maxCombo(input, { weights, reference: '6-MP' });
    expectClose(swapped.statistic, -(result.statistic as number), 1e-12);
    expectClose((swapped.p as number) / (result.p as number), 1, 1e-9);
    const fewer = maxCombo(input, { weights, reference: 'placebo', alternative: 'fewer-events' });
    const more = maxCombo(input, { weights, reference: 'placebo', alternative: 'more-events' });
    expectClose((fewer.p as number) / (result.p as number), 0.5, 1e-3);
    expect(more.p).toBeGreaterThan(0.99);
  });

  it('goes on without components that have no variance', () => {
    const single = { time: [1, 1, 2, 2], event: [1, 0, 0, 0], group: ['a', 'b', 'a', 'b'] };
    const result = maxCombo(single, { weights: [weights[0]!, weights[2]!] });
    expect(result.components[1]!.z).toEqual({ notEstimable: 'no-variation' });
    expect(typeof result.p).toBe('number');
    expect(maxCombo(single, { weights: [weights[2]!] }).p).toEqual({ notEstimable: 'no-variation' });
    expect(maxCombo({ ...single, event: [0, 0, 0, 0] }).p).toEqual({ notEstimable: 'no-events' });
    const group = { levels: ['a', 'b'], codes: new Int32Array(4) };
    expect(maxCombo({ ...single, group }).p).toEqual({ notEstimable: 'empty-group' });
    expect(() => maxCombo({ ...single, group: ['a', 'b', 'c', 'a'] })).toThrow(/"group"/);
    expect(() => maxCombo(single, { weights: [] })).toThrow(/"weights"/);
    expect(() => maxCombo(single, { reference: 'c' })).toThrow(/"reference"/);
  });

  it('is a method that gives one test', () => {
    const { time, event, group } = input as { time: number[]; event: number[]; group: string[] };
    const output = maxComboMethod.run(
      {
        kind: 'survival',
        time: Float64Array.from(time),
        event: Uint8Array.from(event),
        group: {
          levels: ['6-MP', 'placebo'],
          codes: Int32Array.from(group, (name) => (name === '6-MP' ? 0 : 1)),
        },
        reference: 'placebo',
        covariates: [],
        timeUnit: 'weeks',
        eventLabel: 'relapse',
      },
      maxComboMethod.options.parse({}),
    );
    expect(output.parts[0]).toMatchObject({ kind: 'test', rows: [{ statistic: 'max-combo', df: null }] });
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });
});
