import type { LikelihoodPoint } from '../../../math/optimise/newton.js';
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
  const { rows, size, matrix } = design;
  const score = new Float64Array(size);
  const information = new Float64Array(size * size);
  let logLikelihood = 0;
  for (let row = 0; row < rows; row += 1) {
    const from = row * size;
    let logRisk = 0;
    for (let column = 0; column < size; column += 1) {
      logRisk += matrix[from + column]! * parameters[column]!;
    }
    const risk = Math.exp(logRisk);
    const rest = -Math.expm1(logRisk);
    const y = outcome[row]!;
    if (!(rest > 0)) return { logLikelihood: Number.NEGATIVE_INFINITY, score, information };
    logLikelihood += y === 1 ? logRisk : Math.log(rest);
    const slope = y === 1 ? 1 : -risk / rest;
    const spread = kind === 'expected' ? risk / rest : y === 1 ? 0 : risk / (rest * rest);
    for (let column = 0; column < size; column += 1) {
      const x = matrix[from + column]!;
      score[column] = score[column]! + slope * x;
      for (let other = 0; other < size; other += 1) {
        information[other * size + column] =
          information[other * size + column]! + spread * x * matrix[from + other]!;
      }
    }
  }
  return { logLikelihood, score, information };
}
