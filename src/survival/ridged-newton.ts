import { cholesky } from '../math/linear-algebra/cholesky.js';
import { type LikelihoodPoint, maximiseByNewton, type NewtonOutcome } from '../math/optimise/newton.js';

/** Score statistic below which plain Newton steps take over. */
const nearMaximum = 1e-4;

/**
 * Maximises a log-likelihood that is not concave everywhere, as those of parametric models are far from the maximum.
 *
 * While the information is not positive definite, or a step does not raise the log-likelihood, its diagonal is raised
 * until one does (Levenberg and Marquardt); near the maximum plain Newton steps finish, which also certify it.
 * Source: Marquardt DW. J Soc Ind Appl Math 1963;11:431-441.
 */
export function maximiseByRidgedNewton(
  start: ArrayLike<number>,
  evaluate: (parameters: Float64Array) => LikelihoodPoint,
  maximumIterations = 200,
): NewtonOutcome {
  const size = start.length;
  let parameters: Float64Array = Float64Array.from(start);
  let point = evaluate(parameters);
  let ridge = 0;
  let iterations = 0;
  for (; iterations < maximumIterations; iterations += 1) {
    const plain = cholesky(point.information, size);
    if (plain !== null && plain.solve(point.score).reduce(addTimes(point.score), 0) <= nearMaximum) break;
    const taken = stepUp(parameters, point, evaluate, plain === null ? Math.max(ridge, 1e-3) : ridge);
    if (taken === null) break;
    ({ parameters, point } = taken);
    ridge = taken.ridge < 1e-6 ? 0 : taken.ridge / 10;
  }
  const outcome = maximiseByNewton(parameters, evaluate, {
    maxIterations: Math.max(1, maximumIterations - iterations),
  });
  return { ...outcome, iterations: outcome.iterations + iterations };
}

const addTimes = (other: Float64Array) => (sum: number, value: number, index: number) =>
  sum + value * other[index]!;

function stepUp(
  parameters: Float64Array,
  point: LikelihoodPoint,
  evaluate: (parameters: Float64Array) => LikelihoodPoint,
  startRidge: number,
): { parameters: Float64Array; point: LikelihoodPoint; ridge: number } | null {
  const size = parameters.length;
  for (let ridge = startRidge; ridge < 1e12; ridge = ridge === 0 ? 1e-3 : ridge * 10) {
    const raised = Float64Array.from(point.information);
    for (let index = 0; index < size; index += 1) {
      const cell = index * size + index;
      raised[cell] = raised[cell]! + ridge * (Math.abs(raised[cell]!) + 1e-8);
    }
    const step = cholesky(raised, size)?.solve(point.score);
    if (step === undefined) continue;
    const candidate = parameters.map((value, index) => value + step[index]!);
    const next = evaluate(candidate);
    if (Number.isFinite(next.logLikelihood) && next.logLikelihood >= point.logLikelihood) {
      return { parameters: candidate, point: next, ridge };
    }
  }
  return null;
}
