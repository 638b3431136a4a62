import { cholesky } from '../../math/linear-algebra/cholesky.js';
import type { LikelihoodPoint } from '../../math/optimise/newton.js';
import { linearPredictor, weightedCrossProducts, weightedSums } from '../design-products.js';
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
  const { rows } = design;
  const residual = new Float64Array(rows);
  const spread = linearPredictor(design, parameters);
  const probability = firth ? new Float64Array(rows) : null;
  // What rounding takes off the sum is kept beside it: a climb asks for gains far below the error of a million terms.
  let total = 0;
  let lost = 0;
  // Logarithms of 1 + exp(-|linear|), which lie in (1, 2], taken of products of many.
  let product = 1;
  for (let row = 0; row < rows; row += 1) {
    const linear = spread[row]!;
    // exp of minus the size never overflows; p and 1 - p both keep their digits.
    const small = Math.exp(-Math.abs(linear));
    const larger = 1 / (1 + small);
    const smaller = small * larger;
    const p = linear >= 0 ? larger : smaller;
    const happened = outcome[row] === 1;
    const w = weight[row]!;
    let term = happened === linear < 0 ? w * Math.abs(linear) : 0;
    if (w === 1 && small > 1e-4) {
      product *= 1 + small;
      if (product > 1e200) {
        term += Math.log(product);
        product = 1;
      }
    } else {
      term += w * Math.log1p(small);
    }
    const sum = total + term;
    const added = sum - total;
    lost += total - (sum - added) + (term - added);
    total = sum;
    residual[row] = w * (happened ? (linear >= 0 ? smaller : larger) : -p);
    spread[row] = w * larger * smaller;
    if (probability !== null) probability[row] = p;
  }
  const logLikelihood = -(total + (lost + Math.log(product)));
  const score = weightedSums(design, residual);
  const information = weightedCrossProducts(design, spread);
  if (probability === null) return { logLikelihood, score, information };
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

/** Derivative of the log-likelihood of each row by its linear predictor, and its information. */
export function logisticResiduals({ design, outcome, weight }: LogisticRows, parameters: Float64Array) {
  const residual = linearPredictor(design, parameters);
  const spread = new Float64Array(design.rows);
  for (let row = 0; row < design.rows; row += 1) {
    const linear = residual[row]!;
    const small = Math.exp(-Math.abs(linear));
    const larger = 1 / (1 + small);
    const smaller = small * larger;
    const towards = (outcome[row] === 1) === linear >= 0;
    const size = weight[row]! * (towards ? smaller : larger);
    residual[row] = outcome[row] === 1 ? size : -size;
    spread[row] = weight[row]! * larger * smaller;
  }
  return { residual, spread };
}
