import { cholesky } from '../../../math/linear-algebra/cholesky.js';
import { logistic } from '../../../math/special/logistic.js';
import type { CumulativeLogitFit } from '../cumulative-logit-fit.js';
import type { CumulativeLogitRows } from '../cumulative-logit-rows.js';

/**
 * Score statistic of one slope for each threshold against one slope for all, at the fit with one slope, with the
 * expected information; null when that is singular. It is the "Score Test for the Proportional Odds Assumption" of SAS
 * PROC LOGISTIC, known to reject too often when categories are thin.
 *
 * With predictors e_j = threshold_j - x'beta_j and category probabilities p_j, a row's information about neighbouring
 * predictors is tridiagonal: f_j^2 (1/p_j + 1/p_(j+1)) and -f_j f_(j+1) / p_(j+1), f the logistic density.
 * O(n k (1 + p)^2 + (k p)^3). Source: Peterson B, Harrell FE. J R Stat Soc C 1990;39:205-217, section 3.
 */
export function proportionalityScore(rows: CumulativeLogitRows, fit: CumulativeLogitFit): number | null {
  const cuts = rows.categoryCount - 1;
  const size = rows.columns.length + 1;
  const total = cuts * size;
  const gradient = new Float64Array(total);
  const information = new Float64Array(total * total);
  const derivative = new Float64Array(size);
  derivative[0] = 1;
  const density = new Float64Array(cuts);
  const probability = new Float64Array(cuts + 1);
  for (let index = 0; index < rows.outcome.length; index += 1) {
    const subjects = rows.weight[index]!;
    let predictor = 0;
    rows.columns.forEach((column, position) => {
      derivative[position + 1] = -column[index]!;
      predictor += column[index]! * fit.coefficients[position]!;
    });
    fillProbabilities(fit.thresholds, predictor, density, probability);
    const category = rows.outcome[index]!;
    for (let cut = 0; cut < cuts; cut += 1) {
      const hit =
        category === cut ? 1 / probability[cut]! : category === cut + 1 ? -1 / probability[cut + 1]! : 0;
      const own = density[cut]! ** 2 * (1 / probability[cut]! + 1 / probability[cut + 1]!);
      const next = cut + 1 < cuts ? (-density[cut]! * density[cut + 1]!) / probability[cut + 1]! : 0;
      for (let column = 0; column < size; column += 1) {
        const place = cut * size + column;
        gradient[place] = gradient[place]! + subjects * density[cut]! * hit * derivative[column]!;
        for (let row = 0; row < size; row += 1) {
          const product = subjects * derivative[row]! * derivative[column]!;
          const cell = place * total + cut * size + row;
          information[cell] = information[cell]! + product * own;
          if (next !== 0) {
            // Only the lower triangle is read.
            const below = cell + size;
            information[below] = information[below]! + product * next;
          }
        }
      }
    }
  }
  const root = cholesky(information, total)?.solveLower(gradient);
  return root === undefined ? null : root.reduce((sum, value) => sum + value * value, 0);
}

function fillProbabilities(
  thresholds: Float64Array,
  predictor: number,
  density: Float64Array,
  probability: Float64Array,
): void {
  const cuts = thresholds.length;
  for (let cut = 0; cut <= cuts; cut += 1) {
    const upper = cut < cuts ? logistic(thresholds[cut]! - predictor) : 1;
    const notLower = cut > 0 ? logistic(predictor - thresholds[cut - 1]!) : 1;
    const gap = cut > 0 && cut < cuts ? -Math.expm1(thresholds[cut - 1]! - thresholds[cut]!) : 1;
    probability[cut] = upper * notLower * gap;
    if (cut < cuts) density[cut] = upper * logistic(predictor - thresholds[cut]!);
  }
}
