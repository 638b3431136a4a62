import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { requireOptions } from '../../../math/option-checks.js';
import { conditionalOddsRatio } from '../conditional-odds-ratio.js';
import { type EventCount, requireEventCount } from '../event-count.js';
import { eventSplits, splitTails } from '../event-splits.js';

export const fisherIntervals = ['exact', 'mid-p'] as const;
export type FisherInterval = (typeof fisherIntervals)[number];

export interface FisherExactOptions {
  /** Of the odds ratio. */
  readonly interval?: FisherInterval;
  readonly level?: number;
}

export interface FisherExactTest {
  /** Two-sided: the summed probability of all splits that are no more likely than the observed one. */
  readonly p: Estimable;
  /** As `p`, with half the probability of the observed split. */
  readonly midP: Estimable;
  /** That `of` has as few events as observed, or fewer. */
  readonly pLess: Estimable;
  /** That `of` has as many events as observed, or more. */
  readonly pGreater: Estimable;
  /** Conditional maximum-likelihood estimate; not the cross-product ratio. */
  readonly oddsRatio: Estimable;
  /** Limits of the conditional odds ratio, each with half of 1 - level beyond it. */
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly level: number;
  readonly interval: FisherInterval;
}

/**
 * Tests whether two arms have the same proportion of events, exactly, however small the counts.
 *
 * Conditions on the total number of events. The two-sided p sums the splits whose probability is at most the observed
 * one, with a relative tolerance of 1e-7 for ties, as R `fisher.test` and SAS FREQ do; it may disagree with the
 * interval, which has equal tails, near its edge. Where `of` holds as few events as the margins allow the odds ratio is
 * 0 and where it holds as many it is infinite: the estimate is `zero-cells`, the finite limit remains (lower 0, or
 * upper `zero-cells` for infinity). An empty arm makes everything `empty-group`.
 *
 * `interval: 'mid-p'` counts half the observed split's probability in each tail of the limits; `midP` does so in the
 * two-sided p.
 *
 * Cost: linear in the number of possible splits for p, times about 30 for the estimate and limits.
 *
 * @throws MethodError when a count is not whole or negative, events exceed n, or level is not in (0, 1).
 *
 * Sources: Fisher RA. J R Stat Soc 1935;98:39-82. Cornfield J. Proc Third Berkeley Symp 1956;4:135-148. Oracles:
 * test/oracles/fisher-exact.
 */
export function fisherExact(
  of: EventCount,
  versus: EventCount,
  options: FisherExactOptions = {},
): FisherExactTest {
  requireOptions('fisher-exact', options, { interval: fisherIntervals, level: 'checked later' });
  const { interval = 'exact', level = 0.95 } = options;
  requireEventCount('fisher-exact', 'of', of);
  requireEventCount('fisher-exact', 'versus', versus);
  requireLevel('fisher-exact', 'level', level);
  if (of.n === 0 || versus.n === 0) {
    const none = notEstimable('empty-group');
    const noTails = { p: none, midP: none, pLess: none, pGreater: none };
    return { ...noTails, oddsRatio: none, lower: none, upper: none, level, interval };
  }
  const splits = eventSplits(of, versus);
  const estimate = conditionalOddsRatio(splits, level, interval === 'exact' ? 1 : 0.5);
  return { ...splitTails(splits), ...estimate, level, interval };
}
