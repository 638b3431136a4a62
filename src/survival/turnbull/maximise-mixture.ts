import { cholesky } from '../../math/linear-algebra/cholesky.js';
import type { InnermostIntervals } from './innermost-intervals.js';

export interface MixtureMaximum {
  readonly probability: Float64Array;
  readonly logLikelihood: number;
  /** Largest breach of the conditions of a maximum, per unit of weight: 0 at the maximum. */
  readonly gap: number;
  readonly converged: boolean;
  readonly iterations: number;
}

const accuracy = 1e-11;
const warmUp = 30;

/**
 * Probabilities of the innermost intervals that make the rows most likely. The log-likelihood is concave: some rounds
 * of self-consistency (EM), then Newton steps on the probabilities above 0. One that a step would turn negative
 * leaves, one whose slope is positive enters, until the conditions of a maximum hold to 1e-11: slope 0 where the
 * probability is above 0, and at most 0 elsewhere. O(m^3) a step for m innermost intervals.
 *
 * Source: Turnbull BW. J R Stat Soc B 1976;38:290-295 (self-consistency); Gentleman R, Geyer CJ. Biometrika
 * 1994;81:618-623 (conditions of the maximum).
 */
export function maximiseMixture(rows: InnermostIntervals, maximumIterations: number): MixtureMaximum {
  const count = rows.lower.length;
  const total = rows.weight.reduce((sum, weight) => sum + weight, 0);
  let probability: Float64Array = new Float64Array(count).fill(1 / Math.max(1, count));
  for (let round = 0; round < warmUp; round += 1) {
    const slope = slopes(rows, probability, total);
    probability = probability.map((value, index) => value * (1 + slope[index]! / total));
  }
  const active = new Set(Array.from(probability.keys()).filter((index) => probability[index]! > 1e-8));
  probability = probability.map((value, index) => (active.has(index) ? value : 0));
  let iterations = 0;
  let gap = Number.POSITIVE_INFINITY;
  let turnedBack = false;
  for (; iterations < maximumIterations; iterations += 1) {
    const slope = slopes(rows, probability, total);
    let within = 0;
    let entering = -1;
    slope.forEach((value, index) => {
      if (active.has(index)) within = Math.max(within, Math.abs(value));
      else if (value > accuracy * total && (entering < 0 || value > slope[entering]!)) entering = index;
    });
    gap = Math.max(within, entering < 0 ? 0 : slope[entering]!) / total;
    if (gap <= accuracy) break;
    // One enters once the others are near rest, and not right after a step in which it wanted to leave.
    const rested = entering >= 0 && within <= Math.max(accuracy * total, 0.1 * slope[entering]!);
    if (rested && !turnedBack) active.add(entering);
    const next = newtonStep(rows, probability, slope, [...active], total);
    if (next === null) break;
    turnedBack = next.probability === probability;
    probability = next.probability;
    for (const index of next.leaving) active.delete(index);
  }
  // They sum to 1 up to the accuracy of the iteration; now to that of the sum.
  const sum = probability.reduce((all, value) => all + value, 0);
  const shares = probability.map((value) => value / sum);
  return {
    probability: shares,
    logLikelihood: objective(rows, shares, 0),
    gap,
    converged: gap <= 1e-9,
    iterations: iterations + warmUp,
  };
}

/** Probability of each pattern of rows. */
function fitted(rows: InnermostIntervals, probability: Float64Array): Float64Array {
  return Float64Array.from(rows.first, (first, row) => {
    let sum = 0;
    for (let index = first; index <= rows.last[row]!; index += 1) sum += probability[index]!;
    return sum;
  });
}

/** Log-likelihood less `multiplier` times the sum of probabilities. */
function objective(rows: InnermostIntervals, probability: Float64Array, multiplier: number): number {
  const chance = fitted(rows, probability);
  let sum = 0;
  chance.forEach((value, row) => {
    sum += rows.weight[row]! * Math.log(value);
  });
  return sum - multiplier * probability.reduce((all, value) => all + value, 0);
}

/** Slopes of the log-likelihood less total weight: with that multiplier the probabilities sum to 1 at the maximum. */
function slopes(rows: InnermostIntervals, probability: Float64Array, total: number): Float64Array {
  const count = probability.length;
  const chance = fitted(rows, probability);
  const slope = new Float64Array(count).fill(-total);
  rows.first.forEach((first, row) => {
    const share = rows.weight[row]! / chance[row]!;
    for (let index = first; index <= rows.last[row]!; index += 1) slope[index]! += share;
  });
  return slope;
}

function newtonStep(
  rows: InnermostIntervals,
  probability: Float64Array,
  slope: Float64Array,
  active: readonly number[],
  total: number,
): { probability: Float64Array; leaving: readonly number[] } | null {
  const size = active.length;
  const place = new Map(active.map((index, own) => [index, own]));
  const chance = fitted(rows, probability);
  const bow = new Float64Array(size * size);
  rows.first.forEach((first, row) => {
    const share = rows.weight[row]! / chance[row]! ** 2;
    const covered: number[] = [];
    for (let index = first; index <= rows.last[row]!; index += 1) {
      const own = place.get(index);
      if (own !== undefined) covered.push(own);
    }
    for (const i of covered) for (const j of covered) bow[i * size + j]! += share;
  });
  const right = active.map((index) => slope[index]!);
  const now = objective(rows, probability, total);
  for (let ridge = 0; ridge < 1e6; ridge = ridge === 0 ? 1e-10 : ridge * 100) {
    const raised = bow.map((value, cell) => (cell % (size + 1) === 0 ? value * (1 + ridge) : value));
    const step = cholesky(raised, size)?.solve(right);
    if (step === undefined) continue;
    // Up to the first probability that would turn negative; those at 0 that want to fall leave at once.
    let share = 1;
    const leaving: number[] = [];
    active.forEach((index, own) => {
      if (step[own]! < 0 && probability[index] === 0) leaving.push(index);
      else if (probability[index]! + step[own]! < 0)
        share = Math.min(share, -probability[index]! / step[own]!);
    });
    if (leaving.length > 0) return { probability, leaving };
    for (let halving = 0; halving < 30; halving += 1) {
      const candidate = probability.slice();
      const gone: number[] = [];
      active.forEach((index, own) => {
        const value = probability[index]! + share * step[own]!;
        const empty = value <= 1e-14;
        candidate[index] = empty ? 0 : value;
        if (empty) gone.push(index);
      });
      const value = objective(rows, candidate, total);
      if (value >= now - 1e-13 * Math.abs(now)) return { probability: candidate, leaving: gone };
      share /= 2;
    }
  }
  return null;
}
