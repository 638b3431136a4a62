import { type Estimable, type NotEstimableReason, notEstimable, ratioFromLog } from '../../core/estimable.js';
import { finiteOrOverflow } from '../../math/finite-or-overflow.js';
import { deltaStandardError } from '../delta-method.js';
import { armProfile, type ModelArm } from '../model-terms.js';
import type { ParametricFamily, RowJet } from './families.js';
import type { ParametricFit } from './fit-parametric-model.js';
import type { PredictedArm, PredictedQuantile, PredictedSurvival } from './parametric-result.js';

interface Wanted {
  readonly times: readonly number[];
  readonly probabilities: readonly number[];
  readonly critical: number;
}

/** Survival at times and times at shares of survival for one arm, covariates at their means, by the delta method. */
export function predictArm(
  fit: ParametricFit,
  family: ParametricFamily,
  arm: ModelArm,
  wanted: Wanted,
): PredictedArm {
  const reason: NotEstimableReason | null =
    fit.failure ?? (arm.n === 0 ? 'empty-group' : arm.events === 0 ? 'no-events' : null);
  const names = { group: arm.name, n: arm.n, events: arm.events };
  if (reason !== null) {
    const none = notEstimable(reason);
    const limits = { lower: none, upper: none };
    return {
      ...names,
      quantiles: wanted.probabilities.map((probability) => ({
        probability,
        time: none,
        logStandardError: none,
        ...limits,
      })),
      at: wanted.times.map((time) => ({ time, survival: none, standardError: none, ...limits })),
    };
  }
  const design = [1, ...armProfile(fit.terms.columns, arm.name)];
  const slopes = design.length;
  const values = [
    design.reduce((sum, value, index) => sum + value * fit.parameters[index]!, 0),
    ...fit.parameters.subarray(slopes),
  ];
  const errorOf = (slope: readonly number[]) =>
    deltaStandardError([...design.map((value) => value * slope[0]!), ...slope.slice(1)], fit.covariance);
  return {
    ...names,
    quantiles: wanted.probabilities.map((probability) =>
      quantileAt(family, values, probability, wanted.critical, errorOf),
    ),
    at: wanted.times.map((time) => survivalAt(family, values, time, wanted.critical, errorOf)),
  };
}

type ErrorOf = (slope: readonly number[]) => number;

/** The interval is symmetric on the log cumulative hazard, so it stays within 0 and 1. */
function survivalAt(
  family: ParametricFamily,
  values: readonly number[],
  time: number,
  critical: number,
  errorOf: ErrorOf,
): PredictedSurvival {
  if (time === 0) return { time, survival: 1, standardError: 0, lower: 1, upper: 1 };
  const jet = family.logSurvival(time, values);
  const survival = Math.exp(jet.value);
  if (!Number.isFinite(jet.value)) {
    const beyond = notEstimable('overflow');
    const nothingLeft = jet.value === Number.NEGATIVE_INFINITY;
    return {
      time,
      survival: nothingLeft ? 0 : beyond,
      standardError: nothingLeft ? 0 : beyond,
      lower: nothingLeft ? 0 : beyond,
      upper: beyond,
    };
  }
  if (!(jet.value < 0)) {
    const standardError = finiteOrOverflow(survival * errorOf(jet.first));
    return { time, survival, standardError, lower: survival, upper: survival };
  }
  // Of the log cumulative hazard, so that a hazard of 1e200 has its digits too.
  const error = errorOf(jet.first.map((slope) => slope / jet.value));
  const margin = critical * error;
  return {
    time,
    survival,
    standardError: survival === 0 ? 0 : finiteOrOverflow(survival * -jet.value * error),
    lower: finiteOrOverflow(Math.exp(jet.value * Math.exp(margin))),
    upper: finiteOrOverflow(Math.exp(jet.value * Math.exp(-margin))),
  };
}

/** The interval is symmetric on log time. */
function quantileAt(
  family: ParametricFamily,
  values: readonly number[],
  probability: number,
  critical: number,
  errorOf: ErrorOf,
): PredictedQuantile {
  const time = family.timeAt(1 - probability, values);
  if (!(time > 0 && time < Number.POSITIVE_INFINITY)) {
    const none: Estimable = notEstimable('not-reached');
    return { probability, time: none, logStandardError: none, lower: none, upper: none };
  }
  // Along a curve of equal survival, log t moves against a parameter by the ratio of the slopes of log S.
  const survival = family.logSurvival(time, values);
  const density: RowJet = family.logDensity(time, values);
  const hazardTimesTime = Math.exp(density.value - survival.value + Math.log(time));
  const error = errorOf(survival.first) / hazardTimesTime;
  return {
    probability,
    time,
    logStandardError: error,
    lower: time * Math.exp(-critical * error),
    upper: ratioFromLog(Math.log(time) + critical * error),
  };
}
