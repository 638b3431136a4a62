import { cholesky } from '../../../math/linear-algebra/cholesky.js';
import { maximiseByNewton } from '../../../math/optimise/newton.js';
import type { SettledMaximum } from '../../settle-maximum.js';
import { type LogisticRows, logisticPoint } from '../logistic-likelihood.js';

/** Rows from which on it pays to fit a part of them first. */
const manyRows = 50_000;

/** A prime, so that arms that alternate, or repeat in blocks, are all among the rows chosen. */
const stride = 17;

/**
 * The maximum likelihood fit to many rows, by full Newton steps from the fit to every 17th of them: two or three looks at
 * all rows instead of six. Null where rows are few, where the fit to some rows fails, and where a step is not at least
 * ten times shorter than the one before it, as near a maximum it is and under separation it is not.
 *
 * A step of d standard errors changes the information by about d / √n of itself: a last one that changes it by less than
 * 1e-10 is taken without looking at all rows again. `n` counts subjects.
 */
export function fitFromSomeRows(rows: LogisticRows, n: number, start: Float64Array): SettledMaximum | null {
  if (rows.design.rows < manyRows) return null;
  const some = everySoManieth(rows);
  const near = maximiseByNewton(start, (parameters) => logisticPoint(some, parameters, false), {
    tolerance: 1e-2,
  });
  if (near.status !== 'converged') return null;
  let { parameters } = near;
  let before = Number.POSITIVE_INFINITY;
  for (;;) {
    const point = logisticPoint(rows, parameters, false);
    const factor = cholesky(point.information, parameters.length);
    if (factor === null) return null;
    const step = factor.solve(point.score);
    const squaredLength = step.reduce((sum, value, index) => sum + value * point.score[index]!, 0);
    if (!(squaredLength < before / 100)) return null;
    before = squaredLength;
    parameters = parameters.map((value, index) => value + step[index]!);
    if (squaredLength < 1e-20 * n) {
      return { ...point, logLikelihood: point.logLikelihood + squaredLength / 2, parameters, factor };
    }
  }
}

function everySoManieth({ design, outcome, weight }: LogisticRows): LogisticRows {
  const { size } = design;
  const rows = Math.floor(design.rows / stride);
  const matrix = new Float64Array(rows * size);
  for (let row = 0; row < rows; row += 1) {
    matrix.set(design.matrix.subarray(stride * row * size, (stride * row + 1) * size), row * size);
  }
  const chosen = (values: Float64Array) =>
    Float64Array.from({ length: rows }, (_, row) => values[stride * row]!);
  return { design: { ...design, rows, matrix }, outcome: chosen(outcome), weight: chosen(weight) };
}
