import type { EventCount } from './event-count.js';
import { exactDifferenceTail } from './exact-difference-tail.js';
import { outermostCrossing } from './outermost-crossing.js';
import { requireExactSize } from './require-exact-size.js';

export interface ExactDifferenceLimits {
  readonly lower: number;
  readonly upper: number;
  /** Twice the smaller tail at difference 0, at most 1. */
  readonly p: number;
}

/**
 * Exact unconditional limits of a risk difference, and their test of no difference: two one-sided tests turned round, each
 * at half of 1 - level. The lower limit is the smallest difference at which the upper tail holds more than that, the
 * upper limit the largest at which the lower tail does.
 *
 * The tail jumps where a table enters it, so that a limit may be such a jump rather than a root. It is looked for from
 * the outside in, in steps of 0.05, 0.005 and then 0.0005, and pinned down by halving; one that is crossed and crossed back
 * within a step counts as not crossed. Cost: some 75 tails a limit, 0.2 s in all at 100 subjects an arm.
 *
 * Source: Chan ISF, Zhang Z. Biometrics 1999;55:1202-1209.
 */
export function exactDifferenceLimits(
  method: string,
  of: EventCount,
  versus: EventCount,
  level: number,
): ExactDifferenceLimits {
  requireExactSize(method, of, versus, 'Miettinen-Nurminen interval');
  const more = exactDifferenceTail(of, versus);
  const fewer = exactDifferenceTail(versus, of);
  const share = (1 - level) / 2;
  return {
    lower: smallestWith(more, share),
    upper: -smallestWith(fewer, share),
    p: Math.min(1, 2 * Math.min(more(0), fewer(0))),
  };
}

/** The smallest difference at which `tail` is more than `share`; -1 where it is at all. */
function smallestWith(tail: (difference: number) => number, share: number): number {
  const outside = -1 + 1e-9;
  const holds = (difference: number) => tail(difference) > share;
  return holds(outside) ? -1 : outermostCrossing(holds, outside, 1 - 1e-9, [0.05, 0.005, 0.0005]);
}
