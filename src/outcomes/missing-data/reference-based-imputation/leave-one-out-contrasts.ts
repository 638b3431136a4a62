import type { Covariate } from '../../../core/analysis-data.js';
import { cholesky } from '../../../math/linear-algebra/cholesky.js';

/**
 * Adjusted differences of arms at a visit with one subject left out, or none, without laying the design out again: sums of
 * products are kept and one subject's share is taken off. Null where what is left cannot tell the arms apart.
 */
export interface LeaveOneOutContrasts {
  /** Differences from the reference, in the order of `others`; `without` is a subject, or -1 for all. */
  differences(outcome: Float64Array, without: number): Float64Array | null;
}

/** `columns` are the model's own: collinear covariates must be left out beforehand. */
export function leaveOneOutContrasts(
  codes: Int32Array,
  arms: number,
  reference: number,
  others: readonly number[],
  covariates: readonly Covariate[],
): LeaveOneOutContrasts {
  const rows = codes.length;
  const size = arms + covariates.length;
  const design = new Float64Array(rows * size);
  for (let row = 0; row < rows; row += 1) design[row * size + codes[row]!] = 1;
  for (const [index, { values }] of covariates.entries()) {
    const mean = values.reduce((sum, value) => sum + value, 0) / rows;
    for (let row = 0; row < rows; row += 1) design[row * size + arms + index] = values[row]! - mean;
  }
  const products = new Float64Array(size * size);
  const addProducts = (into: Float64Array, row: number, sign: number): void => {
    for (let column = 0; column < size; column += 1) {
      const x = sign * design[row * size + column]!;
      if (x === 0) continue;
      for (let other = 0; other < size; other += 1) {
        into[column * size + other] = into[column * size + other]! + x * design[row * size + other]!;
      }
    }
  };
  for (let row = 0; row < rows; row += 1) addProducts(products, row, 1);
  return {
    differences: (outcome, without) => {
      const left = products.slice();
      if (without >= 0) addProducts(left, without, -1);
      const sums = new Float64Array(size);
      for (let row = 0; row < rows; row += 1) {
        if (row === without) continue;
        const y = outcome[row]!;
        for (let column = 0; column < size; column += 1) {
          sums[column] = sums[column]! + y * design[row * size + column]!;
        }
      }
      const coefficients = cholesky(left, size)?.solve(sums);
      if (coefficients === undefined) return null;
      return Float64Array.from(others, (arm) => coefficients[arm]! - coefficients[reference]!);
    },
  };
}
