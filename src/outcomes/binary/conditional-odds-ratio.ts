import { type Estimable, notEstimable } from '../../core/estimable.js';
import { brentRoot, findBracket } from '../../math/optimise/brent-root.js';
import type { EventSplits } from './event-splits.js';

export interface ConditionalOddsRatio {
  readonly oddsRatio: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

/**
 * The odds ratio given both margins: the value at which the expected events of `of` equal the observed (maximum
 * likelihood), and the values at which the observed tail holds half of 1 - level. Searched on the log scale, where the
 * logarithm of a tail is nearly straight. `own` is how much of the observed split's probability a tail holds: 1 for exact
 * limits, 1/2 for mid-p ones.
 */
export function conditionalOddsRatio(
  splits: EventSplits,
  level: number,
  own: 1 | 0.5 = 1,
): ConditionalOddsRatio {
  const last = splits.logWeights.length - 1;
  const { observed } = splits;
  const logTail = Math.log((1 - level) / 2);
  const solve = (f: (logOdds: number) => number) => {
    const [lower, upper] = findBracket(f, 0, f(0) > 0 ? -1 : 1)!;
    return Math.exp(brentRoot(f, lower, upper));
  };
  const inner = observed > 0 && observed < last;
  return {
    oddsRatio: inner ? solve((logOdds) => tilted(splits, logOdds).meanShift) : notEstimable('zero-cells'),
    lower: observed > 0 ? solve((logOdds) => tilted(splits, logOdds, own).logAtLeast - logTail) : 0,
    upper:
      observed < last
        ? solve((logOdds) => logTail - tilted(splits, logOdds, own).logAtMost)
        : notEstimable('zero-cells'),
  };
}

/** Tails and mean of the splits when the log odds ratio is `logOdds`: weights times exp(logOdds · events). */
function tilted({ logWeights, observed }: EventSplits, logOdds: number, own = 1) {
  let largest = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < logWeights.length; index += 1) {
    largest = Math.max(largest, logWeights[index]! + logOdds * (index - observed));
  }
  let below = 0;
  let above = 0;
  let shift = 0;
  const atObserved = Math.exp(-largest);
  for (let index = 0; index < logWeights.length; index += 1) {
    const weight = Math.exp(logWeights[index]! + logOdds * (index - observed) - largest);
    if (index < observed) below += weight;
    if (index > observed) above += weight;
    shift += weight * (index - observed);
  }
  const logTotal = Math.log(below + above + atObserved);
  return {
    logAtLeast: logSum(above, own * atObserved, Math.log(own) - largest) - logTotal,
    logAtMost: logSum(below, own * atObserved, Math.log(own) - largest) - logTotal,
    meanShift: shift / (below + above + atObserved),
  };
}

/** log(tail + own), finite by `logOwn` even where both terms underflow. */
function logSum(tail: number, own: number, logOwn: number): number {
  const sum = tail + own;
  return sum > 0 ? Math.log(sum) : logOwn;
}

/**
 * Log odds ratio at which the tail of as much as observed, or that of as little, holds one half: their mean, or the
 * finite one of the two where the observed split is at the edge. Exists for any split when there are two or more.
 *
 * Source: Hirji KF, Tsiatis AA, Mehta CR. Am Stat 1989;43:7-11.
 */
export function medianUnbiasedLogOdds(splits: EventSplits): Estimable {
  const { observed, logWeights } = splits;
  const solve = (f: (logOdds: number) => number) => {
    const [lower, upper] = findBracket(f, 0, f(0) > 0 ? -1 : 1)!;
    return brentRoot(f, lower, upper);
  };
  const logHalf = -Math.LN2;
  const low = observed > 0 ? solve((logOdds) => tilted(splits, logOdds).logAtLeast - logHalf) : null;
  const high =
    observed < logWeights.length - 1 ? solve((logOdds) => logHalf - tilted(splits, logOdds).logAtMost) : null;
  if (low === null && high === null) return notEstimable('no-variation');
  return low === null ? high! : high === null ? low : (low + high) / 2;
}
