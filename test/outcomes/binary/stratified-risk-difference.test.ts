import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BinaryStratum } from '../../../src/outcomes/binary/binary-stratum.js';
import { cochranMantelHaenszel } from '../../../src/outcomes/binary/cochran-mantel-haenszel/cochran-mantel-haenszel.js';
import { riskDifference } from '../../../src/outcomes/binary/risk-difference/risk-difference.js';
import { stratifiedRiskDifferenceMethod } from '../../../src/outcomes/binary/stratified-risk-difference/definition.js';
import {
  type StratifiedRiskDifferenceOptions,
  stratifiedRiskDifference,
} from '../../../src/outcomes/binary/stratified-risk-difference/stratified-risk-difference.js';
import { stratumWeights } from '../../../src/outcomes/binary/stratum-weights.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, expectFigures, type OracleCase, readOracle } from '../oracle-cases.js';
import { anyStrata, stratum, swapArms } from './strata.js';
import { none, twoArms } from './two-arms.js';

type Case = OracleCase<BinaryStratum[], StratifiedRiskDifferenceOptions> & { shares: number[] };
const oracle = readOracle<BinaryStratum[], StratifiedRiskDifferenceOptions>(
  'stratified-risk-difference/strata.json',
);

describe('stratified risk difference against references', () => {
  it.each(oracle.cases.map((one) => [one.name, one as Case] as const))('%s', (_, one) => {
    const actual = stratifiedRiskDifference(one.input, one.options);
    expect(expectFigures(actual, one.expected, oracle.tolerance)).toBe(6);
    one.shares.forEach((share, index) => {
      expectClose(actual.shares[index]?.share, share, 1e-10, `share ${index}`);
    });
    expect(actual.shares.length).toBe(one.shares.length);
  });
});

describe('stratified risk difference laws', () => {
  it.each(stratumWeights)('%s: shares add up to 1, and swapping arms mirrors', (weights) => {
    fc.assert(
      fc.property(anyStrata, (strata) => {
        const options = { weights, zeroCells: 'add-half' } as const;
        const there = stratifiedRiskDifference(strata, options);
        const back = stratifiedRiskDifference(swapArms(strata), options);
        expect(there.shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 10);
        expect(back.riskDifference as number).toBeCloseTo(-(there.riskDifference as number), 10);
        if (typeof there.lower === 'number') expect(back.upper as number).toBeCloseTo(-there.lower, 10);
      }),
      { numRuns: 40 },
    );
  });

  it.each(stratumWeights)('%s: one stratum is the plain Wald difference', (weights) => {
    fc.assert(
      fc.property(twoArms, ([of, versus]) => {
        const plain = riskDifference(of, versus);
        const one = stratifiedRiskDifference([{ name: 'all', of, versus }], { weights });
        if (typeof plain.standardError !== 'number') return;
        expectClose(one.standardError, plain.standardError, 1e-12);
        expect(one.riskDifference as number).toBeCloseTo(plain.riskDifference as number, 13);
      }),
      { numRuns: 40 },
    );
  });

  it('minimum-risk weights have the smallest mean squared error', () => {
    fc.assert(
      fc.property(anyStrata, (strata) => {
        const [first] = strata;
        if (first === undefined) return;
        const error = (weights: StratifiedRiskDifferenceOptions['weights']) => {
          const fit = stratifiedRiskDifference(strata, { weights: weights!, zeroCells: 'none' });
          const mix = stratifiedRiskDifference(strata, { weights: 'sample-size' });
          if (typeof fit.standardError !== 'number') return null;
          return (
            fit.standardError ** 2 + ((fit.riskDifference as number) - (mix.riskDifference as number)) ** 2
          );
        };
        const least = error('minimum-risk');
        for (const weights of stratumWeights) {
          const other = error(weights);
          if (least !== null && other !== null) expect(least).toBeLessThanOrEqual(other * (1 + 1e-9));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('agrees with the Mantel-Haenszel difference and its Greenland-Robins variance', () => {
    fc.assert(
      fc.property(anyStrata, (strata) => {
        const other = cochranMantelHaenszel(strata, {
          differenceVariance: 'greenland-robins',
        }).riskDifference;
        const one = stratifiedRiskDifference(strata);
        expect(one.riskDifference as number).toBeCloseTo(other.difference as number, 12);
        if (typeof other.standardError === 'number')
          expectClose(one.standardError, other.standardError, 1e-10);
      }),
      { numRuns: 40 },
    );
  });
});

describe('stratified risk difference edges', () => {
  it('says zero cells where a weight would be infinite', () => {
    const strata = [stratum(0, 8, 0, 9), stratum(5, 12, 7, 13)];
    expect(stratifiedRiskDifference(strata, { weights: 'inverse-variance' }).p).toEqual(none('zero-cells'));
    expect(stratifiedRiskDifference(strata, { weights: 'sample-size' }).standardError).toBeTypeOf('number');
    expect(
      stratifiedRiskDifference(strata, { weights: 'minimum-risk', zeroCells: 'add-half' }).strataHalfAdded,
    ).toEqual(['s']);
    expect(stratifiedRiskDifference([stratum(0, 8, 0, 9)])).toMatchObject({
      riskDifference: 0,
      lower: none('no-variation'),
    });
    expect(stratifiedRiskDifference([stratum(0, 0, 0, 9)]).riskDifference).toEqual(none('empty-group'));
  });
});

describe('stratified-risk-difference as a method', () => {
  it('says where halves were added', () => {
    const data = {
      ...sampleData['stratified-binary'],
      strata: [
        {
          name: 'low',
          arms: [
            { name: 'tocilizumab', n: 8, events: 0 },
            { name: 'placebo', n: 9, events: 3 },
          ],
        },
      ],
    };
    const options = stratifiedRiskDifferenceMethod.options.parse({
      weights: 'inverse-variance',
      zeroCells: 'add-half',
    });
    expect(stratifiedRiskDifferenceMethod.run(data, options).notices[0]?.message).toContain('(low)');
  });
});
