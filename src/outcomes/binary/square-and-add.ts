import type { EventCount } from './event-count.js';
import { observedDifference } from './score-difference.js';
import { wilsonLower, wilsonUpper } from './wilson-limit.js';

/**
 * Limits of a difference of two proportions: each limit is as far from the difference as the two Wilson limits are,
 * squared and added. Both arms hold at least one subject. `correction` is what the Wilson limits move each count by:
 * 0, or 1/2 for continuity, where the limits are cut to [-1, 1].
 *
 * Source: Newcombe RG. Stat Med 1998;17:873-890, methods 10 and 11.
 */
export function squareAndAdd(
  of: EventCount,
  versus: EventCount,
  z: number,
  correction = 0,
): { lower: number; upper: number } {
  const first = of.events / of.n;
  const second = versus.events / versus.n;
  const down = Math.hypot(
    first - wilsonLower(of.events - correction, of.n, z),
    wilsonUpper(versus.events + correction, versus.n, z) - second,
  );
  const up = Math.hypot(
    wilsonUpper(of.events + correction, of.n, z) - first,
    second - wilsonLower(versus.events - correction, versus.n, z),
  );
  const difference = observedDifference(of, versus);
  return { lower: Math.max(-1, difference - down), upper: Math.min(1, difference + up) };
}
