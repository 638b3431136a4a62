import { type CholeskyFactor, cholesky } from '../../math/linear-algebra/cholesky.js';
import {
  type CategoryOrderedRows,
  type ColumnScale,
  columnScale,
  orderByCategory,
} from './category-ordered-rows.js';
import { type CumulativeLogitLikelihood, cumulativeLogitLikelihood } from './cumulative-logit-likelihood.js';
import type { CumulativeLogitRows } from './cumulative-logit-rows.js';
import { limitOfSeparation } from './separation-limit.js';
import { solveTridiagonal, tridiagonalInverseDiagonal } from './symmetric-tridiagonal.js';

export interface CumulativeLogitFit {
  /**
   * `separated`: the likelihood keeps rising as a coefficient grows without bound, so no maximum exists. What the limit
   * determines is given all the same; the columns and thresholds that it does not are listed below.
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
  /** Columns without an estimate because they, or others with them, run off to infinity; empty unless separated. */
  readonly separatedColumns: readonly number[];
  /** Thresholds of which the same holds. */
  readonly separatedThresholds: readonly number[];
}

const MAXIMUM_ITERATIONS = 100;
/**
 * Newton decrement (about twice the rise of the log likelihood still to come) a subject at which the last step is taken
 * without looking again. A step of d standard errors changes the information by about d / √n of itself, so by 1e-10.
 */
const NEGLIGIBLE_STEP = 1e-20;
/** The same, of all subjects, where only the log likelihood is wanted: the step's own gain is good to 1e-12. */
const NEGLIGIBLE_RISE = 1e-9;

export interface CumulativeLogitFitOptions {
  /** Where to begin: the marginal thresholds and coefficients of 0 unless given. */
  readonly start?: { readonly thresholds: Float64Array; readonly coefficients: Float64Array };
  /** `log-likelihood` saves a look or two at all rows. */
  readonly wanted?: 'estimates' | 'log-likelihood';
}

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
 *
 * Where the likelihood has no maximum, the model is fitted in the limit (see `limitOfSeparation`): what rises to
 * probability 1 is left out, and so are the coefficients of which the rest says nothing. All others are maximum
 * likelihood estimates of the rest, and equal the limits of those of the whole. Should the limit not converge, all are
 * listed as separated.
 */
export function fitCumulativeLogit(
  rows: CumulativeLogitRows,
  { start, wanted = 'estimates' }: CumulativeLogitFitOptions = {},
): CumulativeLogitFit {
  const scales = rows.columns.map((column) => columnScale(column, rows.weight));
  const ordered = orderByCategory(rows, scales);
  const reach = scales.map((scale) => scale.reach);
  const top = climb(
    ordered,
    start === undefined ? marginalThresholds(ordered) : movedToCentre(start, scales),
    start?.coefficients.map((value, column) => value * scales[column]!.scale) ??
      new Float64Array(rows.columns.length),
    reach,
    wanted,
  );
  if (top.status !== 'separated') {
    const every = Array.from(rows.columns.keys());
    return unscaled(scales, top, top.status, every, [], []);
  }

  const scaled = {
    ...rows,
    columns: rows.columns.map((column, index) =>
      column.map((value) => (value - scales[index]!.centre) / scales[index]!.scale),
    ),
  };
  const limit = limitOfSeparation(
    scaled,
    top.thresholds,
    top.coefficients,
    top.rise,
    scales.map((scale) => scale.centre),
    scales.map((scale) => scale.scale),
  );
  const { fittedColumns, determinedColumns, determinedThresholds } = limit;
  const offset = rows.weight.map((_, row) =>
    scaled.columns.reduce(
      (sum, column, index) =>
        fittedColumns.includes(index) ? sum : sum + column[row]! * top.coefficients[index]!,
      0,
    ),
  );
  const rest = climb(
    orderByCategory(
      {
        ...rows,
        columns: fittedColumns.map((index) => rows.columns[index]!),
        offset,
        settled: limit.settled,
      },
      fittedColumns.map((index) => scales[index]!),
    ),
    top.thresholds,
    Float64Array.from(fittedColumns, (index) => top.coefficients[index]!),
    fittedColumns.map((index) => reach[index]!),
    wanted,
  );
  const coefficients = top.coefficients.slice();
  fittedColumns.forEach((index, place) => {
    coefficients[index] = rest.coefficients[place]!;
  });
  // The limit's maximum is the supremum of the whole, which the point found before all but reaches.
  const supremum = Math.abs(rest.current.logLikelihood - top.current.logLikelihood);
  const reached = rest.status === 'converged' && supremum < 1e-5 + 100 * top.rise;
  const undetermined = (list: readonly boolean[]) =>
    list.flatMap((determined, index) => (reached && determined ? [] : [index]));
  return unscaled(
    scales,
    { ...rest, coefficients, iterations: top.iterations + rest.iterations },
    'separated',
    fittedColumns,
    undetermined(determinedColumns),
    undetermined(determinedThresholds),
  );
}

interface Climb {
  readonly status: CumulativeLogitFit['status'];
  readonly thresholds: Float64Array;
  readonly coefficients: Float64Array;
  readonly current: CumulativeLogitLikelihood;
  readonly iterations: number;
  /** About the rise of the log likelihood that was still to come. */
  readonly rise: number;
}

/** Newton's way up from a start, on centred and scaled columns of which `reach` is the largest value in size. */
function climb(
  rows: CategoryOrderedRows,
  startThresholds: Float64Array,
  startCoefficients: Float64Array,
  reach: readonly number[],
  wanted: 'estimates' | 'log-likelihood',
): Climb {
  const subjects = rows.categoryWeight.reduce((sum, count) => sum + count, 0);
  const [enough, still] =
    wanted === 'estimates' ? [NEGLIGIBLE_STEP * subjects, 1e-6] : [NEGLIGIBLE_RISE, 1e-3];
  let thresholds = startThresholds;
  let coefficients = startCoefficients;
  let current = cumulativeLogitLikelihood(rows, thresholds, coefficients);
  let status: CumulativeLogitFit['status'] = 'not-converged';
  let iterations = 0;
  // The last step's Newton decrement, about the rise that was still to come, and its largest move of a predictor.
  let rise = Number.POSITIVE_INFINITY;
  let walk = 0;
  const moveBy = (step: NewtonStep, fraction: number) => ({
    thresholds: thresholds.map((value, index) => value + fraction * step.thresholds[index]!),
    coefficients: coefficients.map((value, index) => value + fraction * step.coefficients[index]!),
  });

  for (; iterations < MAXIMUM_ITERATIONS; iterations += 1) {
    const step = newtonStep(current);
    if (step === null) {
      // So far along a direction of separation that nothing is left to see it by.
      if (rise < 1e-3 && walk > 0.1) status = 'separated';
      break;
    }
    rise = step.decrement;
    walk = step.coefficients.reduce(
      (most, value, column) => Math.max(most, Math.abs(value) * reach[column]!),
      0,
    );
    if (rise < enough && walk < still) {
      status = 'converged';
      const moved = moveBy(step, 1);
      if (isRising(moved.thresholds)) {
        ({ thresholds, coefficients } = moved);
        current = { ...current, logLikelihood: current.logLikelihood + rise / 2 };
      }
      break;
    }
    // The likelihood is flat, yet a coefficient still walks on: the sign of a maximum at infinity.
    if (rise < 1e-8 && walk > 0.1) {
      status = 'separated';
      break;
    }
    let fraction = 1;
    let accepted = false;
    while (!accepted && fraction > 1e-10) {
      const moved = moveBy(step, fraction);
      if (isRising(moved.thresholds)) {
        const next = cumulativeLogitLikelihood(rows, moved.thresholds, moved.coefficients);
        const rounding = 1e-13 * (1 + Math.abs(current.logLikelihood));
        if (next.logLikelihood >= current.logLikelihood - rounding) {
          ({ thresholds, coefficients } = moved);
          current = next;
          accepted = true;
        }
      }
      fraction /= 2;
    }
    if (!accepted) break;
  }
  return { status, thresholds, coefficients, current, iterations, rise };
}

/** The fit on the scales given. `fittedColumns` are those that the information of `top` is about. */
function unscaled(
  scales: readonly ColumnScale[],
  top: Climb,
  wanted: CumulativeLogitFit['status'],
  fittedColumns: readonly number[],
  separatedColumns: readonly number[],
  separatedThresholds: readonly number[],
): CumulativeLogitFit {
  const { thresholds, coefficients, current, iterations } = top;
  const border = eliminateThresholds(current);
  const size = coefficients.length;
  const fitted = fittedColumns.length;
  const covariance = new Float64Array(size * size);
  const thresholdStandardErrors = new Float64Array(thresholds.length);
  let status = wanted;
  if (border === null) {
    if (status === 'converged') status = 'not-converged';
  } else {
    border.factor.inverse().forEach((value, cell) => {
      const column = fittedColumns[Math.floor(cell / fitted)]!;
      const row = fittedColumns[cell % fitted]!;
      covariance[column * size + row] = value / (scales[column]!.scale * scales[row]!.scale);
    });
    const inverseDiagonal = tridiagonalInverseDiagonal(current.thresholdInformation);
    for (let index = 0; index < thresholds.length; index += 1) {
      // On the original scale threshold + mean'beta is what moves: the border is shifted by the means.
      const shifted = Float64Array.from(border.solved, (column, position) => {
        const { centre, scale } = scales[fittedColumns[position]!]!;
        return column[index]! - centre / scale;
      });
      const spread = dot(shifted, border.factor.solve(shifted));
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
    separatedThresholds,
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

interface NewtonStep {
  readonly thresholds: Float64Array;
  readonly coefficients: Float64Array;
  readonly decrement: number;
}

function newtonStep(likelihood: CumulativeLogitLikelihood): NewtonStep | null {
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
function marginalThresholds({ categoryWeight }: CategoryOrderedRows): Float64Array {
  const total = categoryWeight.reduce((sum, count) => sum + count, 0);
  let below = 0;
  return categoryWeight.slice(0, -1).map((count) => {
    below += count;
    return Math.log(below / (total - below));
  });
}

/** Thresholds of a subject whose columns have their means, from those of one whose columns are 0. */
function movedToCentre(
  { thresholds, coefficients }: NonNullable<CumulativeLogitFitOptions['start']>,
  scales: readonly ColumnScale[],
): Float64Array {
  const shift = coefficients.reduce((sum, slope, column) => sum + slope * scales[column]!.centre, 0);
  return thresholds.map((value) => value - shift);
}

function isRising(thresholds: Float64Array): boolean {
  return thresholds.every(
    (value, index) => Number.isFinite(value) && (index === 0 || value > thresholds[index - 1]!),
  );
}

function dot(left: Float64Array, right: Float64Array): number {
  return left.reduce((sum, value, index) => sum + value * right[index]!, 0);
}
