import { argumentError, MethodError } from '../../core/errors.js';

export interface BrentRootOptions {
  /** Largest error of the root, absolute. By default all digits a double has, down to 1e-30 of the bracket. */
  readonly tolerance?: number;
  readonly maxIterations?: number;
}

/**
 * The point between `lower` and `upper` at which a continuous function crosses 0.
 *
 * Brent's method: never slower than bisection, usually a handful of evaluations. The function must have opposite signs
 * at the two ends, or be 0 at one of them; throws otherwise, or if the function returns NaN. Limits by inversion of a
 * test come from here. Source: Brent 1973, Algorithms for Minimization without Derivatives, chapter 4.
 */
export function brentRoot(
  f: (x: number) => number,
  lower: number,
  upper: number,
  { tolerance = 1e-30 * Math.abs(upper - lower), maxIterations = 1000 }: BrentRootOptions = {},
): number {
  let best = upper;
  let bestValue = evaluate(f, best);
  const other = lower;
  const otherValue = evaluate(f, other);
  if (bestValue === 0) return best;
  if (otherValue === 0) return other;
  if (bestValue > 0 === otherValue > 0) {
    throw argumentError(
      'brent-root',
      'lower, upper',
      'do not enclose a root: the function has the same sign at both',
      `f(${lower}) = ${otherValue}, f(${upper}) = ${bestValue}`,
      'values of opposite sign',
    );
  }
  // `best` and `opposite` enclose the root; `previous` is the last `best`.
  let previous = other;
  let previousValue = otherValue;
  let opposite = other;
  let oppositeValue = otherValue;
  let step = best - other;
  let earlierStep = step;
  for (let iteration = 0; iteration < maxIterations; iteration += 1) {
    if (Math.abs(oppositeValue) < Math.abs(bestValue)) {
      [previous, best, opposite] = [best, opposite, best];
      [previousValue, bestValue, oppositeValue] = [bestValue, oppositeValue, bestValue];
    }
    const smallest = 2 * Number.EPSILON * Math.abs(best) + tolerance / 2;
    const half = (opposite - best) / 2;
    if (Math.abs(half) <= smallest || bestValue === 0) return best;
    const proposal =
      Math.abs(earlierStep) >= smallest && Math.abs(previousValue) > Math.abs(bestValue)
        ? interpolate(best, bestValue, previous, previousValue, opposite, oppositeValue)
        : Number.NaN;
    // Interpolation is taken when it stays well inside the bracket and shrinks faster than two steps ago.
    if (
      proposal / half > 0 &&
      Math.abs(proposal) < Math.min(1.5 * Math.abs(half) - smallest / 2, Math.abs(earlierStep) / 2)
    ) {
      earlierStep = step;
      step = proposal;
    } else {
      step = half;
      earlierStep = half;
    }
    previous = best;
    previousValue = bestValue;
    best += Math.abs(step) > smallest ? step : Math.sign(half) * smallest;
    bestValue = evaluate(f, best);
    if (bestValue > 0 === oppositeValue > 0) {
      opposite = previous;
      oppositeValue = previousValue;
      step = best - previous;
      earlierStep = step;
    }
  }
  throw new MethodError({
    code: 'brent-root/no-convergence',
    where: 'brentRoot',
    what: `did not settle in ${maxIterations} iterations`,
    got: `f(${best}) = ${bestValue}`,
  });
}

/** Step to the root of the secant, or of the inverse parabola through three points. */
function interpolate(a: number, fa: number, b: number, fb: number, c: number, fc: number): number {
  if (b === c) return (-fa * (a - b)) / (fa - fb);
  const s = fa / fb;
  const q = fb / fc;
  const r = fa / fc;
  const numerator = s * ((c - a) * q * (q - r) - (a - b) * (r - 1));
  const denominator = (q - 1) * (r - 1) * (s - 1);
  return -numerator / denominator;
}

function evaluate(f: (x: number) => number, x: number): number {
  const value = f(x);
  if (Number.isNaN(value)) {
    throw argumentError('brent-root', 'f', 'is not a number', `f(${x}) = NaN`, 'a number');
  }
  return value;
}

/**
 * Two points with a change of sign between them, found by doubling steps away from `start` up or down, or null when
 * there is none before `limit`. For upper and lower limits whose scale is not known beforehand.
 */
export function findBracket(
  f: (x: number) => number,
  start: number,
  firstStep: number,
  limit = firstStep > 0 ? Number.MAX_VALUE : -Number.MAX_VALUE,
): readonly [number, number] | null {
  const sign = f(start) > 0;
  let near = start;
  let step = firstStep;
  for (;;) {
    const far = firstStep > 0 ? Math.min(near + step, limit) : Math.max(near + step, limit);
    if (far === near) return null;
    const value = f(far);
    if (value === 0 || value > 0 !== sign) return near < far ? [near, far] : [far, near];
    near = far;
    step *= 2;
  }
}
