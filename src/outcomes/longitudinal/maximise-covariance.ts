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
}

/** From here on a step counts as Newton's last ones, which rounding alone can make go down. */
const nearStatistic = 1e-10;
const restStatistic = 1e-22;
/** Share of a variance that earlier visits leave unexplained below which a covariance matrix counts as singular. */
const singularPivot = 1e-8;
/** The same where the search broke down on the way there. */
const nearSingularPivot = 1e-4;

/**
 * Maximises the likelihood over the covariance parameters: Fisher scoring far from the maximum, Newton steps near it,
 * each halved while it would leave the positive definite matrices or lower the likelihood. No bounds are needed, since
 * the likelihood falls without limit towards a singular matrix unless the data themselves are singular.
 * Source: Jennrich RI, Schluchter MD. Biometrics 1986;42:805-820, section 3.
 */
export function maximiseCovariance(
  model: LikelihoodModel,
  start: Float64Array,
  maxIterations: number,
): CovarianceMaximum | null {
  let point = evaluateLikelihood(model, start);
  if (point === null) return null;
  let derivatives = differentiateLikelihood(model, point);
  let previous = Number.POSITIVE_INFINITY;
  for (let iteration = 0; ; iteration += 1) {
    const direction = ascend(derivatives, previous);
    const finish = (status: MaximumStatus, statistic: number): CovarianceMaximum => ({
      status,
      point: point!,
      derivatives,
      iterations: iteration,
      scoreStatistic: statistic,
    });
    if (direction === null)
      return finish(
        isSingular(point, nearSingularPivot) ? 'singular-covariance' : 'not-identified',
        Number.NaN,
      );
    const { step, statistic } = direction;
    const settled = statistic <= restStatistic || (statistic <= nearStatistic && statistic >= previous);
    if (settled && !isSingular(point, singularPivot)) return finish('converged', statistic);
    if (iteration >= maxIterations) {
      return finish(
        isSingular(point, nearSingularPivot) ? 'singular-covariance' : 'not-converged',
        statistic,
      );
    }
    const next = climb(model, point, step, statistic <= nearStatistic);
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
}

/** Newton's step where the last one was short and the observed information allows it, else that of Fisher scoring. */
function ascend({ score, expected, observed }: LikelihoodDerivatives, previous: number): Direction | null {
  const size = score.length;
  const newton = previous < 1 ? cholesky(observed, size) : null;
  const factor: CholeskyFactor | null = newton ?? cholesky(expected, size);
  if (factor === null) return null;
  const step = factor.solve(score);
  let statistic = 0;
  for (let index = 0; index < size; index += 1) statistic += step[index]! * score[index]!;
  return { step, statistic };
}

function climb(
  model: LikelihoodModel,
  point: LikelihoodPoint,
  step: Float64Array,
  near: boolean,
): LikelihoodPoint | null {
  let share = 1;
  for (let halving = 0; halving < 40; halving += 1) {
    const candidate = new Float64Array(step.length);
    for (let index = 0; index < step.length; index += 1) {
      candidate[index] = point.parameters[index]! + share * step[index]!;
    }
    const next = evaluateLikelihood(model, candidate);
    if (next !== null && (near || next.logLikelihood >= point.logLikelihood)) return next;
    share /= 2;
  }
  return null;
}

function isSingular(point: LikelihoodPoint, pivot: number): boolean {
  return point.covariances.some(
    (covariance) => cholesky(covariance, Math.round(Math.sqrt(covariance.length)), pivot) === null,
  );
}
