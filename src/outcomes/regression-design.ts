import type { Covariate } from '../core/analysis-data.js';
import { argumentError } from '../core/errors.js';
import { pivotedQr } from '../math/linear-algebra/pivoted-qr.js';

/** An intercept and centred covariates, row after row for the likelihood's one pass. */
export interface RegressionDesign {
  readonly rows: number;
  /** Coefficients that the data can tell apart: the intercept and the covariates of `kept`. */
  readonly size: number;
  /** rows × size, row after row; each row begins with 1. */
  readonly matrix: Float64Array;
  /** Weighted mean of each kept covariate, taken off before fitting. */
  readonly centre: Float64Array;
  /** Indexes into the covariates. */
  readonly kept: readonly number[];
  /** Covariates that earlier ones determine. */
  readonly collinear: readonly number[];
}

/**
 * Lays out covariates for a regression with an intercept, centred so that the fit does not depend on their origins, and
 * sets collinear ones aside (later ones first, as R does). Rows of weight 0 stay and count for nothing.
 *
 * @throws MethodError when a covariate has the wrong length or a value that is not finite.
 */
export function regressionDesign(
  method: string,
  covariates: readonly Covariate[],
  weight: Float64Array,
): RegressionDesign {
  const rows = weight.length;
  const total = weight.reduce((sum, value) => sum + value, 0);
  const columns = covariates.length + 1;
  const centred = new Float64Array(rows * columns);
  const root = weight.map(Math.sqrt);
  centred.set(root);
  const centres = new Float64Array(covariates.length);
  for (const [index, { name, values }] of covariates.entries()) {
    if (values.length !== rows) {
      throw argumentError(method, name, 'has the wrong length', String(values.length), String(rows));
    }
    let sum = 0;
    for (let row = 0; row < rows; row += 1) {
      if (!Number.isFinite(values[row]!)) {
        throw argumentError(
          method,
          `${name}[${row}]`,
          'is not a finite number',
          String(values[row]),
          undefined,
          'Leave out subjects with missing values',
        );
      }
      sum += weight[row]! * values[row]!;
    }
    centres[index] = total > 0 ? sum / total : 0;
    for (let row = 0; row < rows; row += 1) {
      centred[(index + 1) * rows + row] = root[row]! * (values[row]! - centres[index]!);
    }
  }
  const { collinear } = pivotedQr(centred, rows, columns);
  const dropped = new Set(collinear.map((column) => column - 1));
  const kept = covariates.map((_, index) => index).filter((index) => !dropped.has(index));
  const size = kept.length + 1;
  const matrix = new Float64Array(rows * size);
  for (let row = 0; row < rows; row += 1) {
    matrix[row * size] = 1;
    for (const [place, index] of kept.entries()) {
      matrix[row * size + place + 1] = covariates[index]!.values[row]! - centres[index]!;
    }
  }
  const centre = Float64Array.from(kept, (index) => centres[index]!);
  return { rows, size, matrix, centre, kept, collinear: [...dropped] };
}
