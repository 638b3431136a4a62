import type { Covariate } from '../core/analysis-data.js';
import { argumentError } from '../core/errors.js';
import { pivotedQr } from '../math/linear-algebra/pivoted-qr.js';
import { keepTheirLength } from './clear-independence.js';
import { addWeightedCrossProducts, blockRows, mirrored } from './design-products.js';

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
  const centres = Float64Array.from(covariates, (covariate) =>
    total > 0 ? weightedSum(method, covariate, weight) / total : 0,
  );
  const matrix = new Float64Array(rows * columns);
  const squares = new Float64Array(columns);
  squares[0] = total;
  // Block by block: a column that is written from end to end goes through all the memory of the matrix.
  for (let start = 0; start < rows; start += blockRows) {
    const end = Math.min(start + blockRows, rows);
    for (let row = start, place = start * columns; row < end; row += 1, place += columns) matrix[place] = 1;
    for (let index = 0; index < covariates.length; index += 1) {
      const { values } = covariates[index]!;
      const centre = centres[index]!;
      let sum = 0;
      for (let row = start, place = start * columns + index + 1; row < end; row += 1, place += columns) {
        const value = values[row]! - centre;
        matrix[place] = value;
        sum += weight[row]! * value * value;
      }
      squares[index + 1] = squares[index + 1]! + sum;
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
  return clearlyIndependent(whole, weight, squares) ? whole : withoutCollinear(whole, weight);
}

function weightedSum(method: string, { name, values }: Covariate, weight: Float64Array): number {
  if (values.length !== weight.length) {
    throw argumentError(method, name, 'has the wrong length', String(values.length), String(weight.length));
  }
  let sum = 0;
  for (let row = 0; row < values.length; row += 1) sum += weight[row]! * values[row]!;
  // One value that is not finite makes the sum so.
  if (!Number.isFinite(sum)) requireFinite(method, name, values);
  return sum;
}

function requireFinite(method: string, name: string, values: Float64Array): void {
  const row = values.findIndex((value) => !Number.isFinite(value));
  if (row < 0) return;
  throw argumentError(
    method,
    `${name}[${row}]`,
    'is not a finite number',
    String(values[row]),
    undefined,
    'Leave out subjects with missing values',
  );
}

/** Of many rows every so manieth block is looked at. */
const blocksPassed = 16;

/**
 * Whether every column keeps a thousandth of its length beside the others: a quick look that spares most designs the QR.
 * Of many rows a part is enough, if it holds a fair share of each column: what one column keeps beside others in a part
 * of the rows, it keeps in all of them. `squares` holds each column's weighted squares over all rows.
 */
function clearlyIndependent(design: RegressionDesign, weight: Float64Array, squares: Float64Array): boolean {
  const { rows, size } = design;
  const products = new Float64Array(size * size);
  const pass = rows > blocksPassed * blockRows ? blocksPassed : 1;
  for (let start = 0; start < rows; start += pass * blockRows) {
    const end = Math.min(start + blockRows, rows);
    addWeightedCrossProducts(design, weight.subarray(start, end), start, end, products);
  }
  mirrored(products, size);
  const lengths = squares.map(Math.sqrt);
  const seen = (length: number, column: number) =>
    length > 0 && Number.isFinite(length) && products[column * size + column]! > 1e-3 * squares[column]!;
  if (!lengths.every(seen)) return false;
  return keepTheirLength(products, lengths);
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
