import { cholesky } from '../../../math/linear-algebra/cholesky.js';
import type { LikelihoodPoint } from '../../../math/optimise/newton.js';

/** A point at the top of a log-likelihood. */
export interface Summit {
  readonly parameters: Float64Array;
  readonly logLikelihood: number;
}

/**
 * Climbs a log-likelihood whose information is not its second derivative, as under Firth's penalty: scoring steps, halved
 * while they would go down, until what is left is a millionth of a standard error. Such steps shrink by a factor, now and
 * then from side to side, so growth from step to step says nothing of divergence here; the penalty keeps the maximum finite.
 * Null where the information is singular or 500 steps do not suffice.
 */
export function ascendByScoring(
  start: Float64Array,
  evaluate: (parameters: Float64Array) => LikelihoodPoint,
): Summit | null {
  let parameters = start;
  let point = evaluate(parameters);
  for (let round = 0; round < 500; round += 1) {
    const factor = cholesky(point.information, parameters.length);
    if (factor === null) return null;
    const step = factor.solve(point.score);
    const left = step.reduce((sum, value, index) => sum + value * point.score[index]!, 0);
    if (left <= 1e-12) return { parameters, logLikelihood: point.logLikelihood };
    let share = 1;
    let next = parameters;
    let higher = point;
    do {
      next = parameters.map((value, index) => value + share * step[index]!);
      higher = evaluate(next);
      share /= 2;
    } while (!(higher.logLikelihood >= point.logLikelihood) && share > 1e-12);
    parameters = next;
    point = higher;
  }
  return null;
}
