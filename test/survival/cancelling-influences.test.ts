import { describe, expect, it } from 'vitest';
import { modifiedPoisson } from '../../src/outcomes/binary/modified-poisson/modified-poisson.js';
import { andersenGill } from '../../src/survival/andersen-gill/andersen-gill.js';
import { fineGray } from '../../src/survival/fine-gray/fine-gray.js';
import { restrictedMeanSurvivalTime } from '../../src/survival/restricted-mean-survival-time/restricted-mean-survival-time.js';
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

  it('is none in an adjusted restricted mean from either side', () => {
    const data = { time: [3, 1, 3], event: [1, 1, 0], group: ['b', 'a', 'a'], covariates: { x: [1, 2, 1] } };
    for (const reference of ['a', 'b']) {
      const { contrasts } = restrictedMeanSurvivalTime(data, { reference, tau: 3 }).adjusted!;
      for (const { measure, standardError, p } of contrasts.slice(0, 2)) {
        expect([measure, standardError, p]).toEqual([measure, 0, none]);
      }
    }
  });

  it('is none in a regression where an arm had events alone', () => {
    const group = ['a', 'b', 'b', 'b', 'b'];
    const site = ['t', 's', 's', 't', 't'];
    for (const levels of [group, group.map((arm) => (arm === 'a' ? 'z' : arm))]) {
      const { coefficients } = modifiedPoisson({
        outcome: [1, 0, 1, 1, 1],
        covariates: { arm: levels, site },
      });
      expect(coefficients[0]!.standardError).toEqual(none);
    }
  });
});
