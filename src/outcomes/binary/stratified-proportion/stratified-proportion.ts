import { argumentError } from '../../../core/errors.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireList } from '../../../math/argument-checks.js';
import { criticalZ } from '../../../math/distributions/normal.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type EventCount, requireEventCount } from '../event-count.js';
import { leastWidthWeights } from '../least-width-weights.js';
import { stratifiedWilson } from '../stratified-wilson.js';

/** One stratum of an arm, with its weight in the population that the proportion is for. */
export interface WeightedCount extends EventCount {
  /** Any measure of its size, such as subjects; weights need not add up to 1. Not read with weights of least width. */
  readonly weight?: number;
}

export const proportionWeights = ['given', 'least-width'] as const;
export type ProportionWeights = (typeof proportionWeights)[number];

export interface StratifiedProportionOptions {
  readonly weights?: ProportionWeights;
  readonly level?: number;
}

export interface StratifiedProportionEstimate {
  /** Weighted mean of the strata's proportions. */
  readonly proportion: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** What each stratum counts, adding up to 1; 0 for one that is left out. */
  readonly weights: readonly number[];
  readonly level: number;
}

/**
 * The share of subjects with the event in strata of given sizes, with the stratified Wilson interval.
 *
 * The interval is the weighted mean of the strata's Wilson limits, each with a smaller quantile so that the mean has
 * the coverage asked for; no continuity correction. With one stratum it is Wilson's interval. Strata of weight 0 are
 * left out. A stratum with weight and no subjects: `empty-group`.
 *
 * `weights`: those `given` with the strata (default), or those that make the interval short (`least-width`: see
 * `leastWidthWeights`), for a proportion that is the same in all strata; strata without subjects are then left out, and
 * none with subjects is `empty-group`. R `tern` (`prop_strat_wilson` without weights) has these weights, yet keeps the
 * quantile of equal weights in the limits, which moves their fifth digit; here the quantile is that of the weights.
 *
 * @throws MethodError when there is no stratum or no weight above 0, a weight or a count is impossible, or level is not
 * in (0, 1).
 *
 * Source: Yan X, Su XG. Stat Biopharm Res 2010;2:329-335. Oracle: test/oracles/stratified-proportion.
 */
export function stratifiedProportion(
  strata: readonly WeightedCount[],
  options: StratifiedProportionOptions = {},
): StratifiedProportionEstimate {
  const method = 'stratified-proportion';
  requireOptions(method, options, { weights: proportionWeights, level: 'checked later' });
  const { weights: rule = 'given', level = 0.95 } = options;
  requireLevel(method, 'level', level);
  requireList(method, 'strata', strata, 'a list of strata with their weights');
  if (strata.length === 0) throw argumentError(method, 'strata', 'are none', '0', 'at least one stratum');
  for (const [index, stratum] of strata.entries()) requireEventCount(method, `strata[${index}]`, stratum);
  const sizes = rule === 'given' ? givenSizes(method, strata) : strata.map(({ n }) => n);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const weighed = strata.filter((_, index) => sizes[index]! > 0);
  if (weighed.length === 0 || weighed.some(({ n }) => n === 0)) {
    const none = notEstimable('empty-group');
    return { proportion: none, lower: none, upper: none, weights: sizes.map(() => 0), level };
  }
  const z = criticalZ(level);
  const shares =
    rule === 'given'
      ? sizes.filter((size) => size > 0).map((size) => size / total)
      : leastWidthWeights(weighed, z);
  const left = shares.values();
  return {
    proportion: weighed.reduce((sum, { events, n }, index) => sum + (shares[index]! * events) / n, 0),
    ...stratifiedWilson(weighed, shares, z),
    weights: sizes.map((size) => (size > 0 ? left.next().value! : 0)),
    level,
  };
}

/** The weights that came with the strata. */
function givenSizes(method: string, strata: readonly WeightedCount[]): readonly number[] {
  const sizes = strata.map(({ weight }, index) => {
    if (typeof weight === 'number' && weight >= 0 && Number.isFinite(weight)) return weight;
    throw argumentError(
      method,
      `strata[${index}].weight`,
      'is not a weight',
      String(weight),
      'a finite number from 0 up',
    );
  });
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (!(total > 0)) throw argumentError(method, 'weights', 'add up to 0', String(total), 'a weight above 0');
  return sizes;
}
