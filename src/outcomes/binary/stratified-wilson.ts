import type { EventCount } from './event-count.js';
import { wilsonLower, wilsonUpper } from './wilson-limit.js';

/**
 * Stratified Wilson limits of one arm under weights that add up to 1: the weighted means of the strata's Wilson limits,
 * each at the quantile of `strataQuantile`. Every stratum holds at least one subject.
 *
 * Source: Yan X, Su XG. Stat Biopharm Res 2010;2:329-335.
 */
export function stratifiedWilson(
  counts: readonly EventCount[],
  weights: readonly number[],
  z: number,
): { readonly lower: number; readonly upper: number } {
  const quantile = strataQuantile(counts, weights, z);
  let lower = 0;
  let upper = 0;
  for (const [index, { events, n }] of counts.entries()) {
    lower += weights[index]! * wilsonLower(events, n, quantile);
    upper += weights[index]! * wilsonUpper(events, n, quantile);
  }
  return { lower, upper };
}

/**
 * The quantile of each stratum's Wilson interval, z · sqrt(Σw²v) / Σ(w·sqrt(v)) with v the stratum's binomial variance,
 * at which the weighted mean of the limits has the coverage asked for. Where all strata have no events, or only events,
 * their shares of it are those of one small common proportion.
 */
export function strataQuantile(counts: readonly EventCount[], weights: readonly number[], z: number): number {
  const spread = (varianceOf: (count: EventCount) => number) => {
    let squares = 0;
    let roots = 0;
    for (const [index, count] of counts.entries()) {
      squares += weights[index]! ** 2 * varianceOf(count);
      roots += weights[index]! * Math.sqrt(varianceOf(count));
    }
    return { squares, roots };
  };
  const observed = spread(({ events, n }) => ((events / n) * ((n - events) / n)) / n);
  const { squares, roots } = observed.roots > 0 ? observed : spread(({ n }) => 1 / n);
  return (z * Math.sqrt(squares)) / roots;
}
