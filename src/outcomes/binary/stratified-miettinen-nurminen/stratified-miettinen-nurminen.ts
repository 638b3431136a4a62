import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { criticalZ, normalTwoSidedP } from '../../../math/distributions/normal.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type BinaryStratum, comparableStrata, requireStrata } from '../binary-stratum.js';
import { observedDifference, restrictedVariance } from '../score-difference.js';
import { scoreLimits } from '../score-limits.js';
import { type StratumWeights, stratumShares, stratumWeights } from '../stratum-weights.js';

export interface StratifiedMiettinenNurminenOptions {
  readonly weights?: StratumWeights;
  readonly level?: number;
}

export interface StratifiedMiettinenNurminenEstimate {
  /** Mean of the strata's risk differences under the weights. */
  readonly riskDifference: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Score statistic of no difference; under Mantel-Haenszel weights its square is the Cochran-Mantel-Haenszel
   * chi-square without correction. */
  readonly z: Estimable;
  /** Two-sided. */
  readonly p: Estimable;
  readonly level: number;
  readonly weights: StratumWeights;
  /** Strata with subjects in both arms. */
  readonly strataUsed: number;
}

/**
 * The common risk difference of strata with the score interval that agrees with the Cochran-Mantel-Haenszel test: the
 * interval leaves out 0 exactly where that test has p < 1 - level.
 *
 * Weights are n1 · n2 / N (Mantel-Haenszel; the agreement is theirs) unless `weights` says otherwise (see
 * `stratifiedRiskDifference`; weights that divide by a variance of 0 make everything `zero-cells`), and every stratum's
 * restricted variance carries its own N / (N - 1). Miettinen and Nurminen's iterated weights are another choice, and give
 * another interval. Strata with an empty arm are left out; with none left everything is `empty-group`. With no events, or
 * only events, in every stratum z and p are `no-variation`; the interval exists.
 *
 * @throws MethodError when there is no stratum, a count is not whole, negative or above n, or level is not in (0, 1).
 *
 * Sources: Miettinen O, Nurminen M. Stat Med 1985;4:213-226. Cochran WG. Biometrics
 * 1954;10:417-451 (weights). Oracle: test/oracles/stratified-miettinen-nurminen.
 */
export function stratifiedMiettinenNurminen(
  strata: readonly BinaryStratum[],
  options: StratifiedMiettinenNurminenOptions = {},
): StratifiedMiettinenNurminenEstimate {
  requireOptions('stratified-miettinen-nurminen', options, {
    weights: stratumWeights,
    level: 'checked later',
  });
  const { weights: rule = 'mantel-haenszel', level = 0.95 } = options;
  requireStrata('stratified-miettinen-nurminen', strata);
  requireLevel('stratified-miettinen-nurminen', 'level', level);
  const used = comparableStrata(strata);
  const settings = { level, weights: rule, strataUsed: used.length };
  if (used.length === 0) {
    const none = notEstimable('empty-group');
    return { riskDifference: none, lower: none, upper: none, z: none, p: none, ...settings };
  }
  const shares = stratumShares(rule, used);
  if (shares === null) {
    const none = notEstimable('zero-cells');
    return { riskDifference: none, lower: none, upper: none, z: none, p: none, ...settings };
  }
  const varianceAt = (difference: number) => {
    let variance = 0;
    for (const [index, { of, versus }] of used.entries()) {
      const size = of.n + versus.n;
      const share = shares[index]!;
      variance += share * share * restrictedVariance(of, versus, difference) * (size / (size - 1));
    }
    return variance;
  };
  const riskDifference = used.reduce(
    (sum, { of, versus }, index) => sum + shares[index]! * observedDifference(of, versus),
    0,
  );
  const variance = varianceAt(0);
  const z = variance > 0 ? riskDifference / Math.sqrt(variance) : notEstimable('no-variation');
  return {
    riskDifference,
    ...scoreLimits(riskDifference, varianceAt, criticalZ(level)),
    z,
    p: typeof z === 'number' ? normalTwoSidedP(z) : z,
    ...settings,
  };
}
