import { type CholeskyFactor, cholesky } from '../../../math/linear-algebra/cholesky.js';
import type { LikelihoodPoint } from '../../../math/optimise/newton.js';

/** A point at the top of a log-likelihood. */
export interface Summit {
  readonly parameters: Float64Array;
  readonly logLikelihood: number;
  readonly point: LikelihoodPoint;
}

/** Scoring steps before second derivatives are taken. */
const scoringRounds = 10;

/**
 * Climbs a log-likelihood whose information is not its second derivative, as under Firth's penalty: steps are halved
 * while they would go down, until what is left is a millionth of a standard error. A few scoring steps are enough as a
 * rule; where they creep or swing from side to side (small, separated data) Newton steps follow, with second
 * derivatives from differences of the score. The penalty keeps the maximum finite, so growth from step to step is no
 * sign of divergence here. Null where the information is singular or 200 steps do not suffice.
 */
export function ascendByScoring(
  start: Float64Array,
  evaluate: (parameters: Float64Array) => LikelihoodPoint,
): Summit | null {
  let parameters = start;
  let point = evaluate(parameters);
  for (let round = 0; round < 200; round += 1) {
    const factor = cholesky(point.information, parameters.length);
    if (factor === null) return null;
    const scoring = factor.solve(point.score);
    if (along(scoring, point.score) <= 1e-12)
      return { parameters, logLikelihood: point.logLikelihood, point };
    const step = (round < scoringRounds ? null : newtonStep(parameters, point, factor, evaluate)) ?? scoring;
    let share = 1;
    let next: Float64Array;
    let higher: LikelihoodPoint;
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

/** The step to the top of the parabola that fits score and second derivatives; null where it has no top. */
function newtonStep(
  parameters: Float64Array,
  point: LikelihoodPoint,
  factor: CholeskyFactor,
  evaluate: (parameters: Float64Array) => LikelihoodPoint,
): Float64Array | null {
  const size = parameters.length;
  const inverse = factor.inverse();
  const curvature = new Float64Array(size * size);
  for (let column = 0; column < size; column += 1) {
    const width = 1e-4 * Math.sqrt(inverse[column * size + column]!);
    const shifted = (by: number) =>
      evaluate(parameters.map((value, index) => (index === column ? value + by : value))).score;
    const above = shifted(width);
    const below = shifted(-width);
    for (let row = 0; row < size; row += 1) {
      const slope = (below[row]! - above[row]!) / (4 * width);
      curvature[column * size + row] = curvature[column * size + row]! + slope;
      curvature[row * size + column] = curvature[row * size + column]! + slope;
    }
  }
  return cholesky(curvature, size)?.solve(point.score) ?? null;
}

function along(step: Float64Array, score: Float64Array): number {
  return step.reduce((sum, value, index) => sum + value * score[index]!, 0);
}
