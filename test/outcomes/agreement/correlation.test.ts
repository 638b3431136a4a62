import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlation, correlationKinds } from '../../../src/outcomes/agreement/correlation/correlation.js';
import { correlationMethod } from '../../../src/outcomes/agreement/correlation/definition.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, readOracle } from '../oracle-cases.js';

const oracle = readOracle<{ x: number[]; y: number[]; ties: boolean }, { level: number }>(
  'correlation/cor-test.json',
);

it.each(correlationKinds)('does not depend on the unit, however small or large: %s', (kind) => {
  const [x, y] = [
    [1, 2, 4, 3, 9, 7],
    [2, 1, 3, 4, 5, 9],
  ] as const;
  const plain = correlation(x, y, { kind });
  for (const unit of [1e-200, 1e200]) {
    const scaled = correlation(
      x.map((value) => value * unit),
      y.map((value) => value * unit),
      { kind },
    );
    expectClose(scaled.correlation, plain.correlation as number, 1e-13);
    expectClose(scaled.p, plain.p as number, 1e-12);
  }
});

describe('correlation', () => {
  it.each(oracle.cases)('agrees with cor.test: $name', ({ input, options, expected }) => {
    for (const kind of correlationKinds) {
      const result = correlation(input.x, input.y, { ...options, kind });
      expectClose(result.correlation, expected[kind] as number, 1e-10, kind);
      expectClose(result.lower, expected[`${kind}Lower`] as number, 1e-10, `${kind} lower`);
      expectClose(result.upper, expected[`${kind}Upper`] as number, 1e-10, `${kind} upper`);
      expectClose(result.p, expected[`${kind}P`] as number, 1e-10, `${kind} p`);
    }
  });

  it('of ranks depends on order alone, and turns sign with one measurement', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
      minLength: 4,
      maxLength: 30,
    });
    fc.assert(
      fc.property(pairs, fc.constantFrom(...correlationKinds), (rows, kind) => {
        const [x, y] = [rows.map(([a]) => a), rows.map(([, b]) => b)];
        const plain = correlation(x, y, { kind });
        if (typeof plain.correlation !== 'number') {
          expect(plain.correlation).toEqual({ notEstimable: 'no-variation' });
          return;
        }
        expect(Math.abs(plain.correlation)).toBeLessThanOrEqual(1);
        const turned = correlation(
          x,
          y.map((value) => -value),
          { kind },
        );
        expect(turned.correlation).toBeCloseTo(-plain.correlation, 10);
        expect(correlation(y, x, { kind }).correlation).toBeCloseTo(plain.correlation, 10);
        if (kind !== 'pearson') {
          expect(correlation(x.map(Math.exp), y, { kind }).correlation).toBeCloseTo(plain.correlation, 10);
        }
      }),
    );
  });

  it('says what does not exist', () => {
    expect(correlation([1, 2], [2, 1]).correlation).toEqual({ notEstimable: 'too-few-observations' });
    expect(correlation([1, 1, 1], [2, 1, 4]).correlation).toEqual({ notEstimable: 'no-variation' });
    expect(correlation([1, 2, 3, 4], [2, 4, 6, 8])).toMatchObject({
      correlation: 1,
      lower: { notEstimable: 'no-variation' },
    });
    expect(correlation([1, 2, 3], [1, 3, 2]).lower).toEqual({ notEstimable: 'too-few-observations' });
    expect(() => correlation([1, 2, 3], [1, 2])).toThrow(/length/);
  });

  it('in a plan, takes every pair of measurements', () => {
    const raters = ['IL-6', 'CRP', 'ferritin'];
    const [a, b] = sampleData.ratings.values as [Float64Array, Float64Array];
    const data = { ...sampleData.ratings, raters, values: [a, b, a.map((value) => value ** 2)] };
    const output = correlationMethod.run(data, correlationMethod.options.parse({ kind: 'spearman' }));
    expect(output.parts[0]).toMatchObject({
      rows: [{ term: 'IL-6 and CRP' }, { term: 'IL-6 and ferritin' }, { term: 'CRP and ferritin' }],
    });
  });
});

it('takes the exact distribution of Kendall up to 49 pairs, as cor.test', () => {
  const p = (n: number) => {
    const x = Array.from({ length: n }, (_, index) => index + 1);
    return correlation(
      x,
      x.map((value) => (20 * value) % 53),
      { kind: 'kendall' },
    );
  };
  expect(p(49).test).toBe('exact');
  expectClose(p(49).p, 0.41485842994175859, 1e-12);
  expect(p(50).test).toBe('normal');
  expectClose(p(50).p, 0.26591202184028967, 1e-12);
});

it('as a method correlates the two raters of each pair', () => {
  const [first, second] = sampleData.ratings.values;
  const [part] = correlationMethod.run(sampleData.ratings, correlationMethod.options.parse({})).parts;
  if (part?.kind !== 'estimates') throw new Error('expected estimates');
  expect(part.rows[0]!.estimate).toBe(correlation(first!, second!).correlation);
});
