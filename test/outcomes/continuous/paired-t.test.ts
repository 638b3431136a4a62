import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { pairedTMethod } from '../../../src/outcomes/continuous/paired-t/definition.js';
import { type PairedTOptions, pairedT } from '../../../src/outcomes/continuous/paired-t/paired-t.js';
import { sampleOutcomes } from '../../sample-data.js';
import { expectFigures, readOracle } from '../oracle-cases.js';
import { estimateRows } from '../part-rows.js';

const none = (reason: string) => ({ notEstimable: reason });
const oracle = readOracle<{ first: number[]; second: number[] }, PairedTOptions>('paired-t/t-test.json');

describe('paired t against t.test', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    expect(expectFigures(pairedT(one.input, one.options), one.expected, oracle.tolerance)).toBe(8);
    const { meanDifference, standardDeviation } = one.expected;
    const printed = { n: one.input.first.length, mean: meanDifference, standardDeviation } as {
      n: number;
      mean: number;
      standardDeviation: number;
    };
    expect(expectFigures(pairedT(printed, one.options), one.expected, oracle.tolerance)).toBe(8);
  });
});

it('swapping the two values flips the sign; p < 0.05 exactly where 0 is left out', () => {
  const pairs = fc.array(fc.tuple(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -50, max: 50 })), {
    minLength: 2,
    maxLength: 15,
  });
  fc.assert(
    fc.property(pairs, (list) => {
      const first = list.map(([one]) => one);
      const second = list.map(([, two]) => two);
      const forward = pairedT({ first, second });
      const back = pairedT({ first: second, second: first });
      if (typeof forward.t !== 'number') {
        expect(forward.t).toEqual(none('no-variation'));
        return;
      }
      expect(back.t as number).toBeCloseTo(-forward.t, 10);
      expect(back.lower as number).toBeCloseTo(-(forward.upper as number), 10);
      const p = forward.p as number;
      if (Math.abs(p - 0.05) > 1e-9) {
        expect(p < 0.05).toBe((forward.lower as number) > 0 || (forward.upper as number) < 0);
      }
    }),
  );
});

describe('paired t edges', () => {
  it('says what is missing', () => {
    expect(pairedT({ first: [], second: [] }).meanDifference).toEqual(none('empty-group'));
    expect(pairedT({ first: [3], second: [1] })).toMatchObject({
      meanDifference: 2,
      p: none('too-few-observations'),
    });
    expect(pairedT({ first: [3, 4, 5], second: [1, 2, 3] })).toMatchObject({
      meanDifference: 2,
      t: none('no-variation'),
    });
  });

  it('refuses lists of different length and values that are none', () => {
    expect(() => pairedT({ first: [1, 2], second: [1] })).toThrow(/without both values/);
    expect(() => pairedT({ first: [1, Number.NaN], second: [1, 2] })).toThrow(MethodError);
  });
});

it('refuses one list, which would be taken for differences', () => {
  expect(() => pairedT([1, 2, 3] as never)).toThrow(/first, second/);
});

it('as a method takes the other value off the outcome', () => {
  const { outcome, group, covariates } = sampleOutcomes.number;
  const [other] = covariates;
  const own = [...group.codes.keys()].filter((row) => group.codes[row] === 0);
  const pair = {
    first: own.map((row) => outcome[row]!),
    second: own.map((row) => other!.values[row]!),
  };
  const options = pairedTMethod.options.parse({ from: other!.name });
  const [row] = estimateRows(pairedTMethod.run(sampleOutcomes.number, options));
  expect(row!.estimate).toBe(pairedT(pair).meanDifference);
});
