import * as aq from 'arquero';
import jstat from 'jstat';
import * as simpleStatistics from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { betaQuantile } from '../../src/math/distributions/beta.js';
import { chiSquareUpperTail } from '../../src/math/distributions/chi-square.js';
import { gammaQuantile } from '../../src/math/distributions/gamma.js';
import { normalCdf, normalQuantile, normalUpperTail } from '../../src/math/distributions/normal.js';
import { studentTCdf } from '../../src/math/distributions/student-t.js';

/**
 * What suggested libraries do badly, measured: the reason why this toolkit does these jobs itself. When one of these
 * fails, the library has changed and docs/dependencies.md wants another look.
 */
describe('measured traps', () => {
  it('jstat has no tails', () => {
    expect(jstat.normal.cdf(-10, 0, 1)).toBe(0);
    expect(normalCdf(-10)).toBeCloseTo(7.61985302416052e-24, 36);
    expect(1 - jstat.chisquare.cdf(80, 1)).toBe(0);
    expect(chiSquareUpperTail(80, 1) / 3.744097384202887e-19).toBeCloseTo(1, 10);
    expect(Math.abs(jstat.studentt.cdf(0.1, 1e6) - 0.5398278)).toBeGreaterThan(1e-4);
    expect(studentTCdf(0.1, 1e6)).toBeCloseTo(0.5398278, 6);
  });

  it('simple-statistics looks normal probabilities up in a short table and lets NaN through', () => {
    const error = Math.abs(simpleStatistics.cumulativeStdNormalProbability(1.234) - normalCdf(1.234));
    expect(error).toBeGreaterThan(1e-5);
    expect(simpleStatistics.median([3, Number.NaN, 1])).not.toBe(2);
  });

  it('arquero turns the identifier 001 into the number 1', () => {
    expect(aq.fromCSV('ID,X\n001,a\n').get('ID', 0)).toBe(1);
  });
});

describe('what they do well, as a second opinion', () => {
  it('jstat agrees in the centre of the distributions', () => {
    for (const p of [0.1, 0.3, 0.5, 0.8, 0.95]) {
      expect(jstat.normal.inv(p, 0, 1)).toBeCloseTo(normalQuantile(p), 8);
      expect(jstat.gamma.inv(p, 3, 2)).toBeCloseTo(gammaQuantile(p, 3, 0.5), 7);
      expect(jstat.beta.inv(p, 2, 5)).toBeCloseTo(betaQuantile(p, 2, 5), 8);
    }
    expect(1 - jstat.normal.cdf(1.96, 0, 1)).toBeCloseTo(normalUpperTail(1.96), 8);
  });

  it('simple-statistics sums with compensation', () => {
    expect(simpleStatistics.sum([1e16, 1, -1e16])).toBe(1);
  });
});
