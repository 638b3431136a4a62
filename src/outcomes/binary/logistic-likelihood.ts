import { cholesky } from '../../math/linear-algebra/cholesky.js';
import type { LikelihoodPoint } from '../../math/optimise/newton.js';
import type { RegressionDesign } from '../regression-design.js';

/** 0/1 outcomes with the number of subjects behind each row. */
export interface LogisticRows {
  readonly design: RegressionDesign;
  readonly outcome: Float64Array;
  readonly weight: Float64Array;
}

/**
 * Log-likelihood, score and information of a logistic regression at `parameters`. With `firth` the log-likelihood has
 * half the log determinant of the information added, and the score the matching term h (1/2 - p) x of each row, h being
 * its leverage; the information stays that of the likelihood.
 *
 * Source: Firth D. Biometrika 1993;80:27-38. Heinze G, Schemper M. Stat Med 2002;21:2409-2419.
 */
export function logisticPoint(
  { design, outcome, weight }: LogisticRows,
  parameters: Float64Array,
  firth: boolean,
): LikelihoodPoint {
  const { rows, size, matrix } = design;
  const score = new Float64Array(size);
  const information = new Float64Array(size * size);
  const probability = new Float64Array(rows);
  let logLikelihood = 0;
  for (let row = 0; row < rows; row += 1) {
    const from = row * size;
    let linear = 0;
    for (let column = 0; column < size; column += 1) linear += matrix[from + column]! * parameters[column]!;
    // exp of minus the size never overflows; p and 1 - p both keep their digits.
    const small = Math.exp(-Math.abs(linear));
    const p = linear >= 0 ? 1 / (1 + small) : small / (1 + small);
    const q = linear >= 0 ? small / (1 + small) : 1 / (1 + small);
    const y = outcome[row]!;
    const w = weight[row]!;
    probability[row] = p;
    logLikelihood -= w * ((y === 1 ? Math.max(0, -linear) : Math.max(0, linear)) + Math.log1p(small));
    const residual = w * (y === 1 ? q : -p);
    const spread = w * p * q;
    for (let column = 0; column < size; column += 1) {
      const x = matrix[from + column]!;
      score[column] = score[column]! + residual * x;
      for (let other = column; other < size; other += 1) {
        information[column * size + other] =
          information[column * size + other]! + spread * x * matrix[from + other]!;
      }
    }
  }
  for (let column = 0; column < size; column += 1) {
    for (let other = 0; other < column; other += 1) {
      information[column * size + other] = information[other * size + column]!;
    }
  }
  if (!firth) return { logLikelihood, score, information };
  return withJeffreysPenalty(design, weight, probability, { logLikelihood, score, information });
}

function withJeffreysPenalty(
  { rows, size, matrix }: RegressionDesign,
  weight: Float64Array,
  probability: Float64Array,
  { logLikelihood, score, information }: LikelihoodPoint,
): LikelihoodPoint {
  const factor = cholesky(information, size);
  if (factor === null) return { logLikelihood: Number.NEGATIVE_INFINITY, score, information };
  for (let row = 0; row < rows; row += 1) {
    const x = matrix.subarray(row * size, (row + 1) * size);
    const half = factor.solveLower(x);
    const p = probability[row]!;
    const leverage = weight[row]! * p * (1 - p) * half.reduce((sum, value) => sum + value * value, 0);
    for (let column = 0; column < size; column += 1) {
      score[column] = score[column]! + leverage * (0.5 - p) * x[column]!;
    }
  }
  return { logLikelihood: logLikelihood + factor.logDeterminant / 2, score, information };
}
