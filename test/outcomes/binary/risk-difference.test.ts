import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { binomialDensity } from '../../../src/math/distributions/binomial.js';
import { chiSquareTest } from '../../../src/outcomes/binary/chi-square/chi-square.js';
import { riskDifferenceMethod } from '../../../src/outcomes/binary/risk-difference/definition.js';
import { riskDifferenceIntervals } from '../../../src/outcomes/binary/risk-difference/difference-limits.js';
import {
  type RiskDifferenceOptions,
  riskDifference,
} from '../../../src/outcomes/binary/risk-difference/risk-difference.js';
import { scoreDifferenceZ } from '../../../src/outcomes/binary/score-difference.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';

type Count = { events: number; n: number };
type Two = { of: Count; versus: Count };

describe('risk difference against references', () => {
  for (const file of [
    'risk-difference/wald.json',
    'risk-difference/score-intervals.json',
    'risk-difference/exact-unconditional.json',
  ]) {
    const oracle = readOracle<Two, RiskDifferenceOptions>(file);
    it.each(oracle.cases.map((one) => [one.name, one] as const))(`${file}: %s`, (_, one) => {
      const actual = riskDifference(one.input.of, one.input.versus, one.options);
      const { riskDifference: difference, ...figures } = one.expected;
      expect((actual.riskDifference as number) - (difference as number)).toBeCloseTo(0, 14);
      expect(expectFigures(actual, figures, oracle.tolerance)).toBeGreaterThan(1);
    });
  }

  const corrected = readOracle<Two, RiskDifferenceOptions>('risk-difference/corrected.json');
  it.each(corrected.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const actual = riskDifference(one.input.of, one.input.versus, one.options);
    expect(expectFigures(actual, one.expected, corrected.tolerance)).toBe(3);
  });

  it('has the closed form at 0/10 against 0/20', () => {
    const { lower, upper, z } = riskDifference(
      { events: 0, n: 10 },
      { events: 0, n: 20 },
      { interval: 'miettinen-nurminen' },
    );
    expectClose(lower, -0.1657602275421717, 1e-13);
    expectClose(upper, 0.2843813395343773, 1e-13);
    expect(z).toEqual({ notEstimable: 'no-variation' });
  });

  // Newcombe 1998, table II, as printed.
  it.each([
    ['newcombe', 56, 70, 48, 80, '0.0524', '0.3339'],
    ['miettinen-nurminen', 56, 70, 48, 80, '0.0528', '0.3382'],
    ['newcombe', 9, 10, 3, 10, '0.1705', '0.8090'],
    ['miettinen-nurminen', 9, 10, 3, 10, '0.1700', '0.8406'],
  ] as const)('prints as published: %s %i/%i v %i/%i', (interval, x1, n1, x2, n2, lower, upper) => {
    const estimate = riskDifference({ events: x1, n: n1 }, { events: x2, n: n2 }, { interval });
    expect((estimate.lower as number).toFixed(4)).toBe(lower);
    expect((estimate.upper as number).toFixed(4)).toBe(upper);
  });
});

/** Exact limits look at every table: few and small ones. */
const runsOf = (interval: string) => (interval === 'exact-unconditional' ? 6 : 60);
const counts = (most: number) =>
  fc
    .integer({ min: 1, max: most })
    .chain((n) => fc.record({ n: fc.constant(n), events: fc.integer({ min: 0, max: n }) }));
const count = counts(80);
const countFor = (interval: string) => counts(interval === 'exact-unconditional' ? 15 : 80);

describe('risk difference laws', () => {
  it.each(riskDifferenceIntervals)(
    '%s: swapping arms, or events and non-events, flips the sign',
    (interval) => {
      fc.assert(
        fc.property(countFor(interval), countFor(interval), (of, versus) => {
          const forward = riskDifference(of, versus, { interval });
          const others = (one: Count) => ({ n: one.n, events: one.n - one.events });
          for (const back of [
            riskDifference(versus, of, { interval }),
            riskDifference(others(of), others(versus), { interval }),
          ]) {
            expect((forward.riskDifference as number) + (back.riskDifference as number)).toBeCloseTo(0, 14);
            if (typeof forward.lower !== 'number' || typeof forward.upper !== 'number') {
              expect(back.lower).toEqual(forward.lower);
              continue;
            }
            expect(back.lower as number).toBeCloseTo(-forward.upper, 12);
            expect(back.upper as number).toBeCloseTo(-forward.lower, 12);
          }
        }),
        { numRuns: runsOf(interval) },
      );
    },
  );

  it.each(riskDifferenceIntervals)('%s stays in [-1, 1] in order, and holds the estimate', (interval) => {
    fc.assert(
      fc.property(countFor(interval), countFor(interval), (of, versus) => {
        const { riskDifference: d, lower, upper } = riskDifference(of, versus, { interval });
        if (typeof lower !== 'number' || typeof upper !== 'number') return;
        expect(lower).toBeGreaterThanOrEqual(-1);
        expect(upper).toBeLessThanOrEqual(1);
        expect(lower).toBeLessThan(upper);
        // Agresti-Caffo is centred elsewhere and may leave an estimate of exactly -1 or 1 outside.
        if (interval === 'agresti-caffo') return;
        expect(lower).toBeLessThanOrEqual((d as number) + 1e-14);
        expect(upper).toBeGreaterThanOrEqual((d as number) - 1e-14);
      }),
      { numRuns: runsOf(interval) },
    );
  });

  it.each(['wald', 'agresti-caffo', 'miettinen-nurminen'] as const)(
    '%s: p is below 1 - level exactly where the interval leaves out 0',
    (interval) => {
      fc.assert(
        fc.property(count, count, (of, versus) => {
          const { lower, upper, p } = riskDifference(of, versus, { interval });
          if (typeof lower !== 'number' || typeof upper !== 'number' || typeof p !== 'number') return;
          if (Math.abs(p - 0.05) < 1e-9) return;
          expect(p < 0.05).toBe(lower > 0 || upper < 0);
        }),
        { numRuns: 150 },
      );
    },
  );

  it('newcombe: p is that of the Pearson chi-square test', () => {
    fc.assert(
      fc.property(count, count, (of, versus) => {
        const { p } = riskDifference(of, versus, { interval: 'newcombe' });
        const pearson = chiSquareTest([of, versus]).p;
        if (typeof pearson !== 'number') expect(p).toEqual(pearson);
        else expectClose(p, pearson, 1e-9);
      }),
      { numRuns: 60 },
    );
  });
});

describe('exact unconditional limits', () => {
  const exact = (x: number, n: number, y: number, m: number, level = 0.95) =>
    riskDifference(
      { events: x, n },
      { events: y, n: m },
      {
        interval: 'exact-unconditional',
        level,
      },
    );

  it('with nothing in either arm are the one-sided binomial limits of the smaller chance', () => {
    const { lower, upper, p } = exact(0, 6, 0, 8);
    expectClose(upper, 1 - 0.025 ** (1 / 6), 1e-9);
    expectClose(lower, -(1 - 0.025 ** (1 / 8)), 1e-9);
    expect(p).toBe(1);
  });

  it('leave out 0 only where p is below 1 - level', () => {
    fc.assert(
      fc.property(counts(25), counts(25), (of, versus) => {
        const { lower, upper, p } = exact(of.events, of.n, versus.events, versus.n, 0.9);
        const excludes = (lower as number) > 0 || (upper as number) < 0;
        if (excludes) expect(p as number).toBeLessThan(0.1 + 1e-9);
      }),
      { numRuns: 15 },
    );
  });

  it('hold 0 for a table that the test finds different, where the tail rises again beyond 0', () => {
    const { upper, p } = exact(0, 7, 5, 13, 0.9);
    expect(upper as number).toBeGreaterThan(0.01);
    expect(p as number).toBeLessThan(0.1);
  });

  it('cover at least their level', () => {
    const [n, m] = [6, 5];
    const limits = Array.from({ length: n + 1 }, (_, x) =>
      Array.from({ length: m + 1 }, (_, y) => exact(x, n, y, m, 0.8)),
    );
    for (const [p, q] of [
      [0.1, 0.15],
      [0.5, 0.5],
      [0.9, 0.35],
      [0.62, 0.31],
    ] as const) {
      let coverage = 0;
      for (let x = 0; x <= n; x += 1) {
        for (let y = 0; y <= m; y += 1) {
          const { lower, upper } = limits[x]![y]!;
          if ((lower as number) > p - q || (upper as number) < p - q) continue;
          coverage += binomialDensity(x, n, p) * binomialDensity(y, m, q);
        }
      }
      expect(coverage).toBeGreaterThanOrEqual(0.8);
    }
  });

  it('the statistic rises with the events of one arm and falls with those of the other', () => {
    const z = (x: number, n: number, y: number, m: number, difference: number) =>
      scoreDifferenceZ({ events: x, n }, { events: y, n: m }, difference, 1) as number;
    // Never at 0, where tables without variance have no statistic.
    for (const [n, m] of [
      [7, 3],
      [12, 12],
    ] as const) {
      for (let difference = -0.94; difference < 0.96; difference += 0.19) {
        for (let x = 0; x < n; x += 1) {
          for (let y = 0; y < m; y += 1) {
            expect(z(x + 1, n, y, m, difference)).toBeGreaterThan(z(x, n, y, m, difference) - 1e-12);
            expect(z(x, n, y + 1, m, difference)).toBeLessThan(z(x, n, y, m, difference) + 1e-12);
          }
        }
      }
    }
  });

  it('refuse more subjects than they can take', () => {
    expect(() => exact(30, 300, 40, 300)).toThrow(/too large for exact unconditional limits/);
  });
});

describe('risk difference edges', () => {
  it('has no Wald interval without variance, yet a score interval', () => {
    const of = { events: 8, n: 8 };
    const versus = { events: 0, n: 9 };
    const wald = riskDifference(of, versus);
    expect(wald.riskDifference).toBe(1);
    expect([wald.standardError, wald.lower, wald.upper, wald.p]).toEqual(
      Array.from({ length: 4 }, () => ({ notEstimable: 'no-variation' })),
    );
    const score = riskDifference(of, versus, { interval: 'miettinen-nurminen' });
    expect(score.upper).toBe(1);
    expect(score.lower as number).toBeGreaterThan(0.5);
    expect(score.p as number).toBeLessThan(1e-3);
  });

  it.each(riskDifferenceIntervals)('%s has nothing for an empty arm', (interval) => {
    const {
      riskDifference: d,
      lower,
      p,
    } = riskDifference({ events: 0, n: 0 }, { events: 1, n: 4 }, { interval });
    expect([d, lower, p]).toEqual(Array.from({ length: 3 }, () => ({ notEstimable: 'empty-group' })));
  });

  it('works with one subject an arm', () => {
    const { lower, upper } = riskDifference(
      { events: 1, n: 1 },
      { events: 0, n: 1 },
      { interval: 'miettinen-nurminen' },
    );
    expect(upper).toBe(1);
    expect(lower as number).toBeLessThan(0);
  });

  it('refuses more events than subjects', () => {
    expect(() => riskDifference({ events: 5, n: 4 }, { events: 1, n: 4 })).toThrow(MethodError);
  });

  it('keeps the p-value of an overwhelming difference', () => {
    const { p } = riskDifference({ events: 440, n: 500 }, { events: 65, n: 510 });
    expect(p as number).toBeGreaterThan(1e-300);
    expect(p as number).toBeLessThan(1e-280);
  });
});

describe('risk difference of proportions that are nearly equal', () => {
  const of = { events: 99_772, n: 99_773 };
  const versus = { events: 99_773, n: 99_773 };

  it('keeps the digits in which they differ', () => {
    expect(riskDifference(of, versus).riskDifference).toBe(-1.0022751646236958e-5);
    expect(riskDifference(versus, of).riskDifference).toBe(1.0022751646236958e-5);
    const large = { events: 9_007_199_254_740_000, n: 9_007_199_254_740_990 };
    const { riskDifference: none } = riskDifference(large, large);
    expect(none).toBe(0);
  });

  it('limits stand around the same number', () => {
    for (const interval of ['wald', 'agresti-caffo', 'newcombe', 'miettinen-nurminen'] as const) {
      const swapped = riskDifference(versus, of, { interval });
      const plain = riskDifference(of, versus, { interval });
      expect(swapped.riskDifference).toBe(-(plain.riskDifference as number));
      expect(plain.lower as number).toBeLessThan(plain.riskDifference as number);
    }
  });
});

describe('risk difference as a method', () => {
  const arms = [
    { name: '8 mg/kg', n: 40, events: 12 },
    { name: 'placebo', n: 42, events: 20 },
    { name: '4 mg/kg', n: 39, events: 15 },
  ];
  const data = { kind: 'binary', arms, reference: 'placebo', eventLabel: 'death' } as const;

  it('contrasts every other arm with the reference and names each', () => {
    const { parts } = riskDifferenceMethod.run(
      data,
      riskDifferenceMethod.options.parse({ interval: 'newcombe' }),
    );
    const part = parts[0]!;
    if (part.kind !== 'estimates') throw new Error('expected estimates');
    expect(part.rows.map(({ of, versus, term }) => [of, versus, term])).toEqual([
      ['8 mg/kg', 'placebo', '8 mg/kg'],
      ['4 mg/kg', 'placebo', '4 mg/kg'],
    ]);
    expect(part.rows[0]!.counts).toEqual({ of: { events: 12, n: 40 }, versus: { events: 20, n: 42 } });
    expect(part.rows[0]!.scale).toBe('linear');
  });

  it('refuses data without a reference arm', () => {
    const options = riskDifferenceMethod.options.parse({});
    expect(() => riskDifferenceMethod.run({ ...data, reference: null }, options)).toThrow(/compare\.versus/);
    expect(() => riskDifferenceMethod.run({ ...data, arms: arms.slice(1, 2) }, options)).toThrow(MethodError);
  });
});
