import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { rateRatioMethod } from '../../../src/outcomes/count/rate-ratio/definition.js';
import { type RateRatioOptions, rateRatio } from '../../../src/outcomes/count/rate-ratio/rate-ratio.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';

type Rate = { events: number; exposure: number };
const none = (reason: string) => ({ notEstimable: reason });
const oracle = readOracle<{ of: Rate; versus: Rate }, RateRatioOptions>('rate-ratio/base-r.json');

describe('rate ratio against R', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const actual = rateRatio(one.input.of, one.input.versus, one.options);
    const { z, logRateRatio, ...figures } = one.expected;
    if (typeof logRateRatio === 'number') {
      expect((actual.logRateRatio as number) - logRateRatio).toBeCloseTo(0, 12);
    }
    expect(expectFigures(actual, figures, oracle.tolerance)).toBeGreaterThanOrEqual(4);
  });
});

const rate = fc.record({
  events: fc.integer({ min: 0, max: 60 }),
  exposure: fc.double({ min: 0.5, max: 500, noNaN: true }),
});

describe('rate ratio laws', () => {
  it.each(['wald-log', 'exact'] as const)(
    '%s: swapping arms inverts ratio and limits, and the sides of p',
    (interval) => {
      fc.assert(
        fc.property(rate, rate, (of, versus) => {
          const forward = rateRatio(of, versus, { interval });
          const back = rateRatio(versus, of, { interval });
          if (typeof forward.p !== 'number') {
            expect(back.p).toEqual(forward.p);
            return;
          }
          expect(back.p as number).toBeCloseTo(forward.p, 9);
          expect(back.pLess as number).toBeCloseTo(forward.pGreater as number, 9);
          if (typeof forward.upper === 'number') expectClose(back.lower, 1 / forward.upper, 1e-9);
        }),
        { numRuns: 80 },
      );
    },
  );

  it('changing the unit of exposure changes nothing', () => {
    fc.assert(
      fc.property(
        rate,
        rate,
        fc.constantFrom('wald-log' as const, 'exact' as const),
        (of, versus, interval) => {
          const years = rateRatio(of, versus, { interval });
          const scale = (one: Rate) => ({ ...one, exposure: one.exposure * 365.25 });
          const days = rateRatio(scale(of), scale(versus), { interval });
          if (typeof years.p === 'number') expectClose(days.p, years.p, 1e-9);
          if (typeof years.lower === 'number') expectClose(days.lower, years.lower, 1e-9);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('the exact limits hold the estimate, and one-sided p is below half of 1 - level exactly where 1 is left out', () => {
    fc.assert(
      fc.property(rate, rate, (of, versus) => {
        const { rateRatio: ratio, lower, upper, pGreater } = rateRatio(of, versus, { interval: 'exact' });
        if (typeof ratio !== 'number') return;
        expect(lower as number).toBeLessThan(ratio);
        expect(upper as number).toBeGreaterThan(ratio);
        if (Math.abs((pGreater as number) - 0.025) > 1e-9) {
          expect((pGreater as number) < 0.025).toBe((lower as number) > 1);
        }
      }),
      { numRuns: 80 },
    );
  });
});

describe('rate ratio edges', () => {
  const versus = { events: 7, exposure: 38 };

  it('keeps what exists when an arm has no events', () => {
    const wald = rateRatio({ events: 0, exposure: 40 }, versus);
    expect([wald.rateRatio, wald.p, wald.pLess]).toEqual(Array(3).fill(none('zero-cells')));
    const exact = rateRatio({ events: 0, exposure: 40 }, versus, { interval: 'exact' });
    expect(exact.lower).toBe(0);
    expect(exact.logLower).toEqual(none('zero-cells'));
    expect(exact.upper as number).toBeLessThan(1);
    const back = rateRatio(versus, { events: 0, exposure: 40 }, { interval: 'exact' });
    expect([back.upper, back.logUpper]).toEqual([none('zero-cells'), none('zero-cells')]);
  });

  it('has nothing without any events or without exposure', () => {
    const zero = { events: 0, exposure: 3 };
    expect(rateRatio(zero, zero, { interval: 'exact' }).p).toEqual(none('no-events'));
    expect(rateRatio({ events: 0, exposure: 0 }, versus, { zeroCells: 'add-half' }).p).toEqual(
      none('empty-group'),
    );
  });

  it('has no ratio of exposures alone: one half is not added to two arms without events', () => {
    const estimate = rateRatio(
      { events: 0, exposure: 10 },
      { events: 0, exposure: 1e6 },
      { zeroCells: 'add-half' },
    );
    expect([estimate.rateRatio, estimate.logRateRatio, estimate.lower, estimate.p]).toEqual(
      Array(4).fill(none('no-events')),
    );
    expect(estimate.halfAdded).toBe(false);
  });

  it('the exact figures of billions of events need no sum over each', () => {
    for (const half of [1e9, 1e12, 4e15]) {
      const of = { events: half + Math.round(2 * Math.sqrt(half)), exposure: 3 };
      const many = rateRatio(of, { events: half, exposure: 3 }, { interval: 'exact' });
      const wald = rateRatio(of, { events: half, exposure: 3 });
      // So many events are normal to all the digits compared.
      expectClose(many.p, wald.p as number, 1e-3);
      expect((many.logLower as number) / (wald.logLower as number)).toBeCloseTo(1, 2);
      expect((many.logUpper as number) / (wald.logUpper as number)).toBeCloseTo(1, 2);
      expectClose((many.pLess as number) + (many.pGreater as number), 1, 1e-4);
    }
    expect(() =>
      rateRatio({ events: 9e15, exposure: 1 }, { events: 9e15, exposure: 1 }, { interval: 'exact' }),
    ).toThrow(/too many in all/);
  });

  it('the two-sided exact p sums the tail and the splits beyond the mean that are no more likely', () => {
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 14 }),
        fc.integer({ min: 0, max: 14 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 9 }),
        (x, y, first, second) => {
          fc.pre(x + y > 0);
          const size = x + y;
          const share = first / (first + second);
          const weights = Array.from(
            { length: size + 1 },
            (_, k) => choose(size, k) * share ** k * (1 - share) ** (size - k),
          );
          const expected = weights.reduce(
            (sum, weight) => (weight <= weights[x]! * (1 + 1e-7) ? sum + weight : sum),
            0,
          );
          const { p } = rateRatio(
            { events: x, exposure: first },
            { events: y, exposure: second },
            { interval: 'exact' },
          );
          expectClose(p, Math.min(1, expected), 1e-12);
        },
      ),
    );
  });

  it('a ratio beyond the range of numbers keeps its logarithm', () => {
    const far = rateRatio({ events: 8, exposure: 1e-300 }, { events: 4, exposure: 1e300 });
    expect(far.rateRatio).toEqual(none('overflow'));
    expectClose(far.logRateRatio, Math.log(2) + 600 * Math.LN10, 1e-14);
    expect(far.logUpper).toBeTypeOf('number');
  });

  it('refuses what is no rate', () => {
    expect(() => rateRatio({ events: -1, exposure: 3 }, versus)).toThrow(MethodError);
    expect(() => rateRatio(versus, versus, { level: 1 })).toThrow(MethodError);
  });
});

it('rate ratio as a method stores logarithms and tells of an added half', () => {
  const { parts, notices } = rateRatioMethod.run(
    {
      kind: 'count',
      arms: [
        { name: 'placebo', events: 7, exposure: 38 },
        { name: 'satralizumab', events: 0, exposure: 40 },
      ],
      reference: 'placebo',
      exposureUnit: 'person-years',
    },
    rateRatioMethod.options.parse({ zeroCells: 'add-half' }),
  );
  const [estimates, summary] = parts;
  if (estimates?.kind !== 'estimates' || summary?.kind !== 'summary') throw new Error('expected two parts');
  expect(estimates.rows[0]).toMatchObject({ of: 'satralizumab', scale: 'log', statistic: 'rate-ratio' });
  expectClose(estimates.rows[0]!.estimate, Math.log((0.5 * 38) / (7.5 * 40)), 1e-14);
  expect(summary.rows.at(-1)!.unit).toBe('per person-year');
  expect(notices.map((notice) => notice.code)).toEqual(['rate-ratio/half-added']);
});
