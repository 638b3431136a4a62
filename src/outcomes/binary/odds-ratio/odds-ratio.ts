import type { Estimable } from '../../../core/estimable.js';
import { normalTwoSidedP } from '../../../math/distributions/normal.js';
import { requireOptions } from '../../../math/option-checks.js';
import { logRatioOfProducts } from '../../../math/special/log-ratio.js';
import { logLimit, logWald, noLogWald } from '../../log-wald.js';
import { type EventCount, hasZeroCell } from '../event-count.js';
import { scoreDifferenceZ } from '../score-difference.js';
import { type RatioOfCountsOptions, waldRatioOfCounts } from '../wald-ratio-of-counts.js';
import { type OddsRatioInterval, oddsRatioIntervals, oddsRatioLimits } from './odds-ratio-limits.js';

export interface OddsRatioOptions extends RatioOfCountsOptions {
  readonly interval?: OddsRatioInterval;
}

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
  /** Two-sided. Its test depends on the interval: see `oddsRatio`. */
  readonly p: Estimable;
  readonly level: number;
  readonly interval: OddsRatioInterval;
  /** Whether 1/2 was added to every cell. */
  readonly halfAdded: boolean;
}

/**
 * How many times as high the odds of the event were in one arm as in the other.
 *
 * Wald interval and test of the log odds ratio (Woolf), as metafor `escalc("OR")`, SAS FREQ `RELRISK` and a logistic
 * regression on the arm alone. `zeroCells`: with `none` (default) any zero among the four cells makes everything
 * `zero-cells`, also where the ratio would be 0; with `add-half` 1/2 is then added to all four (Haldane-Anscombe), as
 * metafor's `to = "only0"`. An empty arm makes everything `empty-group`.
 *
 * `interval: 'score'` gives Cornfield's limits without correction, from the score test; `'mover'` those from the two
 * Wilson intervals as odds, which need subjects without the event in both arms: otherwise both limits are `zero-cells`.
 * They take no added half, and have the p of the pooled score test (Pearson's chi-square, with which the score limits
 * agree); a limit of infinity is `zero-cells`. The standard error is Woolf's whatever the interval.
 *
 * `interval: 'exact-unconditional'` turns two exact one-sided tests round, each of (1 - level)/2, with tables ordered
 * by the score statistic and the probability at its largest over the proportions that have the odds ratio, none left
 * out (as StatXact; R `exact2x2` with `method = "score"`). It covers at least its level always. Far from 1 the
 * statistic ranks some tables at the corners below their neighbours; the order is kept as it is. p is twice the smaller
 * exact tail at odds ratio 1, `z` the score statistic. Limits that leave out 1 have p below 1 - level; the reverse
 * fails for the few tables whose tail rises again beyond 1. For at most 400 subjects; 0.5 s at 100 an arm.
 *
 * @throws MethodError when a count is not whole or negative, events exceed n, level is not in (0, 1), or the arms are
 * too large for exact limits.
 *
 * Sources: Woolf B. Ann Hum Genet 1955;19:251-253. Haldane JBS. Ann Hum Genet 1956;20:309-311. Cornfield J. Proc
 * Third Berkeley Symp 1956;4:135-148. Donner A, Zou GY. Stat Methods Med Res 2012;21:347-359. Chan ISF, Zhang Z.
 * Biometrics 1999;55:1202-1209. Agresti A, Min Y. Biostatistics 2002;3:379-386. Oracles: test/oracles/odds-ratio.
 */
export function oddsRatio(
  of: EventCount,
  versus: EventCount,
  options: OddsRatioOptions = {},
): OddsRatioEstimate {
  requireOptions('odds-ratio', options, {
    interval: oddsRatioIntervals,
    level: 'checked later',
    zeroCells: 'checked later',
  });
  const { interval = 'wald-log', zeroCells = 'none' } = options;
  // Only the Wald interval needs something in every cell.
  const settings =
    interval === 'wald-log' || zeroCells !== 'add-half'
      ? options
      : { ...options, zeroCells: 'none' as const };
  const { ratio, logRatio, ...rest } = waldRatioOfCounts(
    'odds-ratio',
    of,
    versus,
    settings,
    logOddsRatioWald,
  );
  const estimate = { oddsRatio: ratio, logOddsRatio: logRatio, ...rest, interval };
  if (interval === 'wald-log' || of.n === 0 || versus.n === 0) return estimate;
  const { lower, upper, p } = oddsRatioLimits[interval](of, versus, rest.level);
  const z = scoreDifferenceZ(of, versus, 0, 1);
  return {
    ...estimate,
    lower,
    upper,
    logLower: logLimit(lower),
    logUpper: logLimit(upper),
    z,
    p: p ?? (typeof z === 'number' ? normalTwoSidedP(z) : z),
  };
}

function logOddsRatioWald(of: EventCount, versus: EventCount, level: number) {
  if (hasZeroCell(of, versus)) return noLogWald('zero-cells');
  const ofOthers = of.n - of.events;
  const versusOthers = versus.n - versus.events;
  const logRatio = logRatioOfProducts(of.events, versusOthers, ofOthers, versus.events);
  return logWald(logRatio, 1 / of.events + 1 / ofOthers + 1 / versus.events + 1 / versusOthers, level);
}
