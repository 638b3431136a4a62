import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PublishedCurve } from '../../src/endpoints/published-curve/curve-points.js';
import {
  digitisationUncertainty,
  reconstructArms,
} from '../../src/endpoints/published-curve/digitisation-uncertainty.js';
import { reconstructSurvival } from '../../src/endpoints/published-curve/reconstruct-survival.js';
import { cox } from '../../src/survival/cox/cox.js';
import { kaplanMeier } from '../../src/survival/kaplan-meier/kaplan-meier.js';
import { restrictedMeanSurvivalTime } from '../../src/survival/restricted-mean-survival-time/restricted-mean-survival-time.js';
import { expectClose, readOracle } from '../survival/oracle.js';

interface Arm extends PublishedCurve {
  readonly totalEvents: number;
  readonly median: number;
  readonly rmean: number;
}
interface Case {
  readonly arms: Readonly<Record<string, Arm>>;
  readonly logHazardRatio: number;
  readonly standardError: number;
}

const oracle = readOracle<Case>('published-curve', 'patients');
const [{ arms, logHazardRatio, standardError }] = oracle.cases as readonly [Case];
const hazardRatioOf = (rows: ReturnType<typeof reconstructArms>): number | null => {
  const { coefficients } = cox({ ...rows, reference: 'control' });
  const log = coefficients[0]!.logHazardRatio;
  return typeof log === 'number' ? log : null;
};
const without = ({ time, survival, numbersAtRisk }: PublishedCurve): PublishedCurve => ({
  time,
  survival,
  numbersAtRisk,
});

describe('published-curve against the patients behind a curve', () => {
  it('recovers curve, events, median and mean time from three digits and numbers at risk', () => {
    for (const arm of Object.values(arms)) {
      const result = reconstructSurvival(without(arm));
      expect(result.reconstructed).toBe(true);
      expect(result.basis).toBe('numbers-at-risk');
      expect(result.time).toHaveLength(arm.numbersAtRisk[0]!.n);
      // With one patient left, a step can only go down to 0; before that the curves agree.
      const { at } = kaplanMeier(result, { times: arm.time }).curves[0]!;
      at.forEach(({ atRisk, survival }, point) => {
        if (atRisk >= 5) expect(Math.abs((survival as number) - arm.survival[point]!)).toBeLessThan(0.011);
      });
      expect(result.rootMeanSquareError).toBeLessThan(0.02);
      expect(Math.abs(result.events - arm.totalEvents)).toBeLessThanOrEqual(1);
      for (const row of result.numbersAtRisk)
        expect(Math.abs(row.reconstructed - row.given)).toBeLessThanOrEqual(1);
      const { median } = kaplanMeier(result).curves[0]!;
      expectClose(median.time, arm.median, oracle.tolerance);
      expectClose(restrictedMeanSurvivalTime(result, { tau: 24 }).groups[0]!.mean, arm.rmean, 0.005);
    }
  });

  it('recovers the hazard ratio and its standard error', () => {
    const [own] = cox({ ...reconstructArms(arms), reference: 'control' }).coefficients;
    expect(Math.abs((own!.logHazardRatio as number) - logHazardRatio)).toBeLessThan(oracle.tolerance);
    expectClose((own!.standardError as number) / standardError, 1, oracle.tolerance);
  });

  it('says what is lost without numbers at risk', () => {
    const treated = arms['treated']!;
    const alone = { ...without(treated), numbersAtRisk: treated.numbersAtRisk.slice(0, 1) };
    const blind = reconstructSurvival(alone);
    expect(blind.basis).toBe('no-censoring');
    expect(blind.events).toBeGreaterThan(treated.totalEvents);
    expect(blind.rootMeanSquareError).toBeLessThan(0.005);
    const told = reconstructSurvival({ ...alone, totalEvents: treated.totalEvents });
    expect(told.basis).toBe('total-events');
    expect(Math.abs(told.eventsOff!)).toBeLessThanOrEqual(1);
    expect(told.rootMeanSquareError).toBeLessThan(0.006);
  });
});

describe('digitisation uncertainty', () => {
  it('is seeded, grows with the reading error, and is 0 without one', () => {
    const run = (survivalError: number, seed = 1) =>
      digitisationUncertainty(arms, hazardRatioOf, { survivalError, replicates: 20, seed });
    const small = run(0.002);
    expect(run(0.002)).toEqual(small);
    expect(run(0.002, 2)).not.toEqual(small);
    expect(run(0.02).standardDeviation as number).toBeGreaterThan(small.standardDeviation as number);
    expect(run(0).standardDeviation as number).toBeLessThan(1e-12);
    expect(small.lower as number).toBeLessThanOrEqual(small.mean as number);
    // Reading adds little to what sampling brings.
    expect(small.standardDeviation as number).toBeLessThan(standardError / 3);
    const none = digitisationUncertainty(arms, () => null, { replicates: 3, seed: 1 });
    expect(none).toMatchObject({ failed: 3, mean: { notEstimable: 'too-few-observations' } });
  });

  it('refuses what it cannot use', () => {
    const call = (options: object) => () =>
      digitisationUncertainty(arms, hazardRatioOf, { seed: 1, ...options });
    expect(call({ replicates: 1 })).toThrow(/replicates/);
    expect(call({ survivalError: -1 })).toThrow(/survivalError/);
    expect(call({ level: 95 })).toThrow(/"level"/);
  });
});

describe('published-curve laws', () => {
  it('gives back patients without censoring exactly, whatever their times', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 60 }), (times) => {
        const sorted = [...times].sort((a, b) => a - b);
        const { curves } = kaplanMeier({ time: times, event: times.map(() => 1) });
        const input = {
          time: curves[0]!.time,
          survival: curves[0]!.survival,
          numbersAtRisk: [{ time: 0, n: times.length }],
        };
        const copy = structuredClone(input);
        const result = reconstructSurvival(input);
        expect(Array.from(result.time)).toEqual(sorted);
        expect(result.event.every((event) => event === 1)).toBe(true);
        expect(result.rootMeanSquareError).toBeLessThan(1e-12);
        expect(input).toEqual(copy);
      }),
    );
  });

  it('always gives back as many patients as there are, in order, however wild the reading', () => {
    const wild = fc.record({
      steps: fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.double({ min: 0, max: 1, noNaN: true })), {
        minLength: 1,
        maxLength: 30,
      }),
      n: fc.integer({ min: 1, max: 80 }),
      falls: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 5 }),
      events: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: undefined }),
    });
    fc.assert(
      fc.property(wild, ({ steps, n, falls, events }) => {
        let time = 0;
        let left = n;
        const result = reconstructSurvival({
          time: steps.map(([step]) => {
            time += step;
            return time;
          }),
          survival: steps.map(([, survival]) => survival),
          numbersAtRisk: [
            { time: 0, n },
            ...falls.map((fall, index) => {
              left = Math.max(0, left - fall);
              return { time: 10 * (index + 1), n: left };
            }),
          ],
          totalEvents: events === undefined ? undefined : Math.round(events * n),
        });
        expect(result.time).toHaveLength(n);
        expect(result.time.every((value, row) => row === 0 || value >= result.time[row - 1]!)).toBe(true);
        expect(result.events).toBe(result.event.reduce((sum, event) => sum + event, 0));
        expect(JSON.stringify(result)).not.toContain('null,"largest');
      }),
    );
  });
});

describe('published-curve edges', () => {
  const numbersAtRisk = [{ time: 0, n: 10 }];
  it('brings down a curve that rises, and tells', () => {
    const result = reconstructSurvival({ time: [1, 2, 3], survival: [0.8, 0.9, 0.5], numbersAtRisk });
    expectClose(result.largestRise, 0.1, 1e-12);
    expect(result.events).toBe(5);
  });

  it('refuses what it cannot read', () => {
    const call = (change: object) => () =>
      reconstructSurvival({ time: [1, 2], survival: [0.9, 0.8], numbersAtRisk, ...change });
    expect(call({ survival: [90, 80] })).toThrow(/Divide percentages by 100/);
    expect(call({ time: [2, 1] })).toThrow(/"time" does not ascend/);
    expect(call({ time: [1] })).toThrow(/"survival" has another length/);
    expect(call({ numbersAtRisk: [] })).toThrow(/"numbersAtRisk"/);
    expect(call({ numbersAtRisk: [...numbersAtRisk, { time: 1, n: 11 }] })).toThrow(/do not rise/);
    expect(call({ totalEvents: 11 })).toThrow(/"totalEvents"/);
  });
});
