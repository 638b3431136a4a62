import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEstimable } from '../../../src/core/estimable.js';
import { contrastFunction } from '../../../src/outcomes/resampling/arm-contrast-statistic.js';
import { armSummaries } from '../../../src/outcomes/resampling/arm-summaries.js';
import { bootstrap } from '../../../src/outcomes/resampling/bootstrap/bootstrap.js';
import { bootstrapIntervals } from '../../../src/outcomes/resampling/bootstrap/bootstrap-intervals.js';
import { planBootstrap } from '../../../src/outcomes/resampling/bootstrap/bootstrap-plan.js';
import { bootstrapMethod } from '../../../src/outcomes/resampling/bootstrap/definition.js';
import { jackknifeAcceleration } from '../../../src/outcomes/resampling/leave-one-out.js';
import { sampleOutcomes } from '../../sample-data.js';
import { expectClose, readOracle } from '../oracle-cases.js';

interface Expected {
  readonly [figure: string]: number | readonly number[];
}
const oracle = readOracle<{ values: number[]; replicates: number[] }, { level: number }>(
  'bootstrap/boot-ci.json',
);
const mean = (values: ArrayLike<number>) => (rows: Int32Array) => {
  let sum = 0;
  for (const row of rows) sum += values[row]!;
  return sum / rows.length;
};

describe('bootstrap', () => {
  it('keeps corrected limits in order where the acceleration is out of all bounds', () => {
    const replicates = Float64Array.from({ length: 999 }, (_, index) => index);
    for (const acceleration of [-0.8, -0.55, 0.55, 0.8]) {
      const { lower, upper } = bootstrapIntervals(500, replicates, acceleration, 0.95).bca;
      expect(lower as number).toBeLessThan(upper as number);
      expect(acceleration > 0 ? upper : lower).toBe(acceleration > 0 ? 998 : 0);
    }
  });

  it.each(oracle.cases)('has the intervals of R boot: $name', ({ input, options, expected }) => {
    const figures = expected as Expected;
    const rows = Int32Array.from(input.values.keys());
    const acceleration = jackknifeAcceleration([rows], figures.leaveOneOut as number[]);
    const result = bootstrapIntervals(
      figures.estimate as number,
      Float64Array.from(input.replicates),
      acceleration,
      options.level,
    );
    expectClose(result.bias, figures.bias as number, 1e-11, 'bias');
    expectClose(result.standardError, figures.standardError as number, oracle.tolerance, 'standard error');
    expectClose(result.acceleration, figures.acceleration as number, 1e-11, 'acceleration');
    expectClose(result.biasCorrection, figures.z0 as number, 1e-11, 'z0');
    for (const kind of ['normal', 'basic', 'percentile', 'bca'] as const) {
      const [lower, upper] = figures[kind] as number[];
      expectClose(result[kind].lower, lower!, 1e-11, `${kind} lower`);
      expectClose(result[kind].upper, upper!, 1e-11, `${kind} upper`);
    }
  });

  it('comes near the standard error of a mean', () => {
    const values = Float64Array.from({ length: 60 }, (_, row) => Math.sin(row * 7.3) * 10);
    const centre = mean(values)(Int32Array.from(values.keys()));
    const exact = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0)) / values.length;
    const { standardError } = bootstrap(
      { size: 60, statistic: mean(values) },
      { replicates: 20_000, seed: 5 },
    );
    // The Monte Carlo error of a standard deviation of 20,000 is a half per cent.
    expect(Math.abs((standardError as number) / exact - 1)).toBeLessThan(0.02);
  });

  it('draws from each stratum as many rows as it has, and reaches all of them', () => {
    const strata = Array.from({ length: 30 }, (_, row) => (row % 3 === 0 ? 'a' : 'b'));
    const seen = new Set<number>();
    bootstrap(
      {
        size: 30,
        strata,
        statistic: (rows) => {
          if (rows.length === 30) {
            expect(rows.filter((row) => strata[row] === 'a').length).toBe(10);
            for (const row of rows) seen.add(row);
          }
          return rows[0]!;
        },
      },
      { replicates: 300 },
    );
    expect(seen.size).toBe(30);
  });

  it('gives the same numbers for the same seed, and others for another', () => {
    const input = { size: 20, statistic: mean(Array.from({ length: 20 }, (_, row) => row ** 1.5)) };
    const first = bootstrap(input, { replicates: 600, seed: 3 });
    expect(bootstrap(input, { replicates: 600, seed: 3 })).toEqual(first);
    expect(bootstrap(input, { replicates: 600, seed: 4 }).replicates).not.toEqual(first.replicates);
    // A longer run begins with the numbers of a shorter one.
    expect(bootstrap(input, { replicates: 900, seed: 3 }).replicates.slice(0, 600)).toEqual(first.replicates);
  });

  it('moves and scales with the data', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 5, maxLength: 20 }),
        fc.double({ min: 0.5, max: 4, noNaN: true }),
        (values, factor) => {
          const options = { replicates: 120, seed: 2 };
          const plain = bootstrap({ size: values.length, statistic: mean(values) }, options);
          const moved = bootstrap(
            { size: values.length, statistic: mean(values.map((value) => factor * value + 3)) },
            options,
          );
          for (const kind of ['percentile', 'basic', 'normal'] as const) {
            const { lower, upper } = plain[kind];
            if (!isEstimable(lower) || !isEstimable(upper)) throw new Error('expected limits');
            expect(lower).toBeLessThanOrEqual(upper);
            expect(moved[kind].lower).toBeCloseTo(factor * lower + 3, 8);
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  it('says what does not exist', () => {
    const constant = bootstrap({ size: 10, statistic: () => 4 }, { replicates: 100 });
    expect(constant.standardError).toBe(0);
    expect(constant.bca.lower).toEqual({ notEstimable: 'not-applicable' });
    const broken = bootstrap({ size: 10, statistic: () => Number.NaN }, { replicates: 100 });
    expect(broken).toMatchObject({ estimate: { notEstimable: 'not-applicable' }, failed: 100 });
    const single = bootstrap({ size: 1, statistic: (rows) => rows.length }, { replicates: 50 });
    expect(single.acceleration).toEqual({ notEstimable: 'no-variation' });
    let call = 0;
    const some = bootstrap(
      { size: 10, statistic: () => (call++ % 5 === 0 ? Number.POSITIVE_INFINITY : call) },
      { replicates: 100, acceleration: 'zero' },
    );
    expect(some.failed).toBe(20);
    expect(some.replicates.length).toBe(80);
  });

  it('refuses what it cannot use', () => {
    expect(() => planBootstrap({ size: 0 })).toThrow(/size/);
    expect(() => planBootstrap({ size: 3 }, { replicates: 0 })).toThrow(/replicates/);
    expect(() => planBootstrap({ size: 3, strata: ['a'] })).toThrow(/strata/);
    expect(() => planBootstrap({ size: 3 }, { seed: -1 })).toThrow(/seed/);
    expect(() => planBootstrap({ size: 3 }, { level: 95 })).toThrow(/0\.95/);
  });

  it('in a plan, resamples within arms and strata, and every arm against the reference', () => {
    const data = sampleOutcomes['yes-no'];
    const run = (extra: object) => bootstrapMethod.run(data, bootstrapMethod.options.parse(extra));
    const [estimates] = run({ replicates: 500, seed: 7 }).parts;
    if (estimates?.kind !== 'estimates') throw new Error('expected estimates');
    const [row] = estimates.rows;
    const shares = data.group.levels.map((_, level) => {
      const rows = [...data.group.codes.keys()].filter((index) => data.group.codes[index] === level);
      return rows.reduce((sum, index) => sum + data.outcome[index]!, 0) / rows.length;
    });
    expect(row?.estimate).toBeCloseTo(shares[0]! - shares[1]!, 12);
    expect(() => run({ statistic: 'median-difference' })).toThrow(/fit the outcome/);
    const [odds] = run({ statistic: 'odds-ratio', interval: 'percentile', replicates: 200 }).parts;
    if (odds?.kind !== 'estimates') throw new Error('expected estimates');
    const [p, q] = shares as [number, number];
    expect(odds.rows[0]?.estimate).toBeCloseTo(Math.log((p * (1 - q)) / (q * (1 - p))), 10);
  });
});

it('as a method draws within arms and strata', () => {
  const data = sampleOutcomes.number;
  const strata = {
    levels: ['young', 'old'],
    codes: Int32Array.from(data.outcome, (value) => (value > 12 ? 1 : 0)),
  };
  const options = bootstrapMethod.options.parse({ replicates: 400, interval: 'percentile' });
  const width = (given: typeof data) => {
    const [part] = bootstrapMethod.run(given, options).parts;
    if (part?.kind !== 'estimates') throw new Error('expected estimates');
    return (part.rows[0]!.upper as number) - (part.rows[0]!.lower as number);
  };
  // Strata made of the outcome hold most of its spread, which is then not drawn.
  expect(width({ ...data, strata })).toBeLessThan(0.8 * width(data));
});

it('compares rates, not numbers, of events', () => {
  const rows = { outcome: Float64Array.of(2, 4, 3, 1), exposure: Float64Array.of(1, 2, 6, 4) };
  const [every, arms] = [Int32Array.of(0, 1, 2, 3), Int32Array.of(0, 0, 1, 1)];
  const value = (name: 'rate-difference' | 'rate-ratio' | 'mean-difference') =>
    contrastFunction(name, rows)(every, arms);
  expect(value('rate-difference')).toBeCloseTo(6 / 3 - 4 / 10, 14);
  expect(value('rate-ratio')).toBeCloseTo(Math.log(5), 14);
  expect(value('mean-difference')).toBe(1);
  const { count } = sampleOutcomes;
  const arm = count.group.levels[0]!;
  const own = [...count.group.codes.keys()].filter((row) => count.group.codes[row] === 0);
  const sum = (list: Float64Array) => own.reduce((total, row) => total + list[row]!, 0);
  const summary = armSummaries(count).find(({ group, statistic }) => group === arm && statistic === 'rate')!;
  expect(summary.value).toBeCloseTo(sum(count.outcome) / sum(count.exposure), 12);
});

it('without an acceleration has the bias-corrected interval', () => {
  const values = [1, 2, 4, 8, 16, 3, 5];
  const input = { size: values.length, statistic: mean(values) };
  const result = bootstrap(input, { replicates: 500, acceleration: 'zero' });
  expect(result.acceleration).toBe(0);
  const { lower, upper } = bootstrapIntervals(result.estimate as number, result.replicates, 0, 0.95).bca;
  expect(result.bca).toEqual({ lower, upper });
  expect(result.bca.upper).not.toBe(bootstrap(input, { replicates: 500 }).bca.upper);
});

it.each([5, 'mean', null, undefined])('refuses the statistic %j', (bad) => {
  expect(() => bootstrap({ size: 3, statistic: bad as never })).toThrow(/statistic/);
});

it.each([2 ** -1000, 2 ** 400])('accelerates alike in any unit: times %d', (unit) => {
  const values = [1, 2, 5, 11, 3, 4];
  const meanIn = (scale: number) =>
    bootstrap(
      {
        size: values.length,
        statistic: (rows) => rows.reduce((sum, row) => sum + scale * (values[row]! / rows.length), 0),
      },
      { replicates: 200 },
    );
  const [here, there] = [meanIn(1), meanIn(unit)];
  expect(there.acceleration).toBeCloseTo(here.acceleration as number, 12);
  expect((there.bca.lower as number) / unit).toBeCloseTo(here.bca.lower as number, 10);
});
