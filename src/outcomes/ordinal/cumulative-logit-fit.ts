import { type CholeskyFactor, cholesky } from '../../math/linear-algebra/cholesky.js';
import {
  type CumulativeLogitLikelihood,
  type CumulativeLogitRows,
  cumulativeLogitLikelihood,
} from './cumulative-logit-likelihood.js';
import { solveTridiagonal, tridiagonalInverseDiagonal } from './symmetric-tridiagonal.js';

export interface CumulativeLogitFit {
  /**
   * `separated`: the likelihood keeps rising as a coefficient grows without bound, so no maximum exists.
   * `not-converged`: neither a maximum nor that, within the iterations allowed.
   */
  readonly status: 'converged' | 'separated' | 'not-converged';
  /** logit P(Y <= j) = threshold_j - x'beta. */
  readonly thresholds: Float64Array;
  readonly thresholdStandardErrors: Float64Array;
  readonly coefficients: Float64Array;
  /** Inverse observed information of the coefficients, p x p. */
  readonly covariance: Float64Array;
  readonly logLikelihood: number;
  readonly iterations: number;
  /** Which columns run off to infinity; empty unless separated. */
  readonly separatedColumns: readonly number[];
}

const MAXIMUM_ITERATIONS = 100;
/** Newton decrement (twice the rise of the log likelihood still to come) at which the fit is done. */
const DECREMENT_TOLERANCE = 1e-20;

/**
 * Fits the cumulative logit (proportional odds) model by maximum likelihood.
 *
 * Newton's method with step halving. The information matrix is an arrow: a tridiagonal block of the thresholds
 * with a border of p coefficients, so a step costs O(n (1 + p^2) + k p + p^3) and a scale of hundreds of categories
 * is no burden. Columns are centred and scaled first, so that units do not matter. Standard errors are those of the
 * observed information, as ordinal::clm and MASS::polr(Hess = TRUE) give.
 *
 * Columns must be linearly independent of each other and of a constant (see `independentColumns`), and every
 * category must be observed. With no columns, the thresholds are the logits of the cumulative shares.
 */
export function fitCumulativeLogit(rows: CumulativeLogitRows): CumulativeLogitFit {
  const scales = rows.columns.map((column) => centreAndScale(column, rows.weight));
  const scaled = { ...rows, columns: scales.map((scale) => scale.values) };
  let thresholds = marginalThresholds(rows);
  let coefficients = new Float64Array(rows.columns.length);
  let current = cumulativeLogitLikelihood(scaled, thresholds, coefficients);
  let status: CumulativeLogitFit['status'] = 'not-converged';
  let separatedColumns: number[] = [];
  let iterations = 0;

  for (; iterations < MAXIMUM_ITERATIONS; iterations += 1) {
    const step = newtonStep(current);
    if (step === null) break;
    const moves = Array.from(step.coefficients, (move, column) => Math.abs(move) * scales[column]!.reach);
    const move = Math.max(0, ...moves);
    if (step.decrement < DECREMENT_TOLERANCE && move < 1e-6) {
      status = 'converged';
      break;
    }
    // The likelihood is flat, yet a coefficient still walks on: the sign of a maximum at infinity.
    if (step.decrement < 1e-8 && move > 0.1) {
      status = 'separated';
      separatedColumns = moves.flatMap((distance, column) => (distance > 0.05 ? [column] : []));
      break;
    }
    let fraction = 1;
    let accepted = false;
    while (!accepted && fraction > 1e-10) {
      const nextThresholds = thresholds.map((value, index) => value + fraction * step.thresholds[index]!);
      const nextCoefficients = coefficients.map(
        (value, index) => value + fraction * step.coefficients[index]!,
      );
      if (isRising(nextThresholds)) {
        const next = cumulativeLogitLikelihood(scaled, nextThresholds, nextCoefficients);
        const rounding = 1e-13 * (1 + Math.abs(current.logLikelihood));
        if (next.logLikelihood >= current.logLikelihood - rounding) {
          thresholds = nextThresholds;
          coefficients = nextCoefficients;
          current = next;
          accepted = true;
        }
      }
      fraction /= 2;
    }
    if (!accepted) break;
  }

  const border = eliminateThresholds(current);
  const size = coefficients.length;
  const covariance = new Float64Array(size * size);
  const thresholdStandardErrors = new Float64Array(thresholds.length);
  if (border === null) {
    if (status === 'converged') status = 'not-converged';
  } else {
    border.factor.inverse().forEach((value, cell) => {
      covariance[cell] = value / (scales[Math.floor(cell / size)]!.scale * scales[cell % size]!.scale);
    });
    const inverseDiagonal = tridiagonalInverseDiagonal(current.thresholdInformation);
    for (let index = 0; index < thresholds.length; index += 1) {
      // On the original scale threshold + mean'beta is what moves: the border is shifted by the means.
      const reach = Float64Array.from(
        border.solved,
        (column, position) => column[index]! - scales[position]!.centre / scales[position]!.scale,
      );
      const spread = dot(reach, border.factor.solve(reach));
      thresholdStandardErrors[index] = Math.sqrt((inverseDiagonal?.[index] ?? 0) + spread);
    }
  }
  const slopes = coefficients.map((value, column) => value / scales[column]!.scale);
  const shift = slopes.reduce((sum, slope, column) => sum + slope * scales[column]!.centre, 0);
  return {
    status,
    thresholds: thresholds.map((value) => value + shift),
    thresholdStandardErrors,
    coefficients: slopes,
    covariance,
    logLikelihood: current.logLikelihood,
    iterations,
    separatedColumns,
  };
}

interface BorderedInformation {
  /** Factor of the information of the coefficients once the thresholds are profiled out. */
  readonly factor: CholeskyFactor;
  /** Tridiagonal inverse times each border column. */
  readonly solved: readonly Float64Array[];
}

/** Schur complement of the threshold block; null when the information is not positive definite. */
function eliminateThresholds(likelihood: CumulativeLogitLikelihood): BorderedInformation | null {
  const { crossInformation, coefficientInformation, thresholdInformation } = likelihood;
  const solved = solveTridiagonal(thresholdInformation, crossInformation);
  if (solved === null) return null;
  const size = crossInformation.length;
  const complement = Float64Array.from(coefficientInformation);
  for (let column = 0; column < size; column += 1) {
    for (let row = 0; row < size; row += 1) {
      const cell = column * size + row;
      complement[cell] = complement[cell]! - dot(crossInformation[row]!, solved[column]!);
    }
  }
  const factor = cholesky(complement, size);
  return factor === null ? null : { factor, solved };
}

function newtonStep(likelihood: CumulativeLogitLikelihood) {
  const border = eliminateThresholds(likelihood);
  const base = solveTridiagonal(likelihood.thresholdInformation, [likelihood.thresholdGradient])?.[0];
  if (border === null || base === undefined) return null;
  const residual = likelihood.coefficientGradient.map(
    (value, column) => value - dot(likelihood.crossInformation[column]!, base),
  );
  const coefficients = border.factor.solve(residual);
  const thresholds = base.map(
    (value, index) =>
      value -
      border.solved.reduce((sum, column, position) => sum + column[index]! * coefficients[position]!, 0),
  );
  const decrement =
    dot(thresholds, likelihood.thresholdGradient) + dot(coefficients, likelihood.coefficientGradient);
  return { thresholds, coefficients, decrement };
}

/** Logits of the cumulative shares: the maximum when all coefficients are 0. */
function marginalThresholds({ outcome, weight, categoryCount }: CumulativeLogitRows): Float64Array {
  const counts = new Float64Array(categoryCount);
  outcome.forEach((category, index) => {
    counts[category] = counts[category]! + weight[index]!;
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  let below = 0;
  return counts.slice(0, -1).map((count) => {
    below += count;
    return Math.log(below / (total - below));
  });
}

function centreAndScale(values: Float64Array, weight: Float64Array) {
  const total = weight.reduce((sum, value) => sum + value, 0);
  const centre = values.reduce((sum, value, index) => sum + weight[index]! * value, 0) / total;
  const variance =
    values.reduce((sum, value, index) => sum + weight[index]! * (value - centre) ** 2, 0) / total;
  const scale = Math.sqrt(variance);
  const standardised = values.map((value) => (value - centre) / scale);
  const reach = standardised.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return { centre, scale, values: standardised, reach };
}

function isRising(thresholds: Float64Array): boolean {
  return thresholds.every(
    (value, index) => Number.isFinite(value) && (index === 0 || value > thresholds[index - 1]!),
  );
}

function dot(left: Float64Array, right: Float64Array): number {
  return left.reduce((sum, value, index) => sum + value * right[index]!, 0);
}
