import { type Estimable, type NotEstimableReason, notEstimable } from '../core/estimable.js';
import { criticalZ, normalTwoSidedP } from '../math/distributions/normal.js';
import type { NewtonOutcome } from '../math/optimise/newton.js';
import type { RegressionDesign } from './regression-design.js';

/** A coefficient of a regression on the log scale, per unit of a covariate; its exponential is a ratio. */
export interface RegressionCoefficient {
  readonly name: string;
  readonly estimate: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Wald. */
  readonly z: Estimable;
  readonly p: Estimable;
}

export interface RegressionCoefficients {
  /** Where every covariate is 0. */
  readonly intercept: RegressionCoefficient;
  readonly coefficients: readonly RegressionCoefficient[];
}

/**
 * Wald intervals and tests from the parameters of a centred design and their covariance (size × size). The intercept
 * is moved back to where covariates are 0; a covariate that was set aside is `collinear`, and a coefficient whose
 * variance is 0 within rounding has only its estimate: the rest is `no-variation`.
 */
export function waldCoefficients(
  names: readonly string[],
  design: RegressionDesign,
  parameters: Float64Array,
  covariance: Float64Array,
  level: number,
): RegressionCoefficients {
  const critical = criticalZ(level);
  // `size` adds up the terms of the variance without their signs: what is left of it by rounding is no variance.
  const wald = (name: string, estimate: number, variance: number, size = 0): RegressionCoefficient => {
    if (!(variance > 1e-14 * size)) return { ...noCoefficient(name, 'no-variation'), estimate };
    const standardError = Math.sqrt(variance);
    return {
      name,
      estimate,
      standardError,
      lower: estimate - critical * standardError,
      upper: estimate + critical * standardError,
      z: estimate / standardError,
      p: normalTwoSidedP(estimate / standardError),
    };
  };
  const weights = [1, ...Array.from(design.centre, (value) => -value)];
  let intercept = 0;
  let variance = 0;
  let terms = 0;
  for (let row = 0; row < design.size; row += 1) {
    intercept += weights[row]! * parameters[row]!;
    for (let column = 0; column < design.size; column += 1) {
      const term = weights[row]! * weights[column]! * covariance[column * design.size + row]!;
      variance += term;
      terms += Math.abs(term);
    }
  }
  return {
    intercept: wald(interceptName, intercept, variance, terms),
    coefficients: names.map((name, covariate) => {
      const index = designColumn(design, covariate);
      return index === null
        ? noCoefficient(name, 'collinear')
        : wald(name, parameters[index]!, covariance[index * design.size + index]!);
    }),
  };
}

/** All coefficients without numbers, for one reason. */
export function noCoefficients(names: readonly string[], reason: NotEstimableReason): RegressionCoefficients {
  return {
    intercept: noCoefficient(interceptName, reason),
    coefficients: names.map((name) => noCoefficient(name, reason)),
  };
}

/**
 * Coefficients of a fit that found no maximum. Those that ran off are `separated`; as collinear columns were set aside
 * before, information that has become singular is a sign of the same.
 */
export function failedCoefficients(
  names: readonly string[],
  design: RegressionDesign,
  climb: NewtonOutcome,
): RegressionCoefficients {
  const growing = climb.status === 'diverging' || climb.status === 'singular' ? climb.trouble : [];
  return {
    intercept: noCoefficient(interceptName, 'not-converged'),
    coefficients: names.map((name, covariate) => {
      const index = designColumn(design, covariate);
      if (index === null) return noCoefficient(name, 'collinear');
      return noCoefficient(name, growing.includes(index) ? 'separated' : 'not-converged');
    }),
  };
}

const interceptName = '(intercept)';

/** Column of a covariate in the design, or null where it was set aside. */
export function designColumn(design: RegressionDesign, covariate: number): number | null {
  const place = design.kept.indexOf(covariate);
  return place < 0 ? null : place + 1;
}

function noCoefficient(name: string, reason: NotEstimableReason): RegressionCoefficient {
  const none = notEstimable(reason);
  return { name, estimate: none, standardError: none, lower: none, upper: none, z: none, p: none };
}
