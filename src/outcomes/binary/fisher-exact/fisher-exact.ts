import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireObject } from '../../../math/argument-checks.js';
import { type EventCount, requireEventCount } from '../event-count.js';
import { eventSplits, splitTails } from '../event-splits.js';
import { conditionalOddsRatio } from './conditional-odds-ratio.js';

export interface FisherExactOptions {
  readonly level?: number;
}

export interface FisherExactTest {
  /** Two-sided: the summed probability of all splits that are no more likely than the observed one. */
  readonly p: Estimable;
  /** That `of` has as few events as observed, or fewer. */
  readonly pLess: Estimable;
  /** That `of` has as many events as observed, or more. */
  readonly pGreater: Estimable;
  /** Conditional maximum-likelihood estimate; not the cross-product ratio. */
  readonly oddsRatio: Estimable;
  /** Exact limits of the conditional odds ratio, each with half of 1 - level beyond it. */
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly level: number;
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
  requireObject('fisher-exact', 'options', options, 'an object of options');
  const { level = 0.95 } = options;
  requireEventCount('fisher-exact', 'of', of);
  requireEventCount('fisher-exact', 'versus', versus);
  requireLevel('fisher-exact', 'level', level);
  if (of.n === 0 || versus.n === 0) {
    const none = notEstimable('empty-group');
    return { p: none, pLess: none, pGreater: none, oddsRatio: none, lower: none, upper: none, level };
  }
  const splits = eventSplits(of, versus);
  return { ...splitTails(splits), ...conditionalOddsRatio(splits, level), level };
}
