import { argumentError } from '../../core/errors.js';
import { type Estimable, notEstimable } from '../../core/estimable.js';
import { requireList } from '../../math/argument-checks.js';
import { finiteOrOverflow } from '../../math/finite-or-overflow.js';
import { requireOptions } from '../../math/option-checks.js';
import { largestSize, safeUnit } from '../../math/safe-unit.js';

export interface PoolRubinOptions {
  /**
   * Degrees of freedom that the analysis would have without missing values, such as subjects less coefficients. With it
   * df are those of Barnard and Rubin; null (default) takes Rubin's of 1987, for large samples.
   */
  readonly completeDf?: number | null;
}

/** One estimate from many completed data sets. */
export interface PooledEstimate {
  /** Mean of the estimates. */
  readonly estimate: number;
  /** Root of the total variance; `no-variation` when that is 0. */
  readonly standardError: Estimable;
  /** Degrees of freedom of t; null for infinitely many, where t is normal. */
  readonly df: number | null;
  /** Mean of the squared standard errors. */
  readonly withinVariance: Estimable;
  /** Variance of the estimates between imputations. */
  readonly betweenVariance: Estimable;
  /** r: how much the variance grew because values are missing, as a share of the variance within. */
  readonly relativeIncrease: Estimable;
  /** Lambda: the share of the total variance that is due to missing values. */
  readonly lambda: Estimable;
  /** Gamma: lambda with the uncertainty of a finite number of imputations. */
  readonly fractionMissing: Estimable;
  readonly imputations: number;
}

/**
 * Pools the estimates of completed data sets into one, with the uncertainty of the missing values in its standard error.
 *
 * Total variance = within + (1 + 1/m) between. Degrees of freedom: Barnard and Rubin 1999 with `completeDf`, else Rubin
 * 1987, as R `mice::pool.scalar` (whose lambda is never below 1e-4) and SAS MIANALYZE with and without `EDF=`. Where all
 * imputations agree exactly, nothing was lost: df is `completeDf`, and r, lambda and gamma are 0. No variance within:
 * `no-variation` for r; squares beyond the largest number are `overflow`.
 *
 * @throws MethodError when fewer than two estimates are given, lengths differ, or a value is not a finite number.
 *
 * Sources: Rubin DB. Multiple imputation for nonresponse in surveys 1987: equations 3.1.2 to 3.1.10. Barnard J, Rubin DB.
 * Biometrika 1999;86:948-955, equation 3. Oracle: test/oracles/multiple-imputation/pool.json.
 */
export function poolRubin(
  estimates: ArrayLike<number>,
  standardErrors: ArrayLike<number>,
  options: PoolRubinOptions = {},
): PooledEstimate {
  const where = 'pool-rubin';
  requireList(where, 'estimates', estimates, 'one entry an imputation');
  requireList(where, 'standardErrors', standardErrors, 'one entry an imputation');
  requireOptions(where, options, { completeDf: 'checked later' });
  const { completeDf = null } = options;
  const m = estimates.length;
  if (m < 2) throw argumentError(where, 'estimates', 'are too few to pool', String(m), 'two or more');
  if (standardErrors.length !== m) {
    throw argumentError(
      where,
      'standardErrors',
      'has the wrong length',
      String(standardErrors.length),
      String(m),
    );
  }
  if (completeDf !== null && !(completeDf > 0)) {
    throw argumentError(
      where,
      'completeDf',
      'is not above 0',
      String(completeDf),
      'a number above 0, or null',
    );
  }
  let mean = 0;
  let within = 0;
  for (let index = 0; index < m; index += 1) {
    const estimate = estimates[index]!;
    const standardError = standardErrors[index]!;
    if (!Number.isFinite(estimate) || !(standardError >= 0 && standardError < Number.POSITIVE_INFINITY)) {
      throw argumentError(
        where,
        `estimates[${index}]`,
        'or its standard error is not a number',
        `${estimate}, ${standardError}`,
        'finite numbers, standard errors from 0 up',
      );
    }
  }
  // Squares are taken in a unit in which they neither overflow nor vanish.
  const unit = safeUnit(Math.max(largestSize(estimates), largestSize(standardErrors)));
  for (let index = 0; index < m; index += 1) {
    // Running means: m equal numbers have exactly that mean, so that they differ by exactly 0.
    mean += (estimates[index]! / unit - mean) / (index + 1);
    within += ((standardErrors[index]! / unit) ** 2 - within) / (index + 1);
  }
  let squares = 0;
  for (let index = 0; index < m; index += 1) squares += (estimates[index]! / unit - mean) ** 2;
  const between = squares / (m - 1);
  const extra = (1 + 1 / m) * between;
  const total = within + extra;
  const lambda = extra / total;
  const df = pooledDf(lambda, m, completeDf);
  const none = notEstimable('no-variation');
  const increase = extra / within;
  return {
    estimate: unit * mean,
    standardError: total > 0 ? finiteOrOverflow(unit * Math.sqrt(total)) : none,
    df,
    withinVariance: finiteOrOverflow(unit * within * unit),
    betweenVariance: finiteOrOverflow(unit * between * unit),
    relativeIncrease: within > 0 ? finiteOrOverflow(increase) : none,
    lambda: total > 0 ? lambda : none,
    fractionMissing:
      total === 0
        ? none
        : extra === 0
          ? 0
          : !Number.isFinite(increase)
            ? 1
            : (increase + (df === null ? 0 : 2 / (df + 3))) / (increase + 1),
    imputations: m,
  };
}

function pooledDf(lambda: number, m: number, completeDf: number | null): number | null {
  const complete = completeDf === null || completeDf === Number.POSITIVE_INFINITY ? null : completeDf;
  if (!(lambda > 0)) return complete;
  const large = (m - 1) / lambda ** 2;
  if (complete === null) return Number.isFinite(large) ? large : null;
  const observed = ((complete + 1) / (complete + 3)) * complete * (1 - lambda);
  return Number.isFinite(large) ? 1 / (1 / large + 1 / observed) : observed;
}
