import { linearPredictor, weightedSums } from '../../design-products.js';
import type { RegressionDesign } from '../../regression-design.js';
import { type CountRows, dispersionSlope, logProbability } from '../count-likelihood.js';

/** The rows with the two designs: of the counts, and of the log odds that a 0 is structural. Null: no 0 is. */
export interface ZeroInflatedRows extends CountRows {
  readonly zero: RegressionDesign | null;
}

export interface ZeroInflatedPoint {
  readonly logLikelihood: number;
  readonly score: Float64Array;
  /** Information of each row about its log mean, were it known which 0 is a count. */
  readonly weight: Float64Array;
  /** The same about its zero log odds. */
  readonly zeroWeight: Float64Array;
  /** Derivative of the log-likelihood of each row by its log mean, its zero log odds and the log size. */
  readonly residual: Float64Array;
  readonly zeroResidual: Float64Array;
  readonly spreadResidual: Float64Array;
}

/**
 * Log-likelihood and score of counts that are 0 with a probability of their own and otherwise Poisson, or negative
 * binomial where there is one parameter more, the logarithm of the size (one over the dispersion). Parameters: the
 * coefficients of the log rate, those of the zero log odds, the log size.
 *
 * Source: Lambert D. Technometrics 1992;34:1-14. Greene WH. NYU working paper EC-94-10, 1994.
 */
export function zeroInflatedPoint(
  { design, zero: zeroDesign, events, logExposure }: ZeroInflatedRows,
  parameters: Float64Array,
): ZeroInflatedPoint {
  const { size, rows } = design;
  const linear = linearPredictor(design, parameters.subarray(0, size), logExposure);
  const last = size + (zeroDesign?.size ?? 0);
  const zeroLinear =
    zeroDesign === null ? null : linearPredictor(zeroDesign, parameters.subarray(size, last));
  const dispersion = parameters.length > last ? Math.exp(-parameters[last]!) : 0;
  const residual = new Float64Array(rows);
  const weight = new Float64Array(rows);
  const zeroWeight = new Float64Array(rows);
  const zeroResidual = new Float64Array(rows);
  const spreadResidual = new Float64Array(rows);
  let logLikelihood = 0;
  let spreadScore = 0;
  for (let row = 0; row < rows; row += 1) {
    const mean = Math.exp(linear[row]!);
    const count = events[row]!;
    const zero = zeroLinear === null ? 0 : 1 / (1 + Math.exp(-zeroLinear[row]!));
    const other = zeroLinear === null ? 1 : 1 / (1 + Math.exp(zeroLinear[row]!));
    zeroWeight[row] = zero * other;
    // Of the count where it is not a structural 0, with the slope in the log mean and in the log size.
    const logChance = logProbability(count, mean, dispersion);
    const scale = 1 + dispersion * mean;
    const slope = (count - mean) / scale;
    const bySpread = dispersion === 0 ? 0 : -dispersion * dispersionSlope(count, mean, dispersion);
    const information = mean / scale;
    if (count > 0 || zeroLinear === null) {
      weight[row] = information;
      logLikelihood += Math.log(other) + logChance;
      residual[row] = slope;
      zeroResidual[row] = -zero;
      spreadResidual[row] = bySpread;
    } else {
      const chance = other * Math.exp(logChance);
      const total = zero + chance;
      // Probability that this 0 is one of the counts.
      const counted = chance / total;
      logLikelihood += Math.log(total);
      residual[row] = counted * slope;
      weight[row] = counted * information;
      zeroResidual[row] = 1 - counted - zero;
      spreadResidual[row] = counted * bySpread;
    }
    spreadScore += spreadResidual[row]!;
  }
  const score = new Float64Array(parameters.length);
  score.set(weightedSums(design, residual));
  if (zeroDesign !== null) score.set(weightedSums(zeroDesign, zeroResidual), size);
  if (parameters.length > last) score[last] = spreadScore;
  return { logLikelihood, score, weight, zeroWeight, residual, zeroResidual, spreadResidual };
}
