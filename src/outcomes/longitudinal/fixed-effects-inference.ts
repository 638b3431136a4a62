import { argumentError } from '../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import { chiSquareUpperTail } from '../../math/distributions/chi-square.js';
import { fUpperTail } from '../../math/distributions/f.js';
import { criticalZ, normalTwoSidedP } from '../../math/distributions/normal.js';
import { criticalT, studentTTwoSidedP } from '../../math/distributions/student-t.js';
import { finiteOrOverflow } from '../../math/finite-or-overflow.js';
import { cholesky } from '../../math/linear-algebra/cholesky.js';
import { symmetricEigen } from '../../math/linear-algebra/symmetric-eigen.js';
import { contrastOf, type RepeatedMeasuresFit, type WorkingFit } from './fit-repeated-measures.js';
import {
  type CovarianceInformation,
  kenwardRogerCovariance,
  parameterCovariance,
  sandwichFixedEffects,
  sandwichKinds,
} from './fixed-effects-covariance.js';
import type { Parametrisation } from './mmrm-parametrisation.js';
import { squareProduct, transposedTrace } from './repeated-measures-likelihood.js';

export const degreesOfFreedomMethods = [
  'kenward-roger',
  'kenward-roger-linear',
  'satterthwaite',
  'between-within',
  'residual',
  'normal',
] as const;
export type DegreesOfFreedomMethod = (typeof degreesOfFreedomMethods)[number];

export const varianceEstimators = ['model', ...sandwichKinds] as const;
export type VarianceEstimator = (typeof varianceEstimators)[number];

export interface InferenceOptions {
  readonly degreesOfFreedom: DegreesOfFreedomMethod;
  readonly variance: VarianceEstimator;
  readonly information: CovarianceInformation;
  /** Of `kenward-roger`; `natural` where absent. */
  readonly parametrisation?: Parametrisation;
  readonly level: number;
  /** Degrees of freedom of `between-within`. */
  readonly strata: { readonly between: number; readonly within: number };
}

/** What a contrast is taken between: subjects, or visits of subjects. Only `between-within` asks. */
export type ContrastStratum = 'between' | 'within';

export interface ContrastFigure {
  readonly estimate: Estimable;
  readonly standardError: Estimable;
  /** null for the normal distribution. */
  readonly df: Estimable | null;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly t: Estimable;
  /** Two-sided, against 0. */
  readonly p: Estimable;
}

export interface JointTest {
  readonly numeratorDf: number;
  /** null for the chi-square distribution. */
  readonly denominatorDf: Estimable | null;
  /** F; with `normal` the chi-square divided by its degrees of freedom. */
  readonly f: Estimable;
  readonly p: Estimable;
}

export interface FixedEffectsInference {
  /** One weight a column of the fit. */
  single(weights: ArrayLike<number>, stratum: ContrastStratum): ContrastFigure;
  /** Whether all contrasts are 0; none of them may follow from the others. */
  joint(contrasts: readonly ArrayLike<number>[], stratum: ContrastStratum): JointTest;
}

/**
 * Standard errors, degrees of freedom and tests of the fixed effects of a converged fit.
 *
 * Kenward-Roger and Satterthwaite take the uncertainty of the covariance parameters from the observed information, as
 * SAS PROC MIXED and R mmrm, or from the expected one, as R pbkrtest. Joint tests: F scaled by λ (Kenward and Roger), or
 * the squared t of independent contrasts averaged with the denominator of Fai and Cornelius. A contrast that collinear
 * columns leave undetermined is `collinear`; without a converged fit everything is `not-converged`, `no-variation` or
 * `too-few-observations`.
 *
 * @throws MethodError for Kenward-Roger with full maximum likelihood or with a sandwich, for which it is not defined.
 *
 * Sources: Kenward MG, Roger JH. Biometrics 1997;53:983-997; Comput Stat Data Anal 2009;53:2583-2595. Satterthwaite FE.
 * Biometrics Bull 1946;2:110-114. Giesbrecht FG, Burns JC. Biometrics 1985;41:477-486. Fai AHT, Cornelius PL. J Stat
 * Comput Simul 1996;54:363-378.
 */
export function inferFixedEffects(
  fit: RepeatedMeasuresFit,
  options: InferenceOptions,
): FixedEffectsInference {
  const reason = failureReason(fit);
  const { working } = fit;
  if (reason !== null || working === null) return noInference(reason ?? 'not-converged');
  const kenwardRoger = options.degreesOfFreedom.startsWith('kenward-roger');
  if (kenwardRoger && (options.variance !== 'model' || !working.model.restricted)) {
    throw argumentError(
      'mixed-model-repeated-measures',
      'degreesOfFreedom',
      'does not fit the other options',
      `"${options.degreesOfFreedom}" with ${options.variance === 'model' ? 'full maximum likelihood' : `variance "${options.variance}"`}`,
      'restricted maximum likelihood and the variance of the model',
      'Choose satterthwaite, between-within or normal',
    );
  }
  const needsSpread =
    kenwardRoger || (options.degreesOfFreedom === 'satterthwaite' && options.variance === 'model');
  const spread = needsSpread ? parameterCovariance(working, options.information) : null;
  if (needsSpread && spread === null) return noInference('not-converged');
  const sandwich = options.variance === 'model' ? null : sandwichFixedEffects(working, options.variance);
  const phi = working.maximum.point.coefficientCovariance;
  const covariance =
    sandwich?.covariance ??
    (kenwardRoger
      ? kenwardRogerCovariance(
          working,
          spread!,
          options.degreesOfFreedom === 'kenward-roger' ? (options.parametrisation ?? 'natural') : null,
        )
      : phi);
  const size = fit.rank;
  const critical = (df: number | null) =>
    df === null ? criticalZ(options.level) : criticalT(options.level, df);
  const fixedDf = (stratum: ContrastStratum): number | null => {
    if (options.degreesOfFreedom === 'residual') return fit.observations - fit.rank;
    return options.degreesOfFreedom === 'between-within' ? options.strata[stratum] : null;
  };
  const contrastDf = (weights: Float64Array, stratum: ContrastStratum): number | null => {
    if (spread !== null) return varianceDf(working, phi, spread, weights);
    if (options.degreesOfFreedom === 'satterthwaite') return sandwich!.degreesOfFreedom(weights);
    return fixedDf(stratum);
  };
  return {
    single: (columns, stratum) => {
      const contrast = contrastOf(fit, columns);
      if (contrast === null) return noFigure('collinear');
      const { estimate, weights } = contrast;
      const variance = bilinear(covariance, weights, weights, size);
      const df = contrastDf(weights, stratum);
      // Kenward and Roger's second derivatives may take away more than there is where few subjects were seen.
      if (!(variance > 0)) {
        return { ...noFigure(kenwardRoger ? 'too-few-observations' : 'no-variation'), estimate };
      }
      if (!Number.isFinite(variance)) return { ...noFigure('overflow'), estimate };
      const standardError = Math.sqrt(variance);
      if (df !== null && !(df > 0 && Number.isFinite(df))) {
        return { ...noFigure('too-few-observations'), estimate, standardError };
      }
      const half = critical(df) * standardError;
      const t = estimate / standardError;
      return {
        estimate,
        standardError,
        df,
        // Degrees of freedom of a hundredth and less have no critical value that a double holds.
        lower: finiteOrOverflow(estimate - half),
        upper: finiteOrOverflow(estimate + half),
        t,
        p: df === null ? normalTwoSidedP(t) : studentTTwoSidedP(t, df),
      };
    },
    joint: (contrasts, stratum) => {
      const rows = contrasts.map((columns) => contrastOf(fit, columns));
      const numeratorDf = rows.length;
      const none = (why: NotEstimableReason): JointTest => ({
        numeratorDf,
        denominatorDf: notEstimable(why),
        f: notEstimable(why),
        p: notEstimable(why),
      });
      if (numeratorDf === 0) return none('not-applicable');
      if (rows.some((row) => row === null)) return none('collinear');
      const estimates = Float64Array.from(rows, (row) => row!.estimate);
      const weights = rows.map((row) => row!.weights);
      const variance = cholesky(gram(covariance, weights, size), numeratorDf);
      if (variance === null) return none(kenwardRoger ? 'too-few-observations' : 'no-variation');
      const half = variance.solveLower(estimates);
      const wald = half.reduce((sum, value) => sum + value * value, 0);
      if (!Number.isFinite(wald)) return none('overflow');
      if (options.degreesOfFreedom === 'normal') {
        return {
          numeratorDf,
          denominatorDf: null,
          f: wald / numeratorDf,
          p: chiSquareUpperTail(wald, numeratorDf),
        };
      }
      const { df, scale } = kenwardRoger
        ? kenwardRogerDf(working, phi, spread!, weights)
        : {
            df:
              options.degreesOfFreedom === 'satterthwaite'
                ? faiCorneliusDf(gram(covariance, weights, size), weights, (one) => contrastDf(one, stratum)!)
                : fixedDf(stratum)!,
            scale: 1,
          };
      if (!(df > 0 && Number.isFinite(df) && scale > 0)) return none('too-few-observations');
      const f = (scale * wald) / numeratorDf;
      if (!Number.isFinite(f)) return none('overflow');
      return { numeratorDf, denominatorDf: df, f, p: fUpperTail(f, numeratorDf, df) };
    },
  };
}

function failureReason({ status }: RepeatedMeasuresFit): NotEstimableReason | null {
  switch (status) {
    case 'converged':
      return null;
    case 'no-variation':
    case 'too-few-observations':
      return status;
    default:
      return 'not-converged';
  }
}

function noInference(reason: NotEstimableReason): FixedEffectsInference {
  const none = notEstimable(reason);
  return {
    single: () => noFigure(reason),
    joint: (contrasts) => ({ numeratorDf: contrasts.length, denominatorDf: none, f: none, p: none }),
  };
}

function noFigure(reason: NotEstimableReason): ContrastFigure {
  const none = notEstimable(reason);
  return { estimate: none, standardError: none, df: none, lower: none, upper: none, t: none, p: none };
}

function bilinear(matrix: Float64Array, left: Float64Array, right: Float64Array, size: number): number {
  let sum = 0;
  for (let row = 0; row < size; row += 1) {
    const value = left[row]!;
    if (value === 0) continue;
    for (let column = 0; column < size; column += 1)
      sum += value * matrix[row * size + column]! * right[column]!;
  }
  return sum;
}

function gram(matrix: Float64Array, rows: readonly Float64Array[], size: number): Float64Array {
  return Float64Array.from(rows.flatMap((left) => rows.map((right) => bilinear(matrix, left, right, size))));
}

/** 2 (lᵀΦl)² over the variance of lᵀΦl, whose derivatives are lᵀΦ (XᵀV⁻¹D_jV⁻¹X) Φl. */
function varianceDf(
  { maximum: { derivatives } }: WorkingFit,
  phi: Float64Array,
  spread: Float64Array,
  weights: Float64Array,
): number {
  const size = weights.length;
  const direction = new Float64Array(size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1)
      direction[row]! += phi[row * size + column]! * weights[column]!;
  }
  const variance = bilinear(phi, weights, weights, size);
  const gradient = Float64Array.from(derivatives.slopes, (slope) =>
    bilinear(slope, direction, direction, size),
  );
  return (2 * variance * variance) / bilinear(spread, gradient, gradient, gradient.length);
}

/**
 * Denominator for the mean of squared independent t values with these degrees of freedom; NaN where it does not exist.
 */
function faiCorneliusDf(
  variance: Float64Array,
  rows: readonly Float64Array[],
  dfOf: (weights: Float64Array) => number,
): number {
  const count = rows.length;
  if (count === 1) return dfOf(rows[0]!);
  const { vectors } = symmetricEigen(variance, count);
  let expectation = 0;
  for (let index = 0; index < count; index += 1) {
    const mixed = new Float64Array(rows[0]!.length);
    rows.forEach((row, place) => {
      const share = vectors[index * count + place]!;
      for (let column = 0; column < mixed.length; column += 1) mixed[column]! += share * row[column]!;
    });
    const df = dfOf(mixed);
    if (df > 2) expectation += df / (df - 2);
  }
  return expectation > count ? (2 * expectation) / (expectation - count) : Number.NaN;
}

/** Scale λ and denominator m of Kenward and Roger's F: their section 3 with the modified E* and V*. */
function kenwardRogerDf(
  working: WorkingFit,
  phi: Float64Array,
  spread: Float64Array,
  rows: readonly Float64Array[],
): { df: number; scale: number } {
  const count = rows.length;
  if (count === 1) return { df: varianceDf(working, phi, spread, rows[0]!), scale: 1 };
  const { slopes } = working.maximum.derivatives;
  const size = rows[0]!.length;
  const inverse = cholesky(gram(phi, rows, size), count)!.inverse();
  const directions = rows.map((row) => {
    const direction = new Float64Array(size);
    for (let a = 0; a < size; a += 1) {
      for (let b = 0; b < size; b += 1) direction[a]! += phi[a * size + b]! * row[b]!;
    }
    return direction;
  });
  /** ΘΦP_jΦ has the trace, and products of two the trace, of these count × count matrices. */
  const reduced = slopes.map((slope) => squareProduct(inverse, gram(slope, directions, size), count));
  const traces = reduced.map((matrix) =>
    matrix.reduce((sum, value, cell) => (cell % (count + 1) === 0 ? sum + value : sum), 0),
  );
  let first = 0;
  let second = 0;
  for (let j = 0; j < slopes.length; j += 1) {
    for (let k = 0; k < slopes.length; k += 1) {
      const weight = spread[j * slopes.length + k]!;
      first += weight * traces[j]! * traces[k]!;
      second += weight * transposedTrace(reduced[j]!, reduced[k]!, count);
    }
  }
  const b = (first + 6 * second) / (2 * count);
  const g = ((count + 1) * first - (count + 4) * second) / ((count + 2) * second);
  const divisor = 3 * count + 2 * (1 - g);
  const c1 = g / divisor;
  const c2 = (count - g) / divisor;
  const c3 = (count + 2 - g) / divisor;
  const expectation = 1 / (1 - second / count);
  const spreadOfF = (2 / count) * ((1 + c1 * b) / ((1 - c2 * b) ** 2 * (1 - c3 * b)));
  const ratio = spreadOfF / (2 * expectation * expectation);
  const df = 4 + (count + 2) / (count * ratio - 1);
  return { df, scale: df / (expectation * (df - 2)) };
}
