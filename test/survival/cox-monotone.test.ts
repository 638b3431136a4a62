import { describe, expect, it } from 'vitest';
import { cox } from '../../src/survival/cox/cox.js';
import { sortCoxRows } from '../../src/survival/cox/cox-rows.js';
import { type CoxInput, type CoxModel, fitCoxModel } from '../../src/survival/cox/fit-cox-model.js';
import { monotoneLimit } from '../../src/survival/cox/monotone-limit.js';
import { CoxPartialLikelihood } from '../../src/survival/cox/partial-likelihood.js';
import { recessionDirection } from '../../src/survival/cox/recession-direction.js';
import { maximiseLikelihood } from '../../src/survival/maximise-likelihood.js';
import { readSurvivalColumns } from '../../src/survival/survival-columns.js';
import { expectClose, parkMiller } from './oracle.js';

/** Small data with rare binary columns, which are often separated. */
function smallInput(uniform: () => number, entry: boolean): CoxInput {
  const n = 6 + Math.floor(8 * uniform());
  const from = Array.from({ length: n }, () => (entry ? Math.floor(3 * uniform()) : 0));
  return {
    time: from.map((start) => start + 1 + Math.floor(6 * uniform())),
    event: from.map(() => (uniform() < 0.6 ? 1 : 0)),
    ...(entry ? { entry: from } : {}),
    covariates: {
      a: from.map(() => (uniform() < 0.25 ? 1 : 0)),
      b: from.map(() => Math.floor(4 * uniform())),
      c: from.map(() => (uniform() < 0.3 ? 1 : 0)),
    },
  };
}

/** Rows of all kept columns before any stratum is split. */
function rowsOf(input: CoxInput, { kept, terms }: CoxModel) {
  const columns = readSurvivalColumns('cox', input);
  const one = { levels: [''], codes: new Int32Array(columns.n) };
  return sortCoxRows(
    columns,
    kept.map((index) => terms[index]!.values),
    one,
  );
}

function limitOf(input: CoxInput, model: CoxModel, ties: 'efron' | 'breslow') {
  const columns = readSurvivalColumns('cox', input);
  const values = model.kept.map((index) => model.terms[index]!.values);
  return monotoneLimit(rowsOf(input, model), ties, (strata) => sortCoxRows(columns, values, strata), 50);
}

/**
 * The log likelihood by its definition: the kernel takes late rows off its sums again, which loses digits where
 * coefficients have run to ±27.
 */
function definedLogLikelihood(
  { time, event, entry }: CoxInput,
  { kept, terms }: CoxModel,
  coefficients: Float64Array,
  ties: 'efron' | 'breslow',
): number {
  const score = Array.from({ length: time.length }, (_, row) =>
    kept.reduce((sum, index, column) => sum + coefficients[column]! * terms[index]!.values[row]!, 0),
  );
  const total = (rows: readonly number[], highest: number) =>
    rows.reduce((sum, row) => sum + Math.exp(score[row]! - highest), 0);
  const places = Array.from(score.keys());
  let sum = 0;
  for (const at of new Set(places.filter((row) => event[row] === 1).map((row) => time[row]!))) {
    const risk = places.filter((row) => time[row]! >= at && (entry === undefined || entry[row]! < at));
    const dead = risk.filter((row) => time[row] === at && event[row] === 1);
    const highest = Math.max(...risk.map((row) => score[row]!));
    for (const [place, row] of dead.entries()) {
      const gone = ties === 'efron' ? (place / dead.length) * total(dead, highest) : 0;
      sum += score[row]! - highest - Math.log(total(risk, highest) - gone);
    }
  }
  return sum;
}

/** Every event has the highest score of its risk set, and one of them a higher one than another row there. */
function rises({ time, event, entry }: CoxInput, score: readonly number[]): boolean {
  let strict = false;
  for (let row = 0; row < time.length; row += 1) {
    if (event[row] !== 1) continue;
    for (let other = 0; other < time.length; other += 1) {
      if (time[other]! < time[row]! || (entry !== undefined && entry[other]! >= time[row]!)) continue;
      if (score[other]! > score[row]! + 1e-8) return false;
      if (score[other]! < score[row]! - 1e-8) strict = true;
    }
  }
  return strict;
}

describe('likelihoods that rise for ever', () => {
  it.each(['efron', 'breslow'] as const)(
    '%s: the limit is where Newton steps and a vanishing ridge lead',
    (ties) => {
      const uniform = parkMiller(20260101);
      let separated = 0;
      let identified = 0;
      for (let trial = 0; trial < 400; trial += 1) {
        const input = smallInput(uniform, trial % 2 === 1);
        const model = fitCoxModel(input, { ties });
        if (model.kept.length === 0 || model.result.events === 0) continue;
        const likelihood = new CoxPartialLikelihood(rowsOf(input, model), ties);
        const newton = maximiseLikelihood((beta) => likelihood.evaluate(beta), model.kept.length, 50);
        const limit = limitOf(input, model, ties);
        if (newton.status !== 'not-converged') {
          expect(limit !== null, `trial ${trial}`).toBe(newton.status === 'separated');
        }
        if (limit === null) continue;
        separated += 1;
        const { logLikelihood } = limit.point;
        if (newton.status === 'separated') expectClose(newton.point.logLikelihood, logLikelihood, 1e-6);
        const { scale } = rowsOf(input, model);
        const reached = newton.beta.map((value, column) => value / scale[column]!);
        expect(definedLogLikelihood(input, model, reached, ties)).toBeLessThanOrEqual(logLikelihood + 1e-9);
        expectClose(model.result.logLikelihood, logLikelihood, 1e-12);
        const ridge = cox(input, { ties, penalty: 'ridge', ridge: 1e-5, maximumIterations: 200 });
        model.kept.forEach((index) => {
          const { logHazardRatio, name } = model.result.coefficients[index]!;
          if (typeof logHazardRatio !== 'number') return;
          identified += 1;
          expectClose(
            ridge.coefficients[index]!.logHazardRatio,
            logHazardRatio,
            2e-3,
            `trial ${trial}, ${name}`,
          );
        });
      }
      expect(separated).toBeGreaterThan(80);
      expect(identified).toBeGreaterThan(50);
    },
  );

  it('have a direction that raises every event, and finite maxima have none', () => {
    const uniform = parkMiller(77);
    let found = 0;
    for (let trial = 0; trial < 300; trial += 1) {
      const input = smallInput(uniform, trial % 2 === 1);
      const model = fitCoxModel(input);
      const { kept, result, terms } = model;
      if (result.status === 'no-events' || kept.length === 0) continue;
      const rows = rowsOf(input, model);
      const p = rows.columnCount;
      const { gradient } = new CoxPartialLikelihood(rows, 'efron').evaluate(new Float64Array(p));
      const direction = recessionDirection(rows, gradient, [...Array(p).keys()]);
      if (direction === null) continue;
      found += 1;
      const score = Array.from(input.time, (_, row) =>
        kept.reduce(
          (sum, index, column) =>
            sum + (terms[index]!.values[row]! / rows.scale[column]!) * direction[column]!,
          0,
        ),
      );
      expect(rises(input, score), `trial ${trial}`).toBe(true);
    }
    expect(found).toBeGreaterThan(60);
  });
});

describe('columns of very unequal spread', () => {
  // The rows of the first two events have the highest x1 of their risk sets, by factors from 1 to millions.
  const input: CoxInput = {
    time: [9, 15, 1, 1, 9, 13, 10],
    event: [0, 1, 0, 1, 0, 0, 0],
    covariates: {
      x0: [0.0388, 198.35, 0.0334, 0.0003, 0.0112, 0.00008, 316.14],
      x1: [0.0425, 0.0011, 2964.56, 2266.99, 2101.37, 0.0194, 588.31],
    },
  };

  it('end as separated, with the log likelihood of the limit and the tests that it has', () => {
    const result = cox(input);
    expect(result.status).toBe('separated');
    // The last event is alone in its risk set, and the first can be raised above all others: the limit is certainty.
    expectClose(result.logLikelihood, 0, 1e-12);
    expectClose(result.likelihoodRatioTest.chiSquare, 2 * Math.log(7), 1e-12);
    expect(result.waldTest.chiSquare).toEqual({ notEstimable: 'separated' });
    for (const { logHazardRatio } of result.coefficients) {
      expect(logHazardRatio).toEqual({ notEstimable: 'separated' });
    }
  });

  it('end so under each rule for ties where no events are tied', () => {
    const efron = cox(input);
    const exact = cox(input, { ties: 'exact' });
    expect({ ...exact, ties: 'efron' }).toEqual(efron);
  });

  it('keep a finite coefficient beside an infinite one, whatever the unit', () => {
    const uniform = parkMiller(5);
    const n = 40;
    const rare = Array.from({ length: n }, (_, row) => (row < 3 ? 1 : 0));
    const z = Array.from({ length: n }, () => Math.floor(5 * uniform()));
    const time = Array.from({ length: n }, (_, row) => (row < 3 ? 1 + row : 4 + Math.floor(20 * uniform())));
    const event = Array.from({ length: n }, (_, row) => (row < 3 || uniform() < 0.6 ? 1 : 0));
    const plain = cox({ time, event, covariates: { rare, z } });
    expect(plain.status).toBe('separated');
    const model = fitCoxModel({ time, event, covariates: { rare, z } });
    const limit = limitOf({ time, event, covariates: { rare, z } }, model, 'efron')!;
    expect(Array.from(limit.direction, Math.sign)).toEqual([1, 0]);
    expectClose(limit.beta[1]! / limit.rows.scale[1]!, plain.coefficients[1]!.logHazardRatio as number, 1e-6);
    // The limit is the model without the three rows beyond comparison, stratified by who they are.
    const stratified = cox({ time, event, strata: rare.map(String), covariates: { z } });
    expectClose(
      limit.beta[1]! / limit.rows.scale[1]!,
      stratified.coefficients[0]!.logHazardRatio as number,
      1e-10,
    );
    expectClose(limit.point.logLikelihood, stratified.logLikelihood as number, 1e-10);
  });

  it('are seen where a rare group has no event among thousands', () => {
    const uniform = parkMiller(12345);
    const n = 5000;
    const time = Array.from({ length: n }, () => 1 + Math.floor(uniform() * 300));
    const event = time.map((_, row) => (row >= 4 && uniform() < 0.5 ? 1 : 0));
    const rare = time.map((_, row) => (row < 4 ? 1 : 0));
    const age = time.map(() => 20 + Math.floor(60 * uniform()));
    const result = cox({ time, event, covariates: { rare, age } });
    expect(result.separated).toEqual([{ name: 'rare', towards: 'minus infinity' }]);
    // Without the rare group nothing else changes.
    const kept = (values: readonly number[]) => values.slice(4);
    const others = cox({ time: kept(time), event: kept(event), covariates: { age: kept(age) } });
    const [, own] = result.coefficients;
    expectClose(own!.logHazardRatio, others.coefficients[0]!.logHazardRatio as number, 1e-12);
    expectClose(own!.standardError, others.coefficients[0]!.standardError as number, 1e-12);
    expectClose(result.logLikelihood, others.logLikelihood as number, 1e-12);
  });

  it('give typed results under every option that goes with them', () => {
    for (const options of [{ interval: 'profile' }, { variance: 'robust' }, { ties: 'breslow' }] as const) {
      const result = cox(input, options);
      expect(result.status).toBe('separated');
      for (const { hazardRatio, lower, upper } of result.coefficients) {
        expect([hazardRatio, lower, upper].every((value) => typeof value === 'object')).toBe(true);
      }
    }
  });
});
