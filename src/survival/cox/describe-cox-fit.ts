import { type Estimable, mapEstimable, type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import { chiSquareUpperTail } from '../../math/distributions/chi-square.js';
import { criticalZ, normalTwoSidedP } from '../../math/distributions/normal.js';
import { cholesky } from '../../math/linear-algebra/cholesky.js';
import { generalisedQuadraticForm } from '../generalised-quadratic-form.js';
import type { CoxCoefficient, CoxResult, CoxStatus, CoxTest } from './cox-result.js';
import type { CoxModel, CoxOptions } from './fit-cox-model.js';

type Fit = Omit<CoxModel, 'result' | 'strataLevels'>;

/** Turns a fit of standardised columns into named hazard ratios and tests, or into reasons why there are none. */
export function describeCoxFit(fit: Fit, options: Required<CoxOptions>): CoxResult {
  const { terms, kept, maximum, rows } = fit;
  const { level, ties, variance } = options;
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
    if (reason !== null) return { ...names, ...nothing(notEstimable(reason)) };
    const scale = rows.scale[column]!;
    const cell = column * kept.length + column;
    const logHazardRatio = maximum!.beta[column]! / scale;
    const standardError = Math.sqrt(fit.covariance![cell]!) / scale;
    const margin = critical * standardError;
    const z = standardError > 0 ? logHazardRatio / standardError : notEstimable('no-variation');
    return {
      ...names,
      logHazardRatio,
      standardError,
      modelStandardError: Math.sqrt(fit.modelCovariance![cell]!) / scale,
      logLower: logHazardRatio - margin,
      logUpper: logHazardRatio + margin,
      hazardRatio: ratioOf(logHazardRatio),
      lower: ratioOf(logHazardRatio - margin),
      upper: ratioOf(logHazardRatio + margin),
      z,
      p: mapEstimable(z, normalTwoSidedP),
    };
  });
  return {
    status,
    ties,
    variance,
    level,
    n: rows.n,
    events,
    coefficients,
    covariance: covarianceTable(fit, coefficients),
    ...likelihoodTests(fit, status, infinite.length > 0),
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

/** A ratio of its logarithm, where there is such a number: per unit of a tiny covariate there may be none. */
function ratioOf(logarithm: number): Estimable {
  const ratio = Math.exp(logarithm);
  return Number.isFinite(ratio) ? ratio : notEstimable('overflow');
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

/** Log likelihoods and the three tests of no effect at all. Under separation the likelihood has a limit, Wald has none. */
function likelihoodTests(fit: Fit, status: CoxStatus, infinite: boolean) {
  const { kept, maximum } = fit;
  const df = kept.length;
  const test = (chiSquare: Estimable): CoxTest => ({
    chiSquare,
    df,
    p: mapEstimable(chiSquare, (value) => chiSquareUpperTail(value, df)),
  });
  if (maximum === null) {
    const reason = notEstimable(status === 'no-events' ? 'no-events' : 'no-variation');
    const none = test(reason);
    return {
      logLikelihood: reason,
      nullLogLikelihood: reason,
      likelihoodRatioTest: none,
      waldTest: none,
      scoreTest: none,
    };
  }
  const { start, point } = maximum;
  const failed = status === 'not-converged' ? notEstimable('not-converged') : null;
  const score = cholesky(start.information, df)?.solveLower(start.gradient);
  return {
    logLikelihood: failed ?? point.logLikelihood,
    nullLogLikelihood: start.logLikelihood,
    likelihoodRatioTest: test(failed ?? Math.max(0, 2 * (point.logLikelihood - start.logLikelihood))),
    waldTest: test(failed ?? (infinite ? notEstimable('separated') : waldChiSquare(fit))),
    scoreTest: test(score === undefined ? notEstimable('collinear') : sumOfSquares(score)),
  };
}

function waldChiSquare({ maximum, covariance, kept }: Fit): Estimable {
  if (maximum === null || covariance === null) return notEstimable('not-converged');
  const form = generalisedQuadraticForm(maximum.beta, covariance);
  return form.rank === kept.length ? form.value : notEstimable('no-variation');
}

function sumOfSquares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
