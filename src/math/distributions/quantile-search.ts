import { InternalError } from '../../core/errors.js';

/** Both tails at a point, with what Newton's and Halley's methods need; all derivatives along the search variable. */
export interface TailsAtPoint {
  readonly lower: number;
  readonly upper: number;
  /** Derivative of `lower`. */
  readonly slope: number;
  /** Derivative of log `slope`. */
  readonly curvature: number;
}

/**
 * The point at which the chosen tail equals `target`, along a variable that runs over the whole line.
 *
 * Halley's iteration on the logarithm of the tail, kept inside a bracket that shrinks at every step. The tails of the
 * distributions here are log-concave in their search variable, so the iteration cannot run away; the bracket guards
 * against rounding.
 */
export function searchQuantile(
  tailsAt: (point: number) => TailsAtPoint,
  tail: 'lower' | 'upper',
  target: number,
  start: number,
): number {
  let left = Number.NEGATIVE_INFINITY;
  let right = Number.POSITIVE_INFINITY;
  let point = start;
  let stride = 2;
  for (let round = 0; round < 400; round += 1) {
    const tails = tailsAt(point);
    const value = tails[tail];
    const excess = Math.log(value / target);
    const rate = (tail === 'lower' ? tails.slope : -tails.slope) / value;
    const newton = excess / rate;
    const bend = 0.5 * newton * (rate - tails.curvature);
    // Far from the target the second derivative says little: plain Newton then, which log-concavity keeps on one side.
    let next = point - (Math.abs(bend) < 0.5 ? newton / (1 + bend) : newton);
    // Convergence is cubic: what is left after this step is the cube of what was left before it.
    if (Math.abs(excess) < 1e-6) return Number.isFinite(next) ? next : point;
    const tooFarRight = tail === 'lower' ? excess > 0 : excess < 0;
    if (tooFarRight) right = point;
    else left = point;
    if (right - left <= 2e-16 * Math.abs(point)) return point;
    if (!(next > left && next < right && Math.abs(next - point) <= 32 * stride)) {
      if (Number.isFinite(right - left)) next = left + (right - left) / 2;
      else {
        next = tooFarRight ? point - stride : point + stride;
        stride *= 2;
      }
    }
    point = next;
  }
  throw new InternalError({
    code: 'quantile/no-convergence',
    where: 'searchQuantile',
    what: 'did not settle on a quantile',
    got: `target ${target}, last point ${point}`,
    fix: 'Please report these numbers with the distribution and its parameters',
  });
}
