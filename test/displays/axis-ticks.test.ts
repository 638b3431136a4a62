import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  linearTicks,
  ratioTicks,
  regularTicks,
  thinTicks,
  timeTicks,
} from '../../src/displays/layout/axis-ticks.js';

describe('ratioTicks', () => {
  it('chooses ticks that a reader knows', () => {
    expect(ratioTicks(0.3, 3.4).ticks).toEqual([0.25, 0.5, 1, 2, 4]);
    expect(ratioTicks(0.58, 1.06).ticks).toEqual([0.5, 0.75, 1, 1.5]);
    expect(ratioTicks(0.85, 1.1).ticks).toEqual([0.8, 0.9, 1, 1.1]);
  });

  it('always holds 1 and, up to 100-fold, the range itself', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.011, max: 99, noNaN: true }),
        fc.double({ min: 1, max: 9, noNaN: true }),
        (low, factor) => {
          const high = Math.min(low * factor, 99);
          const { ticks, domain } = ratioTicks(low, high);
          expect(ticks).toContain(1);
          expect(domain[0]).toBeLessThanOrEqual(low * 1.0002);
          expect(domain[1]).toBeGreaterThanOrEqual(high / 1.0002);
          expect(ticks.length).toBeGreaterThan(1);
        },
      ),
    );
  });
});

describe('linearTicks', () => {
  it('steps by round numbers around the range', () => {
    expect(linearTicks(-4.2, 17.1).ticks).toEqual([-5, 0, 5, 10, 15, 20]);
    expect(linearTicks(0, 0.585).ticks).toEqual([0, 0.2, 0.4, 0.6]);
    expect(linearTicks(3, 3).domain[0]).toBeLessThanOrEqual(3);
  });
});

describe('timeTicks', () => {
  it('counts days in weeks and months in quarters', () => {
    expect(timeTicks(28, 'days', 9).ticks).toEqual([0, 7, 14, 21, 28]);
    expect(timeTicks(30, 'months', 9).ticks).toEqual([0, 6, 12, 18, 24, 30]);
    expect(timeTicks(96, 'weeks', 9).ticks).toEqual([0, 12, 24, 36, 48, 60, 72, 84, 96]);
    expect(timeTicks(2000, 'days', 5).ticks).toEqual([0, 728, 1456]);
    expect(timeTicks(0.7, 'years', 5).ticks.length).toBeLessThanOrEqual(6);
  });
});

describe('thinning', () => {
  const labels = { place: (tick: number) => Math.log(tick) * 30, width: () => 22 };

  it('keeps 1 before anything else and leaves room between labels', () => {
    const kept = thinTicks([0.1, 0.2, 0.5, 1, 2, 5, 10], 1, labels);
    expect(kept).toContain(1);
    kept.slice(1).forEach((tick, index) => {
      expect(labels.place(tick) - labels.place(kept[index]!)).toBeGreaterThanOrEqual(22);
    });
  });

  it('takes every n-th tick of a linear axis', () => {
    const place = (tick: number) => tick * 4;
    expect(regularTicks([0, 5, 10, 15, 20], 0, { place, width: () => 30 })).toEqual([0, 10, 20]);
    expect(regularTicks([0, 5, 10, 15, 20], 0, { place, width: () => 10 })).toEqual([0, 5, 10, 15, 20]);
    expect(regularTicks([0, 5, 10], 0, { place, width: () => 300 })).toEqual([0]);
  });
});
