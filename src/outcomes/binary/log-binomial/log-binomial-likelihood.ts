import type { LikelihoodPoint } from '../../../math/optimise/newton.js';
import { linearPredictor, weightedCrossProducts, weightedSums } from '../../design-products.js';
import type { RiskRegressionRows } from '../risk-regression-rows.js';

/**
 * Log-likelihood, score and information of a regression of the log risk. Outside its domain, where a fitted risk is 1 or
 * more, the log-likelihood is minus infinity. `information` is minus the second derivatives (`observed`) or their
 * expectation (`expected`, as glm takes its standard errors from).
 */
export function logBinomialPoint(
  { design, outcome }: RiskRegressionRows,
  parameters: Float64Array,
  kind: 'observed' | 'expected' = 'observed',
): LikelihoodPoint {
  const linear = linearPredictor(design, parameters);
  const slope = new Float64Array(design.rows);
  const spread = new Float64Array(design.rows);
  // What rounding takes off the sum is kept beside it: a climb asks for gains far below the error of many terms.
  let total = 0;
  let lost = 0;
  for (let row = 0; row < design.rows; row += 1) {
    const logRisk = linear[row]!;
    const risk = Math.exp(logRisk);
    const rest = -Math.expm1(logRisk);
    const y = outcome[row]!;
    if (!(rest > 0)) {
      const { size } = design;
      return {
        logLikelihood: Number.NEGATIVE_INFINITY,
        score: new Float64Array(size),
        information: new Float64Array(size * size),
      };
    }
    const term = y === 1 ? logRisk : Math.log(rest);
    const sum = total + term;
    const added = sum - total;
    lost += total - (sum - added) + (term - added);
    total = sum;
    slope[row] = y === 1 ? 1 : -risk / rest;
    spread[row] = kind === 'expected' ? risk / rest : y === 1 ? 0 : risk / (rest * rest);
  }
  return {
    logLikelihood: total + lost,
    score: weightedSums(design, slope),
    information: weightedCrossProducts(design, spread),
  };
}

/** Derivative of the log-likelihood of each row by its log risk, and its expected information. */
export function logBinomialResiduals({ design, outcome }: RiskRegressionRows, parameters: Float64Array) {
  const residual = linearPredictor(design, parameters);
  const spread = new Float64Array(design.rows);
  for (let row = 0; row < design.rows; row += 1) {
    const risk = Math.exp(residual[row]!);
    const rest = -Math.expm1(residual[row]!);
    residual[row] = outcome[row] === 1 ? 1 : -risk / rest;
    spread[row] = risk / rest;
  }
  return { residual, spread };
}
