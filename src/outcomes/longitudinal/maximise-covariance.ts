import { type CholeskyFactor, cholesky } from '../../math/linear-algebra/cholesky.js';
import {
  differentiateLikelihood,
  evaluateLikelihood,
  type LikelihoodDerivatives,
  type LikelihoodModel,
  type LikelihoodPoint,
} from './repeated-measures-likelihood.js';

/**
 * - `converged`: a maximum, the score 0 within rounding.
 * - `not-identified`: the data say nothing of a parameter, as of the covariance of two visits that nobody attended both.
 * - `singular-covariance`: the likelihood grows towards a matrix that is not positive definite.
 * - `not-converged`: none of these within the iterations allowed.
 */
export type MaximumStatus = 'converged' | 'not-identified' | 'singular-covariance' | 'not-converged';

export interface CovarianceMaximum {
  readonly status: MaximumStatus;
  readonly point: LikelihoodPoint;
  readonly derivatives: LikelihoodDerivatives;
  readonly iterations: number;
  /** Score statistic left: the squared distance from the maximum in standard errors. */
  readonly scoreStatistic: number;
  /** Positions of parameters that the likelihood pushes against their bound of 0: they are held there. */
  readonly held: readonly number[];
}

export interface ClimbOptions {
  readonly maxIterations: number;
  /** Position in each covariance group of a parameter that does not fall below 0; null where all are free. */
  readonly bounded?: number | null;
  /**
   * Maxima found before, where this climb is a further one: it is given up near one of them, and near a singular matrix.
   */
  readonly known?: readonly CovarianceMaximum[] | null;
}

/** Squared distance, in standard errors, of Newton's last steps: rounding alone can make them go down. */
const nearStatistic = 1e-10;
/** The same below which nothing is left to gain. */
const restStatistic = 1e-22;
/** Share of a variance that earlier visits leave unexplained below which a covariance matrix counts as singular. */
const singularPivot = 1e-8;
/** The same where the search broke down on the way there. */
const nearSingularPivot = 1e-4;
/** The same where a further climb is given up. */
const furtherPivot = 1e-6;
/** A variance below this times one of these pivots is none; the residuals of all rows have a mean square of 1. */
const vanishedVariance = 1e-6;
/** Squared distance from a maximum, in standard errors, from which a climb ends in it. */
const nearDistance = 0.25;

/**
 * Climbs to a maximum of the likelihood over the covariance parameters: Fisher scoring far from the maximum, Newton steps
 * near it, each halved while it would leave the positive definite matrices or lower the likelihood, and doubled along
 * ridges. They need no bounds, since the likelihood falls without limit towards a singular matrix unless the data
 * themselves are singular; a parameter that `bounded` names stops at 0 while the likelihood would rise beyond. null where
 * the start has no likelihood, or a further climb is given up.
 * Source: Jennrich RI, Schluchter MD. Biometrics 1986;42:805-820, section 3.
 */
export function maximiseCovariance(
  model: LikelihoodModel,
  start: Float64Array,
  { maxIterations, bounded = null, known = null }: ClimbOptions,
): CovarianceMaximum | null {
  let point = evaluateLikelihood(model, start);
  if (point === null) return null;
  const count = model.structure.parameters.length;
  let derivatives = differentiateLikelihood(model, point);
  let previous = Number.POSITIVE_INFINITY;
  for (let iteration = 0; ; iteration += 1) {
    const held = bounded === null ? [] : pushedAgainstZero(point, derivatives, bounded, count);
    if (known !== null && isNotWorthwhile(point, known)) return null;
    const direction = ascend(derivatives, previous, held);
    const finish = (status: MaximumStatus, statistic: number): CovarianceMaximum => ({
      status,
      point: point!,
      derivatives,
      iterations: iteration,
      scoreStatistic: statistic,
      held,
    });
    if (direction === null)
      return finish(
        isSingular(point, nearSingularPivot) ? 'singular-covariance' : 'not-identified',
        Number.NaN,
      );
    const { statistic } = direction;
    const settled = statistic <= restStatistic || (statistic <= nearStatistic && statistic >= previous);
    if (settled && !isSingular(point, singularPivot)) return finish('converged', statistic);
    if (iteration >= maxIterations) {
      return finish(
        isSingular(point, nearSingularPivot) ? 'singular-covariance' : 'not-converged',
        statistic,
      );
    }
    const next = climb(model, point, direction, bounded);
    if (next === null)
      return finish(
        isSingular(point, nearSingularPivot) ? 'singular-covariance' : 'not-converged',
        statistic,
      );
    point = next;
    derivatives = differentiateLikelihood(model, point);
    previous = statistic;
  }
}

interface Direction {
  readonly step: Float64Array;
  readonly statistic: number;
  /** Whether the likelihood is not concave here although the step is short: a ridge, along which steps may be longer. */
  readonly onRidge: boolean;
}

/** Newton's step where the last one was short and the observed information allows it, else that of Fisher scoring. */
function ascend(
  { score, expected, observed }: LikelihoodDerivatives,
  previous: number,
  held: readonly number[],
): Direction | null {
  const size = score.length;
  const newton = previous < 1 ? cholesky(withoutHeld(observed, held, size), size) : null;
  const factor: CholeskyFactor | null = newton ?? cholesky(withoutHeld(expected, held, size), size);
  if (factor === null) return null;
  const step = factor.solve(score.map((value, index) => (held.includes(index) ? 0 : value)));
  let statistic = 0;
  for (let index = 0; index < size; index += 1) statistic += step[index]! * score[index]!;
  return { step, statistic, onRidge: previous < 1 && newton === null };
}

/**
 * The end of the step, or of as much of it as does not lower the likelihood; any end where rounding decides. On a ridge
 * the step is doubled for as long as that raises the likelihood. Where it ends at a bound, half of it may be higher: a
 * maximum may lie between.
 */
function climb(
  model: LikelihoodModel,
  point: LikelihoodPoint,
  { step, statistic, onRidge }: Direction,
  bounded: number | null,
): LikelihoodPoint | null {
  let share = 1;
  for (let halving = 0; halving < 40; halving += 1) {
    const { next, stopped } = stepTo(model, point, step, share, bounded);
    if (next !== null && (statistic <= nearStatistic || next.logLikelihood >= point.logLikelihood)) {
      if (onRidge && share === 1) return furtherAlong(model, point, step, next, bounded);
      const half = stopped ? stepTo(model, point, step, share / 2, bounded).next : null;
      return half !== null && half.logLikelihood > next.logLikelihood ? half : next;
    }
    share /= 2;
  }
  return null;
}

function furtherAlong(
  model: LikelihoodModel,
  point: LikelihoodPoint,
  step: Float64Array,
  first: LikelihoodPoint,
  bounded: number | null,
): LikelihoodPoint {
  let best = first;
  for (let share = 2; share <= 1024; share *= 2) {
    const { next } = stepTo(model, point, step, share, bounded);
    if (next === null || !(next.logLikelihood > best.logLikelihood)) break;
    best = next;
  }
  return best;
}

/** The point a share of the step away, and whether a bound stopped the step. */
function stepTo(
  model: LikelihoodModel,
  { parameters }: LikelihoodPoint,
  step: Float64Array,
  share: number,
  bounded: number | null,
): { readonly next: LikelihoodPoint | null; readonly stopped: boolean } {
  const count = model.structure.parameters.length;
  let stopped = false;
  const candidate = parameters.map((value, index) => {
    const moved = value + share * step[index]!;
    if (index % count !== bounded || moved >= 0) return moved;
    stopped ||= value > 0;
    return 0;
  });
  return { next: evaluateLikelihood(model, candidate), stopped };
}

/** Whether a covariance matrix is singular, or a variance has shrunk to nothing beside the residuals of all rows. */
function isSingular({ covariances }: LikelihoodPoint, pivot: number): boolean {
  return covariances.some((covariance) => {
    const visits = Math.round(Math.sqrt(covariance.length));
    for (let visit = 0; visit < visits; visit += 1) {
      if (covariance[visit * (visits + 1)]! < vanishedVariance * pivot) return true;
    }
    return cholesky(covariance, visits, pivot) === null;
  });
}

/** The information with held parameters set apart: they have no part in steps. */
export function withoutHeld(information: Float64Array, held: readonly number[], size: number): Float64Array {
  if (held.length === 0) return information;
  const free = information.slice();
  for (const index of held) {
    for (let other = 0; other < size; other += 1) {
      free[index * size + other] = other === index ? 1 : 0;
      free[other * size + index] = other === index ? 1 : 0;
    }
  }
  return free;
}

function pushedAgainstZero(
  { parameters }: LikelihoodPoint,
  { score }: LikelihoodDerivatives,
  bounded: number,
  count: number,
): readonly number[] {
  const held: number[] = [];
  for (let index = bounded; index < parameters.length; index += count) {
    if (parameters[index] === 0 && score[index]! <= 0) held.push(index);
  }
  return held;
}

/** Whether a further climb comes to a maximum that is known, or to a singular matrix. */
function isNotWorthwhile(point: LikelihoodPoint, known: readonly CovarianceMaximum[]): boolean {
  return isSingular(point, furtherPivot) || known.some((maximum) => isNear(maximum, point));
}

/**
 * Whether a point is within half a standard error of a maximum, by its information, so that the climb from there ends in
 * it. Near a maximum at a bound there may be another, which only a point at the bound is sure to miss.
 */
function isNear(
  { point, derivatives: { expected }, held }: CovarianceMaximum,
  { parameters }: LikelihoodPoint,
): boolean {
  if (held.some((index) => parameters[index] !== 0)) return false;
  const size = parameters.length;
  let distance = 0;
  for (let row = 0; row < size; row += 1) {
    const own = parameters[row]! - point.parameters[row]!;
    for (let column = 0; column < size; column += 1) {
      const other = parameters[column]! - point.parameters[column]!;
      distance += own * expected[row * size + column]! * other;
    }
  }
  return distance < nearDistance;
}
