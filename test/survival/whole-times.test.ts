import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kaplanMeier } from '../../src/survival/kaplan-meier/kaplan-meier.js';
import { logRank } from '../../src/survival/log-rank/log-rank.js';
import { readSurvivalColumns } from '../../src/survival/survival-columns.js';
import { addOuterProducts, addWeightedSums, mirrorLowerTriangle } from '../../src/survival/weighted-sums.js';
import { tallyWholeTimes } from '../../src/survival/whole-time-tally.js';
import { expectClose } from './oracle.js';

const rows = fc.array(
  fc.record({
    time: fc.integer({ min: 0, max: 12 }),
    event: fc.integer({ min: 0, max: 1 }),
    group: fc.constantFrom('a', 'b', 'c'),
    stratum: fc.constantFrom('x', 'y'),
  }),
  { minLength: 1, maxLength: 60 },
);

describe('whole times', () => {
  it('are counted to the same curves and tests as sorted times', () => {
    fc.assert(
      fc.property(rows, (list) => {
        const event = list.map((row) => row.event);
        const group = list.map((row) => row.group);
        const strata = list.map((row) => row.stratum);
        const whole = list.map((row) => row.time);
        const sorted = whole.map((time) => time + 0.25);
        const counted = kaplanMeier({ time: whole, event, group }).curves;
        const reference = kaplanMeier({ time: sorted, event, group }).curves;
        counted.forEach((curve, index) => {
          const { time, median: _, quantiles: __, ...rest } = curve;
          const { time: later, median: ___, quantiles: ____, ...expected } = reference[index]!;
          expect(rest).toEqual(expected);
          expect(time.map((value) => value + 0.25)).toEqual(later);
        });
        expect(logRank({ time: whole, event, group, strata })).toEqual(
          logRank({ time: sorted, event, group, strata }),
        );
      }),
    );
  });

  it('are sorted where their range is wide, or rows enter late or carry weights', () => {
    const columns = (time: number[], more = {}) =>
      readSurvivalColumns('test', { time, event: time.map(() => 1), ...more });
    const tally = (own: ReturnType<typeof columns>) => tallyWholeTimes(own, new Int32Array(own.n), 1);
    expect(tally(columns([1, 2, 2]))?.events).toEqual(Int32Array.of(0, 1, 2));
    expect(tally(columns([1, 20_000]))).toBeNull();
    expect(tally(columns([1, 2.5]))).toBeNull();
    expect(tally(columns([1, 2], { entry: [0, 1] }))).toBeNull();
    expect(tally(columns([1, 2], { weight: [1, 2] }))).toBeNull();
  });
});

describe('sums over blocks of rows', () => {
  it('are the sums written out, for any number of columns and rows', () => {
    for (const p of [1, 2, 3, 4, 7]) {
      for (const n of [0, 1, 15, 16, 255, 256, 300]) {
        const x = Float64Array.from({ length: n * p }, (_, index) => Math.sin(index * 1.7));
        const weights = Float64Array.from({ length: n }, (_, index) => Math.cos(index) + 1.5);
        const from = Math.min(3, n);
        const outer = new Float64Array(p * p);
        const sums = new Float64Array(p + 1);
        addOuterProducts(x, p, weights, from, n, outer);
        mirrorLowerTriangle(outer, p);
        addWeightedSums(x, p, weights, from, n, sums);
        for (let a = -1; a < p; a += 1) {
          for (let b = 0; b < p; b += 1) {
            let outerSum = 0;
            let sum = 0;
            for (let row = from; row < n; row += 1) {
              const left = a < 0 ? 1 : x[row * p + a]!;
              outerSum += weights[row]! * left * x[row * p + b]!;
              sum += weights[row]! * left;
            }
            expect(Math.abs(sums[a + 1]! - sum)).toBeLessThan(1e-11);
            if (a >= 0) expect(Math.abs(outer[a * p + b]! - outerSum)).toBeLessThan(1e-11);
          }
        }
      }
    }
  });

  it('keep the numbers of a larger fit: the log-rank test is the score test of Cox without ties', async () => {
    const { cox } = await import('../../src/survival/cox/cox.js');
    const n = 3000;
    const time = Array.from({ length: n }, (_, row) => ((row * 7919) % n) + 0.5);
    const event = time.map((_, row) => (row % 3 === 0 ? 0 : 1));
    const group = time.map((_, row) => (row % 2 === 0 ? 'a' : 'b'));
    const score = cox({ time, event, group }).scoreTest.chiSquare as number;
    expectClose(logRank({ time, event, group }).chiSquare, score, 1e-10);
  });
});
