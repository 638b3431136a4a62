import { type Estimable, isEstimable, notEstimable } from '../../../core/estimable.js';
import { brentRoot } from '../../../math/optimise/brent-root.js';

/** Steps in which a direction is searched before the crossing is found to the last digit. */
const searchSteps = 200;

/**
 * The shift nearest to 0, between 0 and `end`, from which on the p-value is no longer below `significance`.
 * `not-applicable`: there is no significance at 0. `not-reached`: it holds all the way to `end`.
 */
export function findTippingShift(
  pAt: (shift: number) => Estimable,
  end: number,
  significance: number,
): Estimable {
  const excess = (shift: number): number => {
    const p = pAt(shift);
    return isEstimable(p) ? p - significance : 1;
  };
  if (excess(0) >= 0) return notEstimable('not-applicable');
  let inside = 0;
  for (let step = 1; step <= searchSteps; step += 1) {
    const shift = (end * step) / searchSteps;
    const rest = excess(shift);
    if (rest === 0) return shift;
    if (rest > 0) return brentRoot(excess, inside, shift);
    inside = shift;
  }
  return notEstimable('not-reached');
}

/** As `findTippingShift` for counts: the first count on the way from `base` to `end` whose p is not below `significance`. */
export function findTippingCount(
  pAt: (count: number) => Estimable,
  base: number,
  end: number,
  significance: number,
): Estimable {
  const lost = (count: number): boolean => {
    const p = pAt(count);
    return !isEstimable(p) || p >= significance;
  };
  if (lost(base)) return notEstimable('not-applicable');
  const step = Math.sign(end - base);
  for (let count = base; count !== end; ) {
    count += step;
    if (lost(count)) return count;
  }
  return notEstimable('not-reached');
}
