import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { incidenceRateMethod } from '../../../src/outcomes/count/incidence-rate/definition.js';
import {
  type IncidenceRateOptions,
  incidenceRate,
  rateIntervals,
} from '../../../src/outcomes/count/incidence-rate/incidence-rate.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';

type Rate = { events: number; exposure: number };
const none = (reason: string) => ({ notEstimable: reason });
const oracle = readOracle<Rate, IncidenceRateOptions>('incidence-rate/base-r.json');

describe('incidence rate against R', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    expect(expectFigures(incidenceRate(one.input, one.options), one.expected, oracle.tolerance)).toBe(3);
  });
});

const rate = fc.record({
  events: fc.integer({ min: 0, max: 500 }),
  exposure: fc.double({ min: 0.01, max: 1e5, noNaN: true }),
});

describe('incidence rate laws', () => {
  it.each(rateIntervals)('%s holds the estimate and scales with per', (interval) => {
    fc.assert(
      fc.property(rate, (one) => {
        const plain = incidenceRate(one, { interval });
        const hundred = incidenceRate(one, { interval, per: 100 });
        if (typeof plain.lower !== 'number' || typeof plain.upper !== 'number') {
          expect([interval === 'exact', one.events]).toEqual([false, 0]);
          return;
        }
        expect(plain.lower).toBeLessThanOrEqual(plain.rate as number);
        expect(plain.upper).toBeGreaterThan(plain.rate as number);
        expectClose(hundred.upper, 100 * plain.upper, 1e-13);
      }),
      { numRuns: 60 },
    );
  });
});

describe('incidence rate edges', () => {
  it('has an exact interval without events: -log(alpha / 2) / exposure', () => {
    const { rate: value, lower, upper } = incidenceRate({ events: 0, exposure: 40 });
    expect([value, lower]).toEqual([0, 0]);
    expectClose(upper, -Math.log(0.025) / 40, 1e-14);
    expect(incidenceRate({ events: 0, exposure: 40 }, { interval: 'wald' }).upper).toEqual(none('no-events'));
  });

  it('has nothing without exposure, and refuses what is no rate', () => {
    expect(incidenceRate({ events: 0, exposure: 0 }).rate).toEqual(none('empty-group'));
    expect(() => incidenceRate({ events: 2, exposure: 0 })).toThrow(/although there are events/);
    expect(() => incidenceRate({ events: 2.5, exposure: 1 })).toThrow(MethodError);
    expect(() => incidenceRate({ events: 2, exposure: -1 })).toThrow(MethodError);
    expect(() => incidenceRate({ events: 2, exposure: 1 }, { per: 0 })).toThrow(MethodError);
  });
});

it('incidence rate as a method names the unit', () => {
  const { parts } = incidenceRateMethod.run(
    {
      kind: 'count',
      arms: [{ name: 'satralizumab', events: 17, exposure: 230.5 }],
      reference: null,
      exposureUnit: 'patient-years',
    },
    incidenceRateMethod.options.parse({ per: 100 }),
  );
  const part = parts[0]!;
  if (part.kind !== 'summary') throw new Error('expected a summary');
  expect(part.rows.map((row) => [row.statistic, row.unit])).toEqual([
    ['events', null],
    ['exposure', 'patient-years'],
    ['rate', 'per 100 patient-years'],
  ]);
  expectClose(part.rows[2]!.value, 1700 / 230.5, 1e-15);
});
