import { type CholeskyFactor, cholesky, failingPivot } from '../linear-algebra/cholesky.js';

/** A log-likelihood at one point with its first derivatives and minus its second derivatives. */
export interface LikelihoodPoint {
  readonly logLikelihood: number;
  /** First derivatives. */
  readonly score: Float64Array;
  /** Minus the second derivatives, or their expectation: size × size, column after column. */
  readonly information: Float64Array;
}

export interface NewtonOptions {
  readonly maxIterations?: number;
  /** How many times one step may be halved. */
  readonly maxHalvings?: number;
  /**
   * Largest score statistic scoreᵀ information⁻¹ score at the maximum: the squared distance that is left, in standard
   * errors. One more step is always taken from there, so the default of 1e-12 leaves an error of about 1e-12.
   */
  readonly tolerance?: number;
}

/**
 * - `converged`: a maximum.
 * - `diverging`: the log-likelihood has come to rest while estimates still grow: they are infinite (separation).
 * - `singular`: the information is not positive definite, `parameters` in `trouble` is the first to blame.
 * - `stuck`: no step, however short, raises the log-likelihood, and the score is not 0.
 * - `iteration-limit`: none of these within the iterations allowed.
 */
export type NewtonStatus = 'converged' | 'diverging' | 'singular' | 'stuck' | 'iteration-limit';

export interface NewtonOutcome {
  readonly status: NewtonStatus;
  readonly parameters: Float64Array;
  readonly logLikelihood: number;
  readonly score: Float64Array;
  readonly information: Float64Array;
  /** Factor of the information at `parameters`; null when singular. */
  readonly factor: CholeskyFactor | null;
  /** Score statistic at `parameters`: 0 at a maximum; at the start values it is the score test. */
  readonly scoreStatistic: number;
  readonly startLogLikelihood: number;
  readonly startScoreStatistic: number;
  readonly iterations: number;
  /** Indexes of the parameters that run off (`diverging`) or that others determine (`singular`). */
  readonly trouble: readonly number[];
}

/** Relative change of the log-likelihood below which it counts as at rest. */
const restTolerance = 1e-9;
/** Rounding in a log-likelihood, as a share of it: a sum of up to millions of logarithms. */
const roundingShare = 1e-11;
/**
 * Below this score statistic a step that no longer shrinks is rounding; along a separation each is some 0.4 of the
 * last.
 */
const roundingStatistic = 1e-9;

/**
 * Maximises a log-likelihood by Newton's method: full steps, halved while they would lower the log-likelihood.
 *
 * Convergence needs a score of 0 as well as a log-likelihood at rest, and a final step is taken after both hold, so
 * that late digits do not depend on where the iteration stopped. With the expected information in place of the
 * observed it is Fisher scoring. `evaluate` must not keep or change what it is given; a log-likelihood that is not
 * finite there only shortens the step. The start is not changed.
 *
 * Source: Nocedal and Wright 2006, Numerical Optimization, chapter 3; Albert and Anderson 1984, Biometrika 71:1-10
 * (separation).
 */
export function maximiseByNewton(
  start: ArrayLike<number>,
  evaluate: (parameters: Float64Array) => LikelihoodPoint,
  { maxIterations = 100, maxHalvings = 40, tolerance = 1e-12 }: NewtonOptions = {},
): NewtonOutcome {
  const size = start.length;
  let parameters: Float64Array = new Float64Array(start);
  let point = evaluate(parameters);
  let direction = newtonDirection(point, size);
  const startLogLikelihood = point.logLikelihood;
  const startScoreStatistic = direction?.statistic ?? Number.NaN;
  let previousStep: Float64Array | null = null;
  let restingRounds = 0;
  let previousStatistic = Number.POSITIVE_INFINITY;

  const finish = (
    status: NewtonStatus,
    iterations: number,
    trouble: readonly number[] = [],
  ): NewtonOutcome => ({
    status,
    parameters,
    ...point,
    factor: direction?.factor ?? null,
    scoreStatistic: direction?.statistic ?? Number.NaN,
    startLogLikelihood,
    startScoreStatistic,
    iterations,
    trouble,
  });

  for (let iteration = 0; iteration < maxIterations; iteration += 1) {
    if (direction === null) return finish('singular', iteration, firstSingular(point, size));
    const stalled =
      direction.statistic <= roundingStatistic && direction.statistic >= 0.9 * previousStatistic;
    const last = direction.statistic <= tolerance || stalled;
    previousStatistic = direction.statistic;
    const taken = climb(
      parameters,
      point,
      direction.step,
      evaluate,
      last ? 0 : maxHalvings,
      direction.statistic,
    );
    if (taken === null) {
      // At a maximum rounding alone can make the last step go down; the point before it then stands.
      return finish(last || direction.statistic <= Math.sqrt(tolerance) ? 'converged' : 'stuck', iteration);
    }
    const gain = taken.point.logLikelihood - point.logLikelihood;
    const step = taken.parameters.map((value, index) => value - parameters[index]!);
    const growing = previousStep === null ? [] : stillGrowing(step, previousStep, taken.parameters);
    parameters = taken.parameters;
    point = taken.point;
    direction = newtonDirection(point, size);
    if (last) return finish(direction === null ? 'singular' : 'converged', iteration + 1);
    restingRounds =
      gain <= restTolerance * (Math.abs(point.logLikelihood) + 1) && growing.length > 0
        ? restingRounds + 1
        : 0;
    if (restingRounds >= 2) return finish('diverging', iteration + 1, growing);
    previousStep = step;
  }
  return finish('iteration-limit', maxIterations);
}

interface Direction {
  readonly factor: CholeskyFactor;
  readonly step: Float64Array;
  readonly statistic: number;
}

function newtonDirection(point: LikelihoodPoint, size: number): Direction | null {
  const factor = cholesky(point.information, size);
  if (factor === null) return null;
  const step = factor.solve(point.score);
  const statistic = step.reduce((sum, value, index) => sum + value * point.score[index]!, 0);
  return { factor, step, statistic };
}

function climb(
  parameters: Float64Array,
  point: LikelihoodPoint,
  step: Float64Array,
  evaluate: (parameters: Float64Array) => LikelihoodPoint,
  halvings: number,
  statistic: number,
): { parameters: Float64Array; point: LikelihoodPoint } | null {
  let share = 1;
  // Where a step can gain less than rounding takes off a sum of very many terms, the log-likelihood cannot judge it.
  const rounding = roundingShare * (1 + Math.abs(point.logLikelihood));
  const slack = statistic <= rounding ? rounding : 4 * Number.EPSILON * Math.abs(point.logLikelihood);
  for (let halving = 0; halving <= halvings; halving += 1) {
    const candidate = parameters.map((value, index) => value + share * step[index]!);
    const next = evaluate(candidate);
    if (Number.isFinite(next.logLikelihood) && next.logLikelihood >= point.logLikelihood - slack) {
      return { parameters: candidate, point: next };
    }
    share /= 2;
  }
  return null;
}

/** Parameters that move on away from 0 by steps that do not shrink. */
function stillGrowing(step: Float64Array, previous: Float64Array, parameters: Float64Array): number[] {
  const indexes: number[] = [];
  step.forEach((value, index) => {
    const share = value / previous[index]!;
    if (
      share > 0.8 &&
      value * parameters[index]! > 0 &&
      Math.abs(value) > 1e-3 * Math.abs(parameters[index]!)
    )
      indexes.push(index);
  });
  return indexes;
}

function firstSingular(point: LikelihoodPoint, size: number): number[] {
  const pivot = failingPivot(point.information, size);
  return pivot === null ? [] : [pivot];
}
