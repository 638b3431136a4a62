import {
  type Estimable,
  isEstimable,
  mapEstimable,
  type NotEstimableReason,
  notEstimable,
} from '../../../core/estimable.js';
import { requireLevel, requireOneOf } from '../../../math/argument-checks.js';
import { type CovariateColumns, readCovariates } from '../../../math/columns/covariate-columns.js';
import { requireOptions } from '../../../math/option-checks.js';
import { logistic } from '../../../math/special/logistic.js';
import { linearPredictor } from '../../design-products.js';
import { readRegressionData } from '../../regression-data.js';
import { type RegressionDesign, regressionDesign } from '../../regression-design.js';
import { chosenVariance, type RegressionVariance } from '../../regression-variance.js';
import {
  failedCoefficients,
  noCoefficients,
  type RegressionCoefficient,
  type RegressionCoefficients,
  waldCoefficients,
} from '../../wald-coefficients.js';
import { type CountRegressionData, countRows } from '../count-rows.js';
import { covarianceBlock, zeroInflatedCovariance } from './zero-inflated-covariance.js';
import { zeroInflatedMaximum } from './zero-inflated-maximum.js';

export const zeroInflatedDistributions = ['poisson', 'negative-binomial'] as const;
export type ZeroInflatedDistribution = (typeof zeroInflatedDistributions)[number];

/** Variances that take no leverage, which these models do not have. */
export const zeroInflatedVariances = ['model', 'HC0', 'HC1', 'CR0', 'CR1', 'CR1S'] as const;

export interface ZeroInflatedData extends CountRegressionData {
  /** What the log odds of a structural zero depend on; nothing unless given. */
  readonly zeroCovariates?: CovariateColumns | undefined;
}

export interface ZeroInflatedOptions {
  readonly distribution?: ZeroInflatedDistribution;
  /** `model` unless given; `CR1` where the rows are in clusters. */
  readonly variance?: (typeof zeroInflatedVariances)[number] | undefined;
  readonly level?: number;
}

/** Coefficients are log rate ratios among those who can have events; the intercept is their log rate at covariates 0. */
export interface ZeroInflatedFit extends RegressionCoefficients {
  /**
   * Share of subjects who cannot have an event, with its limits from the logit scale. With covariates of the zeros it
   * is the mean share of the rows, without limits (`not-applicable`). 0 where there are no more zeros than counts give.
   */
  readonly zeroShare: Estimable;
  readonly zeroLower: Estimable;
  readonly zeroUpper: Estimable;
  /** Log odds ratios of a structural zero, per unit of each of `zeroCovariates`. */
  readonly zeroCoefficients: readonly RegressionCoefficient[];
  /** Log odds of a structural zero where `zeroCovariates` are 0. */
  readonly zeroLogOdds: Estimable;
  readonly zeroStandardError: Estimable;
  /** Variance of the counts is mean + dispersion · mean²; 0 for Poisson. */
  readonly dispersion: Estimable;
  readonly logLikelihood: Estimable;
  readonly rows: number;
  readonly distribution: ZeroInflatedDistribution;
  readonly variance: RegressionVariance;
  readonly level: number;
}

/**
 * Relates the rate of events to covariates where some subjects cannot have an event at all, so that there are more
 * zeros than counts alone would give.
 *
 * A share of the subjects, the same for all or by `zeroCovariates` with a logit link, has structural zeros; the others
 * have Poisson or negative binomial counts with log link and the logarithm of exposure as offset. All parameters by
 * maximum likelihood, standard errors from the observed information of all of them, as R `pscl::zeroinfl(y ~ x | z)`
 * and SAS GENMOD `DIST=ZIP` or `ZINB` with `ZEROMODEL`.
 *
 * Robust variances go by the scores of all parameters, the dispersion among them: for Poisson counts as R `sandwich`,
 * which holds the dispersion fixed for negative binomial ones. `HC1` and `CR1S` count all parameters; rows in clusters
 * take CR1 unless told otherwise; there is no leverage and so no HC2 or HC3. One cluster, or HC1 with as many
 * parameters as rows: the estimates stand and their errors are `too-few-observations`.
 *
 * The edges are answers too. Where the counts vary no more than Poisson counts beside the structural zeros,
 * `dispersion` is 0 and the rest is the zero-inflated Poisson fit; where they hold no more zeros than their
 * distribution gives, `zeroShare` is 0, its log odds and limits have no bound (`separated`) and the rest is the fit
 * without structural zeros. Estimates are those of the highest likelihood over the inside and the edges, from several
 * starts; standard errors at an edge are those of the model without the parameter. R pscl stops at some large logit or
 * theta there.
 *
 * A covariate that tells the zeros apart where there is no maximum inside, or an arm without events, has no maximum:
 * its coefficient is `separated`, all else `not-converged`. No events: `no-events`; no rows: `empty-group`; a covariate
 * that earlier ones determine is `collinear`.
 *
 * Cost O(n p²) times twice the number of parameters an iteration, for each of up to four models and three starts.
 *
 * @throws MethodError when events are not whole or negative, an exposure is not above 0, lengths differ, a covariate is
 * not finite, the variance does not go with the clusters, or level is not in (0, 1).
 *
 * Sources: Lambert D. Technometrics 1992;34:1-14. Greene WH. NYU working paper EC-94-10, 1994. Oracle:
 * test/oracles/zero-inflated-regression.
 */
export function zeroInflatedRegression(
  input: ZeroInflatedData,
  options: ZeroInflatedOptions = {},
): ZeroInflatedFit {
  const method = 'zero-inflated-regression';
  requireOptions(method, options, {
    distribution: zeroInflatedDistributions,
    variance: 'checked later',
    level: 'checked later',
  });
  const { distribution = 'poisson', level = 0.95 } = options;
  requireLevel(method, 'level', level);
  const data = readRegressionData(method, input, ['events', 'exposure']);
  const { cluster } = data;
  const zeroCovariates = readCovariates(method, data.zeroCovariates, data.events.length, {
    argument: 'zeroCovariates',
  });
  const variance = chosenVariance(method, options.variance, 'model', cluster);
  requireOneOf(method, 'variance', variance, zeroInflatedVariances);
  const names = data.covariates.map(({ name }) => name);
  const zeroNames = zeroCovariates.map(({ name }) => name);
  const settings = { rows: data.events.length, distribution, variance, level };
  const without = (reason: NotEstimableReason): ZeroInflatedFit => {
    const none = notEstimable(reason);
    return {
      ...noCoefficients(names, reason),
      zeroShare: none,
      zeroCoefficients: noCoefficients(zeroNames, reason).coefficients,
      zeroLower: none,
      zeroUpper: none,
      zeroLogOdds: none,
      zeroStandardError: none,
      dispersion: none,
      logLikelihood: none,
      ...settings,
    };
  };
  if (data.events.length === 0) return without('empty-group');
  const counts = countRows(method, data);
  const zeros = counts.events.reduce((sum, count) => sum + (count === 0 ? 1 : 0), 0);
  if (zeros === counts.events.length) return without('no-events');
  const zero = regressionDesign(method, zeroCovariates, new Float64Array(counts.events.length).fill(1));
  const maximum = zeroInflatedMaximum(
    { ...counts, zero: zeros === 0 ? null : zero },
    distribution === 'negative-binomial',
  );
  if ('zeroColumns' in maximum) {
    const { poisson, zeroColumns } = maximum;
    if (poisson !== null) {
      return { ...without('not-converged'), ...failedCoefficients(names, counts.design, poisson) };
    }
    return withRunningZeros(without('not-converged'), zero, zeroColumns);
  }
  const { rows, spread, fit } = maximum;
  const { parameters } = fit;
  const { size } = counts.design;
  const covariance = zeroInflatedCovariance(
    method,
    rows,
    parameters,
    fit.factor.inverse(),
    variance,
    cluster,
  );
  const wald = (columns: readonly string[], design: RegressionDesign, from: number) =>
    withoutErrors(
      waldCoefficients(
        columns,
        design,
        parameters.slice(from, from + design.size),
        typeof covariance === 'string'
          ? new Float64Array(design.size * design.size)
          : covarianceBlock(covariance, parameters.length, from, design.size),
        level,
      ),
      typeof covariance === 'string' ? covariance : null,
    );
  const fitted = {
    ...without('not-converged'),
    ...wald(names, counts.design, 0),
    dispersion: spread ? Math.exp(-parameters[parameters.length - 1]!) : 0,
    logLikelihood: fit.logLikelihood,
  };
  if (rows.zero === null) return { ...withRunningZeros(fitted, zero, []), zeroShare: 0 };
  const ofZeros = wald(zeroNames, zero, size);
  const { estimate, standardError, lower, upper } = ofZeros.intercept;
  const shares = linearPredictor(zero, parameters.subarray(size, size + zero.size)).map(logistic);
  const single = zeroNames.length === 0;
  return {
    ...fitted,
    zeroShare: single
      ? mapEstimable(estimate, logistic)
      : shares.reduce((sum, value) => sum + value, 0) / shares.length,
    zeroLower: single ? mapEstimable(lower, logistic) : notEstimable('not-applicable'),
    zeroUpper: single ? mapEstimable(upper, logistic) : notEstimable('not-applicable'),
    zeroCoefficients: ofZeros.coefficients,
    zeroLogOdds: estimate,
    zeroStandardError: standardError,
  };
}

/** Log odds of zeros without bound: the coefficients of `columns`, or where none is named their intercept. */
function withRunningZeros(
  fit: ZeroInflatedFit,
  zero: RegressionDesign,
  columns: readonly number[],
): ZeroInflatedFit {
  const separated = notEstimable('separated');
  const running = columns.filter((column) => column > 0).map((column) => zero.kept[column - 1]!);
  const zeroCoefficients = fit.zeroCoefficients.map((one, index) => {
    if (running.includes(index)) return { ...one, ...noNumbers(separated) };
    return zero.collinear.includes(index) ? { ...one, ...noNumbers(notEstimable('collinear')) } : one;
  });
  if (running.length > 0) return { ...fit, zeroCoefficients };
  const intercept = { zeroLogOdds: separated, zeroStandardError: separated };
  return { ...fit, zeroCoefficients, ...intercept, zeroLower: separated, zeroUpper: separated };
}

function noNumbers(none: ReturnType<typeof notEstimable>) {
  return { estimate: none, standardError: none, lower: none, upper: none, z: none, p: none };
}

/** Leaves the estimates alone where their covariance does not exist, for the reason given. */
function withoutErrors(
  fitted: RegressionCoefficients,
  reason: NotEstimableReason | null,
): RegressionCoefficients {
  if (reason === null) return fitted;
  const bare = (one: RegressionCoefficient): RegressionCoefficient => {
    const none = isEstimable(one.estimate) ? notEstimable(reason) : one.estimate;
    return { ...one, ...noNumbers(none), estimate: one.estimate };
  };
  return { intercept: bare(fitted.intercept), coefficients: fitted.coefficients.map(bare) };
}
