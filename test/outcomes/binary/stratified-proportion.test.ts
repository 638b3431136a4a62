import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { proportion } from '../../../src/outcomes/binary/proportion/proportion.js';
import { stratifiedProportionMethod } from '../../../src/outcomes/binary/stratified-proportion/definition.js';
import {
  type StratifiedProportionOptions,
  stratifiedProportion,
  type WeightedCount,
} from '../../../src/outcomes/binary/stratified-proportion/stratified-proportion.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';
import { summaryRows } from '../part-rows.js';
import { none } from './two-arms.js';

const oracle = readOracle<WeightedCount[], StratifiedProportionOptions>(
  'stratified-proportion/by-definition.json',
);

describe('stratified proportion', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('by definition: %s', (_, one) => {
    expect(expectFigures(stratifiedProportion(one.input, one.options), one.expected, oracle.tolerance)).toBe(
      3,
    );
  });

  it('is Wilson’s interval with one stratum, and where no stratum has an event', () => {
    for (const events of [0, 9, 30]) {
      const one = stratifiedProportion([{ events, n: 30, weight: 2 }]);
      const plain = proportion({ events, n: 30 });
      expectClose(one.lower, plain.lower as number, 1e-12);
      expectClose(one.upper, plain.upper as number, 1e-12);
    }
    const silent = stratifiedProportion([
      { events: 0, n: 20, weight: 1 },
      { events: 0, n: 20, weight: 1 },
    ]);
    expect(silent.lower).toBe(0);
    expect(silent.upper as number).toBeGreaterThan(0.05);
    expect(silent.upper as number).toBeLessThan(proportion({ events: 0, n: 20 }).upper as number);
  });

  it('types a stratum without subjects, leaves out one without weight, and refuses weights that are none', () => {
    const filled = { events: 3, n: 10, weight: 1 };
    expect(stratifiedProportion([filled, { events: 0, n: 0, weight: 1 }]).lower).toEqual(none('empty-group'));
    const alone = stratifiedProportion([filled]);
    expect(stratifiedProportion([filled, { events: 0, n: 0, weight: 0 }])).toEqual(alone);
    for (const weight of [0, -1, Number.NaN]) {
      expect(() => stratifiedProportion([{ ...filled, weight }])).toThrow(MethodError);
    }
  });

  it('as a method stands beside the crude proportions', () => {
    const options = stratifiedProportionMethod.options.parse({ weights: 'own' });
    const rows = summaryRows(stratifiedProportionMethod.run(sampleData['stratified-binary'], options));
    const own = rows.filter(({ term }) => term === 'stratified');
    expect(own.map(({ group }) => group)).toEqual(['tocilizumab', 'placebo']);
    expect(own[0]!.value as number).toBeCloseTo(12 / 40, 14);
  });
});
