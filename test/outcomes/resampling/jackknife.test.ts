import { describe, expect, it } from 'vitest';
import { jackknifeMethod } from '../../../src/outcomes/resampling/jackknife/definition.js';
import { jackknife } from '../../../src/outcomes/resampling/jackknife/jackknife.js';
import { sampleOutcomes } from '../../sample-data.js';
import { expectFigures, readOracle } from '../oracle-cases.js';

const oracle = readOracle<{ values: number[]; block: number[]; statistic: string }, never>(
  'jackknife/leave-one-out.json',
);
const statistics: Record<string, (values: number[]) => number> = {
  mean: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  variance: (values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  },
};
const of = (name: string, values: readonly number[]) => (rows: Int32Array) =>
  statistics[name]!(Array.from(rows, (row) => values[row]!));

describe('jackknife', () => {
  it('calls what it refuses by its name', () => {
    expect(() => jackknife({ size: 3, statistic: () => 0, blocks: ['a'] })).toThrow(
      /"blocks" has another length/,
    );
    expect(() => jackknife({ size: Number.NaN, statistic: () => 0 })).toThrow(/"size" is not a count/);
  });

  it.each(oracle.cases)('$name', ({ input, expected }) => {
    const result = jackknife({
      size: input.values.length,
      statistic: of(input.statistic, input.values),
      blocks: input.block,
    });
    const { bias, pseudoValues, acceleration, ...figures } = expected;
    expect(expectFigures(result, figures, 1e-12)).toBe(6);
    expect(Math.abs((result.bias as number) - (bias as number))).toBeLessThan(1e-12);
    expect(Math.abs((result.acceleration as number) - (acceleration as number))).toBeLessThan(1e-12);
    (pseudoValues as number[]).forEach((value, index) => {
      expect(Math.abs(result.pseudoValues[index]! - value)).toBeLessThan(1e-12);
    });
  });

  it('makes the variance with divisor n unbiased', () => {
    const values = [3, 9, 4, 1, 7, 7.5];
    const mean = statistics.mean!(values);
    const unbiased = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    expect(jackknife({ size: 6, statistic: of('variance', values) }).corrected).toBeCloseTo(unbiased, 12);
  });

  it('says what does not exist', () => {
    expect(jackknife({ size: 1, statistic: () => 1 }).standardError).toEqual({
      notEstimable: 'too-few-observations',
    });
    expect(jackknife({ size: 4, statistic: () => 1 })).toMatchObject({
      standardError: 0,
      acceleration: { notEstimable: 'no-variation' },
    });
    expect(jackknife({ size: 4, statistic: (rows) => (rows.length < 4 ? Number.NaN : 1) })).toMatchObject({
      estimate: 1,
      standardError: { notEstimable: 'not-applicable' },
    });
    expect(() => jackknife({ size: 4, statistic: () => 1, blocks: [1, 2] })).toThrow(/strata|blocks/);
  });

  it('in a plan, leaves out clusters where there are some and says when there are none', () => {
    const data = sampleOutcomes.number;
    const run = (subjects: typeof data, options: object) =>
      jackknifeMethod.run(subjects, jackknifeMethod.options.parse(options));
    expect(() => run(data, { leaveOut: 'cluster' })).toThrow(/clusters/);
    const cluster = {
      levels: ['a', 'b', 'c', 'd', 'e'],
      codes: Int32Array.from(data.outcome, (_, row) => row % 5),
    };
    const [part] = run({ ...data, cluster }, { leaveOut: 'cluster' }).parts;
    if (part?.kind !== 'estimates') throw new Error('expected estimates');
    expect(part.rows[0]?.reference).toEqual({ distribution: 't', df: 4 });
  });
});

it.each([5, 'mean', null, undefined])('refuses the statistic %j', (bad) => {
  expect(() => jackknife({ size: 3, statistic: bad as never })).toThrow(/statistic/);
});

it.each([2 ** -1000, 2 ** -500, 2 ** 400, 2 ** 1000])('gives what it gives in any unit: times %d', (unit) => {
  const values = [1, 2, 5, 11];
  const meanIn = (scale: number) =>
    jackknife({
      size: values.length,
      statistic: (rows) => rows.reduce((sum, row) => sum + scale * (values[row]! / rows.length), 0),
    });
  const [here, there] = [meanIn(1), meanIn(unit)];
  expect(there.acceleration).toBeCloseTo(here.acceleration as number, 12);
  expect((there.standardError as number) / unit).toBeCloseTo(here.standardError as number, 12);
  expect((there.upper as number) / unit).toBeCloseTo(here.upper as number, 12);
});
