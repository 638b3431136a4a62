import type { LikelihoodPoint } from '../../math/optimise/newton.js';
import { exponential } from '../../math/special/exponential.js';
import { logGamma } from '../../math/special/log-gamma.js';
import { linearPredictor, weightedCrossProducts, weightedSums } from '../design-products.js';
import type { RegressionDesign } from '../regression-design.js';

/** Events of each row with the logarithm of its exposure. */
export interface CountRows {
  readonly design: RegressionDesign;
  readonly events: Float64Array;
  readonly logExposure: Float64Array;
}

/** Expected events of each row under log rate = matrix · parameters. */
export function expectedEvents({ design, logExposure }: CountRows, parameters: Float64Array): Float64Array {
  const expected = linearPredictor(design, parameters, logExposure);
  for (let row = 0; row < expected.length; row += 1) expected[row] = exponential(expected[row]!);
  return expected;
}

/**
 * Log-likelihood, score and information of the log rate when counts vary as mean + dispersion · mean² (negative
 * binomial of type 2); a dispersion of 0 is the Poisson distribution. `information` is minus the second derivatives
 * (`observed`) or their expectation (`expected`, as glm.nb takes its standard errors from).
 *
 * Source: Lawless JF. Can J Stat 1987;15:209-225.
 */
export function countPoint(
  rows: CountRows,
  parameters: Float64Array,
  dispersion: number,
  kind: 'observed' | 'expected' = 'observed',
): LikelihoodPoint {
  const expected = expectedEvents(rows, parameters);
  const residual = new Float64Array(expected.length);
  const spread = new Float64Array(expected.length);
  // What rounding takes off the sum is kept beside it: a climb asks for gains far below the error of many terms.
  let total = 0;
  let lost = 0;
  for (let row = 0; row < expected.length; row += 1) {
    const mean = expected[row]!;
    const events = rows.events[row]!;
    const term = logProbability(events, mean, dispersion);
    const sum = total + term;
    const added = sum - total;
    lost += total - (sum - added) + (term - added);
    total = sum;
    const scale = 1 + dispersion * mean;
    residual[row] = (events - mean) / scale;
    spread[row] = kind === 'expected' ? mean / scale : (mean * (1 + dispersion * events)) / (scale * scale);
  }
  return {
    logLikelihood: total + lost,
    score: weightedSums(rows.design, residual),
    information: weightedCrossProducts(rows.design, spread),
  };
}

/** Derivative of the log-likelihood of each row by its log rate, and its expected information. */
export function countResiduals(rows: CountRows, parameters: Float64Array, dispersion: number) {
  const spread = expectedEvents(rows, parameters);
  const residual = new Float64Array(spread.length);
  for (let row = 0; row < spread.length; row += 1) {
    const mean = spread[row]!;
    const scale = 1 + dispersion * mean;
    residual[row] = (rows.events[row]! - mean) / scale;
    spread[row] = mean / scale;
  }
  return { residual, spread };
}

/**
 * log P(events) as sum of log(1 + dispersion k) for k below events, + events log mean
 * - (events + 1/dispersion) log(1 + dispersion mean) - log events!; nothing cancels as the dispersion goes to 0.
 */
export function logProbability(events: number, mean: number, dispersion: number): number {
  const counted = events > 0 ? events * Math.log(mean) - logGamma(events + 1) : 0;
  if (dispersion === 0) return counted - mean;
  let rising = 0;
  for (let k = 1; k < events; k += 1) rising += Math.log1p(dispersion * k);
  return counted + rising - (events + 1 / dispersion) * Math.log1p(dispersion * mean);
}

/** Derivative of the log-likelihood by the dispersion at given expected events. */
export function dispersionScore(events: Float64Array, expected: Float64Array, dispersion: number): number {
  let score = 0;
  for (const [row, mean] of expected.entries()) score += dispersionSlope(events[row]!, mean, dispersion);
  return score;
}

/** The same of one row; at dispersion 0 it is ((events - mean)² - events) / 2. */
export function dispersionSlope(events: number, mean: number, dispersion: number): number {
  let slope = 0;
  for (let k = 1; k < events; k += 1) slope += k / (1 + dispersion * k);
  const x = dispersion * mean;
  return slope + mean * mean * logRatioRemainder(x) - (events * mean) / (1 + x);
}

/** (log(1 + x) - x / (1 + x)) / x², which is 1/2 at 0; by its series where x is small. */
function logRatioRemainder(x: number): number {
  if (x > 0.1) return (Math.log1p(x) - x / (1 + x)) / (x * x);
  let term = 1;
  let sum = 0;
  for (let j = 2; j < 24; j += 1) {
    sum += term * ((j - 1) / j);
    term *= -x;
  }
  return sum;
}
