import type { EventCount } from './event-count.js';
import { observedDifference } from './score-difference.js';
import { wilsonLower, wilsonUpper } from './wilson-limit.js';

/**
 * Limits of a difference of two proportions: each limit is as far from the difference as the two Wilson limits are,
 * squared and added. Both arms hold at least one subject.
 *
 * Source: Newcombe RG. Stat Med 1998;17:873-890, method 10.
 */
export function squareAndAdd(
  of: EventCount,
  versus: EventCount,
  z: number,
): { lower: number; upper: number } {
  const first = of.events / of.n;
  const second = versus.events / versus.n;
  const down = Math.hypot(
    first - wilsonLower(of.events, of.n, z),
    wilsonUpper(versus.events, versus.n, z) - second,
  );
  const up = Math.hypot(
    wilsonUpper(of.events, of.n, z) - first,
    second - wilsonLower(versus.events, versus.n, z),
  );
  const difference = observedDifference(of, versus);
  return { lower: difference - down, upper: difference + up };
}
