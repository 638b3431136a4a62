import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { binomialDensity } from '../../../src/math/distributions/binomial.js';
import { oddsRatioMethod } from '../../../src/outcomes/binary/odds-ratio/definition.js';
import { oddsRatio } from '../../../src/outcomes/binary/odds-ratio/odds-ratio.js';
import { outermostCrossing } from '../../../src/outcomes/binary/outermost-crossing.js';
import { riskDifference } from '../../../src/outcomes/binary/risk-difference/risk-difference.js';
import { riskRatioMethod } from '../../../src/outcomes/binary/risk-ratio/definition.js';
import { riskRatio } from '../../../src/outcomes/binary/risk-ratio/risk-ratio.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';
import { estimateRows } from '../part-rows.js';
import { none } from './two-arms.js';

type Count = { events: number; n: number };

const measures = [
  { id: 'risk-ratio', estimate: riskRatio, value: (p: number, q: number) => p / q },
  {
    id: 'odds-ratio',
    estimate: oddsRatio,
    value: (p: number, q: number) => (p * (1 - q)) / (q * (1 - p)),
  },
] as const;

const small = fc
  .integer({ min: 1, max: 11 })
  .chain((n) => fc.record({ n: fc.constant(n), events: fc.integer({ min: 0, max: n }) }));

describe.each(measures)('exact unconditional limits of the $id', ({ id, estimate, value }) => {
  const exact = (of: Count, versus: Count, level = 0.95) =>
    estimate(of, versus, { interval: 'exact-unconditional', level });

  const oracle = readOracle<{ of: Count; versus: Count }, { level: number }>(
    `${id}/exact-unconditional.json`,
  );
  it.each(oracle.cases.map((one) => [one.name, one] as const))('by brute force: %s', (_, one) => {
    const { of, versus } = one.input;
    const compared = expectFigures(exact(of, versus, one.options.level), one.expected, oracle.tolerance);
    expect(compared).toBe(Object.keys(one.expected).length);
  });

  it('turn round when arms change places, hold the estimate, and leave out 1 only where p is small', () => {
    fc.assert(
      fc.property(small, small, (of, versus) => {
        const there = exact(of, versus, 0.9);
        const back = exact(versus, of, 0.9);
        if (typeof there.upper === 'number') {
          if (there.upper > 0) expectClose(back.lower, 1 / there.upper, 1e-9);
        } else {
          expect(there.upper).toEqual(none('zero-cells'));
          expect(back.lower).toBe(0);
        }
        expectClose(back.p, there.p as number, 1e-9);
        const [p, q] = [of.events / of.n, versus.events / versus.n];
        const observed = value(p, q);
        if (!Number.isNaN(observed)) {
          expect(there.lower as number).toBeLessThanOrEqual(observed);
          if (typeof there.upper === 'number') expect(there.upper).toBeGreaterThanOrEqual(observed);
        }
        const excludes = (there.lower as number) > 1 || (typeof there.upper === 'number' && there.upper < 1);
        if (excludes) expect(there.p as number).toBeLessThan(0.1 + 1e-9);
      }),
      { numRuns: 15 },
    );
  });

  it('leave out 1 where p is small, but for tables whose tail rises again beyond 1', () => {
    let exceptions = 0;
    for (let x = 0; x <= 3; x += 1) {
      for (let y = 0; y <= 8; y += 1) {
        const { lower, upper, p } = exact({ events: x, n: 3 }, { events: y, n: 8 }, 0.9);
        const holds = (lower as number) <= 1 && !(typeof upper === 'number' && upper < 1);
        if (holds && (p as number) < 0.1) exceptions += 1;
      }
    }
    // 0/3 against 5/8; for odds 3/3 against 3/8 is the same.
    expect(exceptions).toBe(id === 'risk-ratio' ? 1 : 2);
  });

  it('have the p of the exact interval of the difference', () => {
    for (const [x, n, y, m] of [
      [7, 12, 2, 9],
      [0, 8, 3, 7],
      [5, 5, 6, 6],
    ] as const) {
      const [of, versus] = [
        { events: x, n },
        { events: y, n: m },
      ];
      const difference = riskDifference(of, versus, { interval: 'exact-unconditional' });
      expectClose(exact(of, versus).p, difference.p as number, 1e-10);
    }
  });

  it('cover at least their level, by looking at every table', () => {
    const level = 0.8;
    for (const [n, m] of [
      [5, 5],
      [3, 6],
    ] as const) {
      const limits = Array.from({ length: n + 1 }, (_, x) =>
        Array.from({ length: m + 1 }, (_, y) => exact({ events: x, n }, { events: y, n: m }, level)),
      );
      for (let p = 0.03; p < 1; p += 0.047) {
        for (let q = 0.02; q < 1; q += 0.061) {
          const truth = value(p, q);
          let coverage = 0;
          for (let x = 0; x <= n; x += 1) {
            for (let y = 0; y <= m; y += 1) {
              const { lower, upper } = limits[x]![y]!;
              const beyond = typeof upper === 'number' && upper < truth;
              if ((lower as number) > truth || beyond) continue;
              coverage += binomialDensity(x, n, p) * binomialDensity(y, m, q);
            }
          }
          expect(coverage).toBeGreaterThanOrEqual(level - 1e-9);
        }
      }
    }
  });

  it('are 0 and not reached with zero cells, and say nothing where no arm, or each, has events', () => {
    const silent = exact({ events: 0, n: 6 }, { events: 3, n: 8 });
    expect([silent.lower, silent.logLower]).toEqual([0, none('zero-cells')]);
    expect(silent.upper as number).toBeLessThan(2);
    const open = exact({ events: 3, n: 8 }, { events: 0, n: 6 });
    expect([open.upper, open.logUpper]).toEqual([none('zero-cells'), none('zero-cells')]);
    expectClose(open.lower, 1 / (silent.upper as number), 1e-10);
    const neither = exact({ events: 0, n: 6 }, { events: 0, n: 9 });
    expect([neither.lower, neither.upper, neither.p]).toEqual([0, none('zero-cells'), 1]);
    expect(exact({ events: 6, n: 6 }, { events: 9, n: 9 }).p).toBe(1);
    expect(exact({ events: 0, n: 0 }, { events: 2, n: 9 }).lower).toEqual(none('empty-group'));
    expect(exact({ events: 0, n: 6 }, { events: 3, n: 8 }).halfAdded).toBe(false);
  });

  it('refuse more subjects than they can take', () => {
    expect(() => exact({ events: 30, n: 300 }, { events: 40, n: 300 })).toThrow(MethodError);
    expect(() => exact({ events: 30, n: 300 }, { events: 40, n: 300 })).toThrow(/too large for exact/);
  });
});

// The tail falls when a table leaves it, so that it may hold enough in a short stretch before it does for good.
describe.each([
  ['risk-difference', riskDifference],
  ['risk-ratio', riskRatio],
] as const)('exact limit of the %s in a short stretch', (id, estimate) => {
  const oracle = readOracle<{ of: Count; versus: Count }, { level: number; interval: 'exact-unconditional' }>(
    `${id}/exact-short-stretches.json`,
  );
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const { of, versus } = one.input;
    expect(expectFigures(estimate(of, versus, one.options), one.expected, oracle.tolerance)).toBe(1);
  });
});

describe('the search for the outermost crossing', () => {
  const above = (inside: (place: number) => boolean, jumps: readonly number[]) => ({
    isAbove: inside,
    between: (from: number, to: number) => ({
      mayExceed: inside(from) || inside(to) || jumps.some((jump) => jump > from && jump < to && inside(jump)),
      steady: !jumps.some((jump) => jump > from && jump < to),
    }),
  });

  it('finds a stretch much shorter than its steps, and a root without jumps', () => {
    const spike = above((place) => (place >= 0.3217 && place < 0.32171) || place > 0.8, [0.3217, 0.32171]);
    expectClose(outermostCrossing(spike, 0, 1, 0.05), 0.3217, 1e-12);
    expectClose(
      outermostCrossing(
        above((place) => place > 0.8, []),
        0,
        1,
        0.05,
      ),
      0.8,
      1e-12,
    );
    expect(
      outermostCrossing(
        above(() => false, []),
        0,
        1,
        0.05,
      ),
    ).toBe(null);
  });
});

describe('exact limits as other software has them', () => {
  // SAS 9.4 FREQ, EXACT RELRISK(METHOD=SCORE), as printed in Fay MP, Hunsberger S, Validation of unconditional exact tests
  // (R package exact2x2); to a unit of the last place, as that software ends its search.
  it.each([
    [24, 61, 10, 35, 0.7663, 3.0005],
    [9, 11, 4, 12, 1.0964, 10.8647],
  ] as const)('risk ratio of %i/%i against %i/%i', (x, n, y, m, lower, upper) => {
    const ratio = riskRatio({ events: x, n }, { events: y, n: m }, { interval: 'exact-unconditional' });
    expect(Math.abs((ratio.lower as number) - lower)).toBeLessThan(1e-4);
    expect(Math.abs((ratio.upper as number) - upper)).toBeLessThan(1e-4);
  });

  // StatXact 11, ibidem.
  it('risk ratio and odds ratio of StatXact', () => {
    const risk = riskRatio({ events: 11, n: 13 }, { events: 2, n: 7 }, { interval: 'exact-unconditional' });
    expect((risk.p as number).toFixed(5)).toBe('0.02064');
    expect((risk.lower as number).toFixed(3)).toBe('1.078');
    expect((risk.upper as number).toFixed(1)).toBe('29.1');
    const odds = oddsRatio({ events: 7, n: 12 }, { events: 2, n: 12 }, { interval: 'exact-unconditional' });
    expect((odds.p as number).toFixed(3)).toBe('0.045');
    expect((odds.lower as number).toFixed(2)).toBe('1.04');
    expect((odds.upper as number).toFixed(0)).toBe('103');
  });
});

it('exact limits as an option name their method and the exact reference', () => {
  const options = { interval: 'exact-unconditional' };
  for (const rows of [
    estimateRows(riskRatioMethod.run(sampleData.binary, riskRatioMethod.options.parse(options))),
    estimateRows(oddsRatioMethod.run(sampleData.binary, oddsRatioMethod.options.parse(options))),
  ]) {
    expect(rows[0]!.intervalMethod).toContain('exact unconditional');
    expect(rows[0]!.reference).toEqual({ distribution: 'exact' });
    expect(rows[0]!.lower as number).toBeLessThan(rows[0]!.upper as number);
  }
});
