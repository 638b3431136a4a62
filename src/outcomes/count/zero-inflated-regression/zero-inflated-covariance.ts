import type { Factor } from '../../../core/analysis-data.js';
import type { NotEstimableReason } from '../../../core/estimable.js';
import type { RegressionVariance } from '../../regression-variance.js';
import { sandwichCovariance } from '../../sandwich-covariance.js';
import { type ZeroInflatedRows, zeroInflatedPoint } from './zero-inflated-point.js';

/**
 * Covariance of all parameters: the inverse information, or the sandwich of it about the scores of the rows, those of
 * the log size included. The scores take the place of covariates with residual 1.
 */
export function zeroInflatedCovariance(
  method: string,
  rows: ZeroInflatedRows,
  parameters: Float64Array,
  inverse: Float64Array,
  variance: RegressionVariance,
  cluster: Factor | undefined,
): Float64Array | NotEstimableReason {
  if (variance === 'model') return inverse;
  const { design, zero } = rows;
  const size = parameters.length;
  const { residual, zeroResidual, spreadResidual } = zeroInflatedPoint(rows, parameters);
  const matrix = new Float64Array(design.rows * size);
  for (let row = 0; row < design.rows; row += 1) {
    const place = row * size;
    for (let column = 0; column < design.size; column += 1) {
      matrix[place + column] = residual[row]! * design.matrix[row * design.size + column]!;
    }
    for (let column = 0; zero !== null && column < zero.size; column += 1) {
      matrix[place + design.size + column] = zeroResidual[row]! * zero.matrix[row * zero.size + column]!;
    }
    if (size > design.size + (zero?.size ?? 0)) matrix[place + size - 1] = spreadResidual[row]!;
  }
  const one = new Float64Array(design.rows).fill(1);
  const scores = { rows: design.rows, size, matrix, centre: new Float64Array(0), kept: [], collinear: [] };
  return sandwichCovariance(
    method,
    { design: scores, bread: inverse, residual: one, spread: one },
    variance,
    cluster,
  );
}

/** The rows and columns of a covariance from `from` on. */
export function covarianceBlock(
  covariance: Float64Array,
  total: number,
  from: number,
  size: number,
): Float64Array {
  return Float64Array.from(
    { length: size * size },
    (_, index) => covariance[(from + Math.floor(index / size)) * total + from + (index % size)]!,
  );
}
