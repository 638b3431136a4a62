import { cholesky } from '../../../math/linear-algebra/cholesky.js';
import type { RepeatedMeasuresFit } from '../fit-repeated-measures.js';
import { subMatrix } from '../repeated-measures-likelihood.js';
import type { RepeatedMeasuresRows } from '../repeated-measures-rows.js';
import type { CoefficientVariances } from './fit-random-coefficients.js';

export interface PredictedEffect {
  /** Number of the subject among the rows. */
  readonly subject: number;
  readonly intercept: number;
  readonly slope: number;
}

/**
 * How far the line of each subject is expected to lie from the mean line of those with its arm and covariates: best
 * linear unbiased predictions G Zᵀ V⁻¹ (y − Xβ), in the order in which subjects appear. Intercepts are where `times`
 * is 0.
 * Source: Laird NM, Ware JH. Biometrics 1982;38:963-974.
 */
export function predictedEffects(
  rows: RepeatedMeasuresRows,
  times: Float64Array,
  fit: RepeatedMeasuresFit,
  { intercept, covariance, slope }: CoefficientVariances,
): readonly PredictedEffect[] {
  const bySubject = new Map<number, number[]>();
  for (let row = 0; row < rows.outcome.length; row += 1) {
    const list = bySubject.get(rows.subject[row]!);
    if (list === undefined) bySubject.set(rows.subject[row]!, [row]);
    else list.push(row);
  }
  const matrix = fit.covariances[0]!;
  return Array.from(bySubject, ([subject, own]) => {
    const visits = Int32Array.from(own, (row) => rows.visit[row]!);
    const residuals = Float64Array.from(own, (row) =>
      rows.columns.reduce(
        (rest, { values }, column) => rest - values[row]! * fit.coefficients[column]!,
        rows.outcome[row]!,
      ),
    );
    const solved = cholesky(subMatrix(matrix, times.length, visits), own.length)!.solve(residuals);
    let [level, rise] = [0, 0];
    solved.forEach((value, index) => {
      level += value;
      rise += value * times[visits[index]!]!;
    });
    return {
      subject,
      intercept: intercept * level + covariance * rise,
      slope: covariance * level + slope * rise,
    };
  });
}
