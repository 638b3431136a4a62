import { describe, expect, it } from 'vitest';
import { andersenGill } from '../../src/survival/andersen-gill/andersen-gill.js';
import { fineGray } from '../../src/survival/fine-gray/fine-gray.js';
import { sandwichCovariance } from '../../src/survival/sandwich-covariance.js';
import { expectClose } from './oracle.js';

const none = { notEstimable: 'no-variation' };

describe('a robust error of which nothing is left', () => {
  it('has no limits and no test, and leaves the estimate: subjects of the same history', () => {
    const alike = { subject: [1, 1, 2, 2], entry: [0, 1, 0, 1], time: [1, 4, 1, 4], event: [1, 0, 1, 0] };
    const [row] = andersenGill({ ...alike, group: ['x', 'x', 'y', 'y'] }).coefficients;
    expect(row!.logHazardRatio).toBeCloseTo(0, 12);
    expect(row!.modelStandardError as number).toBeGreaterThan(0.1);
    for (const figure of ['standardError', 'lower', 'upper', 'z', 'p'] as const) {
      expect(row![figure]).toEqual(none);
    }
  });

  it('is never the root of a negative rounding error', () => {
    const data = { time: [2, 5, 5, 1, 2], event: [1, 0, 2, 1, 1], group: ['b', 'c', 'c', 'c', 'a'] };
    const [b, c] = fineGray({ ...data, reference: 'a' }).coefficients;
    expect([b!.standardError, b!.lower, b!.p]).toEqual([none, none, none]);
    expect(b!.subdistributionHazardRatio).toBeCloseTo(1, 12);
    const [, turned] = fineGray({ ...data, reference: 'c' }).coefficients;
    expectClose(c!.standardError, turned!.standardError as number, 1e-12);
  });

  it('takes its covariances with it, and leaves the others', () => {
    const inverse = Float64Array.of(1, 0, 0, 1);
    const totals = Float64Array.of(1e-9, 1, -1e-9, 2);
    expect(Array.from(sandwichCovariance(totals, inverse, 2))).toEqual([0, 0, 0, 5]);
  });
});
