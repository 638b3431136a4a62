import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { OutcomeTable } from '../../../src/math/multivariate/missing-outcomes.js';
import {
  type CovariancePrior,
  posteriorShortfall,
  regressionPosterior,
} from '../../../src/math/multivariate/regression-posterior.js';
import { NormalDraws } from '../../../src/math/random/normal-draws.js';
import { Xoshiro256 } from '../../../src/math/random/xoshiro256.js';

interface PosteriorCase {
  name: string;
  outcome: (number | null)[];
  coefficientMean: number[];
  coefficientMeanError?: number[];
  coefficientVariance: number[];
  coefficientVarianceError?: number[];
  covarianceMean: number[];
  covarianceMeanError?: number[];
  covarianceVariance?: number[];
  covarianceVarianceError?: number[];
  prior?: { df: number; scale: number[] };
}
const oracle = JSON.parse(
  readFileSync(new URL('../../oracles/reference-based-imputation/posterior.json', import.meta.url), 'utf8'),
) as { tolerance: number; input: { codes: number[]; baseline: number[] }; posterior: PosteriorCase[] };

const { codes, baseline } = oracle.input;
const centre = baseline.reduce((sum, value) => sum + value, 0) / baseline.length;
const tableOf = (outcome: readonly (number | null)[]): OutcomeTable => ({
  table: Float64Array.from(
    codes.flatMap((code, row) => [
      code,
      1 - code,
      baseline[row]! - centre,
      ...[0, 1, 2].map((visit) => outcome[3 * row + visit] ?? Number.NaN),
    ]),
  ),
  predictors: 3,
  outcomes: 3,
});
const tableNamed = (name: string): OutcomeTable =>
  tableOf(oracle.posterior.find((one) => one.name === name)!.outcome);
const start = { coefficients: new Float64Array(9), covariance: Float64Array.of(2, 0, 0, 0, 2, 0, 0, 0, 2) };
const chainOf = (table: OutcomeTable, seed: number, prior: CovariancePrior | null = null) =>
  regressionPosterior(table, start, new NormalDraws(new Xoshiro256(seed)), prior);

/** Standard error of the mean of a chain, by the means of 50 batches. */
function batchError(series: Float64Array): number {
  const length = Math.floor(series.length / 50);
  const means = Float64Array.from({ length: 50 }, (_, batch) => {
    const part = series.subarray(batch * length, (batch + 1) * length);
    return part.reduce((sum, value) => sum + value, 0) / length;
  });
  const mean = means.reduce((sum, value) => sum + value, 0) / 50;
  return Math.sqrt(means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (49 * 50));
}

/** The mean of a series less the expected one, in standard errors of both. */
function standardised(series: Float64Array, expected: number, error: number): number {
  const mean = series.reduce((sum, value) => sum + value, 0) / series.length;
  return (mean - expected) / Math.hypot(batchError(series), error);
}

describe('posterior of a regression of incomplete outcomes', () => {
  it.each(oracle.posterior.map((one) => [one.name, one] as const))(
    '%s: long-run moments are those of the posterior',
    (_, one) => {
      const steps = 30000;
      const prior =
        one.prior === undefined ? null : { ...one.prior, scale: Float64Array.from(one.prior.scale) };
      const chain = chainOf(tableOf(one.outcome), 7, prior);
      const draws = Array.from({ length: 18 }, () => new Float64Array(steps));
      expect(chain.advance(100)).toBe(true);
      for (let step = 0; step < steps; step += 1) {
        chain.advance(1);
        for (let index = 0; index < 9; index += 1) {
          draws[index]![step] = chain.coefficients[index]!;
          draws[9 + index]![step] = chain.covariance[index]!;
        }
      }
      for (let index = 0; index < 9; index += 1) {
        for (const [series, mean, meanError, variance, varianceError] of [
          [
            draws[index]!,
            one.coefficientMean,
            one.coefficientMeanError,
            one.coefficientVariance,
            one.coefficientVarianceError,
          ],
          [
            draws[9 + index]!,
            one.covarianceMean,
            one.covarianceMeanError,
            one.covarianceVariance,
            one.covarianceVarianceError,
          ],
        ] as const) {
          const centred = standardised(series, mean[index]!, meanError?.[index] ?? 0);
          expect(Math.abs(centred)).toBeLessThan(oracle.tolerance);
          if (variance === undefined) continue;
          const squares = series.map((value) => (value - mean[index]!) ** 2);
          const spread = standardised(squares, variance[index]!, varianceError?.[index] ?? 0);
          expect(Math.abs(spread)).toBeLessThan(oracle.tolerance);
        }
      }
    },
  );

  it('draws anew at each step without gaps, wherever it starts', () => {
    const table = tableNamed('without gaps');
    const chain = chainOf(table, 3);
    expect(chain.gaps).toBe(0);
    const elsewhere = regressionPosterior(
      table,
      { coefficients: new Float64Array(9).fill(50), covariance: Float64Array.of(9, 1, 1, 1, 9, 1, 1, 1, 9) },
      new NormalDraws(new Xoshiro256(3)),
    );
    chain.advance(1);
    elsewhere.advance(1);
    expect(elsewhere.coefficients).toEqual(chain.coefficients);
    const series = Float64Array.from({ length: 5000 }, () => {
      chain.advance(1);
      return chain.coefficients[7]!;
    });
    const mean = series.reduce((sum, value) => sum + value, 0) / 5000;
    let products = 0;
    let squares = 0;
    for (let step = 1; step < 5000; step += 1) {
      products += (series[step]! - mean) * (series[step - 1]! - mean);
      squares += (series[step]! - mean) ** 2;
    }
    expect(Math.abs(products / squares)).toBeLessThan(5 / Math.sqrt(5000));
  });

  it('is the same for a seed, steps by one or by many, and leaves the table as it was', () => {
    const table = tableNamed('with gaps');
    const before = table.table.slice();
    const [one, many] = [chainOf(table, 11), chainOf(table, 11)];
    for (let step = 0; step < 40; step += 1) one.advance(1);
    many.advance(40);
    expect(one.coefficients).toEqual(many.coefficients);
    expect(one.covariance).toEqual(many.covariance);
    expect(table.table).toEqual(before);
    expect(one.gaps).toBe(before.filter(Number.isNaN).length - missingAtTheEnd(before));
    expect(chainOf(table, 12).advance(1)).toBe(true);
  });

  it('passes over rows without any outcome', () => {
    const table = tableNamed('with gaps');
    const longer = Float64Array.from([...table.table, 1, 0, 9, Number.NaN, Number.NaN, Number.NaN]);
    const [one, other] = [chainOf(table, 2), chainOf({ ...table, table: longer }, 2)];
    one.advance(5);
    other.advance(5);
    expect(other.covariance).toEqual(one.covariance);
  });

  it('stops where outcomes determine one another', () => {
    const table = tableNamed('complete');
    const repeated = table.table.map((value, cell) => (cell % 6 === 4 ? 2 * table.table[cell - 1]! : value));
    const chain = chainOf({ ...table, table: repeated }, 1);
    expect(chain.advance(1)).toBe(false);
    expect(chain.advance(1)).toBe(false);
  });

  it('names the outcome that too few rows reach', () => {
    const table = tableNamed('with gaps');
    expect(posteriorShortfall(table, 'reached')).toBe(null);
    expect(posteriorShortfall(table, 'all-before')).toBe(null);
    const few = { ...table, table: table.table.slice(0, 5 * 6) };
    expect(posteriorShortfall(few, 'reached')).toEqual({ outcome: 0, rows: 5, needed: 6 });
    // All rows reach the last outcome, but only five have the first two as well.
    const sparse = tableNamed('complete').table.map((value, cell) =>
      cell % 6 === 3 + (Math.floor(cell / 6) % 2) && cell >= 30 ? Number.NaN : value,
    );
    expect(posteriorShortfall({ ...table, table: sparse }, 'reached')).toBe(null);
    expect(posteriorShortfall({ ...table, table: sparse }, 'all-before')).toEqual({
      outcome: 2,
      rows: 5,
      needed: 6,
    });
  });
});

/** Missing outcomes of a table that no observed one of the row follows. */
function missingAtTheEnd(table: Float64Array): number {
  let count = 0;
  for (let row = 0; row < table.length; row += 6) {
    for (let cell = row + 5; cell >= row + 3 && Number.isNaN(table[cell]!); cell -= 1) count += 1;
  }
  return count;
}
