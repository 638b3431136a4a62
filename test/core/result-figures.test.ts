import { describe, expect, it } from 'vitest';
import type { EstimateRow } from '../../src/core/result.js';
import { fromEstimate } from '../../src/core/result-figures.js';

const row: EstimateRow = {
  statistic: 'hazard-ratio',
  term: null,
  role: 'comparison',
  of: 'a',
  versus: 'b',
  scale: 'log',
  estimate: Math.log(2),
  standardError: 1,
  lower: -1001,
  upper: 1001,
  level: 0.95,
  p: 0.5,
  reference: { distribution: 'normal' },
  intervalMethod: 'Wald on the log scale',
};

describe('figures on the printed scale', () => {
  it('leave the log scale once, and never as Infinity', () => {
    const figures = fromEstimate(row);
    expect(figures.value).toBeCloseTo(2, 14);
    expect(figures.lower).toBe(0);
    expect(figures.upper).toEqual({ notEstimable: 'overflow' });
    expect(fromEstimate({ ...row, scale: 'linear' }).upper).toBe(1001);
  });
});
