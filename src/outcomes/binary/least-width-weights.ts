import { brentRoot } from '../../math/optimise/brent-root.js';
import type { EventCount } from './event-count.js';
import { strataQuantile } from './stratified-wilson.js';

/**
 * Weights of strata, adding up to 1, under which the stratified Wilson interval is short: each stratum counts by one
 * over the squared width of its Wilson interval, which makes the weighted sum of squared widths smallest.
 *
 * The width depends on the quantile of the strata, which depends on the weights. Published as an iteration from equal
 * weights to the point where neither changes; that point is a root in the one quantile, which lies between z over the
 * root of the number of strata and z, and is solved for. Every stratum holds at least one subject.
 *
 * Source: Yan X, Su XG. Stat Biopharm Res 2010;2:329-335.
 */
export function leastWidthWeights(counts: readonly EventCount[], z: number): readonly number[] {
  const weightsAt = (quantile: number) => {
    const raw = counts.map(({ events, n }) => {
      const variance = ((events / n) * ((n - events) / n)) / n;
      return (1 + quantile ** 2 / n) ** 2 / (variance + quantile ** 2 / (4 * n * n));
    });
    const total = raw.reduce((sum, value) => sum + value, 0);
    return raw.map((value) => value / total);
  };
  if (counts.length === 1) return [1];
  const change = (quantile: number) => strataQuantile(counts, weightsAt(quantile), z) - quantile;
  // The quantile reaches an end of its range, and rounding may carry it past, where the strata are alike.
  const low = z / Math.sqrt(counts.length);
  if (change(low) <= 0) return weightsAt(low);
  return weightsAt(change(z) >= 0 ? z : brentRoot(change, low, z));
}
