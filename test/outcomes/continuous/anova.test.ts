import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { type AnovaOptions, anova } from '../../../src/outcomes/continuous/anova/anova.js';
import { anovaMethod } from '../../../src/outcomes/continuous/anova/definition.js';
import { welchT } from '../../../src/outcomes/continuous/welch-t/welch-t.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';

const none = (reason: string) => ({ notEstimable: reason });
const oracle = readOracle<number[][], AnovaOptions>('anova/oneway-test.json');

describe('analysis of variance against oneway.test', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const arms = one.input.map((values) => ({ values }));
    expect(expectFigures(anova(arms, one.options), one.expected, oracle.tolerance)).toBe(4);
  });
});

const summary = fc.record({
  n: fc.integer({ min: 2, max: 40 }),
  mean: fc.double({ min: -20, max: 20, noNaN: true }),
  standardDeviation: fc.double({ min: 0.1, max: 9, noNaN: true }),
});

describe('analysis of variance laws', () => {
  it.each(['equal', 'unequal'] as const)('%s: with two arms F is the square of t', (variances) => {
    fc.assert(
      fc.property(summary, summary, (first, second) => {
        const test = anova([first, second], { variances });
        const t = welchT(first, second, { variances });
        expect(test.f as number).toBeCloseTo((t.t as number) ** 2, 7);
        expectClose(test.denominatorDf, t.df as number, 1e-10);
        expect(test.p as number).toBeCloseTo(t.p as number, 9);
      }),
    );
  });

  it.each(['equal', 'unequal'] as const)('%s: neither order nor a common shift matters', (variances) => {
    fc.assert(
      fc.property(fc.array(summary, { minLength: 3, maxLength: 5 }), (arms) => {
        const forward = anova(arms, { variances });
        const moved = [...arms].reverse().map((arm) => ({ ...arm, mean: arm.mean + 100 }));
        expect(anova(moved, { variances }).f as number).toBeCloseTo(forward.f as number, 6);
      }),
    );
  });
});

describe('analysis of variance edges', () => {
  const some = { n: 5, mean: 2, standardDeviation: 1 };
  const constant = { n: 4, mean: 3, standardDeviation: 0 };

  it('says what is missing', () => {
    expect(anova([some, { values: [] }]).p).toEqual(none('empty-group'));
    expect(anova([{ values: [1] }, { values: [2] }]).f).toEqual(none('too-few-observations'));
    expect(anova([some, { values: [2] }], { variances: 'unequal' }).f).toEqual(none('too-few-observations'));
    expect(anova([constant, constant]).f).toEqual(none('no-variation'));
    expect(anova([some, constant], { variances: 'unequal' }).f).toEqual(none('no-variation'));
    expect(anova([some, constant]).f).toBeTypeOf('number');
  });

  it('refuses one arm', () => {
    expect(() => anova([some])).toThrow(MethodError);
  });
});

it('analysis of variance as a method names both degrees of freedom', () => {
  const arms = ['a', 'b', 'c'].map((name, index) => ({ name, n: 10, mean: index, standardDeviation: 2 }));
  const { parts } = anovaMethod.run(
    { kind: 'continuous', arms, reference: null, unit: null },
    anovaMethod.options.parse({}),
  );
  const part = parts[0]!;
  if (part.kind !== 'test') throw new Error('expected a test');
  expect(part.rows[0]).toMatchObject({
    statistic: 'f-test',
    df: 2,
    value: anova(arms).f,
    method: 'one-way analysis of variance',
    denominatorDf: 27,
  });
});

it('takes lists of values, and two hundred thousand arms', () => {
  expect(anova([[1, 2, 3], [2, 3, 5], Float64Array.of(0, 1)])).toEqual(
    anova([{ values: [1, 2, 3] }, { values: [2, 3, 5] }, { values: [0, 1] }]),
  );
  const arms = Array.from({ length: 200_000 }, (_, index) => ({
    n: 3,
    mean: index % 7,
    standardDeviation: 1,
  }));
  expect(anova(arms).f).toBeTypeOf('number');
});
