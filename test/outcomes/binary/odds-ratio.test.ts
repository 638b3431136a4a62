import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { oddsRatioMethod } from '../../../src/outcomes/binary/odds-ratio/definition.js';
import { type OddsRatioOptions, oddsRatio } from '../../../src/outcomes/binary/odds-ratio/odds-ratio.js';
import { expectFigures, readOracle } from '../oracle-cases.js';
import { none, twoArms } from './two-arms.js';

type Count = { events: number; n: number };
const oracle = readOracle<{ of: Count; versus: Count }, OddsRatioOptions>('odds-ratio/metafor.json');

describe('odds ratio against metafor', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const actual = oddsRatio(one.input.of, one.input.versus, one.options);
    const { logOddsRatio, z, ...figures } = one.expected;
    expect((actual.logOddsRatio as number) - (logOddsRatio as number)).toBeCloseTo(0, 12);
    expect((actual.z as number) - (z as number)).toBeCloseTo(0, 10);
    expect(expectFigures(actual, figures, oracle.tolerance)).toBe(5);
  });
});

describe('odds ratio laws', () => {
  it('turns to its inverse when arms, or events and non-events, change places', () => {
    fc.assert(
      fc.property(twoArms, ([of, versus]) => {
        const others = (one: Count) => ({ n: one.n, events: one.n - one.events });
        const forward = oddsRatio(of, versus);
        for (const back of [oddsRatio(versus, of), oddsRatio(others(of), others(versus))]) {
          if (typeof forward.logUpper !== 'number') {
            expect(back.logLower).toEqual(forward.logUpper);
            continue;
          }
          expect(back.logOddsRatio as number).toBeCloseTo(-(forward.logOddsRatio as number), 12);
          expect(back.logLower as number).toBeCloseTo(-forward.logUpper, 12);
        }
      }),
    );
  });

  it('always exists with a half added', () => {
    fc.assert(
      fc.property(twoArms, ([of, versus]) => {
        const { lower, oddsRatio: ratio, upper } = oddsRatio(of, versus, { zeroCells: 'add-half' });
        expect(lower as number).toBeGreaterThan(0);
        expect(lower as number).toBeLessThan(ratio as number);
        expect(upper as number).toBeGreaterThan(ratio as number);
      }),
    );
  });
});

describe('odds ratio edges', () => {
  it.each([
    [0, 5, 2, 5],
    [5, 5, 2, 5],
    [2, 5, 0, 5],
    [2, 5, 5, 5],
  ])('is not estimable with a zero cell: %i/%i v %i/%i', (x1, n1, x2, n2) => {
    const { oddsRatio: ratio, p } = oddsRatio({ events: x1, n: n1 }, { events: x2, n: n2 });
    expect([ratio, p]).toEqual([none('zero-cells'), none('zero-cells')]);
  });

  it('is not estimable for an empty arm', () => {
    expect(oddsRatio({ events: 1, n: 3 }, { events: 0, n: 0 }).lower).toEqual(none('empty-group'));
  });

  it('refuses counts that are none', () => {
    expect(() => oddsRatio({ events: 4, n: 3 }, { events: 1, n: 3 })).toThrow(MethodError);
  });
});

it('odds ratio as a method stores the logarithm', () => {
  const { parts, notices } = oddsRatioMethod.run(
    {
      kind: 'binary',
      arms: [
        { name: 'sarilumab', n: 20, events: 9 },
        { name: 'placebo', n: 22, events: 11 },
      ],
      reference: 'placebo',
      eventLabel: 'remission',
    },
    oddsRatioMethod.options.parse({ zeroCells: 'add-half', level: 0.9 }),
  );
  const part = parts[0]!;
  if (part.kind !== 'estimates') throw new Error('expected estimates');
  expect(part.rows[0]).toMatchObject({
    statistic: 'odds-ratio',
    scale: 'log',
    level: 0.9,
    estimate: oddsRatio({ events: 9, n: 20 }, { events: 11, n: 22 }).logOddsRatio,
  });
  expect(notices).toEqual([]);
});

it('an odds ratio close to 1 keeps the digits of its logarithm', () => {
  const { logOddsRatio } = oddsRatio({ events: 50_001, n: 100_000 }, { events: 50_000, n: 100_000 });
  // log(50001 / 49999) = 2 atanh(1 / 50000).
  expect(Math.abs((logOddsRatio as number) / (2 * Math.atanh(1 / 50_000)) - 1)).toBeLessThan(1e-15);
});
