import type { Covariate } from '../core/analysis-data.js';
import { argumentError } from '../core/errors.js';
import { cholesky } from '../math/linear-algebra/cholesky.js';
import { pivotedQr } from '../math/linear-algebra/pivoted-qr.js';
import { weightedCrossProducts } from './design-products.js';

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
  let total = 0;
  for (let row = 0; row < rows; row += 1) total += weight[row]!;
  const columns = covariates.length + 1;
  const centres = new Float64Array(covariates.length);
  const matrix = new Float64Array(rows * columns);
  for (let place = 0; place < matrix.length; place += columns) matrix[place] = 1;
  for (const [index, covariate] of covariates.entries()) {
    const { values } = covariate;
    if (values.length !== rows) {
      throw argumentError(
        method,
        covariate.name,
        'has the wrong length',
        String(values.length),
        String(rows),
      );
    }
    let sum = 0;
    for (let row = 0; row < rows; row += 1) sum += weight[row]! * values[row]!;
    requireFinite(method, covariate);
    const centre = total > 0 ? sum / total : 0;
    centres[index] = centre;
    for (let row = 0, place = index + 1; row < rows; row += 1, place += columns) {
      matrix[place] = values[row]! - centre;
    }
  }
  const whole: RegressionDesign = {
    rows,
    size: columns,
    matrix,
    centre: centres,
    kept: covariates.map((_, index) => index),
    collinear: [],
  };
  return clearlyIndependent(whole, weight) ? whole : withoutCollinear(whole, weight);
}

function requireFinite(method: string, { name, values }: Covariate): void {
  for (let row = 0; row < values.length; row += 1) {
    if (Number.isFinite(values[row]!)) continue;
    throw argumentError(
      method,
      `${name}[${row}]`,
      'is not a finite number',
      String(values[row]),
      undefined,
      'Leave out subjects with missing values',
    );
  }
}

/** Whether every column keeps a thousandth of its length beside the others: a quick look that spares most designs the QR. */
function clearlyIndependent(design: RegressionDesign, weight: Float64Array): boolean {
  const { size } = design;
  const products = weightedCrossProducts(design, weight);
  const lengths = Float64Array.from({ length: size }, (_, column) =>
    Math.sqrt(products[column * size + column]!),
  );
  if (!lengths.every((length) => length > 0 && Number.isFinite(length))) return false;
  for (let column = 0; column < size; column += 1) {
    for (let row = 0; row < size; row += 1) {
      products[column * size + row] = products[column * size + row]! / lengths[column]! / lengths[row]!;
    }
  }
  return cholesky(products, size, 1e-6) !== null;
}

/** Leaves out each column whose part beside the earlier ones is below 1e-7 of its length, by Householder reflections. */
function withoutCollinear(
  { rows, size: columns, matrix: all, centre: centres, kept: covariates }: RegressionDesign,
  weight: Float64Array,
): RegressionDesign {
  const scaled = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row += 1) {
    const root = Math.sqrt(weight[row]!);
    for (let column = 0; column < columns; column += 1) {
      scaled[column * rows + row] = root * all[row * columns + column]!;
    }
  }
  const dropped = new Set(pivotedQr(scaled, rows, columns).collinear.map((column) => column - 1));
  const kept = covariates.filter((index) => !dropped.has(index));
  const size = kept.length + 1;
  const matrix = new Float64Array(rows * size);
  for (let row = 0; row < rows; row += 1) {
    matrix[row * size] = 1;
    for (const [place, index] of kept.entries()) {
      matrix[row * size + place + 1] = all[row * columns + index + 1]!;
    }
  }
  const centre = Float64Array.from(kept, (index) => centres[index]!);
  return { rows, size, matrix, centre, kept, collinear: [...dropped] };
}
