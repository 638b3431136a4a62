import type { EventCount } from './event-count.js';
import { exactDifferenceTail } from './exact-difference-tail.js';
import type { ExactScoreTail } from './exact-score-tail.js';
import { outermostCrossing } from './outermost-crossing.js';
import { requireExactSize } from './require-exact-size.js';

export interface ExactDifferenceLimits {
  readonly lower: number;
  readonly upper: number;
  /** Twice the smaller tail at difference 0, at most 1. */
  readonly p: number;
}

/**
 * Exact unconditional limits of a risk difference, and their test of no difference: two one-sided tests turned round,
 * each at half of 1 - level. The lower limit is the smallest difference at which the upper tail holds more than that,
 * the upper limit the largest at which the lower tail does.
 *
 * The tail jumps where a table enters or leaves it, so that a limit may be such a jump rather than a root, and a short
 * stretch further out may hold more again. Stretches of 0.05 are searched from the outside in, and halved until the
 * tables that belong to the tail anywhere in one do not hold enough even at its inner end. Cost: some 100 tails a
 * limit, 0.2 s in all at 100 subjects an arm.
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
    p: Math.min(1, 2 * Math.min(more.at(0), fewer.at(0))),
  };
}

/** The smallest difference at which the tail holds more than `share`; -1 where it does at all. */
function smallestWith(tail: ExactScoreTail, share: number): number {
  const [outside, inside] = [-1 + 1e-9, 1 - 1e-9];
  const isAbove = (difference: number) => tail.at(difference) > share;
  if (isAbove(outside)) return -1;
  const quantity = { isAbove, between: (from: number, to: number) => tail.between(from, to, share) };
  return outermostCrossing(quantity, outside, inside, 0.05) ?? inside;
}
