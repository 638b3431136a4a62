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

/** The quantile is at `point` + `step`, where `step` may be too small to be added without rounding. */
export interface FoundQuantile {
  readonly point: number;
  readonly step: number;
}

/**
 * The place at which the chosen tail equals `target`, along a variable that runs over the whole line.
 *
 * Halley's iteration on the logarithm of the tail, kept inside a bracket that shrinks at every step. The tails of the
 * distributions here are log-concave in their search variable, so that Newton's iteration cannot run away from the
 * left (for an upper tail: the right) of the quantile; the bracket sees to the rest. About three evaluations.
 */
export function searchQuantile(
  tailsAt: (point: number) => TailsAtPoint,
  tail: 'lower' | 'upper',
  target: number,
  start: number,
): FoundQuantile {
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
    // Far from the target the second derivative says little.
    const step = Math.abs(bend) < 0.5 ? -newton / (1 + bend) : -newton;
    // Convergence is cubic: on the scale on which the tail bends, what a step leaves is about the cube of the step.
    const scaledStep = Math.abs(step) * (1 + Math.abs(rate) + Math.abs(tails.curvature));
    if (scaledStep < 5e-6) return { point, step };
    const tooFarRight = tail === 'lower' ? excess > 0 : excess < 0;
    if (tooFarRight) right = point;
    else left = point;
    if (right - left <= 2e-16 * Math.abs(point)) return { point, step: 0 };
    const next = point + step;
    if (next > left && next < right && Math.abs(step) <= 32 * stride) {
      point = next;
    } else if (Number.isFinite(right - left)) {
      point = left + (right - left) / 2;
    } else {
      point += tooFarRight ? -stride : stride;
      stride *= 2;
    }
  }
  throw new InternalError({
    code: 'quantile/no-convergence',
    where: 'searchQuantile',
    what: 'did not settle on a quantile',
    got: `target ${target}, last point ${point}`,
    fix: 'Please report these numbers with the distribution and its parameters',
  });
}
