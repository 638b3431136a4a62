import {
  type Estimable,
  isEstimable,
  mapEstimable,
  type NotEstimableReason,
  notEstimable,
  ratioFromLog,
} from '../../core/estimable.js';
import { chiSquareUpperTail } from '../../math/distributions/chi-square.js';
import { criticalZ, normalTwoSidedP } from '../../math/distributions/normal.js';
import { cholesky } from '../../math/linear-algebra/cholesky.js';
import { generalisedQuadraticForm } from '../../math/linear-algebra/generalised-quadratic-form.js';
import type { LikelihoodPoint } from '../maximise-likelihood.js';
import type { CoxCoefficient, CoxResult, CoxStatus, CoxTest } from './cox-result.js';
import type { CoxModel } from './fit-cox-model.js';
import type { ProfileLimits } from './profile-limits.js';
import type { CoxSettings } from './read-cox-options.js';

type Fit = Omit<CoxModel, 'result' | 'strataLevels'>;

/** Turns a fit of standardised columns into named hazard ratios and tests, or into reasons why there are none. */
export function describeCoxFit(fit: Fit, options: CoxSettings): Omit<CoxResult, 'termTests'> {
  const { terms, kept, maximum, rows } = fit;
  const { level, ties, variance, penalty, interval } = options;
  let events = 0;
  for (const value of rows.event) events += value;
  const status: CoxStatus = events === 0 ? 'no-events' : (maximum?.status ?? 'converged');
  const { infinite, flat } = fit;
  const separated = infinite.map((column) => ({
    name: terms[kept[column]!]!.name,
    towards: maximum!.direction[column]! > 0 ? ('infinity' as const) : ('minus infinity' as const),
  }));
  const critical = criticalZ(level);
  const coefficients = terms.map((term, index): CoxCoefficient => {
    const names = { name: term.name, role: term.role, of: term.of, versus: term.versus };
    const column = kept.indexOf(index);
    const reason = reasonOf(fit, status, index, infinite.includes(column) || flat.includes(column));
    const profile = (column < 0 ? null : fit.profile?.[column]) ?? null;
    const scale = column < 0 ? 1 : rows.scale[column]!;
    if (reason !== null) {
      const none = { ...names, ...nothing(notEstimable(reason)) };
      return profile === null ? none : { ...none, ...profileInterval(profile, scale) };
    }
    const cell = column * kept.length + column;
    const logHazardRatio = maximum!.beta[column]! / scale;
    const standardError = Math.sqrt(fit.covariance![cell]!) / scale;
    const modelStandardError = Math.sqrt(fit.modelCovariance![cell]!) / scale;
    if (standardError === 0) {
      const estimate = { logHazardRatio, hazardRatio: ratioFromLog(logHazardRatio), modelStandardError };
      return { ...names, ...nothing(notEstimable('no-variation')), ...estimate };
    }
    const margin = critical * standardError;
    const z = logHazardRatio / standardError;
    return {
      ...names,
      logHazardRatio,
      standardError,
      modelStandardError,
      logLower: logHazardRatio - margin,
      logUpper: logHazardRatio + margin,
      hazardRatio: ratioFromLog(logHazardRatio),
      lower: ratioFromLog(logHazardRatio - margin),
      upper: ratioFromLog(logHazardRatio + margin),
      z,
      p: normalTwoSidedP(z),
      ...(profile === null ? {} : profileInterval(profile, scale)),
    };
  });
  return {
    status,
    ties,
    variance,
    penalty,
    interval,
    level,
    n: rows.n,
    events,
    coefficients,
    covariance: covarianceTable(fit, coefficients),
    ...likelihoodTests(fit, status, penalty, infinite.length > 0),
    separated,
    collinear: fit.dependent.map(({ column, dependsOn }) => ({
      name: terms[column]!.name,
      dependsOn: dependsOn.map((other) => terms[other]!.name),
    })),
    iterations: maximum?.iterations ?? 0,
    newtonDecrement:
      status === 'converged' && maximum !== null
        ? maximum.newtonDecrement
        : notEstimable(statusReason(status)),
  };
}

/** Limits on the log scale and on that of ratios, and the test that belongs to them, per unit of the column. */
function profileInterval({ lower, upper, z }: ProfileLimits, scale: number) {
  const logLower = mapEstimable(lower, (value) => value / scale);
  const logUpper = mapEstimable(upper, (value) => value / scale);
  return {
    logLower,
    logUpper,
    lower: isEstimable(logLower) ? ratioFromLog(logLower) : logLower,
    upper: isEstimable(logUpper) ? ratioFromLog(logUpper) : logUpper,
    z,
    p: mapEstimable(z, normalTwoSidedP),
  };
}

function statusReason(status: CoxStatus): NotEstimableReason {
  if (status === 'no-events') return 'no-events';
  if (status === 'separated') return 'separated';
  return status === 'not-converged' ? 'not-converged' : 'not-applicable';
}

function reasonOf(fit: Fit, status: CoxStatus, term: number, infinite: boolean): NotEstimableReason | null {
  if (fit.terms[term]!.empty) return 'empty-group';
  if (status === 'no-events') return 'no-events';
  const repeated = fit.dependent.find(({ column }) => column === term);
  if (repeated !== undefined) return repeated.dependsOn.length === 0 ? 'no-variation' : 'collinear';
  if (status === 'not-converged' || fit.covariance === null) {
    return status === 'separated' ? 'separated' : 'not-converged';
  }
  return infinite ? 'separated' : null;
}

function nothing(reason: Estimable): Omit<CoxCoefficient, 'name' | 'role' | 'of' | 'versus'> {
  return {
    logHazardRatio: reason,
    standardError: reason,
    modelStandardError: reason,
    logLower: reason,
    logUpper: reason,
    hazardRatio: reason,
    lower: reason,
    upper: reason,
    z: reason,
    p: reason,
  };
}

function covarianceTable(fit: Fit, coefficients: readonly CoxCoefficient[]): (number | null)[][] {
  const { kept, rows, covariance } = fit;
  const columnOf = coefficients.map((coefficient, term) =>
    typeof coefficient.standardError === 'number' ? kept.indexOf(term) : -1,
  );
  return columnOf.map((row) =>
    columnOf.map((column) =>
      row < 0 || column < 0 || covariance === null
        ? null
        : covariance[row * kept.length + column]! / (rows.scale[row]! * rows.scale[column]!),
    ),
  );
}

/**
 * Log likelihoods and the three tests of no effect at all. Under separation the likelihood has a limit, Wald has none.
 * Firth's likelihood has a ratio test and a Wald test; a ridge has no test of chi-square distribution.
 */
function likelihoodTests(fit: Fit, status: CoxStatus, penalty: CoxSettings['penalty'], infinite: boolean) {
  const { kept, maximum, unpenalised } = fit;
  const df = kept.length;
  const test = (chiSquare: Estimable): CoxTest => ({
    chiSquare,
    df,
    p: mapEstimable(chiSquare, (value) => chiSquareUpperTail(value, df)),
  });
  if (maximum === null || unpenalised === null) {
    const reason = notEstimable(
      status === 'no-events' ? 'no-events' : maximum === null ? 'no-variation' : 'not-converged',
    );
    const none = test(reason);
    return {
      logLikelihood: reason,
      penalisedLogLikelihood: reason,
      nullLogLikelihood: maximum === null || penalty !== 'none' ? reason : maximum.start.logLikelihood,
      likelihoodRatioTest: none,
      waldTest: none,
      scoreTest: maximum === null || penalty !== 'none' ? none : test(scoreChiSquare(maximum.start, df)),
    };
  }
  const { start, point } = maximum;
  const inapplicable = notEstimable('not-applicable');
  const ridge = penalty === 'ridge';
  return {
    logLikelihood: unpenalised.end.logLikelihood,
    penalisedLogLikelihood: point.logLikelihood,
    nullLogLikelihood: unpenalised.start.logLikelihood,
    likelihoodRatioTest: test(
      ridge ? inapplicable : Math.max(0, 2 * (point.logLikelihood - start.logLikelihood)),
    ),
    waldTest: test(ridge ? inapplicable : infinite ? notEstimable('separated') : waldChiSquare(fit)),
    scoreTest: test(penalty === 'none' ? scoreChiSquare(unpenalised.start, df) : inapplicable),
  };
}

function scoreChiSquare({ gradient, information }: LikelihoodPoint, df: number): Estimable {
  const score = cholesky(information, df)?.solveLower(gradient);
  return score === undefined ? notEstimable('collinear') : sumOfSquares(score);
}

function waldChiSquare({ maximum, covariance, kept }: Fit): Estimable {
  if (maximum === null || covariance === null) return notEstimable('not-converged');
  const form = generalisedQuadraticForm(maximum.beta, covariance);
  return form.rank === kept.length ? form.value : notEstimable('no-variation');
}

function sumOfSquares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
