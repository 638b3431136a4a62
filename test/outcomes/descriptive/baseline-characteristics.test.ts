import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SubjectVariablesData } from '../../../src/core/analysis-data.js';
import { MethodError } from '../../../src/core/errors.js';
import {
  type BaselineCategories,
  type BaselineNumber,
  baselineCharacteristics,
} from '../../../src/outcomes/descriptive/baseline-characteristics/baseline-characteristics.js';
import { baselineCharacteristicsMethod } from '../../../src/outcomes/descriptive/baseline-characteristics/definition.js';
import { expectClose } from '../oracle-cases.js';
import { estimateRows, summaryRows } from '../part-rows.js';

interface Described {
  readonly n: number;
  readonly missing: number;
  readonly mean: number;
  readonly standardDeviation: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly quantiles: readonly (readonly number[])[];
  readonly geometricMean?: number;
  readonly geometricCoefficientOfVariation?: number;
}
interface OracleFile {
  readonly tolerance: number;
  readonly group: readonly number[];
  readonly numbers: Record<string, readonly (number | null)[]>;
  readonly categories: Record<string, readonly number[]>;
  readonly expected: {
    readonly numbers: Record<string, readonly Described[]>;
    readonly categories: Record<string, readonly { missing: number; counts: readonly number[] }[]>;
    readonly differences: Record<string, readonly (readonly number[])[]>;
  };
}
const oracle = JSON.parse(
  readFileSync(new URL('../../oracles/baseline-characteristics/three-arms.json', import.meta.url), 'utf8'),
) as OracleFile;

const sizes: Record<string, number> = { sex: 2, race: 4 };
const data: SubjectVariablesData = {
  kind: 'subject-variables',
  group: { levels: ['low', 'high', 'placebo'], codes: Int32Array.from(oracle.group) },
  reference: 'placebo',
  variables: [
    ...Object.entries(oracle.numbers).map(([name, values]) => ({
      type: 'number' as const,
      name,
      label: name,
      unit: null,
      values: Float64Array.from(values, (value) => value ?? Number.NaN),
    })),
    ...Object.entries(oracle.categories).map(([name, codes]) => ({
      type: 'category' as const,
      name,
      label: name,
      categories: Array.from({ length: sizes[name]! }, (_, code) => `c${code}`),
      codes: Int32Array.from(codes),
    })),
  ],
};
const find = (name: string, options = {}) =>
  baselineCharacteristics(data, options).find((variable) => variable.name === name)!;

describe('baseline characteristics against R', () => {
  it.each(Object.keys(oracle.numbers))('%s: every figure in every group', (name) => {
    const { groups } = find(name) as BaselineNumber;
    oracle.expected.numbers[name]!.forEach(({ quantiles: _, ...expected }, index) => {
      for (const [figure, value] of Object.entries(expected)) {
        expectClose(groups[index]![figure as keyof typeof expected], value, oracle.tolerance, figure);
      }
    });
    expect(groups.map(({ group }) => group)).toEqual(['low', 'high', 'placebo', null]);
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9] as const)('quartiles and median of type %s', (quartiles) => {
    for (const name of Object.keys(oracle.numbers)) {
      const { groups } = find(name, { quartiles }) as BaselineNumber;
      oracle.expected.numbers[name]!.forEach(({ quantiles }, index) => {
        const { firstQuartile, median, thirdQuartile } = groups[index]!;
        [firstQuartile, median, thirdQuartile].forEach((value, place) => {
          expectClose(value, quantiles[quartiles - 1]![place]!, oracle.tolerance);
        });
      });
    }
  });

  it('names the rules of software', () => {
    expect(find('crp', { quartiles: 'sas' })).toEqual(find('crp', { quartiles: 2 }));
    expect(find('crp')).toEqual(find('crp', { quartiles: 'stata' }));
    expect(find('crp', { quartiles: 'r' })).toEqual(find('crp', { quartiles: 7 }));
    expect(find('crp', { quartiles: 'r' })).not.toEqual(find('crp'));
  });

  it.each(Object.keys(oracle.categories))('%s: counts and missing', (name) => {
    const { groups } = find(name) as BaselineCategories;
    oracle.expected.categories[name]!.forEach(({ counts, missing }, index) => {
      expect(groups[index]!.categories.map(({ count }) => count)).toEqual(counts);
      expect(groups[index]!.missing).toBe(missing);
    });
  });

  it.each(Object.keys(oracle.expected.differences))('standardised differences of %s', (name) => {
    const { differences } = find(name);
    expect(differences.map(({ of, versus }) => [of, versus])).toEqual([
      ['low', 'placebo'],
      ['high', 'placebo'],
    ]);
    oracle.expected.differences[name]!.forEach((expected, index) => {
      const { standardisedDifference, standardError, lower, upper } = differences[index]!;
      [standardisedDifference, standardError, lower, upper].forEach((value, place) => {
        expectClose(value, expected[place]!, oracle.tolerance);
      });
    });
  });
});

describe('conventions', () => {
  it('divides by the subjects with a value, or by all', () => {
    const share = (percentOf: 'non-missing' | 'all') => {
      const { groups } = find('race', { percentOf }) as BaselineCategories;
      const { n, missing, categories } = groups[3]!;
      return { n, missing, sum: categories.reduce((sum, { proportion }) => sum + (proportion as number), 0) };
    };
    expect(share('non-missing').sum).toBeCloseTo(1, 14);
    expect(share('all').sum).toBeCloseTo(57 / 60, 14);
    expect(share('all')).toMatchObject({ n: 57, missing: 3 });
  });

  it('finds the decimals that data were recorded with', () => {
    const places = Object.keys(oracle.numbers).map((name) => (find(name) as BaselineNumber).decimalPlaces);
    // The last was computed, not measured.
    expect(places).toEqual([0, 1, 3, 1]);
  });

  it('is the classical standardised difference for two categories, without its sign', () => {
    const { groups, differences } = find('sex') as BaselineCategories;
    const [p, q] = [groups[0]!, groups[2]!].map(({ categories }) => categories[0]!.proportion as number) as [
      number,
      number,
    ];
    const expected = Math.abs(p - q) / Math.sqrt((p * (1 - p) + q * (1 - q)) / 2);
    expectClose(differences[0]!.standardisedDifference, expected, 1e-13);
  });
});

const group = (...codes: number[]) => ({ levels: ['a', 'b'], codes: Int32Array.from(codes) });
const number = (...values: number[]) => ({
  type: 'number' as const,
  name: 'x',
  label: 'x',
  unit: null,
  values: Float64Array.from(values),
});
const category = (categories: string[], ...codes: number[]) => ({
  type: 'category' as const,
  name: 'k',
  label: 'k',
  categories,
  codes: Int32Array.from(codes),
});
const one = (
  codes: number[],
  variable: SubjectVariablesData['variables'][number],
  reference: string | null = 'b',
) => baselineCharacteristics({ group: group(...codes), reference, variables: [variable] })[0]!;

describe('edges', () => {
  it('says why a figure of an empty group is absent', () => {
    const { groups, differences } = one([0, 0, 0], number(1, 2, 4)) as BaselineNumber;
    expect(groups[1]).toMatchObject({ n: 0, missing: 0, mean: { notEstimable: 'empty-group' } });
    expect(groups[2]).toMatchObject({ group: null, n: 3, median: 2 });
    expect(differences[0]!.standardisedDifference).toEqual({ notEstimable: 'empty-group' });
    expect(one([0], category(['y'], 0)).differences[0]!.standardisedDifference).toEqual({
      notEstimable: 'empty-group',
    });
  });

  it('has no spread of one subject, and none of a constant', () => {
    const single = one([0, 1, 1], number(5, 1, 2)) as BaselineNumber;
    expect(single.groups[0]).toMatchObject({
      mean: 5,
      standardDeviation: { notEstimable: 'too-few-observations' },
    });
    expect(single.differences[0]!.standardisedDifference).toEqual({ notEstimable: 'too-few-observations' });
    const constant = one([0, 0, 0, 1, 1], number(0.1, 0.1, 0.1, 0.1, 0.1));
    expect(constant.differences[0]!.standardisedDifference).toBe(0);
    const apart = one([0, 0, 0, 1, 1], number(0.1, 0.1, 0.1, 0.2, 0.2));
    expect(apart.differences[0]!.standardisedDifference).toEqual({ notEstimable: 'no-variation' });
  });

  it('has no geometric mean of zero or negative values', () => {
    const { groups } = one([0, 0, 1], number(0, 2, 3)) as BaselineNumber;
    expect(groups[0]!.geometricMean).toEqual({ notEstimable: 'not-applicable' });
    expect(groups[1]!.geometricMean).toBeCloseTo(3, 14);
  });

  it('leaves out categories that nobody is in, and calls groups without a common one separated', () => {
    const codes = [0, 0, 0, 1, 1, 1];
    const three = one(codes, category(['p', 'q', 'r'], 0, 0, 2, 0, 2, 2));
    const two = one(codes, category(['p', 'r'], 0, 0, 1, 0, 1, 1));
    expect(three.differences).toEqual(two.differences);
    expect(one(codes, category(['p', 'q'], 0, 0, 0, 1, 1, 1)).differences[0]!.standardisedDifference).toEqual(
      { notEstimable: 'separated' },
    );
    expect(one(codes, category(['p', 'q'], 1, 1, 1, 1, 1, 1)).differences[0]!.standardisedDifference).toBe(0);
  });

  it('refuses what cannot be a table', () => {
    expect(() => one([0, 1], number(1))).toThrow(/"x" has the wrong length. Got 1; expected 2/);
    expect(() => one([0, 1], number(1, Number.POSITIVE_INFINITY))).toThrow(MethodError);
    expect(() => one([0, 2], number(1, 2))).toThrow(/code without a level/);
    expect(() => one([0, 1], category(['a'], 0, 1))).toThrow(MethodError);
    expect(() => one([0, 1], number(1, 2), 'c')).toThrow(/names no group/);
    expect(() =>
      baselineCharacteristics({ group: group(0), reference: null, variables: [number(1), number(2)] }),
    ).toThrow(/two of one label/);
    expect(() => find('age', { quartiles: 10 as never })).toThrow(/sas, r, stata or 1 to 9/);
    expect(() => find('age', { level: 95 })).toThrow(/Write a coverage of 95% as 0.95/);
  });
});

describe('laws', () => {
  const subjects = fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 1 }),
      fc.integer({ min: -40, max: 40 }),
      fc.integer({ min: -1, max: 2 }),
    ),
    { minLength: 2, maxLength: 30 },
  );
  const describeRows = (rows: readonly (readonly [number, number, number])[], reference: string) =>
    baselineCharacteristics({
      group: group(...rows.map(([code]) => code)),
      reference,
      variables: [
        number(...rows.map(([, value]) => (value === 40 ? Number.NaN : value / 8))),
        category(['p', 'q', 'r'], ...rows.map(([, , code]) => code)),
      ],
    });

  it('names an empty arm as the reason in either order, whatever the other arm lacks', () => {
    for (const reference of ['a', 'b']) {
      const [first] = baselineCharacteristics({
        group: { levels: ['a', 'b'], codes: Int32Array.of(0, 0) },
        reference,
        variables: { x: [40, null] },
      }) as [BaselineNumber];
      expect(first.differences[0]!.standardisedDifference).toEqual({ notEstimable: 'empty-group' });
    }
  });

  it('row order does not matter, and swapping arms flips the sign of a number', () => {
    fc.assert(
      fc.property(subjects, (rows) => {
        const described = describeRows(rows, 'b');
        expect(describeRows([...rows].reverse(), 'b')).toEqual(described);
        const [forward, back] = [described, describeRows(rows, 'a')].map(
          (variables) => variables[0]!.differences[0]!.standardisedDifference,
        );
        if (typeof forward === 'number') expect(back as number).toBeCloseTo(-forward, 12);
        else expect(back).toEqual(forward);
      }),
      { numRuns: 100 },
    );
  });

  it('counts every subject once, and orders the quantiles', () => {
    fc.assert(
      fc.property(subjects, (rows) => {
        const [x, k] = describeRows(rows, 'b') as [BaselineNumber, BaselineCategories];
        for (const { n, missing, minimum, firstQuartile, median, thirdQuartile, maximum } of x.groups) {
          const ordered = [minimum, firstQuartile, median, thirdQuartile, maximum] as number[];
          if (n > 0) expect([...ordered].sort((a, b) => a - b)).toEqual(ordered);
          expect(n + missing).toBeLessThanOrEqual(rows.length);
        }
        expect(x.groups[2]!.n + x.groups[2]!.missing).toBe(rows.length);
        const { n, missing, categories } = k.groups[2]!;
        expect(n + missing).toBe(rows.length);
        expect(categories.reduce((sum, { count }) => sum + count, 0)).toBe(n);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the method', () => {
  const run = (options = {}) =>
    baselineCharacteristicsMethod.run(data, baselineCharacteristicsMethod.options.parse(options));

  it('names every figure once', () => {
    const keys = summaryRows(run()).map(({ group: of, term, statistic }) => `${of}|${term}|${statistic}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(new Set(summaryRows(run()).map(({ heading }) => heading))).toEqual(
      new Set(data.variables.map(({ label }) => label)),
    );
  });

  it('gives no p-value', () => {
    expect(estimateRows(run()).map(({ p }) => p)).toEqual(Array(12).fill(null));
  });
});

describe('very large and very small numbers', () => {
  const given = [3, 1, 4, 1, 5, 9, 2, 6];
  const numberOf = (values: readonly number[]) =>
    baselineCharacteristics({
      group: given.map((_, row) => (row % 2 === 0 ? 'a' : 'b')),
      reference: 'a',
      variables: { x: values },
    })[0] as BaselineNumber;

  it.each([2 ** 1010, 2 ** -1010])('are described as others are: times %d', (unit) => {
    const here = numberOf(given);
    const there = numberOf(given.map((value) => unit * value));
    for (const [place, group] of there.groups.entries()) {
      for (const key of ['mean', 'standardDeviation', 'median', 'geometricMean'] as const) {
        expectClose(group[key], unit * (here.groups[place]![key] as number), 1e-12, key);
      }
      const spread = here.groups[place]!.geometricCoefficientOfVariation as number;
      expectClose(group.geometricCoefficientOfVariation, spread, 1e-12);
    }
    const [difference, expected] = [there.differences[0]!, here.differences[0]!];
    for (const key of ['standardisedDifference', 'standardError', 'lower', 'upper'] as const) {
      expectClose(difference[key], expected[key] as number, 1e-12, key);
    }
  });

  it('type what is beyond the largest number', () => {
    const wide = numberOf([1e-300, 1e300, 1e300, 1e-300, 1, 2, 1, 1.7e308]);
    for (const group of wide.groups) {
      expect(group.geometricMean as number).toBeGreaterThan(0);
      for (const value of Object.values(group)) {
        if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
      }
    }
    expect(wide.groups[2]!.geometricCoefficientOfVariation).toEqual({ notEstimable: 'overflow' });
  });
});
