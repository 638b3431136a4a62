import { type CholeskyFactor, cholesky } from '../math/linear-algebra/cholesky.js';
import type { LikelihoodPoint } from '../math/optimise/newton.js';

export interface SettledMaximum extends LikelihoodPoint {
  readonly parameters: Float64Array;
  readonly factor: CholeskyFactor;
}

/** Squared length of a step, in standard errors, that moves no digit: 1e-13 standard errors. */
const still = 1e-26;

/**
 * Takes scoring steps from a point near the maximum until they stop shrinking or are too short to move a digit. Near
 * the top the score still tells up from down where the log-likelihood has run out of digits, so the last digits come
 * from here; under Firth's penalty, where the information is not the second derivative, a few more steps are needed.
 * Null where the information is singular. `known` is the likelihood at the start, where it was computed before.
 */
export function settleMaximum(
  start: Float64Array,
  evaluate: (parameters: Float64Array) => LikelihoodPoint,
  known?: LikelihoodPoint,
): SettledMaximum | null {
  let parameters = start;
  let smallest = Number.POSITIVE_INFINITY;
  let point = known ?? evaluate(parameters);
  for (;;) {
    const factor = cholesky(point.information, parameters.length);
    if (factor === null) return null;
    const step = factor.solve(point.score);
    const size = step.reduce((sum, value, index) => sum + value * point.score[index]!, 0);
    if (!(size < smallest / 2) || size < still) return { ...point, parameters, factor };
    smallest = size;
    parameters = parameters.map((value, index) => value + step[index]!);
    point = evaluate(parameters);
  }
}
