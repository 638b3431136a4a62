import { argumentError } from '../../../core/errors.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireList } from '../../../math/argument-checks.js';
import { criticalZ } from '../../../math/distributions/normal.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type EventCount, requireEventCount } from '../event-count.js';
import { stratifiedWilson } from '../stratified-wilson.js';

/** One stratum of an arm, with its weight in the population that the proportion is for. */
export interface WeightedCount extends EventCount {
  /** Any measure of its size, such as subjects; weights need not add up to 1. */
  readonly weight: number;
}

export interface StratifiedProportionOptions {
  readonly level?: number;
}

export interface StratifiedProportionEstimate {
  /** Weighted mean of the strata's proportions. */
  readonly proportion: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly level: number;
}

/**
 * The share of subjects with the event in strata of given sizes, with the stratified Wilson interval.
 *
 * The interval is the weighted mean of the strata's Wilson limits, each with a smaller quantile so that the mean has the
 * coverage asked for; no continuity correction. With one stratum it is Wilson's interval. Strata of weight 0 are left
 * out. A stratum with weight and no subjects: `empty-group`.
 *
 * @throws MethodError when there is no weight above 0, a weight or a count is impossible, or level is not in (0, 1).
 *
 * Source: Yan X, Su XG. Stat Biopharm Res 2010;2:329-335. Oracle: test/oracles/stratified-proportion.
 */
export function stratifiedProportion(
  strata: readonly WeightedCount[],
  options: StratifiedProportionOptions = {},
): StratifiedProportionEstimate {
  const method = 'stratified-proportion';
  requireOptions(method, options, { level: 'checked later' });
  const { level = 0.95 } = options;
  requireLevel(method, 'level', level);
  requireList(method, 'strata', strata, 'a list of strata with their weights');
  let total = 0;
  for (const [index, stratum] of strata.entries()) {
    requireEventCount(method, `strata[${index}]`, stratum);
    if (!(stratum.weight >= 0 && Number.isFinite(stratum.weight))) {
      throw argumentError(
        method,
        `strata[${index}].weight`,
        'is not a weight',
        String(stratum.weight),
        'a finite number from 0 up',
      );
    }
    total += stratum.weight;
  }
  if (!(total > 0)) throw argumentError(method, 'weights', 'add up to 0', String(total), 'a weight above 0');
  const weighed = strata.filter(({ weight }) => weight > 0);
  if (weighed.some(({ n }) => n === 0)) {
    const none = notEstimable('empty-group');
    return { proportion: none, lower: none, upper: none, level };
  }
  const weights = weighed.map(({ weight }) => weight / total);
  return {
    proportion: weighed.reduce((sum, { events, n }, index) => sum + (weights[index]! * events) / n, 0),
    ...stratifiedWilson(weighed, weights, criticalZ(level)),
    level,
  };
}
