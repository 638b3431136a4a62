import { describe, expect, it } from 'vitest';
import { criticalZ } from '../../../src/math/distributions/normal.js';
import { blandAltman } from '../../../src/outcomes/agreement/bland-altman/bland-altman.js';
import { blandAltmanMethod } from '../../../src/outcomes/agreement/bland-altman/definition.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';

const oracle = readOracle<{ first: number[]; second: number[] }, { level: number }>(
  'bland-altman/limits.json',
);

describe('Bland-Altman', () => {
  it.each(oracle.cases)('$name', ({ input, options, expected }) => {
    const result = blandAltman(input.first, input.second, options);
    expect(expectFigures(result, expected, 1e-10)).toBe(16);
  });

  it('turns sign with the order of methods', () => {
    const [{ input }] = oracle.cases as [(typeof oracle.cases)[number]];
    const one = blandAltman(input.first, input.second);
    const other = blandAltman(input.second, input.first);
    expect(other.bias).toBeCloseTo(-(one.bias as number), 10);
    expect(other.lowerLimit).toBeCloseTo(-(one.upperLimit as number), 10);
    expect(other.concordance).toBeCloseTo(one.concordance as number, 12);
  });

  it('by ratio, does not depend on the unit', () => {
    const first = [1, 2.2, 3.1, 4, 7.5];
    const second = [1.1, 2, 3.3, 4.4, 7];
    const one = blandAltman(first, second, { ratio: true });
    const other = blandAltman(
      first.map((x) => 1000 * x),
      second.map((x) => 1000 * x),
      { ratio: true },
    );
    expect(other.bias).toBeCloseTo(one.bias as number, 12);
    expect(other.upperLimit).toBeCloseTo(one.upperLimit as number, 12);
    expect(() => blandAltman([1, 0], [1, 2], { ratio: true })).toThrow(/above 0/);
  });

  it('says what does not exist', () => {
    expect(blandAltman([1], [2]).bias).toEqual({ notEstimable: 'too-few-observations' });
    expect(blandAltman([1, 2, 3], [2, 3, 4])).toMatchObject({
      bias: -1,
      standardDeviation: 0,
      lowerLimit: -1,
      biasLower: { notEstimable: 'no-variation' },
    });
    expect(blandAltman([1, null, 3], [2, 3, Number.NaN]).missing).toBe(2);
  });

  it('in a plan, warns of a trend and takes two raters only', () => {
    const size = Float64Array.from({ length: 20 }, (_, row) => row + 1);
    const wide = size.map((value, row) => 1.5 * value + (row % 3) * 0.1);
    const data = { ...sampleData.ratings, values: [wide, size] };
    const output = blandAltmanMethod.run(data, blandAltmanMethod.options.parse({}));
    expect(output.notices.map(({ code }) => code)).toContain('bland-altman/trend');
    expect(() =>
      blandAltmanMethod.run(
        { ...data, raters: ['a', 'b', 'c'], values: [wide, size, size] },
        blandAltmanMethod.options.parse({}),
      ),
    ).toThrow(/two/);
  });
});

it('says that a ratio is too large to represent', () => {
  const result = blandAltman([1e-200, 1e200, 1], [1e200, 1e-200, 1], { ratio: true });
  expect(result.upperLimit).toEqual({ notEstimable: 'overflow' });
  expect(result.biasUpper).toEqual({ notEstimable: 'overflow' });
  expectClose(result.bias, 1, 1e-12);
});

it('as a method gives each limit its own interval', () => {
  const [first, second] = sampleData.ratings.values;
  const plain = blandAltman(first!, second!);
  const [part] = blandAltmanMethod.run(sampleData.ratings, blandAltmanMethod.options.parse({})).parts;
  if (part?.kind !== 'summary') throw new Error('expected a summary');
  const limits = part.rows.filter(({ statistic }) => statistic === 'limit-of-agreement');
  expect(limits.map(({ interval }) => [interval!.lower, interval!.upper])).toEqual([
    [plain.lowerLimitLower, plain.lowerLimitUpper],
    [plain.upperLimitLower, plain.upperLimitUpper],
  ]);
});

describe('full and nearly full agreement', () => {
  const values = [25.8, 89.7, 32.1, 81.4, 12.9, 49.5, 43.5, 42.6, 22.7, 20.7, 42.8, 63.8, 30.1, 29.7];

  it('of a measurement with itself is exactly 1, without limits', () => {
    for (let n = 3; n <= values.length; n += 1) {
      const result = blandAltman(values.slice(0, n), values.slice(0, n));
      expect(result.concordance).toBe(1);
      expect(result.concordanceLower).toEqual({ notEstimable: 'no-variation' });
      expect(result.concordanceUpper).toEqual({ notEstimable: 'no-variation' });
    }
  });

  it('keeps its digits: on the scale of Fisher the interval only moves with the size of the differences', () => {
    const apart = values.map((_, row) => Math.sin(row * row));
    const limits = [1e-1, 1e-4, 1e-7].map((size) => {
      const second = values.map((value, row) => value + size * apart[row]!);
      return blandAltman(values, second);
    });
    for (const { concordance, concordanceLower, concordanceUpper } of limits) {
      expect(concordanceLower as number).toBeLessThanOrEqual(concordance as number);
      expect(concordanceUpper as number).toBeGreaterThanOrEqual(concordance as number);
      expect(concordanceUpper as number).toBeLessThanOrEqual(1);
    }
    const [wide, narrow] = limits.map(({ concordanceLower }) => 1 - (concordanceLower as number));
    // A thousand times closer is a million times nearer to 1.
    expect(narrow! / wide!).toBeGreaterThan(0.99e-6);
    expect(narrow! / wide!).toBeLessThan(1.01e-6);
  });

  it.each([2 ** 1015, 2 ** -1000])('does not depend on the unit: times %d', (unit) => {
    const second = values.map((value, row) => value + Math.cos(row * row));
    const here = blandAltman(values, second);
    const there = blandAltman(
      values.map((value) => unit * value),
      second.map((value) => unit * value),
    );
    for (const key of ['bias', 'biasLower', 'standardDeviation', 'lowerLimit', 'upperLimitUpper'] as const) {
      expect(there[key]).toBe(unit * (here[key] as number));
    }
    for (const key of ['slope', 'slopeP', 'concordance', 'concordanceLower'] as const) {
      expect(there[key]).toBe(here[key]);
    }
  });

  it('types what is beyond the largest number', () => {
    const result = blandAltman([1.7e308, 1, 2, 3], [-0.5e308, 2, 1, 4]);
    expect(result.biasUpper).toEqual({ notEstimable: 'overflow' });
    expect(result.upperLimit).toEqual({ notEstimable: 'overflow' });
  });
});

it('has an interval about a concordance of 0, whatever rounding leaves of it', () => {
  const [first, second] = [
    [0, 2, 1, 2, 0],
    [0, 1, 0, 1, 2],
  ];
  for (const order of [
    [0, 1, 2, 3, 4],
    [4, 3, 2, 1, 0],
  ]) {
    const [one, other] = [first!, second!].map((values) => order.map((row) => values[row]!));
    const { concordance, concordanceLower, concordanceUpper } = blandAltman(one!, other!);
    expect(concordance).toBeCloseTo(0, 14);
    // tanh of Z sqrt(accuracy² / (n - 2)): nothing is explained.
    const accuracy = (2 * Math.sqrt(0.8 * 0.56)) / (0.8 + 0.56 + 0.04);
    const limit = Math.tanh(criticalZ(0.95) * Math.sqrt(accuracy ** 2 / 3));
    expectClose(concordanceUpper, limit, 1e-12);
    expectClose(concordanceLower, -limit, 1e-12);
  }
});
