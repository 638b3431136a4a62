import type { RegressionDesign } from '../../regression-design.js';

/**
 * The risk of every subject under a logistic model, had they been in the given arm: its indicator is 1 and those of the
 * other arms 0. `armColumns` are the places of the indicators among the covariates, and `arm` one of them, or null for
 * the reference.
 */
export function predictRisks(
  design: RegressionDesign,
  parameters: Float64Array,
  armColumns: readonly number[],
  arm: number | null,
): { readonly risks: Float64Array; readonly rows: Float64Array } {
  const { size, kept, centre } = design;
  const rows = design.matrix.slice();
  for (const covariate of armColumns) {
    const place = kept.indexOf(covariate);
    if (place < 0) continue;
    const value = (covariate === arm ? 1 : 0) - centre[place]!;
    for (let row = 0; row < design.rows; row += 1) rows[row * size + place + 1] = value;
  }
  const risks = Float64Array.from({ length: design.rows }, (_, row) => {
    let linear = 0;
    for (let column = 0; column < size; column += 1) {
      linear += rows[row * size + column]! * parameters[column]!;
    }
    return linear >= 0 ? 1 / (1 + Math.exp(-linear)) : Math.exp(linear) / (1 + Math.exp(linear));
  });
  return { risks, rows };
}

/** Mean over subjects of the derivative of their risk by each parameter: p (1 - p) x. */
export function riskGradient(risks: Float64Array, rows: Float64Array, size: number): Float64Array {
  const gradient = new Float64Array(size);
  for (const [row, risk] of risks.entries()) {
    const slope = (risk * (1 - risk)) / risks.length;
    for (let column = 0; column < size; column += 1) {
      gradient[column] = gradient[column]! + slope * rows[row * size + column]!;
    }
  }
  return gradient;
}
