import { cholesky } from '../../math/linear-algebra/cholesky.js';
import { countUpTo } from '../../math/order/count-up-to.js';
import { quantileOfSorted } from '../../math/order/quantile.js';
import type { Xoshiro256 } from '../../math/random/xoshiro256.js';
import type { IntervalColumns } from '../interval-columns.js';
import { probabilityInterval } from '../probability-interval.js';
import { type InnermostIntervals, innermostIntervals } from './innermost-intervals.js';
import { maximiseMixture } from './maximise-mixture.js';

/** Standard error and limits of the highest survival at a time; null where there is none. */
export interface SurvivalError {
  readonly standardError: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

/** Event-free share at a time, with the events of every step at its end. */
export function highestSurvival(upper: ArrayLike<number>, probability: Float64Array, time: number): number {
  let sum = 0;
  for (let index = probability.length - 1; index >= 0; index -= 1) {
    if (upper[index]! > time) sum += probability[index]!;
  }
  return sum;
}

/**
 * Errors from the observed information of the probabilities above 0, which add up to 1; limits on the complementary
 * log-log scale. For exact and right-censored times this is Greenwood's formula. null where the information is
 * singular: the probabilities are then not determined one by one.
 *
 * With I the information and 1 a column of ones, the covariance is I^-1 - I^-1 1 1' I^-1 / (1' I^-1 1).
 * Source: Turnbull BW. J R Stat Soc B 1976;38:290-295, section 4.
 */
export function informationErrors(
  { upper, first, last, weight }: InnermostIntervals,
  probability: Float64Array,
  times: readonly number[],
  critical: number,
): readonly SurvivalError[] | null {
  const support = Array.from(probability.keys()).filter((index) => probability[index]! > 0);
  const size = support.length;
  const information = new Float64Array(size * size);
  first.forEach((from, row) => {
    const covered = support.flatMap((index, place) => (index >= from && index <= last[row]! ? [place] : []));
    const chance = covered.reduce((sum, place) => sum + probability[support[place]!]!, 0);
    const share = weight[row]! / (chance * chance);
    for (const i of covered) for (const j of covered) information[i * size + j]! += share;
  });
  const factor = cholesky(information, size);
  if (factor === null) return null;
  const ones = factor.solve(new Float64Array(size).fill(1));
  const total = ones.reduce((sum, value) => sum + value, 0);
  return times.map((time) => {
    const later = Float64Array.from(support, (index) => (upper[index]! > time ? 1 : 0));
    // Before the first step the share is 1, whatever the rounding of its parts.
    if (!later.includes(0)) return { standardError: 0, lower: 1, upper: 1 };
    const solved = factor.solve(later);
    let variance = 0;
    let shared = 0;
    later.forEach((inside, place) => {
      variance += inside * solved[place]!;
      shared += inside * ones[place]!;
    });
    const survival = highestSurvival(upper, probability, time);
    const spread = Math.max(0, variance - (shared * shared) / total);
    // So is 0 past the last step.
    const standardError = later.includes(1) ? Math.sqrt(spread) : 0;
    return { standardError, ...probabilityInterval(survival, standardError / survival, critical, 'log-log') };
  });
}

/**
 * Errors from resampling subjects with replacement: the standard deviation of the curve over resamples, and its
 * quantiles (R's type 7) as limits. Case weights are shares of the subjects to draw from. Resamples that do not
 * converge are left out; null when fewer than half are left. Source: Efron B, Tibshirani RJ. An Introduction to the
 * Bootstrap. 1993, chapter 13.
 */
export function bootstrapErrors(
  columns: IntervalColumns,
  rows: Int32Array,
  times: readonly number[],
  level: number,
  resamples: number,
  random: Xoshiro256,
  maximumIterations: number,
): readonly SurvivalError[] | null {
  const ends = new Float64Array(rows.length);
  let total = 0;
  rows.forEach((row, place) => {
    total += columns.weight?.[row] ?? 1;
    ends[place] = total;
  });
  const subjects = Math.round(total);
  const found: number[][] = times.map(() => []);
  for (let resample = 0; resample < resamples; resample += 1) {
    const weight = new Float64Array(columns.n);
    for (let draw = 0; draw < subjects; draw += 1) {
      const place =
        columns.weight === null ? random.integerBelow(rows.length) : placeOf(ends, random.uniform() * total);
      weight[rows[place]!]! += 1;
    }
    const drawn = rows.filter((row) => weight[row]! > 0);
    const intervals = innermostIntervals({ ...columns, weight }, drawn);
    const maximum = maximiseMixture(intervals, maximumIterations);
    if (!maximum.converged) continue;
    times.forEach((time, index) => {
      found[index]!.push(highestSurvival(intervals.upper, maximum.probability, time));
    });
  }
  if ((found[0]?.length ?? 0) * 2 < resamples) return null;
  return found.map((values) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const sorted = Float64Array.from(values).sort();
    return {
      standardError: Math.sqrt(squares / Math.max(1, values.length - 1)),
      lower: quantileOfSorted(sorted, (1 - level) / 2, 7),
      upper: quantileOfSorted(sorted, (1 + level) / 2, 7),
    };
  });
}

/** The first place whose running total is above a number. */
function placeOf(ends: Float64Array, number: number): number {
  return Math.min(countUpTo(ends, number), ends.length - 1);
}
