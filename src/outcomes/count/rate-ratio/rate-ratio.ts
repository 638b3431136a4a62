import type { Estimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { normalCdf, normalUpperTail } from '../../../math/distributions/normal.js';
import { requireOptions } from '../../../math/option-checks.js';
import { logRatioOfProducts } from '../../../math/special/log-ratio.js';
import { logLimit, logWald, noLogWald } from '../../log-wald.js';
import { type ZeroCellRule, zeroCellRules } from '../../zero-cells-option.js';
import { type EventRate, requireEventRate } from '../event-rate.js';
import { type RateRatioFigures, scoreRateRatio } from '../score-rate-ratio.js';
import { conditionalRateRatio, midPRateRatio } from './conditional-rate-ratio.js';

export const rateRatioIntervals = ['wald-log', 'exact', 'mid-p', 'score'] as const;
export type RateRatioInterval = (typeof rateRatioIntervals)[number];

const ratioLimits: Record<
  Exclude<RateRatioInterval, 'wald-log'>,
  (of: EventRate, versus: EventRate, level: number) => RateRatioFigures
> = { exact: conditionalRateRatio, 'mid-p': midPRateRatio, score: scoreRateRatio };

export interface RateRatioOptions {
  readonly interval?: RateRatioInterval;
  readonly level?: number;
  /** For `wald-log`; the exact interval needs no correction. */
  readonly zeroCells?: ZeroCellRule;
}

export interface RateRatioEstimate {
  /** Rate of `of` divided by rate of `versus`; 1 means no difference. */
  readonly rateRatio: Estimable;
  readonly logRateRatio: Estimable;
  /** Of the log rate ratio, whatever the interval. */
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly logLower: Estimable;
  readonly logUpper: Estimable;
  /** Two-sided, by the test that goes with the interval. */
  readonly p: Estimable;
  /** One-sided, that the rate of `of` is the lower one. */
  readonly pLess: Estimable;
  /** One-sided, that the rate of `of` is the higher one. */
  readonly pGreater: Estimable;
  readonly level: number;
  readonly interval: RateRatioInterval;
  /** Whether 1/2 was added to both event counts. */
  readonly halfAdded: boolean;
}

/**
 * How many times as high the rate of events was in one arm as in the other, for Poisson counts over time at risk.
 *
 * `wald-log` (default): interval and test of the log rate ratio with variance 1/events + 1/events, as metafor
 * `escalc("IRR")` and a Poisson regression on the arm alone. `exact`: conditional on the total events, as R
 * `poisson.test` with two counts: equal-tailed limits, and a two-sided p that sums all splits no more likely than the
 * observed one (so the two may disagree near the edge).
 *
 * `mid-p`: as `exact` with half the probability of the observed split, and p twice the smaller tail. `score`: interval
 * and test of the ratio with the variance under it (one Wilson interval for the split of the events).
 *
 * An arm without events: ratio (never 0, which has no logarithm) and Wald figures are `zero-cells`, or with `zeroCells:
 * 'add-half'` 1/2 is added to both counts (metafor `to = "only0"`); the p and the finite limit of the other intervals
 * exist all the same (lower 0, or upper `zero-cells` for infinity). No events at all: `no-events`, whatever
 * `zeroCells`, since one half in each arm would make a ratio of the exposures alone. An arm without exposure:
 * `empty-group`. The exact figures cost the same for 10 events as for 1e15.
 *
 * @throws MethodError when events are not whole or negative, exposure is negative or 0 with events, or level is not in
 * (0, 1), an option is no choice, or there are more than 9e15 events in all.
 *
 * Sources: Przyborowski J, Wilenski H. Biometrika 1940;31:313-323. Rothman KJ, Greenland S. Modern Epidemiology 1998:
 * chapter 14. Graham PL, Mengersen K, Morton AP. Stat Med 2003;22:2071-2083 (score). Oracles: test/oracles/rate-ratio.
 */
export function rateRatio(
  of: EventRate,
  versus: EventRate,
  options: RateRatioOptions = {},
): RateRatioEstimate {
  requireOptions('rate-ratio', options, {
    interval: rateRatioIntervals,
    level: 'checked later',
    zeroCells: zeroCellRules,
  });
  const { interval = 'wald-log', level = 0.95, zeroCells = 'none' } = options;
  requireEventRate('rate-ratio', 'of', of);
  requireEventRate('rate-ratio', 'versus', versus);
  requireLevel('rate-ratio', 'level', level);
  const empty = of.exposure === 0 || versus.exposure === 0;
  const zero = of.events === 0 || versus.events === 0;
  const none = of.events === 0 && versus.events === 0;
  const halfAdded = !empty && zero && !none && interval === 'wald-log' && zeroCells === 'add-half';
  const added = halfAdded ? 0.5 : 0;
  const wald = empty
    ? noLogWald('empty-group')
    : zero && !halfAdded
      ? noLogWald(none ? 'no-events' : 'zero-cells')
      : logWald(
          logRatioOfProducts(of.events + added, versus.exposure, versus.events + added, of.exposure),
          1 / (of.events + added) + 1 / (versus.events + added),
          level,
        );
  const { ratio, logRatio, z, ...rest } = wald;
  const estimate = { rateRatio: ratio, logRateRatio: logRatio, level, interval, halfAdded };
  if (interval === 'wald-log') {
    const oneSided = (tail: (z: number) => number) => (typeof z === 'number' ? tail(z) : z);
    return { ...estimate, ...rest, pLess: oneSided(normalCdf), pGreater: oneSided(normalUpperTail) };
  }
  const { standardError } = wald;
  if (empty || none) {
    return { ...estimate, ...rest, pLess: wald.p, pGreater: wald.p };
  }
  const exact = ratioLimits[interval](of, versus, level);
  return {
    ...estimate,
    standardError,
    ...exact,
    logLower: logLimit(exact.lower),
    logUpper: logLimit(exact.upper),
  };
}
