import { requireLevel } from '../../../math/argument-checks.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type ZeroCellRule, zeroCellRules } from '../../zero-cells-option.js';
import { type BinaryStratum, comparableStrata, requireStrata } from '../binary-stratum.js';
import { type CommonDifference, noDifference, waldDifference } from '../common-contrasts.js';
import { binomialVariance, hasZeroCell, withHalfAdded } from '../event-count.js';
import { needsVariances, type StratumWeights, stratumWeights, weighStrata } from '../stratum-weights.js';

export interface StratifiedRiskDifferenceOptions {
  readonly weights?: StratumWeights;
  /** Only for weights that divide by a variance, which a zero cell in both arms of a stratum makes 0. */
  readonly zeroCells?: ZeroCellRule;
  readonly level?: number;
}

export interface StratifiedRiskDifferenceEstimate {
  readonly riskDifference: CommonDifference['difference'];
  readonly standardError: CommonDifference['standardError'];
  readonly lower: CommonDifference['lower'];
  readonly upper: CommonDifference['upper'];
  readonly z: CommonDifference['z'];
  readonly p: CommonDifference['p'];
  /** Share of each stratum used, adding up to 1; empty where the difference is not estimable. */
  readonly shares: readonly { readonly stratum: string; readonly share: number }[];
  readonly level: number;
  readonly weights: StratumWeights;
  /** Strata with subjects in both arms. */
  readonly strataUsed: number;
  /** Strata that got 1/2 in every cell. */
  readonly strataHalfAdded: readonly string[];
}

/**
 * The risk difference of strata put together with chosen weights, with its Wald interval and test. The variance is the
 * weighted sum of the strata's own binomial variances, so that the difference need not be the same in all.
 *
 * Weights:
 * - `mantel-haenszel` (default): n1 · n2 / N; the variance is Greenland and Robins's.
 * - `inverse-variance`: one over the stratum's variance, as metafor `rma(method = "FE", measure = "RD")`.
 * - `sample-size`: N, the difference in the trial's own mix of strata.
 * - `minimum-risk`: smallest mean squared error of that difference (Mehrotra and Railkar); SAS FREQ
 *   `COMMONRISKDIFF(CL=MR)` has the same weights but adds a continuity correction to the limits by default.
 *
 * Where `inverse-variance` or `minimum-risk` meet a stratum of variance 0, everything is `zero-cells`, unless
 * `zeroCells: 'add-half'` adds 1/2 to every cell of each stratum with a zero cell (metafor `to = "only0"`), for these
 * two weights only. A variance of 0 in all strata otherwise makes the interval `no-variation`. Strata with an empty arm
 * are left out; with none left everything is `empty-group`.
 *
 * @throws MethodError when there is no stratum, a count is not whole, negative or above n, or level is not in (0, 1).
 *
 * Sources: Cochran WG. Biometrics 1954;10:417-451. Greenland S, Robins JM. Biometrics 1985;41:55-68. Mehrotra DV,
 * Railkar R. Stat Med 2000;19:811-825. Oracle: test/oracles/stratified-risk-difference.
 */
export function stratifiedRiskDifference(
  strata: readonly BinaryStratum[],
  options: StratifiedRiskDifferenceOptions = {},
): StratifiedRiskDifferenceEstimate {
  requireOptions('stratified-risk-difference', options, {
    weights: stratumWeights,
    zeroCells: zeroCellRules,
    level: 'checked later',
  });
  const { weights = 'mantel-haenszel', zeroCells = 'none', level = 0.95 } = options;
  requireStrata('stratified-risk-difference', strata);
  requireLevel('stratified-risk-difference', 'level', level);
  const adds = zeroCells === 'add-half' && needsVariances(weights);
  const halfAdded: string[] = [];
  const used = comparableStrata(strata).map((stratum) => {
    if (!adds || !hasZeroCell(stratum.of, stratum.versus)) return stratum;
    halfAdded.push(stratum.name);
    return { ...stratum, of: withHalfAdded(stratum.of), versus: withHalfAdded(stratum.versus) };
  });
  const settings = { level, weights, strataUsed: used.length, strataHalfAdded: halfAdded };
  const without = (reason: 'empty-group' | 'zero-cells') => {
    const { difference, ...rest } = noDifference(reason);
    return { riskDifference: difference, ...rest, shares: [], ...settings };
  };
  if (used.length === 0) return without('empty-group');
  const figures = used.map(({ of, versus }) => ({
    ofN: of.n,
    versusN: versus.n,
    difference: of.events / of.n - versus.events / versus.n,
    variance: binomialVariance(of) + binomialVariance(versus),
  }));
  if (needsVariances(weights) && figures.some(({ variance }) => variance === 0)) return without('zero-cells');
  const shares = weighStrata(weights, figures);
  const sum = figures.reduce((total, { difference }, index) => total + shares[index]! * difference, 0);
  const square = figures.reduce((total, { variance }, index) => total + shares[index]! ** 2 * variance, 0);
  const { difference, ...rest } = waldDifference(sum, square, level);
  return {
    riskDifference: difference,
    ...rest,
    shares: used.map(({ name }, index) => ({ stratum: name, share: shares[index]! })),
    ...settings,
  };
}
