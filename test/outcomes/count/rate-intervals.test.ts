import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { incidenceRate } from '../../../src/outcomes/count/incidence-rate/incidence-rate.js';
import { rateDifferenceMethod } from '../../../src/outcomes/count/rate-difference/definition.js';
import { rateDifference } from '../../../src/outcomes/count/rate-difference/rate-difference.js';
import { rateRatioMethod } from '../../../src/outcomes/count/rate-ratio/definition.js';
import { rateRatio } from '../../../src/outcomes/count/rate-ratio/rate-ratio.js';
import { sampleData } from '../../sample-data.js';
import { expectFigures, readOracle } from '../oracle-cases.js';
import { estimateRows } from '../part-rows.js';

type Rate = { events: number; exposure: number };
type Two = { of: Rate; versus: Rate };
const none = (reason: string) => ({ notEstimable: reason });

describe('further intervals of rates against their definitions', () => {
  const single = readOracle<Rate, object>('incidence-rate/by-definition.json');
  it.each(single.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    expect(expectFigures(incidenceRate(one.input, one.options), one.expected, single.tolerance)).toBe(3);
  });
  const ratios = readOracle<Two, object>('rate-ratio/by-definition.json');
  it.each(ratios.cases.map((one) => [one.name, one] as const))('ratio, %s', (_, one) => {
    const actual = rateRatio(one.input.of, one.input.versus, one.options);
    expect(expectFigures(actual, one.expected, ratios.tolerance)).toBe(6);
  });
  const differences = readOracle<Two, object>('rate-difference/by-definition.json');
  it.each(differences.cases.map((one) => [one.name, one] as const))('difference, %s', (_, one) => {
    const actual = rateDifference(one.input.of, one.input.versus, one.options);
    expect(expectFigures(actual, one.expected, differences.tolerance)).toBe(5);
  });
});

const rate = fc.record({
  events: fc.integer({ min: 0, max: 60 }),
  exposure: fc.double({ min: 0.5, max: 500, noNaN: true }),
});

describe('laws of further intervals of rates', () => {
  it.each(['mid-p', 'score'] as const)('ratio by %s: turns around, and agrees with its p', (interval) => {
    fc.assert(
      fc.property(rate, rate, (of, versus) => {
        const forward = rateRatio(of, versus, { interval });
        const back = rateRatio(versus, of, { interval });
        if (typeof forward.p !== 'number') return;
        expect(back.p as number).toBeCloseTo(forward.p, 9);
        if (typeof forward.upper === 'number' && typeof back.lower === 'number') {
          expect(forward.upper * back.lower).toBeCloseTo(1, 8);
        }
        if (Math.abs(forward.p - 0.05) < 1e-8) return;
        const leavesOut =
          (forward.lower as number) > 1 || (typeof forward.upper === 'number' && forward.upper < 1);
        expect(forward.p < 0.05).toBe(leavesOut);
      }),
      { numRuns: 100 },
    );
  });

  it('mid-p lies within exact', () => {
    fc.assert(
      fc.property(rate, (one) => {
        const [midP, exact] = (['mid-p', 'exact'] as const).map((interval) =>
          incidenceRate(one, { interval }),
        );
        expect(midP!.lower as number).toBeGreaterThanOrEqual(exact!.lower as number);
        expect(midP!.upper as number).toBeLessThanOrEqual(exact!.upper as number);
      }),
    );
  });

  it.each(['mover', 'miettinen-nurminen'] as const)('difference by %s: changes sign', (interval) => {
    fc.assert(
      fc.property(rate, rate, (of, versus) => {
        const forward = rateDifference(of, versus, { interval, per: 100 });
        const back = rateDifference(versus, of, { interval, per: 100 });
        const size = Math.max(1, Math.abs(forward.upper as number));
        expect((forward.upper as number) / size).toBeCloseTo(-(back.lower as number) / size, 9);
        expect(forward.lower as number).toBeLessThan(forward.upper as number);
      }),
      { numRuns: 60 },
    );
  });
});

describe('edges of further intervals of rates', () => {
  const silent = { events: 0, exposure: 20 };
  const loud = { events: 7, exposure: 30 };
  it('exist without events', () => {
    const z2 = 1.959963984540054 ** 2;
    const difference = rateDifference(
      silent,
      { events: 0, exposure: 10 },
      { interval: 'miettinen-nurminen' },
    );
    expect(difference.upper as number).toBeCloseTo(z2 / 20, 12);
    expect(difference.lower as number).toBeCloseTo(-z2 / 10, 12);
    expect(difference.p).toEqual(none('no-variation'));
    for (const interval of ['mid-p', 'score'] as const) {
      expect(rateRatio(silent, loud, { interval })).toMatchObject({
        rateRatio: none('zero-cells'),
        lower: 0,
      });
      expect(rateRatio(loud, silent, { interval }).upper).toEqual(none('zero-cells'));
      expect(rateRatio(silent, silent, { interval }).p).toEqual(none('no-events'));
    }
  });

  it('are named as options', () => {
    const ratio = rateRatioMethod.options.parse({ interval: 'mid-p' });
    expect(estimateRows(rateRatioMethod.run(sampleData.count, ratio))[0]).toMatchObject({
      intervalMethod: 'mid-p conditional',
      reference: { distribution: 'exact' },
    });
    const difference = rateDifferenceMethod.options.parse({ interval: 'mover', per: 100 });
    expect(estimateRows(rateDifferenceMethod.run(sampleData.count, difference))[0]!.intervalMethod).toContain(
      'MOVER',
    );
  });
});
