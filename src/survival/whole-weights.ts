import { argumentError } from '../core/errors.js';

/** Throws unless case weights are counts: a test that counts subjects has no meaning for fractions of them. */
export function checkWholeWeights(method: string, weight: Float64Array | null): void {
  const row = weight === null ? -1 : weight.findIndex((value) => !Number.isInteger(value));
  if (row >= 0) {
    throw argumentError(
      method,
      'weight',
      `is no count in row ${row + 1}`,
      String(weight![row]),
      'whole numbers: each row stands for so many identical subjects',
      'For sampling weights, fit a Cox model with robust variance',
    );
  }
}
