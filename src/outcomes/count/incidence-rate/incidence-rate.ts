import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requirePositive } from '../../../math/argument-checks.js';
import { criticalZ } from '../../../math/distributions/normal.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type EventRate, requireEventRate } from '../event-rate.js';
import {
  exactPoissonLimits,
  midPPoissonLimits,
  type PoissonLimitFunction,
  scorePoissonLimits,
} from '../poisson-limits.js';

export const rateIntervals = ['exact', 'mid-p', 'score', 'wald', 'wald-log'] as const;
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
 * events; `mid-p` counts half the probability of the observed number; `score` (Rao) holds all rates whose Poisson score
 * test has |z| within the level. `wald` is rate ± z · sqrt(events) / exposure, cut at 0; `wald-log` is rate times or over exp(z /
 * sqrt(events)). With no events the Wald limits are `no-events`. No exposure makes everything `empty-group`.
 *
 * @throws MethodError when events are not whole or negative, exposure is negative or 0 with events, per is not positive,
 * or level is not in (0, 1).
 *
 * Source: Garwood F. Biometrika 1936;28:437-442. Cohen GR, Yang SY. Stat Med 1994;13:2189-2203 (mid-p). Begaud B and
 * others. J Clin Epidemiol 2005;58:1061-1069 (score). Oracles: test/oracles/incidence-rate.
 */
export function incidenceRate(rate: EventRate, options: IncidenceRateOptions = {}): IncidenceRateEstimate {
  requireOptions('incidence-rate', options, {
    interval: rateIntervals,
    level: 'checked later',
    per: 'checked later',
  });
  const { interval = 'exact', level = 0.95, per = 1 } = options;
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
  exact: perExposure(exactPoissonLimits),
  'mid-p': perExposure(midPPoissonLimits),
  score: perExposure(scorePoissonLimits),
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

function perExposure(limits: PoissonLimitFunction): RateLimits {
  return (events, exposure, level) => {
    const { lower, upper } = limits(events, level);
    return { lower: lower / exposure, upper: upper / exposure };
  };
}

function noLimits() {
  return { lower: notEstimable('no-events'), upper: notEstimable('no-events') };
}
