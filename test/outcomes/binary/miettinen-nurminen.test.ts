import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { miettinenNurminenMethod } from '../../../src/outcomes/binary/miettinen-nurminen/definition.js';
import {
  type MiettinenNurminenOptions,
  miettinenNurminen,
  scoreMeasures,
} from '../../../src/outcomes/binary/miettinen-nurminen/miettinen-nurminen.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';
import { none, twoArms } from './two-arms.js';

type Count = { events: number; n: number };
const oracle = readOracle<{ of: Count; versus: Count }, MiettinenNurminenOptions>(
  'miettinen-nurminen/score.json',
);

describe('score intervals against 130 digits', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const actual = miettinenNurminen(one.input.of, one.input.versus, one.options);
    const { z, estimate, ...figures } = one.expected;
    expect(expectFigures(actual, figures, oracle.tolerance)).toBeGreaterThanOrEqual(1);
    expect((actual.z as number) - (z as number)).toBeCloseTo(0, 10);
    if (typeof estimate === 'number') expect((actual.estimate as number) - estimate).toBeCloseTo(0, 13);
    else expect(actual.estimate).toEqual(none('zero-cells'));
  });

  // Koopman 1984, example: 36/40 against 16/80, without the factor.
  it('prints the published ratio interval', () => {
    const { lower, upper } = miettinenNurminen(
      { events: 36, n: 40 },
      { events: 16, n: 80 },
      { measure: 'risk-ratio', variance: 'farrington-manning' },
    );
    expect([(lower as number).toFixed(2), (upper as number).toFixed(2)]).toEqual(['2.94', '7.15']);
  });
});

describe('score interval laws', () => {
  it.each(['risk-ratio', 'odds-ratio'] as const)('%s: swapping arms inverts the limits', (measure) => {
    fc.assert(
      fc.property(twoArms, ([of, versus]) => {
        const forward = miettinenNurminen(of, versus, { measure });
        const back = miettinenNurminen(versus, of, { measure });
        if (typeof forward.upper === 'number' && forward.upper > 0)
          expectClose(back.lower, 1 / forward.upper, 1e-9);
        else expect(back.lower).toBe(0);
        if (typeof forward.z === 'number') expect(back.z as number).toBeCloseTo(-forward.z, 8);
      }),
      { numRuns: 80 },
    );
  });

  it.each(scoreMeasures)('%s: each limit is rejected by its own test at half of 1 - level', (measure) => {
    fc.assert(
      fc.property(
        twoArms,
        fc.constantFrom('miettinen-nurminen' as const, 'farrington-manning' as const),
        ([of, versus], variance) => {
          const { lower, upper } = miettinenNurminen(of, versus, { measure, variance });
          const inside = (limit: unknown): limit is number =>
            typeof limit === 'number' && (measure === 'risk-difference' ? Math.abs(limit) < 1 : limit > 0);
          if (inside(lower)) {
            const test = miettinenNurminen(of, versus, { measure, variance, nullValue: lower });
            expect(test.pGreater as number).toBeCloseTo(0.025, 7);
          }
          if (inside(upper)) {
            const test = miettinenNurminen(of, versus, { measure, variance, nullValue: upper });
            expect(test.pLess as number).toBeCloseTo(0.025, 7);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(['miettinen-nurminen', 'farrington-manning'] as const)(
    '%s: all measures test equality alike',
    (variance) => {
      fc.assert(
        fc.property(twoArms, ([of, versus]) => {
          const [difference, ratio, odds] = scoreMeasures.map(
            (measure) => miettinenNurminen(of, versus, { measure, variance }).z,
          );
          if (typeof difference !== 'number') {
            expect([ratio, odds]).toEqual([difference, difference]);
            return;
          }
          expect(ratio as number).toBeCloseTo(difference, 9);
          expect(odds as number).toBeCloseTo(difference, 9);
        }),
        { numRuns: 60 },
      );
    },
  );

  it('the factor widens the interval', () => {
    fc.assert(
      fc.property(twoArms, fc.constantFrom(...scoreMeasures), ([of, versus], measure) => {
        const wide = miettinenNurminen(of, versus, { measure });
        const narrow = miettinenNurminen(of, versus, { measure, variance: 'farrington-manning' });
        if (typeof wide.lower === 'number')
          expect(wide.lower).toBeLessThanOrEqual((narrow.lower as number) + 1e-12);
      }),
      { numRuns: 60 },
    );
  });
});

describe('score interval edges', () => {
  it('knows nothing of a ratio at 0/n against 0/n, yet bounds the difference', () => {
    const [of, versus] = [
      { events: 0, n: 10 },
      { events: 0, n: 20 },
    ];
    const ratio = miettinenNurminen(of, versus, { measure: 'risk-ratio' });
    expect([ratio.estimate, ratio.lower, ratio.upper, ratio.p]).toEqual([
      none('zero-cells'),
      0,
      none('zero-cells'),
      none('no-variation'),
    ]);
    const odds = miettinenNurminen(of, versus, { measure: 'odds-ratio' });
    expect([odds.lower, odds.upper]).toEqual([0, none('zero-cells')]);
    expectClose(
      miettinenNurminen(of, versus, { variance: 'farrington-manning' }).lower,
      -0.1611251580528194,
      1e-13,
    );
    expectClose(
      miettinenNurminen(of, versus, { variance: 'farrington-manning' }).upper,
      0.2775327998628893,
      1e-13,
    );
  });

  it('bounds the ratio when everyone had the event', () => {
    const { estimate, lower, upper } = miettinenNurminen(
      { events: 9, n: 9 },
      { events: 12, n: 12 },
      { measure: 'risk-ratio' },
    );
    expect(estimate).toBe(1);
    // Closed form: n1 / (n1 + c) to (n2 + c) / n2 with c = z² N / (N - 1).
    const c = (1.959963984540054 ** 2 * 21) / 20;
    expectClose(lower, 9 / (9 + c), 1e-13);
    expectClose(upper, (12 + c) / 12, 1e-13);
  });

  it('has nothing for an empty arm, and refuses a null value outside the scale', () => {
    const one = { events: 1, n: 4 };
    expect(miettinenNurminen({ events: 0, n: 0 }, one).upper).toEqual(none('empty-group'));
    expect(() => miettinenNurminen(one, one, { nullValue: 1 })).toThrow(MethodError);
    expect(() => miettinenNurminen(one, one, { measure: 'risk-ratio', nullValue: 0 })).toThrow(MethodError);
  });
});

it('score interval as a method: log scale for ratios, three tests, the margin in words', () => {
  const arms = [
    { name: 'biosimilar', n: 100, events: 81 },
    { name: 'tocilizumab', n: 104, events: 85 },
  ];
  const { parts } = miettinenNurminenMethod.run(
    { kind: 'binary', arms, reference: 'tocilizumab', eventLabel: 'ACR20' },
    miettinenNurminenMethod.options.parse({ measure: 'risk-ratio', nullValue: 0.9 }),
  );
  const [estimates, test] = parts;
  if (estimates?.kind !== 'estimates' || test?.kind !== 'test')
    throw new Error('expected estimates and test');
  const plain = miettinenNurminen(arms[0]!, arms[1]!, { measure: 'risk-ratio', nullValue: 0.9 });
  expect(estimates.rows[0]).toMatchObject({
    scale: 'log',
    lower: Math.log(plain.lower as number),
    p: plain.p,
  });
  expect(test.rows.map((row) => row.p)).toEqual([plain.p, plain.pLess, plain.pGreater]);
  expect(test.rows[0]!.method).toContain('against 0.9');
});
