import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BinaryStratum } from '../../../src/outcomes/binary/binary-stratum.js';
import { oddsRatio } from '../../../src/outcomes/binary/odds-ratio/odds-ratio.js';
import { riskRatio } from '../../../src/outcomes/binary/risk-ratio/risk-ratio.js';
import { stratifiedRatioMethod } from '../../../src/outcomes/binary/stratified-ratio/definition.js';
import {
  ratioMeasures,
  ratioWeights,
  type StratifiedRatioOptions,
  stratifiedRatio,
} from '../../../src/outcomes/binary/stratified-ratio/stratified-ratio.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';
import { estimateRows } from '../part-rows.js';
import { anyStrata, stratum, swapArms } from './strata.js';
import { none, twoArms } from './two-arms.js';

const oracle = readOracle<BinaryStratum[], StratifiedRatioOptions>('stratified-ratio/strata.json');
const choices = ratioMeasures.flatMap((measure) => ratioWeights.map((weights) => ({ measure, weights })));

describe('stratified ratio against metafor', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    expect(expectFigures(stratifiedRatio(one.input, one.options), one.expected, oracle.tolerance)).toBe(7);
  });
});

describe('stratified ratio laws', () => {
  it.each(choices)('swapping arms inverts: %o', (options) => {
    fc.assert(
      fc.property(anyStrata, (strata) => {
        const there = stratifiedRatio(strata, options);
        const back = stratifiedRatio(swapArms(strata), options);
        if (typeof there.logRatio !== 'number') {
          expect(back.logRatio).toEqual(there.logRatio);
          return;
        }
        expect(back.logRatio as number).toBeCloseTo(-there.logRatio, 9);
        if (typeof there.standardError === 'number')
          expectClose(back.standardError, there.standardError, 1e-9);
      }),
      { numRuns: 40 },
    );
  });

  it.each(choices)('one stratum is the plain ratio: %o', (options) => {
    fc.assert(
      fc.property(twoArms, ([of, versus]) => {
        const plain = options.measure === 'risk-ratio' ? riskRatio(of, versus) : oddsRatio(of, versus);
        const one = stratifiedRatio([{ name: 'all', of, versus }], options);
        if (typeof plain.standardError === 'number')
          expectClose(one.standardError, plain.standardError, 1e-9);
      }),
      { numRuns: 40 },
    );
  });
});

describe('stratified ratio edges', () => {
  it('says zero cells, or adds halves and says where', () => {
    const strata = [stratum(0, 8, 3, 9), stratum(5, 12, 7, 13)];
    const weights = 'inverse-variance';
    expect(stratifiedRatio(strata, { weights }).ratio).toEqual(none('zero-cells'));
    expect(stratifiedRatio(strata, { weights, zeroCells: 'add-half' }).strataHalfAdded).toEqual(['s']);
    expect(stratifiedRatio(strata, { zeroCells: 'add-half' }).strataHalfAdded).toEqual([]);
    expect(stratifiedRatio([stratum(0, 0, 3, 9)], { weights }).p).toEqual(none('empty-group'));
  });
});

describe('stratified-ratio as a method', () => {
  it('stores logarithms under the measure asked for', () => {
    const options = stratifiedRatioMethod.options.parse({ measure: 'odds-ratio' });
    const [row] = estimateRows(stratifiedRatioMethod.run(sampleData['stratified-binary'], options));
    expect(row).toMatchObject({
      statistic: 'odds-ratio',
      scale: 'log',
      of: 'tocilizumab',
      versus: 'placebo',
    });
    expect(row!.estimate as number).toBeCloseTo(Math.log((12 * 22) / (28 * 20)), 12);
  });
});
