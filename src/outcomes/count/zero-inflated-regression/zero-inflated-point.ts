import { digamma } from '../../../math/special/digamma.js';
import { logGamma } from '../../../math/special/log-gamma.js';
import { linearPredictor, weightedSums } from '../../design-products.js';
import type { CountRows } from '../count-likelihood.js';

export interface ZeroInflatedPoint {
  readonly logLikelihood: number;
  readonly score: Float64Array;
  /** Information of each row about its log mean, were it known which 0 is a count. */
  readonly weight: Float64Array;
}

/**
 * Log-likelihood and score of counts that are 0 with the probability of `zeroLogOdds` and otherwise Poisson, or negative
 * binomial where there is one parameter more, the logarithm of the size (one over the dispersion). Parameters: the
 * coefficients of the log rate, the zero log odds, the log size.
 *
 * Source: Lambert D. Technometrics 1992;34:1-14. Greene WH. NYU working paper EC-94-10, 1994.
 */
export function zeroInflatedPoint(
  { design, events, logExposure }: CountRows,
  parameters: Float64Array,
): ZeroInflatedPoint {
  const { size, rows } = design;
  const linear = linearPredictor(design, parameters.subarray(0, size), logExposure);
  const zeroLogOdds = parameters[size]!;
  const zero = 1 / (1 + Math.exp(-zeroLogOdds));
  const other = 1 / (1 + Math.exp(zeroLogOdds));
  const spread = parameters.length > size + 1 ? Math.exp(parameters[size + 1]!) : null;
  const residual = new Float64Array(rows);
  const weight = new Float64Array(rows);
  let logLikelihood = 0;
  let zeroScore = 0;
  let spreadScore = 0;
  for (let row = 0; row < rows; row += 1) {
    const mean = Math.exp(linear[row]!);
    const count = events[row]!;
    // log of the probability of the count where it is not a structural 0, its slope in the log mean and in the log size.
    let logProbability: number;
    let slope: number;
    let bySpread = 0;
    if (spread === null) {
      logProbability = count * linear[row]! - mean - logGamma(count + 1);
      slope = count - mean;
    } else {
      const share = Math.log1p(mean / spread);
      logProbability =
        logGamma(count + spread) -
        logGamma(spread) -
        logGamma(count + 1) +
        count * (linear[row]! - Math.log(spread)) -
        (count + spread) * share;
      slope = (spread * (count - mean)) / (spread + mean);
      bySpread =
        spread * (digamma(count + spread) - digamma(spread) - share + (mean - count) / (spread + mean));
    }
    const information = spread === null ? mean : (spread * mean) / (spread + mean);
    if (count > 0) {
      weight[row] = information;
      logLikelihood += Math.log(other) + logProbability;
      residual[row] = slope;
      zeroScore -= zero;
      spreadScore += bySpread;
    } else {
      const chance = other * Math.exp(logProbability);
      const total = zero + chance;
      // Probability that this 0 is one of the counts.
      const counted = chance / total;
      logLikelihood += Math.log(total);
      residual[row] = counted * slope;
      weight[row] = counted * information;
      zeroScore += 1 - counted - zero;
      spreadScore += counted * bySpread;
    }
  }
  const score = new Float64Array(parameters.length);
  score.set(weightedSums(design, residual));
  score[size] = zeroScore;
  if (spread !== null) score[size + 1] = spreadScore;
  return { logLikelihood, score, weight };
}
