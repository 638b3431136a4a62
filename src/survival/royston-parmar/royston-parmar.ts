import { argumentError } from '../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable, ratioFromLog } from '../../core/estimable.js';
import { chiSquareUpperTail } from '../../math/distributions/chi-square.js';
import { criticalZ, normalTwoSidedP } from '../../math/distributions/normal.js';
import { brentRoot } from '../../math/optimise/brent-root.js';
import { requireOptions } from '../../math/option-checks.js';
import { quantileOfSorted } from '../../math/order/quantile.js';
import { deltaStandardError, transformCovariance, transformParameters } from '../delta-method.js';
import { armProfile, type ModelTerms, readModelTerms, standardiseColumns } from '../model-terms.js';
import type { RegressionInput } from '../regression-terms.js';
import { maximiseByRidgedNewton } from '../ridged-newton.js';
import {
  checkLevel,
  readSurvivalColumns,
  type SurvivalColumns,
  type SurvivalInput,
} from '../survival-columns.js';
import { type NaturalSpline, naturalSpline } from './natural-spline.js';
import { splineLikelihood } from './spline-likelihood.js';
import { type SplineScale, type SplineScaleName, splineScaleNames, splineScales } from './spline-scales.js';

export type RoystonParmarInput = SurvivalInput & RegressionInput;

export interface RoystonParmarOptions {
  /** What is a spline in log time: `hazard` (the default), `odds` for proportional odds, `normal` for a probit model. */
  readonly scale?: SplineScaleName;
  /**
   * Number of inner knots, at even quantiles of the log times of events. 0 is the Weibull, log-logistic or log-normal
   * model. Default 2.
   */
  readonly innerKnots?: number;
  /** Times of all knots, ascending, the outer ones included; in place of `innerKnots`. */
  readonly knots?: readonly number[] | undefined;
  readonly level?: number;
  /** Times at which survival is predicted. Default none. */
  readonly times?: readonly number[];
  readonly maximumIterations?: number;
}

interface Limits {
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

export interface RoystonParmarArm {
  readonly group: string | null;
  readonly n: number;
  readonly events: number;
  readonly at: readonly ({ readonly time: number; readonly survival: Estimable } & Limits)[];
  /** The time that half pass free of the event; `standardError` is that of its logarithm. */
  readonly median: { readonly time: Estimable } & Limits;
}

export interface RoystonParmarHazardRatio {
  readonly name: string;
  readonly role: 'comparison' | 'covariate';
  readonly of: string | null;
  readonly versus: string | null;
  readonly logHazardRatio: Estimable;
  readonly standardError: Estimable;
  readonly logLower: Estimable;
  readonly logUpper: Estimable;
  readonly hazardRatio: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly p: Estimable;
}

/** An effect on the scale of the spline: a log hazard ratio, the log odds ratio of the event, a probit difference. */
export interface RoystonParmarEffect {
  readonly name: string;
  readonly role: 'comparison' | 'covariate';
  readonly of: string | null;
  readonly versus: string | null;
  readonly measure: 'hazard-ratio' | 'odds-ratio' | 'probit-difference';
  readonly estimate: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly p: Estimable;
}

export interface RoystonParmarResult {
  readonly status: 'converged' | 'not-converged' | 'no-events' | 'no-variation' | 'empty-group';
  readonly scale: SplineScaleName;
  readonly level: number;
  readonly n: number;
  readonly events: number;
  /** Times of all knots. */
  readonly knots: readonly number[];
  /** Of the spline: constant, slope in log time, one for each inner knot; covariates at 0. */
  readonly splineCoefficients: readonly Estimable[];
  readonly splineStandardErrors: readonly Estimable[];
  readonly effects: readonly RoystonParmarEffect[];
  /** The effects as hazard ratios; empty on the other scales, which have none that holds at all times. */
  readonly hazardRatios: readonly RoystonParmarHazardRatio[];
  readonly arms: readonly RoystonParmarArm[];
  /**
   * Whether the fitted curve rises somewhere between its outer knots, as no event-free curve can: too many knots for the
   * data. An arm whose curve then passes one half more than once has no median (`not-applicable`).
   */
  readonly rises: boolean;
  readonly logLikelihood: Estimable;
  readonly nullLogLikelihood: Estimable;
  readonly likelihoodRatioTest: { readonly chiSquare: Estimable; readonly df: number; readonly p: Estimable };
  readonly akaikeInformation: Estimable;
}

const method = 'royston-parmar';

/**
 * Fits a smooth curve without a fixed form, with one effect between arms that holds at all times: on the scale
 * `hazard` the log cumulative hazard is a natural cubic spline in log time plus x'b, so effects are hazard ratios; on
 * `odds` the log odds of having had the event (odds ratios); on `normal` their probit (differences on that scale).
 *
 * Conventions: scales and basis as R flexsurv's flexsurvspline and Stata stpm2 have them; odds and probit are those of
 * the event, so an effect above 0 means earlier events on every scale. Outer knots at the first and last event, inner
 * ones at even quantiles of log event times (R's type 7, each distinct row counted once whatever its weight). The
 * log-likelihood is that of the times. Intervals: Wald on the scale of the spline for effects and survival, on log
 * time for medians; predictions are for covariates at their means over the fitted rows. Beyond the outer knots the
 * curve goes on as a Weibull, log-logistic or log-normal curve does, which are the models without inner knots.
 *
 * Not estimable: `no-events`; `separated` for an arm without events, or against such a reference; `no-variation` with
 * fewer than two distinct event times; `collinear`; `empty-group`; `not-reached` for a median that the curve does not
 * reach within a factor 1000 of the last event; `not-converged`.
 * Errors: `MethodError` for an unknown scale, an event at time 0, knots that do not ascend from above 0, unequal
 * lengths, missing values.
 * Cost: O(n p^2) an iteration.
 *
 * Source: Royston P, Parmar MKB. Stat Med 2002;21:2175-2197. Oracle: test/oracles/royston-parmar.
 */
export function roystonParmar(
  input: RoystonParmarInput,
  options: RoystonParmarOptions = {},
): RoystonParmarResult {
  requireOptions(method, options, {
    scale: splineScaleNames,
    innerKnots: 'number',
    knots: 'numbers',
    level: 'number',
    times: 'numbers',
    maximumIterations: 'number',
  });
  const { scale = 'hazard', innerKnots = 2, level = 0.95, times = [], maximumIterations = 200 } = options;
  checkLevel(method, level);
  if (!splineScaleNames.includes(scale)) {
    throw argumentError(method, 'scale', 'is not known', `"${scale}"`, splineScaleNames.join(', '));
  }
  if (!(Number.isInteger(innerKnots) && innerKnots >= 0)) {
    throw argumentError(
      method,
      'innerKnots',
      'is no count',
      String(innerKnots),
      'a whole number of 0 or more',
    );
  }
  const wrong = times.find((time) => !(time >= 0 && time < Number.POSITIVE_INFINITY));
  if (wrong !== undefined)
    throw argumentError(method, 'times', 'cannot be used', String(wrong), 'times of 0 or more');
  const columns = readSurvivalColumns(method, input);
  columns.time.forEach((time, row) => {
    if (time === 0 && columns.event[row] === 1) {
      throw argumentError(
        method,
        'time',
        `is 0 at an event in row ${row + 1}`,
        '0',
        'an event after the origin',
      );
    }
  });
  const terms = readModelTerms(method, columns.n, (row) => columns.event[row] === 1, input);
  const knots = options.knots === undefined ? knotsOf(columns, innerKnots) : checkKnots(options.knots);
  const fit = fitSpline(columns, terms, knots, splineScales[scale], maximumIterations);
  const critical = criticalZ(level);
  const failed = fit.failure === null ? null : notEstimable(fit.failure);
  const df = terms.columns.length;
  const gain = Math.max(0, 2 * (fit.logLikelihood - fit.nullLogLikelihood));
  const noTest = failed ?? (df === 0 ? notEstimable('not-applicable') : null);
  const size = fit.parameters.length;
  const adrift = terms.adrift && failed === null ? notEstimable('separated') : null;
  const effects = terms.effects.map((effect) =>
    effectOf(effect, fit, knots.length, measureOf[scale], critical),
  );
  return {
    status: statusOf(fit.failure),
    scale,
    level,
    n: columns.n,
    events: columns.event.reduce((sum, event) => sum + event, 0),
    knots,
    splineCoefficients: knots.map((_, k) => failed ?? (k === 0 ? adrift : null) ?? fit.parameters[k]!),
    splineStandardErrors: knots.map(
      (_, k) => failed ?? (k === 0 ? adrift : null) ?? Math.sqrt(fit.covariance[k * size + k]!),
    ),
    effects,
    hazardRatios: scale === 'hazard' ? effects.map(hazardRatioOf) : [],
    arms: terms.arms.map((arm) => describeArm(arm, terms, fit, times, critical)),
    rises: fit.failure === null && alongKnots(fit).some((logTime) => slopeAt(fit, logTime) < 0),
    logLikelihood: failed ?? fit.logLikelihood,
    nullLogLikelihood: failed ?? fit.nullLogLikelihood,
    likelihoodRatioTest: { chiSquare: noTest ?? gain, df, p: noTest ?? chiSquareUpperTail(gain, df) },
    akaikeInformation: failed ?? 2 * size - 2 * fit.logLikelihood,
  };
}

function statusOf(failure: NotEstimableReason | null): RoystonParmarResult['status'] {
  if (failure === null) return 'converged';
  return failure === 'no-events' || failure === 'no-variation' || failure === 'empty-group'
    ? failure
    : 'not-converged';
}

function knotsOf({ time, event }: SurvivalColumns, inner: number): readonly number[] {
  const logs = time
    .filter((_, row) => event[row] === 1)
    .map(Math.log)
    .sort();
  if (logs.length === 0) return [];
  const places = Array.from({ length: inner + 2 }, (_, index) => index / (inner + 1));
  // Ties can make quantiles meet; one knot stands there then.
  return [...new Set(places.map((place) => Math.exp(quantileOfSorted(logs, place, 7))))];
}

function checkKnots(knots: readonly number[]): readonly number[] {
  const ascending = knots.every((knot, place) => knot > (place === 0 ? 0 : knots[place - 1]!));
  if (knots.length < 2 || !ascending || !knots.every(Number.isFinite)) {
    throw argumentError(
      method,
      'knots',
      'cannot be used',
      knots.join(', '),
      'two or more ascending times above 0',
    );
  }
  return knots;
}

interface SplineFit {
  readonly scale: SplineScale;
  readonly failure: NotEstimableReason | null;
  readonly spline: NaturalSpline;
  readonly parameters: Float64Array;
  readonly covariance: Float64Array;
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
}

function fitSpline(
  columns: SurvivalColumns,
  terms: ModelTerms,
  knots: readonly number[],
  scale: SplineScale,
  maximumIterations: number,
): SplineFit {
  const { standardised, means, deviations } = standardiseColumns(terms.columns);
  const spline = naturalSpline(knots.map(Math.log));
  const base = knots.length;
  const size = base + means.length;
  const none = {
    scale,
    spline,
    parameters: new Float64Array(size),
    covariance: new Float64Array(size * size),
    logLikelihood: 0,
    nullLogLikelihood: 0,
  };
  if (terms.keep.length === 0) return { ...none, failure: columns.n === 0 ? 'empty-group' : 'no-events' };
  if (base < 2) return { ...none, failure: 'no-variation' };
  const weightOf = (row: number) => columns.weight?.[row] ?? 1;
  let events = 0;
  let exposure = 0;
  let logTimes = 0;
  for (const row of terms.keep) {
    exposure += weightOf(row) * (columns.time[row]! - (columns.entry?.[row] ?? 0));
    if (columns.event[row] === 0) continue;
    events += weightOf(row);
    logTimes += weightOf(row) * Math.log(columns.time[row]!);
  }
  const maximise = (covariates: readonly Float64Array[]) => {
    const design = (time: number, place: number) => [
      ...spline.basis(Math.log(time)),
      ...covariates.map((values) => values[place]!),
    ];
    const rows = Array.from(terms.keep);
    const likelihood = splineLikelihood(
      {
        n: rows.length,
        size: base + covariates.length,
        event: Uint8Array.from(rows, (row) => columns.event[row]!),
        weight: columns.weight === null ? null : Float64Array.from(rows, weightOf),
        atTime: rows.map((row, place) => (columns.time[row]! > 0 ? design(columns.time[row]!, place) : null)),
        slope: rows.map((row) =>
          columns.event[row] === 1
            ? [...spline.slope(Math.log(columns.time[row]!)), ...covariates.map(() => 0)]
            : null,
        ),
        atEntry: rows.map((row, place) => {
          const entry = columns.entry?.[row] ?? 0;
          return entry > 0 ? design(entry, place) : null;
        }),
      },
      scale,
    );
    // A spline that rises everywhere: on the hazard scale the exponential model.
    const start = [
      Math.log(events / exposure),
      1,
      ...new Array<number>(base - 2 + covariates.length).fill(0),
    ];
    return maximiseByRidgedNewton(start, likelihood, maximumIterations);
  };
  const alone = maximise([]);
  const outcome = means.length === 0 ? alone : maximise(standardised);
  if (outcome.status !== 'converged' || outcome.factor === null || alone.status !== 'converged') {
    return { ...none, failure: 'not-converged' };
  }
  const change = new Float64Array(size * size);
  for (let k = 0; k < base; k += 1) change[k * size + k] = 1;
  means.forEach((mean, k) => {
    change[base + k] = -mean / deviations[k]!;
    change[(base + k) * size + base + k] = 1 / deviations[k]!;
  });
  return {
    scale,
    spline,
    failure: null,
    parameters: transformParameters(change, outcome.parameters),
    covariance: transformCovariance(change, outcome.factor.inverse(), size),
    logLikelihood: outcome.logLikelihood - logTimes,
    nullLogLikelihood: alone.logLikelihood - logTimes,
  };
}

function describeArm(
  arm: ModelTerms['arms'][number],
  terms: ModelTerms,
  fit: SplineFit,
  times: readonly number[],
  critical: number,
): RoystonParmarArm {
  const names = { group: arm.name, n: arm.n, events: arm.events };
  const reason = fit.failure ?? (arm.n === 0 ? 'empty-group' : arm.events === 0 ? 'no-events' : null);
  if (reason !== null) {
    const none = notEstimable(reason);
    const limits = { standardError: none, lower: none, upper: none };
    return {
      ...names,
      at: times.map((time) => ({ time, survival: none, ...limits })),
      median: { time: none, ...limits },
    };
  }
  const profile = armProfile(terms.columns, arm.name);
  const designAt = (logTime: number) => [...fit.spline.basis(logTime), ...profile];
  const predictorAt = (logTime: number) =>
    designAt(logTime).reduce((sum, value, index) => sum + value * fit.parameters[index]!, 0);
  const at = times.map((time) => {
    if (time === 0) return { time, survival: 1, standardError: 0, lower: 1, upper: 1 };
    const eta = predictorAt(Math.log(time));
    const error = deltaStandardError(designAt(Math.log(time)), fit.covariance);
    return {
      time,
      survival: fit.scale.survival(eta),
      standardError: fit.scale.density(eta) * error,
      lower: fit.scale.survival(eta + critical * error),
      upper: fit.scale.survival(eta - critical * error),
    };
  });
  return { ...names, at, median: medianOf(fit, predictorAt, designAt, critical) };
}

function medianOf(
  fit: SplineFit,
  predictorAt: (logTime: number) => number,
  designAt: (logTime: number) => readonly number[],
  critical: number,
): RoystonParmarArm['median'] {
  const { knots } = fit.spline;
  const target = fit.scale.predictorAt(0.5);
  const low = knots[0]! - Math.log(1000);
  const high = knots[knots.length - 1]! + Math.log(1000);
  if (!(predictorAt(low) < target && predictorAt(high) > target)) {
    const none = notEstimable('not-reached');
    return { time: none, standardError: none, lower: none, upper: none };
  }
  const isPast = alongKnots(fit).map((logTime) => predictorAt(logTime) > target);
  if (isPast.some((past, step) => step > 0 && !past && isPast[step - 1]!)) {
    const none = notEstimable('not-applicable');
    return { time: none, standardError: none, lower: none, upper: none };
  }
  const logTime = brentRoot((own) => predictorAt(own) - target, low, high);
  const rise = slopeAt(fit, logTime);
  const time = Math.exp(logTime);
  const none = notEstimable('no-variation');
  if (!(rise > 0)) return { time, standardError: none, lower: none, upper: none };
  const error = deltaStandardError(designAt(logTime), fit.covariance) / rise;
  return {
    time,
    standardError: error,
    lower: time * Math.exp(-critical * error),
    upper: ratioFromLog(Math.log(time) + critical * error),
  };
}

/** Log times from the first knot to the last, close enough together to see every turn of the spline. */
function alongKnots({ spline: { knots } }: SplineFit): readonly number[] {
  const [first, last] = [knots[0]!, knots[knots.length - 1]!];
  return Array.from({ length: gridSteps + 1 }, (_, step) => first + ((last - first) * step) / gridSteps);
}

const gridSteps = 400;

/** Of the spline by log time. */
function slopeAt(fit: SplineFit, logTime: number): number {
  return fit.spline.slope(logTime).reduce((sum, value, index) => sum + value * fit.parameters[index]!, 0);
}

const measureOf = {
  hazard: 'hazard-ratio',
  odds: 'odds-ratio',
  normal: 'probit-difference',
} as const satisfies Record<SplineScaleName, RoystonParmarEffect['measure']>;

function effectOf(
  { name, role, of, versus, column, reason }: ModelTerms['effects'][number],
  fit: SplineFit,
  base: number,
  measure: RoystonParmarEffect['measure'],
  critical: number,
): RoystonParmarEffect {
  const names = { name, role, of, versus, measure };
  const why = fit.failure ?? reason;
  if (why !== null || column === null) {
    const none = notEstimable(why ?? 'not-applicable');
    return { ...names, estimate: none, standardError: none, lower: none, upper: none, p: none };
  }
  const place = base + column;
  const estimate = fit.parameters[place]!;
  const standardError = Math.sqrt(fit.covariance[place * fit.parameters.length + place]!);
  return {
    ...names,
    estimate,
    standardError,
    lower: estimate - critical * standardError,
    upper: estimate + critical * standardError,
    p: normalTwoSidedP(estimate / standardError),
  };
}

function hazardRatioOf(effect: RoystonParmarEffect): RoystonParmarHazardRatio {
  const { name, role, of, versus, estimate, standardError, lower, upper, p } = effect;
  return {
    name,
    role,
    of,
    versus,
    logHazardRatio: estimate,
    standardError,
    logLower: lower,
    logUpper: upper,
    hazardRatio: ratioFromLog(estimate),
    lower: ratioFromLog(lower),
    upper: ratioFromLog(upper),
    p,
  };
}
