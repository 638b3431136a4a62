import { describe, expect, it } from 'vitest';
import type { EstimateRow } from '../../src/core/result.js';
import { formatEffect } from '../../src/displays/natural-effect.js';

const row = (extra: Partial<EstimateRow>): EstimateRow => ({
  statistic: 'mean-difference',
  term: null,
  role: 'comparison',
  of: 'tocilizumab',
  versus: 'placebo',
  scale: 'linear',
  estimate: 1.5,
  standardError: 0.63,
  lower: 0.264,
  upper: 2.73,
  level: 0.95,
  p: 0.02,
  reference: { distribution: 'normal' },
  intervalMethod: 'Wald',
  ...extra,
});
const open = { notEstimable: 'not-applicable' } as const;

describe('a printed effect', () => {
  it('says which way a one-sided interval is open', () => {
    expect(formatEffect(row({ upper: open })).text).toBe('1.50 (0.26 or more)');
    expect(formatEffect(row({ lower: open })).text).toBe('1.50 (2.73 or less)');
    expect(formatEffect(row({ upper: { notEstimable: 'not-reached' } })).interval).toBe(
      '0.26 to not reached',
    );
    expect(formatEffect(row({ lower: open, upper: open })).interval).toBeNull();
  });

  it('takes more decimals where two would make a point of the interval', () => {
    const slope = {
      statistic: 'slope',
      estimate: -0.0143,
      standardError: 0.0021,
      lower: -0.0184,
      upper: -0.0102,
    } as const;
    expect(formatEffect(row(slope)).text).toBe('\u22120.014 (\u22120.018 to \u22120.010)');
    expect(formatEffect(row({})).text).toBe('1.50 (0.26\u20132.73)');
    expect(formatEffect(row(slope), 1).estimate).toBe('0.0');
  });
});
