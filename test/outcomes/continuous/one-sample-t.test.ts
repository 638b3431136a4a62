import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { oneSampleTMethod } from '../../../src/outcomes/continuous/one-sample-t/definition.js';
import { oneSampleT } from '../../../src/outcomes/continuous/one-sample-t/one-sample-t.js';
import { pairedT } from '../../../src/outcomes/continuous/paired-t/paired-t.js';
import { sampleData } from '../../sample-data.js';
import { expectFigures, readOracle } from '../oracle-cases.js';
import { estimateRows, testRows } from '../part-rows.js';

const none = (reason: string) => ({ notEstimable: reason });
const oracle = readOracle<number[], { nullValue: number; level: number }>('one-sample-t/t-test.json');

describe('one-sample t test', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('against t.test: %s', (_, one) => {
    expect(expectFigures(oneSampleT(one.input, one.options), one.expected, oracle.tolerance)).toBe(8);
  });

  it('of differences is the paired test, from values or from their summary', () => {
    const pairs = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
      minLength: 2,
      maxLength: 12,
    });
    fc.assert(
      fc.property(pairs, (list) => {
        const first = list.map(([value]) => value);
        const second = list.map(([, value]) => value);
        const paired = pairedT({ first, second });
        const single = oneSampleT(first.map((value, index) => value - second[index]!));
        expect([single.mean, single.t, single.p, single.lower]).toEqual([
          paired.meanDifference,
          paired.t,
          paired.p,
          paired.lower,
        ]);
      }),
    );
  });

  it('says what is missing', () => {
    expect(oneSampleT([]).mean).toEqual(none('empty-group'));
    expect(oneSampleT([4])).toMatchObject({ mean: 4, p: none('too-few-observations') });
    expect(oneSampleT([4, 4]).p).toEqual(none('no-variation'));
    for (const nullValue of [Number.NaN, Number.POSITIVE_INFINITY, '1' as unknown as number]) {
      expect(() => oneSampleT([1, 2], { nullValue })).toThrow(MethodError);
    }
    expect(() => oneSampleT([1, 2], { level: 1 })).toThrow(MethodError);
  });

  it('as a method tests each arm against the value', () => {
    const rows = estimateRows(
      oneSampleTMethod.run(sampleData.continuous, oneSampleTMethod.options.parse({ nullValue: 0.5 })),
    );
    expect(rows.map(({ of, versus }) => [of, versus])).toEqual([
      ['tocilizumab', null],
      ['placebo', null],
    ]);
    expect(rows[0]!.intervalMethod).toBe('t; tested against 0.5');
    const [arm] = sampleData.continuous.arms;
    const { t, df, p } = oneSampleT(arm!, { nullValue: 0.5 });
    const output = oneSampleTMethod.run(
      sampleData.continuous,
      oneSampleTMethod.options.parse({ nullValue: 0.5 }),
    );
    expect(testRows(output)[0]).toMatchObject({ value: t, df, p });
  });
});
