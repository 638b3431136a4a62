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
    const excess = value === target ? 0 : Math.log(value / target);
    if (excess === 0) return point;
    const tooFarRight = tail === 'lower' ? excess > 0 : excess < 0;
    if (tooFarRight) right = Math.min(right, point);
    else left = Math.max(left, point);
    const rate = (tail === 'lower' ? tails.slope : -tails.slope) / value;
    const newton = excess / rate;
    let next = point - newton / (1 + 0.5 * newton * (rate - tails.curvature));
    if (!(Math.sign(next - point) === (tooFarRight ? -1 : 1))) next = point - newton;
    if (!Number.isFinite(next) || next <= left || next >= right || Math.abs(next - point) > 64 * stride) {
      if (Number.isFinite(left) && Number.isFinite(right)) next = left + (right - left) / 2;
      else {
        next = tooFarRight ? point - stride : point + stride;
        stride *= 2;
      }
    }
    if (next === point || Math.abs(next - point) <= 1e-16 * Math.abs(point)) return next;
    if (right - left <= 2e-16 * Math.abs(point)) return next;
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
