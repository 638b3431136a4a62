import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { rateDifferenceMethod } from '../../../src/outcomes/count/rate-difference/definition.js';
import {
  type RateDifferenceOptions,
  rateDifference,
} from '../../../src/outcomes/count/rate-difference/rate-difference.js';
import { expectFigures, readOracle } from '../oracle-cases.js';

type Rate = { events: number; exposure: number };
const none = (reason: string) => ({ notEstimable: reason });
const oracle = readOracle<{ of: Rate; versus: Rate }, RateDifferenceOptions>('rate-difference/metafor.json');

describe('rate difference against metafor', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const actual = rateDifference(one.input.of, one.input.versus, one.options);
    expect(expectFigures(actual, one.expected, oracle.tolerance)).toBe(6);
  });
});

describe('rate difference laws', () => {
  const rate = fc.record({
    events: fc.integer({ min: 0, max: 60 }),
    exposure: fc.double({ min: 0.5, max: 500, noNaN: true }),
  });

  it('swapping arms flips the sign and turns the interval around', () => {
    fc.assert(
      fc.property(rate, rate, (of, versus) => {
        const forward = rateDifference(of, versus);
        const back = rateDifference(versus, of);
        expect((back.rateDifference as number) + (forward.rateDifference as number)).toBeCloseTo(0, 14);
        if (typeof forward.lower !== 'number') expect(of.events + versus.events).toBe(0);
        else expect(back.upper as number).toBeCloseTo(-forward.lower, 12);
      }),
    );
  });

  it('p is below 0.05 exactly where the interval leaves out 0, in any unit', () => {
    fc.assert(
      fc.property(rate, rate, fc.constantFrom(1, 100, 1000), (of, versus, per) => {
        const { lower, upper, p } = rateDifference(of, versus, { per });
        if (typeof p !== 'number' || Math.abs(p - 0.05) < 1e-9) return;
        expect(p < 0.05).toBe((lower as number) > 0 || (upper as number) < 0);
      }),
    );
  });
});

describe('rate difference edges', () => {
  it('is 0 without an interval when there are no events', () => {
    const zero = { events: 0, exposure: 2 };
    expect(rateDifference(zero, zero)).toMatchObject({ rateDifference: 0, lower: none('no-variation') });
  });

  it('has nothing without exposure, and refuses what is no rate', () => {
    const one = { events: 1, exposure: 2 };
    expect(rateDifference({ events: 0, exposure: 0 }, one).rateDifference).toEqual(none('empty-group'));
    expect(() => rateDifference({ events: 0.5, exposure: 2 }, one)).toThrow(MethodError);
  });
});

it('rate difference as a method contrasts each arm with the reference', () => {
  const arms = ['a', 'b', 'c'].map((name, index) => ({ name, events: 3 + index, exposure: 20 }));
  const { parts } = rateDifferenceMethod.run(
    { kind: 'count', arms, reference: 'b', exposureUnit: 'person-years' },
    rateDifferenceMethod.options.parse({ per: 100 }),
  );
  const part = parts[0]!;
  if (part.kind !== 'estimates') throw new Error('expected estimates');
  expect(part.rows.map(({ term, estimate }) => [term, estimate])).toEqual([
    ['a', -5],
    ['c', 5],
  ]);
});
