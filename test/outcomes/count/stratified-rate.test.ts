import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { standardisedRateMethod } from '../../../src/outcomes/count/standardised-rate/definition.js';
import {
  type StandardisedRateOptions,
  standardisedRate,
  type WeightedStratum,
} from '../../../src/outcomes/count/standardised-rate/standardised-rate.js';
import { stratifiedRateMethod } from '../../../src/outcomes/count/stratified-rate/definition.js';
import {
  type RateStratum,
  type StratifiedRateOptions,
  stratifiedRate,
} from '../../../src/outcomes/count/stratified-rate/stratified-rate.js';
import { sampleData, sampleOutcomes } from '../../sample-data.js';
import { expectClose, expectFigures, type OracleCase, readOracle } from '../oracle-cases.js';
import { estimateRows, summaryRows, testRows } from '../part-rows.js';

type Figures = OracleCase<unknown, unknown>['expected'];
const none = (reason: string) => ({ notEstimable: reason });

describe('stratified rates against metafor', () => {
  const oracle = readOracle<RateStratum[], StratifiedRateOptions>('stratified-rate/metafor.json');
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const actual = stratifiedRate(one.input, one.options);
    const { ratio, difference, homogeneity } = one as unknown as Record<string, Figures | null>;
    expect(expectFigures(actual, one.expected, oracle.tolerance)).toBe(2);
    expect(expectFigures(actual.rateRatio, ratio!, oracle.tolerance)).toBe(5);
    expect(expectFigures(actual.rateDifference, difference!, oracle.tolerance)).toBe(5);
    if (homogeneity === null) expect(actual.homogeneity.p).toEqual(none('not-applicable'));
    else expect(expectFigures(actual.homogeneity, homogeneity!, oracle.tolerance)).toBe(2);
  });

  it('types what cannot be estimated, and leaves out strata without time', () => {
    const stratum = (x1: number, t1: number, x2: number, t2: number): RateStratum => ({
      name: 's',
      of: { events: x1, exposure: t1 },
      versus: { events: x2, exposure: t2 },
    });
    expect(stratifiedRate([stratum(0, 0, 3, 4)])).toMatchObject({ strataUsed: 0, p: none('empty-group') });
    expect(stratifiedRate([stratum(0, 5, 0, 4)]).rateRatio.p).toEqual(none('no-events'));
    const silent = stratifiedRate([stratum(0, 5, 3, 4), stratum(0, 0, 3, 4)]);
    expect(silent.strataUsed).toBe(1);
    expect(silent.rateRatio.ratio).toEqual(none('zero-cells'));
    expect(silent.rateDifference.difference).toBe(-0.75);
    expect(() => stratifiedRate([])).toThrow(MethodError);
    expect(() => stratifiedRate([stratum(1, 0, 3, 4)])).toThrow(MethodError);
  });
});

describe('standardised rates by definition', () => {
  const oracle = readOracle<WeightedStratum[], StandardisedRateOptions>(
    'standardised-rate/by-definition.json',
  );
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    expect(expectFigures(standardisedRate(one.input, one.options), one.expected, oracle.tolerance)).toBe(3);
  });

  it('is the crude rate where the standard is the group itself, and keeps that under any scale of weights', () => {
    const strata = [
      { events: 4, exposure: 20, weight: 20 },
      { events: 9, exposure: 60, weight: 60 },
    ];
    expect(standardisedRate(strata).rate as number).toBeCloseTo(13 / 80, 14);
    const scaled = strata.map((stratum) => ({ ...stratum, weight: 7 * stratum.weight }));
    expect(standardisedRate(scaled).upper as number).toBeCloseTo(
      standardisedRate(strata).upper as number,
      13,
    );
  });

  it('types strata without time and no events, and refuses weights that are none', () => {
    expect(standardisedRate([{ events: 0, exposure: 0, weight: 1 }]).rate).toEqual(none('empty-group'));
    const silent = standardisedRate([{ events: 0, exposure: 3, weight: 1 }], { interval: 'dobson' });
    expect([silent.rate, silent.upper]).toEqual([0, none('no-events')]);
    for (const weight of [0, -1, Number.NaN]) {
      expect(() => standardisedRate([{ events: 1, exposure: 3, weight }])).toThrow(MethodError);
    }
  });
});

describe('very long and very short times', () => {
  const strata = [
    { name: 'a', of: { events: 3, exposure: 20 }, versus: { events: 5, exposure: 16 } },
    { name: 'b', of: { events: 7, exposure: 12 }, versus: { events: 4, exposure: 24 } },
  ];
  const longer = (unit: number) =>
    strata.map(({ name, of, versus }) => ({
      name,
      of: { ...of, exposure: unit * of.exposure },
      versus: { ...versus, exposure: unit * versus.exposure },
    }));

  it.each([2 ** 990, 2 ** -1000, 1e300, 1e-300])(
    'leave ratio and tests of strata alone: times %d',
    (unit) => {
      const here = stratifiedRate(strata);
      const there = stratifiedRate(longer(unit));
      expectClose(there.rateRatio.ratio, here.rateRatio.ratio as number, 1e-12);
      expectClose(there.chiSquare, here.chiSquare as number, 1e-12);
      expectClose(there.homogeneity.chiSquare, here.homogeneity.chiSquare as number, 1e-12);
      expectClose(there.rateDifference.z, here.rateDifference.z as number, 1e-12);
      const { lower, difference } = there.rateDifference;
      expectClose(difference, (here.rateDifference.difference as number) / unit, 1e-12);
      expectClose(lower, (here.rateDifference.lower as number) / unit, 1e-12);
    },
  );

  it.each(['fay-feuer', 'dobson', 'normal'] as const)('scale a standardised rate: %s', (interval) => {
    const arm = (unit: number, weight: number) =>
      longer(unit).map(({ of }, index) => ({ ...of, weight: weight * (index + 1) }));
    const here = standardisedRate(arm(1, 1), { interval });
    for (const [unit, weight] of [
      [1e300, 1],
      [1e-300, 1],
      [1, 8e307],
      [1, 1e-300],
    ] as const) {
      const there = standardisedRate(arm(unit, weight), { interval });
      for (const key of ['rate', 'standardError', 'lower', 'upper'] as const) {
        expectClose(there[key], (here[key] as number) / unit, 1e-11, key);
      }
    }
    // Where nearly all of the weight is on a stratum without events.
    const heavy = [
      { events: 0, exposure: 10, weight: 1e300 },
      { events: 4, exposure: 10, weight: 1 },
    ];
    const { rate, upper } = standardisedRate(heavy, { interval });
    expectClose(rate, 0.4e-300, 1e-12);
    expect(Number.isFinite(upper)).toBe(true);
    const beyond = standardisedRate(arm(1e-308, 1), { interval, per: 1e10 });
    expect(beyond.upper).toEqual(none('overflow'));
    expect(beyond.rate).toEqual(none('overflow'));
  });
});

describe('stratified and standardised rates as methods', () => {
  const data = { ...sampleOutcomes.count, strata: sampleData.ordinal.strata! };
  it('add up subjects by stratum and arm', () => {
    const ratio = stratifiedRateMethod.run(data, stratifiedRateMethod.options.parse({}));
    expect(estimateRows(ratio)[0]).toMatchObject({ statistic: 'rate-ratio', scale: 'log', term: null });
    expect(testRows(ratio).map(({ df }) => df)).toEqual([1, 1]);
    const difference = stratifiedRateMethod.run(
      data,
      stratifiedRateMethod.options.parse({ measure: 'rate-difference', per: 100 }),
    );
    expect(estimateRows(difference)[0]).toMatchObject({ scale: 'linear', unit: 'per 100 patient-years' });
    const swapped = stratifiedRateMethod.run(
      { ...data, reference: 'tocilizumab' },
      stratifiedRateMethod.options.parse({}),
    );
    expect(estimateRows(swapped)[0]!.estimate as number).toBeCloseTo(
      -(estimateRows(ratio)[0]!.estimate as number),
      12,
    );
  });

  it('standardise to all arms or to the reference, whose own rate then stays', () => {
    const output = standardisedRateMethod.run(
      data,
      standardisedRateMethod.options.parse({ standard: 'reference', per: 100 }),
    );
    const rate = (term: string | null) =>
      summaryRows(output).find(
        (row) => row.group === 'placebo' && row.statistic === 'rate' && row.term === term,
      )!.value as number;
    expect(rate('standardised')).toBeCloseTo(rate(null), 10);
    expect(() =>
      standardisedRateMethod.run(
        { ...data, reference: null },
        standardisedRateMethod.options.parse({ standard: 'reference' }),
      ),
    ).toThrow(/reference/);
    for (const method of [standardisedRateMethod, stratifiedRateMethod]) {
      expect(() => method.run(sampleOutcomes.count, method.options.parse({}) as never)).toThrow(/strata/);
    }
  });
});
