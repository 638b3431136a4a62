import { argumentError } from '../../core/errors.js';
import {
  type Estimable,
  mapEstimable,
  type NotEstimableReason,
  notEstimable,
  ratioFromLog,
} from '../../core/estimable.js';
import { requireObject } from '../../math/argument-checks.js';
import { chiSquareUpperTail } from '../../math/distributions/chi-square.js';
import { criticalZ, normalTwoSidedP } from '../../math/distributions/normal.js';
import { finiteOrOverflow } from '../../math/finite-or-overflow.js';
import { requireOptions } from '../../math/option-checks.js';
import { deltaStandardError } from '../delta-method.js';
import { checkLevel } from '../survival-columns.js';
import {
  type ParametricDistribution,
  type ParametricFamily,
  parametricDistributions,
  parametricFamilies,
} from './families.js';
import {
  fitParametricModel,
  type ParametricFit,
  type ParametricInput,
  type ParametricVariance,
  parametricVariances,
} from './fit-parametric-model.js';
import type {
  ParametricCoefficient,
  ParametricEstimate,
  ParametricRatio,
  ParametricSurvivalResult,
} from './parametric-result.js';
import { predictArm } from './predict-arm.js';

export interface ParametricSurvivalOptions {
  /** Default `weibull`. */
  readonly distribution?: ParametricDistribution;
  /** Default `robust` where clusters are named, else `model`. */
  readonly variance?: ParametricVariance | undefined;
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number;
  /** Times at which survival is predicted. Default none. */
  readonly times?: readonly number[];
  /** Shares of subjects with the event whose times are predicted. Default 0.5, the median. */
  readonly quantiles?: readonly number[];
  /** Steps before a fit is given up. Default 200. */
  readonly maximumIterations?: number;
}

/**
 * Fits a curve of a named form to times to an event: how many times as long (time ratio) or by what factor the event
 * rate differs (hazard ratio) between arms, and predicted event-free shares and medians.
 *
 * Forms. `exponential`, `weibull`, `log-normal`, `log-logistic`: log T = intercept + x'b + scale W, the accelerated
 * failure time model and parameters of R's survreg and SAS LIFEREG (the scale is their scale; the Weibull shape is
 * 1 / scale). `gamma`: the intercept is the log mean, shape 1 / scale^2. `generalised-gamma`: Prentice's location, log
 * scale and shape, where shape 1 is Weibull, 0 log-normal, shape = scale gamma; R flexsurv's gengamma (mu, sigma, Q)
 * and SAS's. `gompertz`: hazard exp(intercept + x'b + shape t), as flexsurv with rate exp(intercept).
 * Time ratios exist for all but Gompertz, hazard ratios for exponential, Weibull and Gompertz.
 *
 * Input: right-censored times (`time`, `event`) or intervals (`lower`, `upper`: equal when exact, `upper` infinite
 * when never seen, `lower` 0 when only known to be before `upper`), late `entry`, case weights. Conventions: the
 * log-likelihood is that of the times, as R and Stata give it, not of log times, as SAS gives it; covariance is the
 * inverse of the observed information or, robust, the sandwich of the scores of rows or clusters without a
 * small-sample factor, as survreg(robust = TRUE, cluster =), where case weights are sampling weights (scores are
 * weighted, which survreg itself leaves out); the likelihood-ratio test knows no clusters; intervals are symmetric on
 * log time for medians and ratios, on the log cumulative hazard for survival. Predictions are for covariates at their
 * means over the fitted rows. Fits go on until a Newton step is below 1e-6 standard errors and one more step is taken.
 *
 * Not estimable: `no-events`; `separated` for an arm without events, or against a reference without events (the other
 * arms are still fitted, at the limit); `collinear`, `no-variation` (a constant covariate, or all events at one time);
 * `empty-group`; `not-reached` for a quantile beyond a Gompertz curve that levels off; `not-converged`, also where
 * curves can fall within every interval of time at once.
 * Errors: `MethodError` for an event at time 0, unequal lengths, missing values, unknown reference or distribution.
 * Cost: O(n p^2) an iteration; forms with an incomplete gamma function cost about a hundred times as much a row.
 *
 * Source: Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time Data, 2nd ed. 2002, chapters 2-3;
 * Prentice RL. Biometrika 1974;61:539-544. Oracle: test/oracles/parametric-survival.
 */
export function parametricSurvival(
  input: ParametricInput,
  options: ParametricSurvivalOptions = {},
): ParametricSurvivalResult {
  const expected = 'columns such as { time, event } or { lower, upper }';
  requireObject('parametric-survival', 'input', input, expected);
  requireOptions('parametric-survival', options, {
    distribution: parametricDistributions,
    variance: parametricVariances,
    level: 'number',
    times: 'numbers',
    quantiles: 'numbers',
    maximumIterations: 'number',
  });
  const method = 'parametric-survival';
  const {
    distribution = 'weibull',
    level = 0.95,
    times = [],
    quantiles = [0.5],
    maximumIterations = 200,
  } = options;
  checkLevel(method, level);
  const family = parametricFamilies[distribution];
  if (family === undefined) {
    const known = Object.keys(parametricFamilies).join(', ');
    throw argumentError(method, 'distribution', 'is not known', `"${distribution}"`, known);
  }
  requireAll(
    method,
    'times',
    times,
    (time) => time >= 0 && time < Number.POSITIVE_INFINITY,
    'times of 0 or more',
  );
  requireAll(method, 'quantiles', quantiles, (share) => share > 0 && share < 1, 'shares between 0 and 1');
  const { variance = input.cluster === undefined ? 'model' : 'robust' } = options;
  if (!parametricVariances.includes(variance)) {
    throw argumentError(method, 'variance', 'is not known', `"${variance}"`, parametricVariances.join(', '));
  }
  const fit = fitParametricModel(method, input, family, maximumIterations, variance);
  const critical = criticalZ(level);
  const coefficients = describeCoefficients(fit, family, critical);
  const size = fit.parameters.length;
  const places = coefficients.map(({ place }) => place);
  const degrees = fit.terms.columns.length;
  const failed = fit.failure === null ? null : notEstimable(fit.failure);
  const gain = 2 * (fit.logLikelihood - fit.nullLogLikelihood);
  return {
    status: statusOf(fit.failure),
    distribution,
    variance,
    level,
    n: fit.n,
    events: fit.terms.arms.reduce((sum, arm) => sum + arm.events, 0),
    coefficients: coefficients.map(({ row }) => row),
    covariance: places.map((i) =>
      places.map((j) => (i === null || j === null ? null : fit.covariance[i * size + j]!)),
    ),
    ancillary: describeAncillary(fit, family, critical),
    ratios: describeRatios(fit, family, coefficients, critical),
    logLikelihood: failed ?? fit.logLikelihood,
    nullLogLikelihood: failed ?? fit.nullLogLikelihood,
    likelihoodRatioTest: {
      chiSquare: failed ?? (degrees === 0 ? notEstimable('not-applicable') : Math.max(0, gain)),
      df: degrees,
      p:
        failed ??
        (degrees === 0 ? notEstimable('not-applicable') : chiSquareUpperTail(Math.max(0, gain), degrees)),
    },
    akaikeInformation: failed ?? 2 * size - 2 * fit.logLikelihood,
    arms: fit.terms.arms.map((arm) =>
      predictArm(fit, family, arm, { times, probabilities: quantiles, critical }),
    ),
    higherElsewhere: fit.higherElsewhere,
    iterations: fit.iterations,
  };
}

function requireAll(
  method: string,
  argument: string,
  values: readonly number[],
  holds: (value: number) => boolean,
  expected: string,
): void {
  const wrong = values.find((value) => !holds(value));
  if (wrong !== undefined) throw argumentError(method, argument, 'cannot be used', String(wrong), expected);
}

function statusOf(failure: NotEstimableReason | null): ParametricSurvivalResult['status'] {
  switch (failure) {
    case null:
      return 'converged';
    case 'no-events':
    case 'no-variation':
    case 'empty-group':
      return failure;
    default:
      return 'not-converged';
  }
}

interface Placed {
  readonly row: ParametricCoefficient;
  /** Index among the parameters of the fit; null without an estimate. */
  readonly place: number | null;
}

function describeCoefficients(
  fit: ParametricFit,
  family: ParametricFamily,
  critical: number,
): readonly Placed[] {
  const list: Placed[] = [];
  const push = (
    names: Pick<ParametricCoefficient, 'name' | 'role' | 'of' | 'versus'>,
    place: number,
    reason: NotEstimableReason | null,
  ) => {
    const why = fit.failure ?? reason;
    const estimate = why === null ? fit.parameters[place]! : notEstimable(why);
    const variance = fit.covariance[place * fit.parameters.length + place]!;
    const standardError = why === null ? Math.sqrt(variance) : notEstimable(why);
    const wald = waldInterval(estimate, standardError, critical);
    const z = typeof estimate === 'number' ? estimate / Math.sqrt(variance) : estimate;
    list.push({
      row: { ...names, ...wald, z, p: mapEstimable(z, normalTwoSidedP) },
      place: why === null ? place : null,
    });
  };
  // Without events in the reference arm, its intercept is infinite.
  push(
    { name: 'intercept', role: 'intercept', of: null, versus: null },
    0,
    fit.terms.adrift ? 'separated' : null,
  );
  for (const { name, role, of, versus, column, reason } of fit.terms.effects) {
    push({ name, role, of, versus }, 1 + (column ?? 0), reason);
  }
  family.ancillary.forEach(({ name }, index) => {
    push({ name, role: 'ancillary', of: null, versus: null }, 1 + fit.terms.columns.length + index, null);
  });
  return list;
}

function waldInterval(estimate: Estimable, standardError: Estimable, critical: number): ParametricEstimate {
  const limit = (sign: number) =>
    typeof estimate === 'number' && typeof standardError === 'number'
      ? estimate + sign * critical * standardError
      : estimate;
  return { estimate, standardError, lower: limit(-1), upper: limit(1) };
}

function describeAncillary(
  fit: ParametricFit,
  family: ParametricFamily,
  critical: number,
): ParametricSurvivalResult['ancillary'] {
  return family.ancillary.flatMap(({ quoted }, index) => {
    const place = 1 + fit.terms.columns.length + index;
    return quoted.map(({ name, value, slope }) => {
      if (fit.failure !== null) {
        const none = notEstimable(fit.failure);
        return { name, estimate: none, standardError: none, lower: none, upper: none };
      }
      const estimate = fit.parameters[place]!;
      const error = Math.sqrt(fit.covariance[place * fit.parameters.length + place]!);
      const ends = [value(estimate - critical * error), value(estimate + critical * error)] as const;
      return {
        name,
        estimate: value(estimate),
        standardError: Math.abs(slope(estimate)) * error,
        lower: finiteOrOverflow(Math.min(...ends)),
        upper: finiteOrOverflow(Math.max(...ends)),
      };
    });
  });
}

function describeRatios(
  fit: ParametricFit,
  family: ParametricFamily,
  coefficients: readonly Placed[],
  critical: number,
): readonly ParametricRatio[] {
  const effects = coefficients.filter(({ row }) => row.role === 'comparison' || row.role === 'covariate');
  const ratios: ParametricRatio[] = [];
  if (family.predictor === 'time') {
    for (const { row } of effects) ratios.push(ratioOf('time-ratio', row, row, row.p));
  }
  if (family.hazardMultiple === null) return ratios;
  const size = fit.parameters.length;
  const first = 1 + fit.terms.columns.length;
  const { value, slope } = family.hazardMultiple(Array.from(fit.parameters.subarray(first)));
  for (const { row, place } of effects) {
    if (place === null) {
      ratios.push(ratioOf('hazard-ratio', row, row, row.p));
      continue;
    }
    const effect = fit.parameters[place]!;
    const gradient = new Float64Array(size);
    gradient[place] = value;
    slope.forEach((change, index) => {
      gradient[first + index] = change * effect;
    });
    const logRatio = value * effect;
    const error = deltaStandardError(gradient, fit.covariance);
    const estimate = waldInterval(logRatio, error, critical);
    ratios.push(ratioOf('hazard-ratio', row, estimate, normalTwoSidedP(logRatio / error)));
  }
  return ratios;
}

function ratioOf(
  measure: ParametricRatio['measure'],
  row: ParametricCoefficient,
  { estimate, standardError, lower, upper }: ParametricEstimate,
  p: Estimable,
): ParametricRatio {
  return {
    measure,
    name: row.name,
    role: row.role as ParametricRatio['role'],
    of: row.of,
    versus: row.versus,
    logRatio: estimate,
    standardError,
    logLower: lower,
    logUpper: upper,
    ratio: ratioFromLog(estimate),
    lower: ratioFromLog(lower),
    upper: ratioFromLog(upper),
    p,
  };
}
