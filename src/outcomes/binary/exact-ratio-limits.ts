import { type Estimable, notEstimable } from '../../core/estimable.js';
import type { EventCount } from './event-count.js';
import { oddsRatios, riskRatios } from './exact-ratio-families.js';
import { type ExactScoreTail, exactScoreTail } from './exact-score-tail.js';
import { outermostCrossing } from './outermost-crossing.js';
import { requireExactSize } from './require-exact-size.js';

export interface ExactRatioLimits {
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Twice the smaller tail at ratio 1, at most 1: the same for the risk ratio, the odds ratio and the difference. */
  readonly p: number;
}

const families = { 'risk-ratio': riskRatios, 'odds-ratio': oddsRatios };

/**
 * Exact unconditional limits of a risk ratio or an odds ratio, and their test of no difference: two one-sided tests
 * turned round, each at half of 1 - level. The lower limit is the smallest ratio at which the upper tail holds more
 * than that, the upper limit the largest at which the lower tail does. Where the data allow 0 the lower limit is 0;
 * where they allow infinity the upper one is `zero-cells`.
 *
 * The tail jumps where a table enters or leaves it, so that a limit may be such a jump rather than a root, and a short
 * stretch further out may hold more again. Stretches of 0.1 of the logarithm are searched from the outside in, and
 * halved until the tables that belong to the tail anywhere in one do not hold enough even at its ends. The search
 * starts where the tail must be smaller, as it needs an event in one arm (and for odds a non-event in the other). Cost:
 * some 200 tails a limit.
 *
 * Sources: Chan ISF, Zhang Z. Biometrics 1999;55:1202-1209. Agresti A, Min Y. Biostatistics 2002;3:379-386.
 */
export function exactRatioLimits(
  measure: 'risk-ratio' | 'odds-ratio',
  of: EventCount,
  versus: EventCount,
  level: number,
): ExactRatioLimits {
  requireExactSize(measure, of, versus, 'score interval');
  const share = (1 - level) / 2;
  const odds = measure === 'odds-ratio';
  const logLower = (first: EventCount, second: EventCount, tail: ExactScoreTail) => {
    if (first.events === 0 || (odds && second.events === second.n)) return null;
    const outside = Math.log(share / first.n / (odds ? second.n : 1));
    const quantity = {
      isAbove: (logRatio: number) => tail.at(Math.exp(logRatio)) > share,
      between: (from: number, to: number) => tail.between(Math.exp(from), Math.exp(to), share),
    };
    return outermostCrossing(quantity, outside, logOfHighest, 0.1);
  };
  const more = exactScoreTail(families[measure], of, versus);
  const fewer = exactScoreTail(families[measure], versus, of);
  const lower = logLower(of, versus, more);
  const upper = logLower(versus, of, fewer);
  return {
    lower: lower === null ? 0 : Math.exp(lower),
    upper: upper === null ? notEstimable('zero-cells') : Math.exp(-upper),
    p: Math.min(1, 2 * Math.min(more.at(1), fewer.at(1))),
  };
}

/** Beyond any crossing: it is met long before. */
const logOfHighest = 700;
