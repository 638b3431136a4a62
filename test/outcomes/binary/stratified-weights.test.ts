import { describe, expect, it } from 'vitest';
import type { BinaryStratum } from '../../../src/outcomes/binary/binary-stratum.js';
import { stratifiedMiettinenNurminen } from '../../../src/outcomes/binary/stratified-miettinen-nurminen/stratified-miettinen-nurminen.js';
import { stratifiedNewcombeMethod } from '../../../src/outcomes/binary/stratified-newcombe/definition.js';
import { stratifiedNewcombe } from '../../../src/outcomes/binary/stratified-newcombe/stratified-newcombe.js';
import { stratifiedRiskDifference } from '../../../src/outcomes/binary/stratified-risk-difference/stratified-risk-difference.js';
import { type StratumWeights, stratumWeights } from '../../../src/outcomes/binary/stratum-weights.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';
import { estimateRows } from '../part-rows.js';
import { stratum } from './strata.js';
import { none } from './two-arms.js';

type Options = { weights: StratumWeights; level: number };
const methods = {
  'stratified-newcombe': stratifiedNewcombe,
  'stratified-miettinen-nurminen': stratifiedMiettinenNurminen,
};

describe.each(Object.entries(methods))('%s under other weights', (id, estimate) => {
  const oracle = readOracle<BinaryStratum[], Options>(`${id}/weights.json`);
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const size = Object.keys(one.expected).length;
    expect(expectFigures(estimate(one.input, one.options), one.expected, oracle.tolerance)).toBe(size);
  });

  it.each(stratumWeights)('%s: the difference is that of the Wald method', (weights) => {
    const strata = [stratum(3, 20, 7, 22), stratum(9, 31, 10, 28)];
    const difference = estimate(strata, { weights }).riskDifference;
    expectClose(difference, stratifiedRiskDifference(strata, { weights }).riskDifference as number, 1e-12);
  });

  it('has nothing where a weight would divide by 0, and refuses unknown weights', () => {
    const silent = [stratum(0, 9, 0, 8), stratum(2, 9, 3, 8)];
    expect(estimate(silent, { weights: 'inverse-variance' }).lower).toEqual(none('zero-cells'));
    expect(estimate(silent, { weights: 'sample-size' }).lower).toBeTypeOf('number');
    expect(() => estimate(silent, { weights: 'equal' as 'sample-size' })).toThrow(/weights/);
  });
});

it('the weights are named beside the interval', () => {
  const options = stratifiedNewcombeMethod.options.parse({ weights: 'minimum-risk' });
  const [row] = estimateRows(stratifiedNewcombeMethod.run(sampleData['stratified-binary'], options));
  expect(row!.intervalMethod).toBe('stratified Newcombe, minimum-risk weights');
});
