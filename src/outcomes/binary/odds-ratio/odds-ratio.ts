import type { Estimable } from '../../../core/estimable.js';
import { logRatioOfProducts } from '../../../math/special/log-ratio.js';
import { logWald, noLogWald } from '../../log-wald.js';
import { type EventCount, hasZeroCell } from '../event-count.js';
import { type RatioOfCountsOptions, waldRatioOfCounts } from '../wald-ratio-of-counts.js';

export type OddsRatioOptions = RatioOfCountsOptions;

export interface OddsRatioEstimate {
  /** Odds of the event in `of` divided by the odds in `versus`; 1 means no difference. */
  readonly oddsRatio: Estimable;
  readonly logOddsRatio: Estimable;
  /** Of the log odds ratio. */
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly logLower: Estimable;
  readonly logUpper: Estimable;
  readonly z: Estimable;
  /** Two-sided Wald p of the log odds ratio. */
  readonly p: Estimable;
  readonly level: number;
  /** Whether 1/2 was added to every cell. */
  readonly halfAdded: boolean;
}

/**
 * How many times as high the odds of the event were in one arm as in the other.
 *
 * Wald interval and test of the log odds ratio (Woolf), as metafor `escalc("OR")`, SAS FREQ `RELRISK` and a logistic
 * regression on the arm alone. `zeroCells`: with `none` (default) any zero among the four cells makes everything
 * `zero-cells`; with `add-half` 1/2 is then added to all four (Haldane-Anscombe), as metafor's `to = "only0"`. An empty
 * arm makes everything `empty-group`.
 *
 * @throws MethodError when a count is not whole or negative, events exceed n, or level is not in (0, 1).
 *
 * Sources: Woolf B. Ann Hum Genet 1955;19:251-253. Haldane JBS. Ann Hum Genet 1956;20:309-311. Oracle:
 * test/oracles/odds-ratio.
 */
export function oddsRatio(
  of: EventCount,
  versus: EventCount,
  options: OddsRatioOptions = {},
): OddsRatioEstimate {
  const { ratio, logRatio, ...rest } = waldRatioOfCounts('odds-ratio', of, versus, options, logOddsRatioWald);
  return { oddsRatio: ratio, logOddsRatio: logRatio, ...rest };
}

function logOddsRatioWald(of: EventCount, versus: EventCount, level: number) {
  if (hasZeroCell(of, versus)) return noLogWald('zero-cells');
  const ofOthers = of.n - of.events;
  const versusOthers = versus.n - versus.events;
  const logRatio = logRatioOfProducts(of.events, versusOthers, ofOthers, versus.events);
  return logWald(logRatio, 1 / of.events + 1 / ofOthers + 1 / versus.events + 1 / versusOthers, level);
}
