import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mantelHaenszelMethod } from '../../src/synthesis/mantel-haenszel/definition.js';
import {
  type MantelHaenszelOptions,
  mantelHaenszel,
} from '../../src/synthesis/mantel-haenszel/mantel-haenszel.js';
import oracle from '../oracles/mantel-haenszel/pools.json' with { type: 'json' };
import { expectNear, studiesFrom } from './oracle-rows.js';

const { tolerance } = oracle;

describe('Mantel-Haenszel against metafor::rma.mh', () => {
  for (const { name, input, options, expected } of oracle.cases) {
    it(name, () => {
      const data = studiesFrom(input);
      const chosen = {
        ...options,
        doubleZero: options.zeroCells === 'none' ? 'include' : 'exclude',
      } as MantelHaenszelOptions;
      const result = mantelHaenszel(data, chosen);
      expectNear(result.pooled.estimate, expected.estimate, tolerance, 'estimate');
      expectNear(result.pooled.standardError, expected.standardError, tolerance, 'standard error');
      expectNear(result.pooled.lower, expected.lower, tolerance, 'lower');
      expectNear(result.pooled.upper, expected.upper, tolerance, 'upper');
      expectNear(result.pooled.statistic, expected.z, tolerance, 'z');
      expectNear(result.pooled.p, expected.p, tolerance, 'p');
      expectNear(result.heterogeneity.q, expected.q, tolerance, 'q');
      expect(result.heterogeneity.df).toBe(expected.qDf);
      expectNear(result.heterogeneity.p, expected.qP, tolerance, 'q p');
      if (expected.cochranMantelHaenszel !== undefined) {
        expectNear(result.cochranMantelHaenszel.chiSquare, expected.cochranMantelHaenszel, tolerance, 'cmh');
        const corrected = mantelHaenszel(data, { ...chosen, continuityCorrection: true });
        expectNear(
          corrected.cochranMantelHaenszel.chiSquare,
          expected.cochranMantelHaenszelCorrected!,
          tolerance,
        );
        expectNear(result.tarone!.chiSquare, expected.tarone!, tolerance, 'tarone');
        expect(result.tarone!.df).toBe(expected.taroneDf);
        expectNear(result.tarone!.p, expected.taroneP!, tolerance, 'tarone p');
        expected.weights!.forEach((weight, index) => {
          expectNear(result.studies[index]!.weight ?? 0, weight, tolerance, 'weight');
        });
      }
      if (expected.standardErrorGreenlandRobins !== undefined) {
        const other = mantelHaenszel(data, { ...chosen, riskDifferenceVariance: 'greenland-robins' });
        expectNear(other.pooled.standardError, expected.standardErrorGreenlandRobins, tolerance);
      }
    });
  }
});

const arm = fc
  .integer({ min: 1, max: 120 })
  .chain((n) => fc.record({ events: fc.integer({ min: 0, max: n }), n: fc.constant(n) }));
const rows = fc.array(
  fc.record({
    name: fc.string({ maxLength: 2 }),
    type: fc.constant('counts' as const),
    of: arm,
    versus: arm,
  }),
  {
    minLength: 1,
    maxLength: 10,
  },
);
const measure = fc.constantFrom('odds-ratio' as const, 'risk-ratio' as const, 'risk-difference' as const);

describe('Mantel-Haenszel, laws', () => {
  it('swapping the arms flips the sign; nothing is ever NaN', () => {
    fc.assert(
      fc.property(rows, measure, (list, chosen) => {
        const result = mantelHaenszel({ rows: list }, { measure: chosen });
        const turned = mantelHaenszel(
          { rows: list.map((row) => ({ ...row, of: row.versus, versus: row.of })) },
          { measure: chosen },
        );
        expect(JSON.stringify(result)).not.toMatch(/NaN|:null,"(effect|estimate|lower|upper|p)"/);
        if (typeof result.pooled.estimate !== 'number') return;
        expectNear(turned.pooled.estimate, -result.pooled.estimate, 1e-10);
        if (typeof result.pooled.standardError === 'number') {
          expectNear(turned.pooled.standardError, result.pooled.standardError, 1e-9);
        }
        const { p } = result.cochranMantelHaenszel;
        if (typeof p === 'number') expectNear(turned.cochranMantelHaenszel.p, p, 1e-9);
        else expect(turned.cochranMantelHaenszel.p).toEqual(p);
      }),
      { numRuns: 150 },
    );
  });

  it('of one table the odds ratio is the cross ratio', () => {
    const row = {
      name: 'a',
      type: 'counts' as const,
      of: { events: 12, n: 40 },
      versus: { events: 18, n: 41 },
    };
    const { pooled } = mantelHaenszel({ rows: [row] });
    expectNear(pooled.effect, (12 * 23) / (28 * 18), 1e-13);
    expectNear(pooled.standardError, Math.sqrt(1 / 12 + 1 / 28 + 1 / 18 + 1 / 23), 1e-13);
  });
});

describe('Mantel-Haenszel, edges', () => {
  const zero = { name: 'a', type: 'counts' as const, of: { events: 0, n: 40 }, versus: { events: 3, n: 41 } };

  it('no events in one arm of any study: ratio not estimable, difference is', () => {
    expect(mantelHaenszel({ rows: [zero] }).pooled.estimate).toEqual({ notEstimable: 'zero-cells' });
    expect(mantelHaenszel({ rows: [zero] }, { measure: 'risk-ratio' }).pooled.p).toEqual({
      notEstimable: 'zero-cells',
    });
    expectNear(
      mantelHaenszel({ rows: [zero] }, { measure: 'risk-difference' }).pooled.estimate,
      -3 / 41,
      1e-14,
    );
  });

  it('no events at all', () => {
    const none = { ...zero, versus: { events: 0, n: 41 } };
    const result = mantelHaenszel({ rows: [none, none] }, { measure: 'risk-difference' });
    expect(result.pooled.estimate).toBe(0);
    expect(result.pooled.standardError).toEqual({ notEstimable: 'no-variation' });
    expect(result.cochranMantelHaenszel.p).toEqual({ notEstimable: 'no-variation' });
    expect(mantelHaenszel({ rows: [none] }).tarone!.p).toEqual({ notEstimable: 'zero-cells' });
  });

  it('all against none has no variance, not one of rounding', () => {
    for (const [first, second] of [
      [5, 7],
      [3, 11],
      [13, 9],
      [100, 49],
    ] as const) {
      const row = {
        name: 'a',
        type: 'counts' as const,
        of: { events: first, n: first },
        versus: { events: 0, n: second },
      };
      for (const rows of [[row], [row, row, row], [{ ...row, of: row.versus, versus: row.of }]]) {
        const { pooled } = mantelHaenszel({ rows }, { measure: 'risk-difference' });
        expect(pooled.standardError).toEqual({ notEstimable: 'no-variation' });
        expect(Math.abs(pooled.estimate as number)).toBe(1);
      }
    }
  });

  it('refuses effects and takes no study as nothing to pool', () => {
    const effect = { name: 'Y', type: 'effect' as const, estimate: 0.1, standardError: 0.2 };
    expect(() => mantelHaenszel({ rows: [effect] })).toThrow(/need counts/);
    expect(mantelHaenszel({ rows: [] }).pooled.estimate).toEqual({ notEstimable: 'too-few-observations' });
  });
});

describe('Mantel-Haenszel in the registry', () => {
  it('gives Q, the Cochran-Mantel-Haenszel test and Breslow-Day', () => {
    const data = studiesFrom(oracle.cases[0]!.input);
    const output = mantelHaenszelMethod.run(data, mantelHaenszelMethod.options.parse({}));
    const test = output.parts.find((part) => part.kind === 'test');
    expect(test?.rows.map((row) => [row.statistic, row.term])).toEqual([
      ['heterogeneity', null],
      ['cochran-mantel-haenszel', null],
      ['heterogeneity', 'Breslow-Day'],
    ]);
    expect(JSON.parse(JSON.stringify(output))).toEqual(output);
  });
});
