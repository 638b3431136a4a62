import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oddsRatioMethod } from '../../../src/outcomes/binary/odds-ratio/definition.js';
import { type OddsRatioOptions, oddsRatio } from '../../../src/outcomes/binary/odds-ratio/odds-ratio.js';
import { proportion } from '../../../src/outcomes/binary/proportion/proportion.js';
import { riskDifference } from '../../../src/outcomes/binary/risk-difference/risk-difference.js';
import { riskRatioMethod } from '../../../src/outcomes/binary/risk-ratio/definition.js';
import { type RiskRatioOptions, riskRatio } from '../../../src/outcomes/binary/risk-ratio/risk-ratio.js';
import { sampleData } from '../../sample-data.js';
import { expectFigures, readOracle } from '../oracle-cases.js';
import { estimateRows } from '../part-rows.js';
import { none, twoArms } from './two-arms.js';

type Count = { events: number; n: number };
type Two = { of: Count; versus: Count };

const contrasts = {
  'risk-difference': riskDifference,
  'risk-ratio': riskRatio,
  'odds-ratio': oddsRatio,
};

describe.each(Object.entries(contrasts))('%s against its definition', (id, estimate) => {
  const oracle = readOracle<Two, object>(`${id}/by-definition.json`);
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const { of, versus } = one.input;
    expect(expectFigures(estimate(of, versus, one.options), one.expected, oracle.tolerance)).toBe(3);
  });
});

describe.each([
  ['risk ratio', 'koopman', (of: Count, versus: Count) => riskRatio(of, versus, { interval: 'koopman' })],
  ['risk ratio', 'mover', (of: Count, versus: Count) => riskRatio(of, versus, { interval: 'mover' })],
  ['odds ratio', 'score', (of: Count, versus: Count) => oddsRatio(of, versus, { interval: 'score' })],
  ['odds ratio', 'mover', (of: Count, versus: Count) => oddsRatio(of, versus, { interval: 'mover' })],
] as const)('%s %s interval', (_, interval, estimate) => {
  it('turns around when arms change places, holds the estimate, and score limits agree with their test', () => {
    fc.assert(
      fc.property(twoArms, ([of, versus]) => {
        const forward = estimate(of, versus);
        const back = estimate(versus, of);
        if (typeof forward.lower !== 'number' || typeof forward.upper !== 'number') return;
        if (forward.lower > 0) {
          expect((back.upper as number) * forward.lower).toBeCloseTo(1, 8);
          expect(back.logUpper as number).toBeCloseTo(-(forward.logLower as number), 8);
        }
        const { standardError, ...rest } = forward;
        if (typeof standardError === 'number') {
          const ratio = ('riskRatio' in rest ? rest.riskRatio : rest.oddsRatio) as number;
          expect(forward.lower).toBeLessThanOrEqual(ratio * (1 + 1e-9));
          expect(forward.upper).toBeGreaterThanOrEqual(ratio * (1 - 1e-9));
        }
        if (interval !== 'mover' && typeof forward.p === 'number' && Math.abs(forward.p - 0.05) > 1e-9) {
          expect(forward.p < 0.05).toBe(forward.lower > 1 || forward.upper < 1);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('exists with zero cells, needs no half, and types infinity and empty arms', () => {
    const some = { events: 4, n: 14 };
    const silent = { events: 0, n: 15 };
    const below = estimate(silent, some);
    expect(below.lower).toBe(0);
    expect(below.upper as number).toBeGreaterThan(0);
    expect(below.upper as number).toBeLessThan(2);
    const above = estimate(some, silent);
    expect(above.lower as number).toBeGreaterThan(0.5);
    expect(above.upper).toEqual(none('zero-cells'));
    expect(above.halfAdded).toBe(false);
    expect(estimate({ events: 0, n: 0 }, some).lower).toEqual(none('empty-group'));
  });
});

describe('intervals of two proportions as options', () => {
  it('are named beside the estimate and refused where unknown', () => {
    const rows = estimateRows(
      riskRatioMethod.run(sampleData.binary, riskRatioMethod.options.parse({ interval: 'koopman' })),
    );
    expect(rows[0]!.intervalMethod).toBe('Koopman score; p of the pooled score test');
    const odds = estimateRows(
      oddsRatioMethod.run(sampleData.binary, oddsRatioMethod.options.parse({ interval: 'mover' })),
    );
    expect(odds[0]!.intervalMethod).toContain('MOVER');
    const [of, versus] = sampleData.binary.arms;
    const bad = { interval: 'exact' } as unknown as RiskRatioOptions & OddsRatioOptions;
    expect(() => riskRatio(of!, versus!, bad)).toThrow(/interval/);
    expect(() => oddsRatio(of!, versus!, bad)).toThrow(/interval/);
    const halved = riskRatio(
      { events: 0, n: 4 },
      { events: 2, n: 4 },
      { interval: 'mover', zeroCells: 'add-half' },
    );
    expect([halved.halfAdded, halved.riskRatio, halved.lower]).toEqual([false, none('zero-cells'), 0]);
  });

  it('Blaker lies within Clopper-Pearson', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 300 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n, share) => {
          const count = { events: Math.round(share * n), n };
          const [blaker, exact] = (['blaker', 'clopper-pearson'] as const).map((interval) =>
            proportion(count, { interval }),
          );
          expect(blaker!.lower as number).toBeGreaterThanOrEqual((exact!.lower as number) - 1e-14);
          expect(blaker!.upper as number).toBeLessThanOrEqual((exact!.upper as number) + 1e-14);
        },
      ),
      { numRuns: 100 },
    );
  });
});
