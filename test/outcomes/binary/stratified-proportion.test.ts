import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { criticalZ, normalTwoSidedP } from '../../../src/math/distributions/normal.js';
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
    expect(stratifiedProportion([filled, { events: 0, n: 0, weight: 0 }])).toEqual({
      ...alone,
      weights: [1, 0],
    });
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

describe('stratified proportion under weights of least width', () => {
  const iterated = readOracle<WeightedCount[], StratifiedProportionOptions>(
    'stratified-proportion/least-width.json',
  );
  it.each(iterated.cases.map((one) => [one.name, one] as const))('by the iteration: %s', (_, one) => {
    const actual = stratifiedProportion(one.input, one.options);
    expect(expectFigures(actual, one.expected, iterated.tolerance)).toBe(3);
    for (const [index, weight] of (one.expected.weights as readonly number[]).entries()) {
      expectClose(actual.weights[index], weight, iterated.tolerance);
    }
  });

  // Test results of R tern, prop_strat_wilson at level 0.9; its limits keep the quantile of equal weights.
  it('as tern has them', () => {
    const strata = [
      { events: 12, n: 22 },
      { events: 7, n: 18 },
      { events: 5, n: 17 },
      { events: 9, n: 17 },
      { events: 8, n: 14 },
      { events: 8, n: 12 },
    ];
    const { weights, lower, upper } = stratifiedProportion(strata, { weights: 'least-width', level: 0.9 });
    expect(weights.map((weight) => weight.toFixed(7))).toEqual([
      '0.2074199',
      '0.1776464',
      '0.1915610',
      '0.1604678',
      '0.1351096',
      '0.1277952',
    ]);
    expect(Math.abs((lower as number) - 0.4072891)).toBeLessThan(5e-5);
    expect(Math.abs((upper as number) - 0.5647887)).toBeLessThan(5e-5);
  });

  const count = fc
    .integer({ min: 2, max: 60 })
    .chain((n) => fc.record({ n: fc.constant(n), events: fc.integer({ min: 1, max: n - 1 }) }));

  it('count each stratum by one over the squared width of its Wilson interval', () => {
    fc.assert(
      fc.property(fc.array(count, { minLength: 2, maxLength: 6 }), (strata) => {
        const { weights } = stratifiedProportion(strata, { weights: 'least-width' });
        expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12);
        const roots = strata.map(({ events, n }) => Math.sqrt((events * (n - events)) / n ** 3));
        const total = Math.hypot(...roots.map((root, index) => root * weights[index]!));
        const sum = roots.reduce((all, root, index) => all + root * weights[index]!, 0);
        const level = 1 - normalTwoSidedP((criticalZ(0.95) * total) / sum);
        const products = strata.map((one, index) => {
          const { lower, upper } = proportion(one, { interval: 'wilson', level });
          return weights[index]! * ((upper as number) - (lower as number)) ** 2;
        });
        for (const product of products) expectClose(product, products[0]!, 1e-8);
      }),
      { numRuns: 60 },
    );
  });

  it('reads no weights, leaves out empty strata, and types or refuses none', () => {
    const filled = { events: 3, n: 10 };
    const options = { weights: 'least-width' } as const;
    const both = stratifiedProportion([filled, { events: 0, n: 0, weight: 5 }], options);
    expect(both.weights).toEqual([1, 0]);
    expectClose(both.lower, proportion(filled).lower as number, 1e-12);
    expect(stratifiedProportion([{ events: 0, n: 0 }], options).lower).toEqual(none('empty-group'));
    expect(() => stratifiedProportion([], options)).toThrow(MethodError);
    expect(() => stratifiedProportion([filled])).toThrow(/weight/);
    expect(() => stratifiedProportion([filled], { weights: 'own' as 'given' })).toThrow(/weights/);
  });

  it('are an option of the method, named beside the interval', () => {
    const data = {
      kind: 'stratified-binary',
      strata: [
        { name: 'no oxygen', arms: [{ name: 'tocilizumab', events: 3, n: 40 }] },
        { name: 'oxygen', arms: [{ name: 'tocilizumab', events: 20, n: 41 }] },
      ],
      reference: null,
      eventLabel: 'death',
    } as const;
    const limits = (weights: string) => {
      const options = stratifiedProportionMethod.options.parse({ weights });
      const rows = summaryRows(stratifiedProportionMethod.run(data, options));
      return rows.find(({ term }) => term === 'stratified')!.interval!;
    };
    const least = limits('least-width');
    expect(least.method).toBe('stratified Wilson score, weights of least width');
    expect(limits('own').method).toBe('stratified Wilson score');
    const crude = data.strata.map(({ arms: [arm] }) => ({ events: arm.events, n: arm.n }));
    expect(least.upper).toBe(stratifiedProportion(crude, { weights: 'least-width' }).upper);
    // The stratum with few events has the narrower interval and counts more.
    expect(least.upper as number).toBeLessThan(limits('own').upper as number);
  });
});
