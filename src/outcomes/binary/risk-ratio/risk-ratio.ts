import type { Estimable } from '../../../core/estimable.js';
import { normalTwoSidedP } from '../../../math/distributions/normal.js';
import { requireOptions } from '../../../math/option-checks.js';
import { logRatioOfProducts } from '../../../math/special/log-ratio.js';
import { logLimit, logWald, noLogWald } from '../../log-wald.js';
import type { EventCount } from '../event-count.js';
import { scoreDifferenceZ } from '../score-difference.js';
import { type RatioOfCountsOptions, waldRatioOfCounts } from '../wald-ratio-of-counts.js';
import { type RiskRatioInterval, riskRatioIntervals, riskRatioLimits } from './risk-ratio-limits.js';

export interface RiskRatioOptions extends RatioOfCountsOptions {
  readonly interval?: RiskRatioInterval;
}

export interface RiskRatioEstimate {
  /** Proportion of `of` divided by proportion of `versus`; 1 means no difference. */
  readonly riskRatio: Estimable;
  readonly logRiskRatio: Estimable;
  /** Of the log risk ratio. */
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly logLower: Estimable;
  readonly logUpper: Estimable;
  readonly z: Estimable;
  /** Two-sided. Its test depends on the interval: see `riskRatio`. */
  readonly p: Estimable;
  readonly level: number;
  readonly interval: RiskRatioInterval;
  /** Whether 1/2 was added to every cell. */
  readonly halfAdded: boolean;
}

/**
 * How many times as likely the event was in one arm as in the other.
 *
 * Wald interval and test of the log risk ratio (Katz), as R epitools `riskratio.wald`, metafor `escalc("RR")` and SAS
 * FREQ `RELRISK`. `zeroCells`: with `none` (default) an arm without events makes everything `zero-cells`, and only
 * events in both arms give ratio 1 with the rest `no-variation`; with `add-half` 1/2 is added to all four cells when
 * any of the four is zero, as metafor's `add = 1/2, to = "only0"`. A ratio without events in the first arm is
 * `zero-cells` as well, not 0: it has no logarithm. An empty arm makes everything `empty-group`.
 *
 * `interval: 'koopman'` gives the score limits, `'mover'` those from the two Wilson intervals; both exist with zero
 * cells (lower 0, or upper `zero-cells` for infinity), take no added half, and have the p of the pooled score test
 * (Pearson's chi-square, with which Koopman's limits agree).
 *
 * `interval: 'exact-unconditional'` turns two exact one-sided tests round, each of (1 - level)/2, with tables ordered
 * by Koopman's score statistic and the probability at its largest over the proportions that have the ratio, none left
 * out (Chan and Zhang's construction; SAS FREQ `EXACT RELRISK(METHOD=SCORE)`, StatXact). It covers at least its level
 * always. p is twice the smaller exact tail at ratio 1, that of the exact interval of the difference; `z` the score
 * statistic. Limits that leave out 1 have p below 1 - level; the reverse fails for the few tables, such as 0/3 against
 * 5/8 at level 0.9, whose tail rises again beyond 1. Zero cells are as with the score limits. For at most 400 subjects;
 * 0.3 s at 100 an arm.
 *
 * @throws MethodError when a count is not whole or negative, events exceed n, level is not in (0, 1), or the arms are
 * too large for exact limits.
 *
 * Sources: Katz D, Baptista J, Azen SP, Pike MC. Biometrics 1978;34:469-474. Koopman PAR. Biometrics 1984;40:513-517.
 * Donner A, Zou GY. Stat Methods Med Res 2012;21:347-359. Chan ISF, Zhang Z. Biometrics 1999;55:1202-1209. Oracles:
 * test/oracles/risk-ratio.
 */
export function riskRatio(
  of: EventCount,
  versus: EventCount,
  options: RiskRatioOptions = {},
): RiskRatioEstimate {
  requireOptions('risk-ratio', options, {
    interval: riskRatioIntervals,
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
    'risk-ratio',
    of,
    versus,
    settings,
    logRiskRatioWald,
  );
  const estimate = { riskRatio: ratio, logRiskRatio: logRatio, ...rest, interval };
  if (interval === 'wald-log' || of.n === 0 || versus.n === 0) return estimate;
  const { lower, upper, p } = riskRatioLimits[interval](of, versus, rest.level);
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

function logRiskRatioWald(of: EventCount, versus: EventCount, level: number) {
  if (of.events === 0 || versus.events === 0) return noLogWald('zero-cells');
  const logRatio = logRatioOfProducts(of.events, versus.n, versus.events, of.n);
  // 1/x - 1/n without the cancellation.
  const variance =
    (of.n - of.events) / (of.events * of.n) + (versus.n - versus.events) / (versus.events * versus.n);
  return logWald(logRatio, variance, level);
}
