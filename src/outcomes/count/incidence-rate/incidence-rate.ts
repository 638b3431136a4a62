import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireObject, requireOneOf, requirePositive } from '../../../math/argument-checks.js';
import { gammaQuantile, gammaUpperQuantile } from '../../../math/distributions/gamma.js';
import { criticalZ } from '../../../math/distributions/normal.js';
import { type EventRate, requireEventRate } from '../event-rate.js';

export const rateIntervals = ['exact', 'wald', 'wald-log'] as const;
export type RateInterval = (typeof rateIntervals)[number];

export interface IncidenceRateOptions {
  readonly interval?: RateInterval;
  readonly level?: number;
  /** Units of exposure that the rate is given for. */
  readonly per?: number;
}

export interface IncidenceRateEstimate extends EventRate {
  /** Events per `per` units of exposure. */
  readonly rate: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly level: number;
  readonly per: number;
  readonly interval: RateInterval;
}

/**
 * How many events occurred per unit of time at risk, with an interval for a Poisson count.
 *
 * `exact` (default) is Garwood's interval with equal tails, as R `poisson.test`: gamma quantiles, lower limit 0 at no
 * events. `wald` is rate ± z · sqrt(events) / exposure, cut at 0; `wald-log` is rate times or over exp(z /
 * sqrt(events)). With no events the Wald limits are `no-events`. No exposure makes everything `empty-group`.
 *
 * @throws MethodError when events are not whole or negative, exposure is negative or 0 with events, per is not positive,
 * or level is not in (0, 1).
 *
 * Source: Garwood F. Biometrika 1936;28:437-442. Oracle: test/oracles/incidence-rate.
 */
export function incidenceRate(rate: EventRate, options: IncidenceRateOptions = {}): IncidenceRateEstimate {
  requireObject('incidence-rate', 'options', options, 'an object of options');
  const { interval = 'exact', level = 0.95, per = 1 } = options;
  requireOneOf('incidence-rate', 'interval', interval, rateIntervals);
  requireEventRate('incidence-rate', 'rate', rate);
  requireLevel('incidence-rate', 'level', level);
  requirePositive('incidence-rate', 'per', per);
  const { events, exposure } = rate;
  if (exposure === 0) {
    const none = notEstimable('empty-group');
    return { events, exposure, rate: none, lower: none, upper: none, level, per, interval };
  }
  const { lower, upper } = rateLimits[interval](events, exposure / per, level);
  return { events, exposure, rate: events / (exposure / per), lower, upper, level, per, interval };
}

type RateLimits = (
  events: number,
  exposure: number,
  level: number,
) => { readonly lower: Estimable; readonly upper: Estimable };

const rateLimits: Record<RateInterval, RateLimits> = {
  exact: (events, exposure, level) => ({
    lower: events === 0 ? 0 : gammaQuantile((1 - level) / 2, events) / exposure,
    upper: gammaUpperQuantile((1 - level) / 2, events + 1) / exposure,
  }),
  wald: (events, exposure, level) => {
    if (events === 0) return noLimits();
    const halfWidth = criticalZ(level) * Math.sqrt(events);
    return { lower: Math.max(0, events - halfWidth) / exposure, upper: (events + halfWidth) / exposure };
  },
  'wald-log': (events, exposure, level) => {
    if (events === 0) return noLimits();
    const factor = Math.exp(criticalZ(level) / Math.sqrt(events));
    return { lower: events / exposure / factor, upper: (events / exposure) * factor };
  },
};

function noLimits() {
  return { lower: notEstimable('no-events'), upper: notEstimable('no-events') };
}
