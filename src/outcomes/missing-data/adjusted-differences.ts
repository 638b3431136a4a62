import type { Covariate } from '../../core/analysis-data.js';
import { type Estimable, notEstimable } from '../../core/estimable.js';
import { pivotedQr } from '../../math/linear-algebra/pivoted-qr.js';

/** One comparison of adjusted means: an arm less the reference. */
export interface AdjustedDifference {
  readonly estimate: number;
  /** `too-few-observations` without residual degrees of freedom, `no-variation` where nothing varies. */
  readonly standardError: Estimable;
}

/** An analysis of covariance whose design is fixed, so that many completed outcomes are analysed at little cost. */
export interface AdjustedDifferences {
  /** Subjects less coefficients. */
  readonly df: number;
  /** The difference of `others[k]` is the sum of products of `weights[k]` and the outcome. */
  readonly weights: readonly Float64Array[];
  /** Variance of each difference over the residual variance. */
  readonly varianceFactors: readonly number[];
  /** What the model leaves of an outcome. */
  residuals(outcome: ArrayLike<number>): Float64Array;
  /** The differences of one completed outcome, in the order of `others`. */
  analyse(outcome: ArrayLike<number>): readonly AdjustedDifference[];
}

/**
 * Lays out an analysis of covariance at one visit: one mean an arm, one common slope a covariate, and each arm of
 * `others` compared with `reference`. `codes` holds the arm of each analysed subject; every arm has one. Covariates that
 * others determine are left out, later ones first. Cost O(n p²) once, then O(n p) an outcome.
 */
export function adjustedDifferences(
  codes: ArrayLike<number>,
  arms: number,
  reference: number,
  others: readonly number[],
  covariates: readonly Covariate[],
): AdjustedDifferences {
  const rows = codes.length;
  const columns = arms + covariates.length;
  const matrix = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += 1) matrix[codes[row]! * rows + row] = 1;
  for (const [index, { values }] of covariates.entries()) {
    const mean = values.reduce((sum, value) => sum + value, 0) / rows;
    for (let row = 0; row < rows; row += 1) matrix[(arms + index) * rows + row] = values[row]! - mean;
  }
  const { rank, pivot, upper } = pivotedQr(matrix, rows, columns);
  const basis = orthonormalBasis(matrix, rows, pivot, upper, rank);
  const weights: Float64Array[] = [];
  const varianceFactors: number[] = [];
  for (const other of others) {
    // The contrast k as z with upperᵀ z = k: weights are basis · z, the variance factor is z · z.
    const z = new Float64Array(rank);
    for (let row = 0; row < rank; row += 1) {
      const column = pivot[row]!;
      let rest = column === other ? 1 : column === reference ? -1 : 0;
      for (let inner = 0; inner < row; inner += 1) rest -= upper[row * rank + inner]! * z[inner]!;
      z[row] = rest / upper[row * rank + row]!;
    }
    const weight = new Float64Array(rows);
    for (let inner = 0; inner < rank; inner += 1) {
      for (let row = 0; row < rows; row += 1) {
        weight[row] = weight[row]! + z[inner]! * basis[inner * rows + row]!;
      }
    }
    weights.push(weight);
    varianceFactors.push(z.reduce((sum, value) => sum + value * value, 0));
  }
  const df = rows - rank;
  const residuals = (outcome: ArrayLike<number>): Float64Array => {
    const rest = new Float64Array(outcome);
    for (let inner = 0; inner < rank; inner += 1) {
      let product = 0;
      for (let row = 0; row < rows; row += 1) product += basis[inner * rows + row]! * rest[row]!;
      for (let row = 0; row < rows; row += 1) rest[row] = rest[row]! - product * basis[inner * rows + row]!;
    }
    return rest;
  };
  return {
    df,
    weights,
    varianceFactors,
    residuals,
    analyse: (outcome) => {
      const rest = residuals(outcome);
      let squares = 0;
      let largest = 0;
      for (let row = 0; row < rows; row += 1) {
        squares += rest[row]! * rest[row]!;
        largest = Math.max(largest, Math.abs(outcome[row]!));
      }
      const variance = squares / df;
      const flat = Math.sqrt(variance) <= 10 * Number.EPSILON * largest;
      return others.map((_, index) => {
        let estimate = 0;
        for (let row = 0; row < rows; row += 1) estimate += weights[index]![row]! * outcome[row]!;
        const standardError =
          df <= 0
            ? notEstimable('too-few-observations')
            : flat
              ? notEstimable('no-variation')
              : Math.sqrt(variance * varianceFactors[index]!);
        return { estimate, standardError };
      });
    },
  };
}

/** Columns of right angles and length 1 that span the independent columns of the design: matrix · upper⁻¹. */
function orthonormalBasis(
  matrix: Float64Array,
  rows: number,
  pivot: Int32Array,
  upper: Float64Array,
  rank: number,
): Float64Array {
  const basis = new Float64Array(rows * rank);
  for (let column = 0; column < rank; column += 1) {
    const from = pivot[column]! * rows;
    for (let row = 0; row < rows; row += 1) basis[column * rows + row] = matrix[from + row]!;
    for (let inner = 0; inner < column; inner += 1) {
      const factor = upper[column * rank + inner]!;
      for (let row = 0; row < rows; row += 1) {
        basis[column * rows + row] = basis[column * rows + row]! - factor * basis[inner * rows + row]!;
      }
    }
    const length = upper[column * rank + column]!;
    for (let row = 0; row < rows; row += 1) basis[column * rows + row] = basis[column * rows + row]! / length;
  }
  return basis;
}
