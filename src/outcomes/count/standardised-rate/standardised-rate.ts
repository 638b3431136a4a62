import { argumentError } from '../../../core/errors.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireList, requirePositive } from '../../../math/argument-checks.js';
import { gammaQuantile, gammaUpperQuantile } from '../../../math/distributions/gamma.js';
import { criticalZ } from '../../../math/distributions/normal.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type EventRate, requireEventRate } from '../event-rate.js';
import { exactPoissonLimits } from '../poisson-limits.js';

export const standardisedRateIntervals = ['fay-feuer', 'dobson', 'normal'] as const;
export type StandardisedRateInterval = (typeof standardisedRateIntervals)[number];

/** Events and time of one stratum, with the weight of that stratum in the standard population. */
export interface WeightedStratum extends EventRate {
  /** Any measure of its size there, such as subjects or person-time; weights need not add up to 1. */
  readonly weight: number;
}

export interface StandardisedRateOptions {
  readonly interval?: StandardisedRateInterval;
  readonly per?: number;
  readonly level?: number;
}

export interface StandardisedRateEstimate {
  /** Events per `per` units of exposure, had the strata the sizes of the standard population. */
  readonly rate: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly interval: StandardisedRateInterval;
  readonly per: number;
  readonly level: number;
}

/**
 * The rate of events that a group would have, had its strata the sizes of a standard population (direct
 * standardisation): the weighted mean of the strata's rates.
 *
 * Intervals: `fay-feuer` (default) takes the rate for a gamma variable and keeps its coverage with few events, as R
 * `epitools::ageadjust.direct` and the SEER programme; `dobson` scales Garwood's exact limits of the total count; `normal`
 * is rate ± z standard errors, cut at 0. Without events the rate is 0: `fay-feuer` has an upper limit, the others are
 * `no-events`. A stratum with weight and no exposure makes everything `empty-group`.
 *
 * @throws MethodError when there is no stratum or no weight, events or exposure are impossible, or level is not in (0, 1).
 *
 * Sources: Fay MP, Feuer EJ. Stat Med 1997;16:791-801. Dobson AJ, Kuulasmaa K, Eberle E, Scherer J. Stat Med
 * 1991;10:457-462. Oracle: test/oracles/standardised-rate.
 */
export function standardisedRate(
  strata: readonly WeightedStratum[],
  options: StandardisedRateOptions = {},
): StandardisedRateEstimate {
  requireOptions('standardised-rate', options, {
    interval: standardisedRateIntervals,
    per: 'checked later',
    level: 'checked later',
  });
  const { interval = 'fay-feuer', per = 1, level = 0.95 } = options;
  requireLevel('standardised-rate', 'level', level);
  requirePositive('standardised-rate', 'per', per);
  requireList('standardised-rate', 'strata', strata, 'a list of strata with their weights');
  let total = 0;
  for (const [index, stratum] of strata.entries()) {
    requireEventRate('standardised-rate', `strata[${index}]`, stratum);
    if (!(stratum.weight >= 0 && Number.isFinite(stratum.weight))) {
      throw argumentError(
        'standardised-rate',
        `strata[${index}].weight`,
        'is not a weight',
        String(stratum.weight),
        'a finite number from 0 up',
      );
    }
    total += stratum.weight;
  }
  if (!(total > 0)) {
    throw argumentError('standardised-rate', 'weights', 'add up to 0', String(total), 'a weight above 0');
  }
  const settings = { interval, per, level };
  const weighed = strata.filter(({ weight }) => weight > 0);
  if (weighed.some(({ exposure }) => exposure === 0)) {
    const none = notEstimable('empty-group');
    return { rate: none, standardError: none, lower: none, upper: none, ...settings };
  }
  let [rate, variance, events, largest] = [0, 0, 0, 0];
  for (const stratum of weighed) {
    const share = ((stratum.weight / total) * per) / stratum.exposure;
    rate += share * stratum.events;
    variance += share * share * stratum.events;
    events += stratum.events;
    largest = Math.max(largest, share);
  }
  const standardError = events > 0 ? Math.sqrt(variance) : notEstimable('no-events');
  return {
    rate,
    standardError,
    ...limits({ rate, variance, events, largest }, interval, level),
    ...settings,
  };
}

interface Moments {
  readonly rate: number;
  readonly variance: number;
  readonly events: number;
  /** Largest change of the rate by one event. */
  readonly largest: number;
}

function limits(
  { rate, variance, events, largest }: Moments,
  interval: StandardisedRateInterval,
  level: number,
): { readonly lower: Estimable; readonly upper: Estimable } {
  const tail = (1 - level) / 2;
  if (interval === 'fay-feuer') {
    const upperRate = rate + largest;
    const upperVariance = variance + largest * largest;
    return {
      lower: events === 0 ? 0 : gammaQuantile(tail, (rate * rate) / variance, rate / variance),
      upper: gammaUpperQuantile(tail, (upperRate * upperRate) / upperVariance, upperRate / upperVariance),
    };
  }
  if (events === 0) return { lower: notEstimable('no-events'), upper: notEstimable('no-events') };
  if (interval === 'dobson') {
    const exact = exactPoissonLimits(events, level);
    const scale = Math.sqrt(variance / events);
    return { lower: rate + scale * (exact.lower - events), upper: rate + scale * (exact.upper - events) };
  }
  const halfWidth = criticalZ(level) * Math.sqrt(variance);
  return { lower: Math.max(0, rate - halfWidth), upper: rate + halfWidth };
}
