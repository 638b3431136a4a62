import { cholesky } from '../math/linear-algebra/cholesky.js';

export interface LikelihoodPoint {
  readonly logLikelihood: number;
  readonly gradient: Float64Array;
  /** Negative second derivatives, row-major and symmetric. */
  readonly information: Float64Array;
}

export interface LikelihoodMaximum {
  /** `separated`: the likelihood rises for ever along a direction, so some coefficients are infinite. */
  readonly status: 'converged' | 'separated' | 'not-converged';
  readonly beta: Float64Array;
  readonly point: LikelihoodPoint;
  readonly start: LikelihoodPoint;
  readonly iterations: number;
  /** Length of the last Newton step in standard errors, the square root of g' I^-1 g. */
  readonly newtonDecrement: number;
  /** For `separated`: the step in each coefficient, so its sign and which are infinite; otherwise zeros. */
  readonly direction: Float64Array;
}

/** Newton steps shorter than this many standard errors end the search. */
const finishedStep = 1e-12;
/** Rounding in a log likelihood, as a share of it: a sum of up to millions of logarithms. */
const roundingShare = 1e-11;
/** Below this a step that no longer shrinks is rounding. */
const roundingStep = 1e-6;
/** A likelihood this close to its limit, while steps stay long, is monotone. */
const monotoneStep = 1e-5;
const nearLimit = 1e-3;
const longStep = 0.05;
/** Collinear columns were left out before, so only a vanished information fails. */
const pivotTolerance = 1e-15;

/**
 * Finds the coefficients that make a concave log likelihood largest, by Newton's method with step-halving from zero.
 *
 * `start` is the point at zero, where the caller has it already.
 *
 * Ends when a Newton step is shorter than 1e-12 standard errors, far inside the rules of R (relative change of the
 * log likelihood 1e-9) and SAS (relative gradient 1e-8). A monotone likelihood is told from a maximum by its steps:
 * near a maximum they shrink quadratically, along an infinite direction each is about 1 on the log-hazard scale while
 * the likelihood closes on its limit by a factor e. Columns should be standardised, so that steps are comparable.
 * Source: Nocedal J, Wright S. Numerical Optimization, 2nd ed. 2006, section 3.3; Bryson MC, Johnson ME.
 * Technometrics 1981;23:381-383 (monotone likelihood).
 */
export function maximiseLikelihood(
  evaluate: (beta: Float64Array) => LikelihoodPoint,
  size: number,
  maximumIterations: number,
  start: LikelihoodPoint = evaluate(new Float64Array(size)),
): LikelihoodMaximum {
  let beta = new Float64Array(size);
  let point = start;
  let previousLength = Number.POSITIVE_INFINITY;
  let previousDecrement = Number.POSITIVE_INFINITY;
  let previousStep = new Float64Array(size);
  const finish = (
    status: LikelihoodMaximum['status'],
    iterations: number,
    newtonDecrement: number,
    direction = new Float64Array(size),
  ): LikelihoodMaximum => ({ status, beta, point, start, iterations, newtonDecrement, direction });
  for (let iteration = 0; ; iteration += 1) {
    const step = cholesky(point.information, size, pivotTolerance)?.solve(point.gradient);
    if (step === undefined) {
      // The information has vanished along the way: the end of a monotone likelihood.
      const monotone = previousDecrement <= nearLimit && previousLength >= longStep;
      return finish(monotone ? 'separated' : 'not-converged', iteration, previousDecrement, previousStep);
    }
    const decrement = Math.sqrt(Math.max(0, dot(point.gradient, step)));
    const atRounding = previousDecrement <= roundingStep && decrement >= 0.5 * previousDecrement;
    const length = largest(step);
    if (decrement <= monotoneStep && length >= longStep && length >= 0.3 * previousLength) {
      return finish('separated', iteration, decrement, step as Float64Array<ArrayBuffer>);
    }
    if (decrement <= finishedStep || (atRounding && length < longStep)) {
      return finish('converged', iteration, decrement);
    }
    if (iteration === maximumIterations) return finish('not-converged', iteration, decrement);
    // Where the step can gain less than rounding may take, the likelihood cannot judge it.
    const rounding = roundingShare * (1 + Math.abs(point.logLikelihood));
    const slack = decrement * decrement <= rounding ? rounding : 0;
    let fraction = 1;
    let next: Float64Array<ArrayBuffer>;
    let candidate: LikelihoodPoint;
    for (;;) {
      next = beta.map((value, index) => value + fraction * step[index]!);
      candidate = evaluate(next);
      if (candidate.logLikelihood >= point.logLikelihood - slack) break;
      fraction /= 2;
      if (fraction < 1e-12) return finish('not-converged', iteration, decrement);
    }
    beta = next;
    point = candidate;
    previousLength = length;
    previousDecrement = decrement;
    previousStep = step as Float64Array<ArrayBuffer>;
  }
}

function dot(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) sum += left[index]! * right[index]!;
  return sum;
}

function largest(values: Float64Array): number {
  let size = 0;
  for (const value of values) size = Math.max(size, Math.abs(value));
  return size;
}
