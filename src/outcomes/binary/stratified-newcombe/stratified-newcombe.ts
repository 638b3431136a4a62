import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireOneOf } from '../../../math/argument-checks.js';
import { criticalZ } from '../../../math/distributions/normal.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type BinaryStratum, comparableStrata, requireStrata } from '../binary-stratum.js';
import type { EventCount } from '../event-count.js';
import { leastWidthWeights } from '../least-width-weights.js';
import { stratifiedWilson } from '../stratified-wilson.js';
import { stratumShares, stratumWeights } from '../stratum-weights.js';

export const newcombeWeights = [...stratumWeights, 'least-width'] as const;
export type NewcombeWeights = (typeof newcombeWeights)[number];

export interface StratifiedNewcombeOptions {
  readonly weights?: NewcombeWeights;
  readonly level?: number;
}

export interface StratifiedNewcombeEstimate {
  /** Mean of the strata's risk differences under the weights. */
  readonly riskDifference: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly level: number;
  readonly weights: NewcombeWeights;
  /** Strata with subjects in both arms. */
  readonly strataUsed: number;
}

/**
 * The common risk difference of strata with the stratified Newcombe interval: that of two stratified Wilson intervals.
 *
 * Both arms and the difference take the Mantel-Haenszel weights n1 · n2 / N unless `weights` says otherwise (see
 * `stratifiedRiskDifference`; weights that divide by a variance of 0 make everything `zero-cells`), as SAS FREQ
 * `COMMONRISKDIFF(CL=NEWCOMBE)` and R `tern` with `weights_method = "cmh"`; no continuity correction. `least-width`
 * takes the weights that make the stratified Wilson interval of both arms together short (see `leastWidthWeights`), as
 * `tern` with `"wilson_h"`. The interval has no test of its own. With one stratum the limits carry z·sqrt(p(1 - p) / n)
 * at the Wilson limits rather than the distances to them, but for Wilson limits these are the same, so that it is
 * Newcombe's interval. In an arm where all strata have no events, or only events, the strata's shares of the quantile
 * are those of one small common proportion. Strata with an empty arm are left out; with none left everything is
 * `empty-group`.
 *
 * @throws MethodError when there is no stratum, a count is not whole, negative or above n, or level is not in (0, 1).
 *
 * Source: Yan X, Su XG. Stat Biopharm Res 2010;2:329-335. Oracle: test/oracles/stratified-newcombe.
 */
export function stratifiedNewcombe(
  strata: readonly BinaryStratum[],
  options: StratifiedNewcombeOptions = {},
): StratifiedNewcombeEstimate {
  requireOptions('stratified-newcombe', options, { weights: 'checked later', level: 'checked later' });
  const { weights: rule = 'mantel-haenszel', level = 0.95 } = options;
  requireOneOf('stratified-newcombe', 'weights', rule, newcombeWeights);
  requireStrata('stratified-newcombe', strata);
  requireLevel('stratified-newcombe', 'level', level);
  const used = comparableStrata(strata);
  const settings = { level, weights: rule, strataUsed: used.length };
  if (used.length === 0) {
    const none = notEstimable('empty-group');
    return { riskDifference: none, lower: none, upper: none, ...settings };
  }
  const z = criticalZ(level);
  const weights =
    rule === 'least-width' ? leastWidthWeights(used.map(bothArms), z) : stratumShares(rule, used);
  if (weights === null) {
    const none = notEstimable('zero-cells');
    return { riskDifference: none, lower: none, upper: none, ...settings };
  }
  const of = limitVariances(
    used.map((stratum) => stratum.of),
    weights,
    z,
  );
  const versus = limitVariances(
    used.map((stratum) => stratum.versus),
    weights,
    z,
  );
  const riskDifference = used.reduce(
    (sum, stratum, index) =>
      sum + weights[index]! * (stratum.of.events / stratum.of.n - stratum.versus.events / stratum.versus.n),
    0,
  );
  return {
    riskDifference,
    lower: riskDifference - z * Math.sqrt(of.varianceAtLower + versus.varianceAtUpper),
    upper: riskDifference + z * Math.sqrt(of.varianceAtUpper + versus.varianceAtLower),
    ...settings,
  };
}

function bothArms({ of, versus }: BinaryStratum): EventCount {
  return { events: of.events + versus.events, n: of.n + versus.n };
}

/** Variance of the weighted proportion of one arm if that were at each of its stratified Wilson limits. */
function limitVariances(counts: readonly EventCount[], weights: readonly number[], z: number) {
  const { lower, upper } = stratifiedWilson(counts, weights, z);
  const sizes = counts.reduce((sum, { n }, index) => sum + weights[index]! ** 2 / n, 0);
  const varianceAt = (limit: number) => sizes * Math.max(0, limit * (1 - limit));
  return { varianceAtLower: varianceAt(lower), varianceAtUpper: varianceAt(upper) };
}
