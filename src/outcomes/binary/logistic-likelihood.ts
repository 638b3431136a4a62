import { cholesky } from '../../math/linear-algebra/cholesky.js';
import type { LikelihoodPoint } from '../../math/optimise/newton.js';
import { exponential } from '../../math/special/exponential.js';
import {
  addLinearPredictor,
  addWeightedCrossProducts,
  addWeightedSums,
  blockRows,
  linearPredictor,
  mirrored,
} from '../design-products.js';
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
  const { rows, size } = design;
  const score = new Float64Array(size);
  const information = new Float64Array(size * size);
  const kept = firth ? { half: new Float64Array(rows), spread: new Float64Array(rows) } : null;
  // Worked in blocks of rows that stay in the fastest memory.
  const residual = new Float64Array(blockRows);
  const spread = new Float64Array(blockRows);
  const loss = { total: 0, lost: 0 };
  // Of 1 + odds against what happened; its logarithm is taken once for many rows.
  let product = 1;
  for (let start = 0; start < rows; start += blockRows) {
    const end = Math.min(start + blockRows, rows);
    const count = end - start;
    spread.fill(0);
    addLinearPredictor(design, parameters, start, end, spread);
    for (let place = 0; place < count; place += 1) {
      const w = weight[start + place]!;
      // One formula for both outcomes, since a processor cannot guess which comes next.
      const sign = 2 * outcome[start + place]! - 1;
      const logOdds = sign * spread[place]!;
      const against = exponential(-logOdds);
      if (w === 1 && against > 1e-4 && against < 1e4) {
        const own = 1 / (1 + against);
        const other = against * own;
        residual[place] = sign * other;
        spread[place] = own * other;
        product *= 1 + against;
        if (product > 1e200) {
          addTo(loss, Math.log(product));
          product = 1;
        }
      } else {
        // exp of minus the size never overflows; both probabilities keep their digits.
        const small = Math.exp(-Math.abs(logOdds));
        const larger = 1 / (1 + small);
        const smaller = small * larger;
        residual[place] = w * sign * (logOdds >= 0 ? smaller : larger);
        spread[place] = w * larger * smaller;
        addTo(loss, w * (Math.log1p(small) + (logOdds < 0 ? -logOdds : 0)));
      }
    }
    if (kept !== null) {
      kept.spread.set(spread.subarray(0, count), start);
      for (let place = 0; place < count; place += 1) {
        const w = weight[start + place]!;
        kept.half[start + place] = w > 0 ? 0.5 - outcome[start + place]! + residual[place]! / w : 0;
      }
    }
    addWeightedSums(design, residual, start, end, score);
    addWeightedCrossProducts(design, spread, start, end, information);
  }
  mirrored(information, size);
  const logLikelihood = -(loss.total + (loss.lost + Math.log(product)));
  const point = { logLikelihood, score, information };
  return kept === null ? point : withJeffreysPenalty(design, kept.half, kept.spread, point);
}

/**
 * Adds to a sum; what rounding takes off is kept beside it: a climb asks for gains far below the error of a million
 * terms.
 */
function addTo(sum: { total: number; lost: number }, term: number): void {
  const before = sum.total;
  const after = before + term;
  const added = after - before;
  sum.lost += before - (after - added) + (term - added);
  sum.total = after;
}

/** `half` holds 1/2 - p of each row, `spread` its weight times p (1 - p). */
function withJeffreysPenalty(
  { rows, size, matrix }: RegressionDesign,
  half: Float64Array,
  spread: Float64Array,
  { logLikelihood, score, information }: LikelihoodPoint,
): LikelihoodPoint {
  const factor = cholesky(information, size);
  if (factor === null) return { logLikelihood: Number.NEGATIVE_INFINITY, score, information };
  for (let row = 0; row < rows; row += 1) {
    const x = matrix.subarray(row * size, (row + 1) * size);
    const solved = factor.solveLower(x);
    const leverage = spread[row]! * solved.reduce((sum, value) => sum + value * value, 0);
    for (let column = 0; column < size; column += 1) {
      score[column] = score[column]! + leverage * half[row]! * x[column]!;
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
