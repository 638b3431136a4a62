import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import type { BinaryStratum } from '../../../src/outcomes/binary/binary-stratum.js';
import { riskDifference } from '../../../src/outcomes/binary/risk-difference/risk-difference.js';
import { stratifiedNewcombeMethod } from '../../../src/outcomes/binary/stratified-newcombe/definition.js';
import { stratifiedNewcombe } from '../../../src/outcomes/binary/stratified-newcombe/stratified-newcombe.js';
import { sampleData } from '../../sample-data.js';
import { expectFigures, readOracle } from '../oracle-cases.js';
import { estimateRows } from '../part-rows.js';
import { anyStrata, stratum, swapArms } from './strata.js';
import { none, twoArms } from './two-arms.js';

const oracle = readOracle<BinaryStratum[], { level: number }>('stratified-newcombe/strata.json');

describe('stratified Newcombe interval against references', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    expect(expectFigures(stratifiedNewcombe(one.input, one.options), one.expected, oracle.tolerance)).toBe(3);
  });
});

describe('stratified Newcombe under weights of least width', () => {
  const iterated = readOracle<BinaryStratum[], { level: number; weights: 'least-width' }>(
    'stratified-newcombe/least-width.json',
  );
  it.each(iterated.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const actual = stratifiedNewcombe(one.input, one.options);
    expect(expectFigures(actual, one.expected, iterated.tolerance)).toBe(3);
    expect(actual.weights).toBe('least-width');
  });

  // Example of R tern, prop_diff_strat_nc(weights_method = "wilson_h", conf_level = 0.9).
  it('prints as tern does', () => {
    const strata = [
      stratum(3, 7, 3, 10),
      stratum(1, 5, 1, 4),
      stratum(8, 10, 11, 13),
      stratum(6, 12, 5, 10),
      stratum(2, 8, 5, 10),
      stratum(0, 1, 4, 10),
    ];
    const {
      riskDifference: d,
      lower,
      upper,
    } = stratifiedNewcombe(strata, { weights: 'least-width', level: 0.9 });
    expect([d, lower, upper].map((value) => (value as number).toFixed(5))).toEqual([
      '-0.07772',
      '-0.25408',
      '0.10277',
    ]);
  });

  it('has an interval where nobody has the event', () => {
    const silent = [stratum(0, 9, 0, 8), stratum(0, 30, 0, 31)];
    expect(stratifiedNewcombe(silent, { weights: 'least-width' }).upper as number).toBeGreaterThan(0);
  });
});

describe('stratified Newcombe laws', () => {
  it('holds the difference, stays in [-1, 1], and mirrors when arms change places', () => {
    fc.assert(
      fc.property(anyStrata, (strata) => {
        const there = stratifiedNewcombe(strata);
        const back = stratifiedNewcombe(swapArms(strata));
        expect(there.lower as number).toBeLessThanOrEqual((there.riskDifference as number) + 1e-12);
        expect(there.upper as number).toBeGreaterThanOrEqual((there.riskDifference as number) - 1e-12);
        expect(back.upper as number).toBeCloseTo(-(there.lower as number), 12);
      }),
      { numRuns: 80 },
    );
  });

  it('is Newcombe’s interval with one stratum, and with the same stratum the same estimate', () => {
    fc.assert(
      fc.property(twoArms, ([of, versus]) => {
        const one = stratifiedNewcombe([{ name: 'all', of, versus }]);
        const plain = riskDifference(of, versus, { interval: 'newcombe' });
        expect(one.lower as number).toBeCloseTo(plain.lower as number, 11);
        expect(one.upper as number).toBeCloseTo(plain.upper as number, 11);
      }),
      { numRuns: 80 },
    );
  });
});

describe('stratified Newcombe edges', () => {
  it('has limits where nobody, or everybody, has the event', () => {
    const silent = stratifiedNewcombe([stratum(0, 5, 0, 6), stratum(0, 9, 0, 8)]);
    expect(silent.riskDifference).toBe(0);
    expect(silent.lower as number).toBeLessThan(0);
    expect(silent.upper as number).toBeGreaterThan(0);
    const all = stratifiedNewcombe([stratum(5, 5, 6, 6), stratum(9, 9, 8, 8)]);
    expect(all.upper as number).toBeCloseTo(
      -(stratifiedNewcombe([stratum(0, 5, 0, 6), stratum(0, 9, 0, 8)]).lower as number),
      12,
    );
  });

  it('leaves out strata with an empty arm, and refuses none', () => {
    expect(stratifiedNewcombe([stratum(3, 10, 5, 12), stratum(0, 0, 4, 9)])).toEqual(
      stratifiedNewcombe([stratum(3, 10, 5, 12)]),
    );
    expect(stratifiedNewcombe([stratum(0, 0, 4, 9)]).lower).toEqual(none('empty-group'));
    expect(() => stratifiedNewcombe([])).toThrow(MethodError);
    expect(() => stratifiedNewcombe([stratum(1, 2, 1, 2)], { level: 95 })).toThrow(/0\.95/);
  });
});

describe('stratified-newcombe as a method', () => {
  it('gives one row, without a test', () => {
    const [row] = estimateRows(
      stratifiedNewcombeMethod.run(sampleData['stratified-binary'], {
        level: 0.9,
        weights: 'mantel-haenszel',
      }),
    );
    expect(row).toMatchObject({ statistic: 'risk-difference', term: null, p: null, level: 0.9 });
    expect(row!.counts).toEqual({ of: { events: 24, n: 80 }, versus: { events: 40, n: 84 } });
  });
});
