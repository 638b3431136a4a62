import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { welchTMethod } from '../../../src/outcomes/continuous/welch-t/definition.js';
import { type WelchTOptions, welchT } from '../../../src/outcomes/continuous/welch-t/welch-t.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';

const none = (reason: string) => ({ notEstimable: reason });
const oracle = readOracle<{ of: number[]; versus: number[] }, WelchTOptions>('welch-t/t-test.json');

describe('Welch t against t.test', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const { means, standardDeviations, meanDifference, t, ...figures } = one.expected;
    const fromValues = welchT({ values: one.input.of }, { values: one.input.versus }, one.options);
    expect(expectFigures(fromValues, figures, oracle.tolerance)).toBe(5);
    expect(fromValues.meanDifference as number).toBeCloseTo(meanDifference as number, 9);
    expect(fromValues.t as number).toBeCloseTo(t as number, 8);
    const summary = (index: number, values: number[]) => ({
      n: values.length,
      mean: (means as number[])[index]!,
      standardDeviation: (standardDeviations as number[])[index]!,
    });
    const printed = welchT(summary(0, one.input.of), summary(1, one.input.versus), one.options);
    expectClose(printed.standardError, figures['standardError'] as number, 1e-12);
    expectClose(printed.df, figures['df'] as number, 1e-12);
  });
});

const values = fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 3, maxLength: 12 });
const variances = fc.constantFrom('unequal' as const, 'equal' as const);

describe('Welch t laws', () => {
  it('swapping arms flips the sign; a common shift changes nothing; a common factor scales', () => {
    fc.assert(
      fc.property(values, values, variances, (first, second, rule) => {
        const options = { variances: rule };
        const forward = welchT({ values: first }, { values: second }, options);
        if (typeof forward.t !== 'number' || Math.abs(forward.standardError as number) < 1e-6) return;
        const back = welchT({ values: second }, { values: first }, options);
        expect(back.t as number).toBeCloseTo(-forward.t, 9);
        expect(back.p as number).toBeCloseTo(forward.p as number, 9);
        const shift = (list: number[]) => ({ values: list.map((value) => value + 1000) });
        const shifted = welchT(shift(first), shift(second), options);
        expectClose(shifted.standardError, forward.standardError as number, 1e-6);
        const scale = (list: number[]) => ({ values: list.map((value) => value * 8) });
        const scaled = welchT(scale(first), scale(second), options);
        expectClose(scaled.df, forward.df as number, 1e-9);
        expectClose(scaled.standardError, 8 * (forward.standardError as number), 1e-12);
      }),
    );
  });

  it('df lies between the smaller n - 1 and n1 + n2 - 2; p < 0.05 exactly where 0 is left out', () => {
    fc.assert(
      fc.property(values, values, (first, second) => {
        const { df, lower, upper, p } = welchT({ values: first }, { values: second });
        if (typeof df !== 'number' || typeof lower !== 'number' || typeof upper !== 'number') return;
        expect(df).toBeGreaterThanOrEqual(Math.min(first.length, second.length) - 1 - 1e-9);
        expect(df).toBeLessThanOrEqual(first.length + second.length - 2 + 1e-9);
        if (Math.abs((p as number) - 0.05) > 1e-9) expect((p as number) < 0.05).toBe(lower > 0 || upper < 0);
      }),
    );
  });

  it('leaves values as they were', () => {
    const list = Float64Array.from([3, 1, 2]);
    welchT({ values: list }, { values: list });
    expect([...list]).toEqual([3, 1, 2]);
  });
});

describe('Welch t edges', () => {
  const some = { n: 5, mean: 2, standardDeviation: 1 };

  it('has no test without variation, constants that are no binary fractions included', () => {
    const constant = { values: [0.1, 0.1, 0.1] };
    const test = welchT(constant, { values: [0.3, 0.3] });
    expect(test.meanDifference as number).toBeCloseTo(-0.2, 15);
    expect([test.standardError, test.df, test.t, test.p, test.lower]).toEqual(
      Array(5).fill(none('no-variation')),
    );
  });

  it('works when only one arm varies', () => {
    const { df, standardError } = welchT(some, { n: 4, mean: 1, standardDeviation: 0 });
    expect(df).toBeCloseTo(4, 12);
    expect(standardError).toBeCloseTo(Math.sqrt(1 / 5), 14);
  });

  it('needs two subjects an arm, or three in all with equal variances', () => {
    const one = { n: 1, mean: 3, standardDeviation: 0 };
    expect(welchT(one, some)).toMatchObject({ meanDifference: 1, p: none('too-few-observations') });
    expect(welchT(one, some, { variances: 'equal' }).df).toBe(4);
    expect(welchT(one, one, { variances: 'equal' }).p).toEqual(none('too-few-observations'));
  });

  it('has nothing for an empty arm', () => {
    expect(welchT({ values: [] }, some).meanDifference).toEqual(none('empty-group'));
  });

  it('refuses what is no sample', () => {
    expect(() => welchT({ n: 3, mean: 1, standardDeviation: -1 }, some)).toThrow(MethodError);
    expect(() => welchT({ n: 3, mean: Number.NaN, standardDeviation: 1 }, some)).toThrow(MethodError);
    expect(() => welchT({ values: [1, Number.NaN] }, some)).toThrow(/values\[1\]/);
    expect(() => welchT({ n: 2.5, mean: 1, standardDeviation: 1 }, some)).toThrow(MethodError);
  });
});

describe('Welch t from lists', () => {
  it('takes an array or a typed array for the values', () => {
    const expected = welchT({ values: [1, 2, 3] }, { values: [2, 3, 5] });
    expect(welchT([1, 2, 3], [2, 3, 5])).toEqual(expected);
    expect(welchT(Float64Array.of(1, 2, 3), Int32Array.of(2, 3, 5))).toEqual(expected);
    expect(expected.meanDifference).toBeCloseTo(-4 / 3, 14);
  });

  it('refuses text, and values that are none', () => {
    expect(() => welchT('123' as never, [1, 2])).toThrow(MethodError);
    expect(() => welchT({ values: '123' as never }, [1, 2])).toThrow(/not a list/);
    expect(() => welchT([1, Number.NaN], [1, 2])).toThrow(/values\[1\]/);
    expect(() => welchT(undefined as never, [1, 2])).toThrow(/"of" is missing/);
  });
});

describe('Welch t as a method', () => {
  const values = Float64Array.from([4, 6, 8]);
  const data = {
    kind: 'continuous',
    arms: [
      { name: 'tocilizumab', n: 3, mean: 6, standardDeviation: 2, values },
      { name: 'placebo', n: 4, mean: 5, standardDeviation: 1.5 },
    ],
    reference: 'placebo',
    unit: 'points',
  } as const;

  it('mixes printed summaries and values, and carries df with the interval', () => {
    const { parts } = welchTMethod.run(data, welchTMethod.options.parse({}));
    const [estimates, test, summary] = parts;
    if (estimates?.kind !== 'estimates' || test?.kind !== 'test' || summary?.kind !== 'summary') {
      throw new Error('expected three parts');
    }
    const plain = welchT({ values }, { n: 4, mean: 5, standardDeviation: 1.5 });
    expect(estimates.rows[0]).toMatchObject({
      estimate: 1,
      p: plain.p,
      reference: { distribution: 't', df: plain.df },
      of: 'tocilizumab',
    });
    expect(test.rows[0]).toMatchObject({ statistic: 'welch-t', value: plain.t, df: plain.df });
    expect(summary.rows.find((row) => row.statistic === 'standard-deviation')).toMatchObject({
      value: 2,
      unit: 'points',
    });
  });
});

it('asks for no standard deviation of a single subject', () => {
  const one = { n: 1, mean: 3, standardDeviation: Number.NaN };
  const test = welchT(one, [1, 2, 6], { variances: 'equal' });
  expect(test.df).toBe(2);
  expect(test.p).toEqual(welchT([3], [1, 2, 6], { variances: 'equal' }).p);
});
