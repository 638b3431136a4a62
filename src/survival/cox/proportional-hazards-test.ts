import { type Estimable, mapEstimable, notEstimable } from '../../core/estimable.js';
import { chiSquareUpperTail } from '../../math/distributions/chi-square.js';
import { cholesky } from '../../math/linear-algebra/cholesky.js';
import { generalisedQuadraticForm } from '../../math/linear-algebra/generalised-quadratic-form.js';
import { midRanks } from '../../math/order/ranks.js';
import { sortOrder } from '../../math/order/sort-order.js';
import { addOuterProducts, mirrorLowerTriangle } from '../weighted-sums.js';
import type { CoxModel } from './fit-cox-model.js';
import { noFit } from './martingale-residuals.js';
import { modelVariables } from './term-tests.js';

/** The scale of time on which hazard ratios may change. */
export const timeTransforms = ['km', 'identity', 'rank', 'log'] as const;
export type TimeTransform = (typeof timeTransforms)[number];

export interface ProportionalHazardsTest {
  /** A coefficient, a variable with several columns, or `global` for all together. */
  readonly term: string;
  readonly chiSquare: Estimable;
  readonly df: number;
  readonly p: Estimable;
}

/**
 * Tests whether each hazard ratio stays the same over time: score tests of adding x times g(t), g one of four scales
 * of time, for each coefficient, for each variable of several columns as a whole, and for all together.
 *
 * Conventions. The full score test of R's cox.zph from survival 3.0 on, not the approximation of 1994 that earlier
 * versions and other packages print. g is by default 1 less the Kaplan-Meier estimate just before t, all strata
 * together. A fit with exact ties is tested by Breslow's likelihood at its estimates, as R does. Risk-set variances
 * weighted by g and g squared come from one sweep and one pass: O(n p^2).
 * Not estimable: `no-variation` with a single event time. Throws a `MethodError` when the model has no estimates.
 * Source: Grambsch PM, Therneau TM. Biometrika 1994;81:515-526; Therneau TM, Grambsch PM. Modeling Survival Data.
 * Springer 2000, section 6.2. Oracle: test/oracles/cox/residuals.json.
 */
export function testProportionalHazards(
  model: CoxModel,
  transform: TimeTransform = 'km',
): readonly ProportionalHazardsTest[] {
  const { rows, maximum, kept, terms } = model;
  if (maximum === null || maximum.status !== 'converged') throw noFit(model);
  const { columnCount: p, x, weight, firstRow, deathCount } = rows;
  const scale = timeScale(model, transform);
  const score = new Float64Array(p);
  const { mixed, squared } = weightedInformation(model, scale, (step, mean) => {
    const end = firstRow[step]! + deathCount[step]!;
    for (let place = firstRow[step]!; place < end; place += 1) {
      const share = (weight === null ? 1 : weight[place]!) * scale[step]!;
      for (let column = 0; column < p; column += 1) {
        score[column]! += share * (x[place * p + column]! - mean[column]!);
      }
    }
  });
  const own = ownCovariance(model);
  const tests = kept.map((index, column) =>
    describe(terms[index]!.name, model, own, score, mixed, squared, [column]),
  );
  const variables = modelVariables(terms).flatMap(({ term, terms: places }) => {
    const columns = places.map((place) => kept.indexOf(place)).filter((column) => column >= 0);
    return columns.length > 1 ? [describe(term, model, own, score, mixed, squared, columns)] : [];
  });
  const all = kept.map((_, column) => column);
  return [...tests, ...variables, describe('global', model, own, score, mixed, squared, all)];
}

/**
 * Covariance of the model's own estimates under the likelihood that is tested. For exact ties that is Breslow's at the
 * exact estimates, its gradient there, not quite 0, being taken as 0.
 */
function ownCovariance({ result, likelihood, maximum, modelCovariance, rows }: CoxModel): Float64Array {
  if (result.ties !== 'exact') return modelCovariance!;
  const { information } = likelihood.evaluate(maximum!.beta);
  return cholesky(information, rows.columnCount, 1e-15)?.inverse() ?? modelCovariance!;
}

/** Score test of the chosen columns times g, the model's own columns being estimated. */
function describe(
  term: string,
  { rows }: CoxModel,
  own: Float64Array,
  score: Float64Array,
  mixed: Float64Array,
  squared: Float64Array,
  columns: readonly number[],
): ProportionalHazardsTest {
  const p = rows.columnCount;
  const size = columns.length;
  const covariance = new Float64Array(size * size);
  columns.forEach((row, left) => {
    columns.forEach((column, right) => {
      let rest = squared[row * p + column]!;
      for (let inner = 0; inner < p; inner += 1) {
        for (let other = 0; other < p; other += 1) {
          rest -= mixed[row * p + inner]! * own[inner * p + other]! * mixed[other * p + column]!;
        }
      }
      covariance[left * size + right] = rest;
    });
  });
  // What remains after the model's columns must be more than rounding of what was there.
  const varies = columns.every((column, index) => {
    return covariance[index * size + index]! > 1e-10 * Math.max(squared[column * p + column]!, 1e-300);
  });
  const form = generalisedQuadraticForm(
    columns.map((column) => score[column]!),
    covariance,
  );
  const chiSquare: Estimable = varies ? form.value : notEstimable('no-variation');
  return {
    term,
    chiSquare,
    df: size,
    p: mapEstimable(chiSquare, (value) => chiSquareUpperTail(value, size)),
  };
}

/**
 * Sums over event times of g V and g^2 V, with V the variance of x in the risk set. `visit` gets the mean of x that
 * the events of each time are compared with.
 */
function weightedInformation(
  { rows, likelihood, maximum }: CoxModel,
  scale: Float64Array,
  visit: (step: number, mean: Float64Array) => void,
) {
  const { n, columnCount: p, x, weight, strataTimes, untilSlot, fromSlot, firstRow, deathCount } = rows;
  const mixed = new Float64Array(p * p);
  const squared = new Float64Array(p * p);
  const eventMean = new Float64Array(p);
  const sweep = likelihood.sweep(maximum!.beta, (step, _, mean, tied, ties) => {
    const g = scale[step]!;
    for (let row = 0; row < p; row += 1) {
      eventMean[row] = (ties.first0 * mean[row]! - ties.first1 * tied[row]!) / ties.weight;
      const left = ties.second0 * mean[row]! - ties.second1 * tied[row]!;
      const right = ties.second2 * tied[row]! - ties.second1 * mean[row]!;
      for (let column = 0; column <= row; column += 1) {
        const product = left * mean[column]! + right * tied[column]!;
        mixed[row * p + column]! -= g * product;
        squared[row * p + column]! -= g * g * product;
      }
    }
    visit(step, eventMean);
  });
  const slots = sweep.cumulativeHazard.length;
  const first = new Float64Array(slots);
  const second = new Float64Array(slots);
  for (let stratum = 0; stratum + 1 < strataTimes.length; stratum += 1) {
    for (let step = strataTimes[stratum]!; step < strataTimes[stratum + 1]!; step += 1) {
      const slot = step + stratum + 1;
      first[slot] = first[slot - 1]! + scale[step]! * sweep.hazard[step]!;
      second[slot] = second[slot - 1]! + scale[step]! ** 2 * sweep.hazard[step]!;
    }
  }
  const once = new Float64Array(n);
  const twice = new Float64Array(n);
  for (let place = 0; place < n; place += 1) {
    once[place] = first[untilSlot[place]!]! - first[fromSlot[place]!]!;
    twice[place] = second[untilSlot[place]!]! - second[fromSlot[place]!]!;
  }
  for (let step = 0; step < firstRow.length; step += 1) {
    const excess = sweep.hazard[step]! - sweep.ownHazard[step]!;
    const end = firstRow[step]! + deathCount[step]!;
    for (let place = firstRow[step]!; place < end; place += 1) {
      once[place]! -= scale[step]! * excess;
      twice[place]! -= scale[step]! ** 2 * excess;
    }
  }
  for (let place = 0; place < n; place += 1) {
    const size = (weight === null ? 1 : weight[place]!) * sweep.relativeRisk[place]!;
    once[place]! *= size;
    twice[place]! *= size;
  }
  addOuterProducts(x, p, once, 0, n, mixed);
  addOuterProducts(x, p, twice, 0, n, squared);
  mirrorLowerTriangle(mixed, p);
  mirrorLowerTriangle(squared, p);
  return { mixed, squared };
}

/** g at each event time. */
export function eventTimeScale({ rows }: CoxModel, transform: TimeTransform): Float64Array {
  const { eventTime, firstRow } = rows;
  if (transform === 'identity') return Float64Array.from(eventTime);
  if (transform === 'log') return Float64Array.from(eventTime, Math.log);
  if (transform === 'km') return kaplanMeierScale(rows);
  // Midranks among all times, censored ones too.
  const { ranks } = midRanks(rows.time);
  return Float64Array.from(firstRow, (place) => ranks[place]!);
}

/** g at each event time, less its mean over events. */
function timeScale(model: CoxModel, transform: TimeTransform): Float64Array {
  const { deathCount } = model.rows;
  const g = eventTimeScale(model, transform);
  let events = 0;
  let total = 0;
  g.forEach((value, step) => {
    events += deathCount[step]!;
    total += value * deathCount[step]!;
  });
  return g.map((value) => value - total / events);
}

/** 1 less the Kaplan-Meier estimate just before each event time, over all strata and without case weights. */
function kaplanMeierScale(rows: CoxModel['rows']): Float64Array {
  const { n, event, eventTime, firstRow, endRow, time, entry } = rows;
  const order = sortOrder(time);
  const entries = entry === null ? null : sortOrder(entry);
  const before = new Map<number, number>();
  let risk = 0;
  if (entries === null) risk = n;
  let entered = 0;
  let survival = 1;
  for (let index = 0; index < n; ) {
    const now = time[order[index]!]!;
    while (entries !== null && entered < n && entry![entries[entered]!]! < now) {
      risk += 1;
      entered += 1;
    }
    before.set(now, 1 - survival);
    let deaths = 0;
    let gone = 0;
    while (index < n && time[order[index]!]! === now) {
      const place = order[index]!;
      gone += 1;
      if (event[place] === 1) deaths += 1;
      index += 1;
    }
    survival *= (risk - deaths) / risk;
    risk -= gone;
  }
  return Float64Array.from(eventTime, (now, step) =>
    firstRow[step]! < endRow[step]! ? before.get(now)! : 0,
  );
}
