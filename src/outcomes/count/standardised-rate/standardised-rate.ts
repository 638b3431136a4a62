import { argumentError } from '../../../core/errors.js';
import { type Estimable, isEstimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireList, requirePositive } from '../../../math/argument-checks.js';
import { gammaQuantile, gammaUpperQuantile } from '../../../math/distributions/gamma.js';
import { criticalZ } from '../../../math/distributions/normal.js';
import { finiteOrOverflow } from '../../../math/finite-or-overflow.js';
import { requireOptions } from '../../../math/option-checks.js';
import { largestSize, safeUnit } from '../../../math/safe-unit.js';
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
 * `epitools::ageadjust.direct` and the SEER programme; `dobson` scales Garwood's exact limits of the total count;
 * `normal` is rate ± z standard errors, cut at 0. Without events the rate is 0: `fay-feuer` has an upper limit, the
 * others are `no-events`. A stratum with weight and no exposure makes everything `empty-group`; figures beyond the
 * largest number are `overflow`.
 *
 * @throws MethodError when there is no stratum or no weight, events or exposure are impossible, or level is not in (0,
 * 1).
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
  }
  const weighed = strata.filter(({ weight }) => weight > 0);
  if (weighed.length === 0) {
    throw argumentError('standardised-rate', 'weights', 'add up to 0', '0', 'a weight above 0');
  }
  const settings = { interval, per, level };
  if (weighed.some(({ exposure }) => exposure === 0)) {
    const none = notEstimable('empty-group');
    return { rate: none, standardError: none, lower: none, upper: none, ...settings };
  }
  // Weights and times in units in which no sum or share of them overflows.
  const weightUnit = safeUnit(largestSize(weighed.map(({ weight }) => weight)));
  const timeUnit = safeUnit(weighed.reduce((least, { exposure }) => Math.min(least, exposure), Infinity));
  const total = weighed.reduce((sum, { weight }) => sum + weight / weightUnit, 0);
  const shares = weighed.map(({ weight, exposure }) => weight / weightUnit / total / (exposure / timeUnit));
  const events = weighed.map((stratum) => stratum.events);
  const seen = Math.max(0, ...shares.filter((_, index) => events[index]! > 0));
  const unit = per / timeUnit;
  const scaled = (value: Estimable): Estimable => inRates(value, unit);
  const { lower, upper } = limits(shares, events, seen, interval, level);
  const { rate, variance } = moments(shares, events, seen);
  return {
    rate: scaled(seen * rate),
    standardError: scaled(seen > 0 ? seen * Math.sqrt(variance) : notEstimable('no-events')),
    lower: scaled(lower),
    upper: scaled(upper),
    ...settings,
  };
}

function inRates(value: Estimable, unit: number): Estimable {
  return isEstimable(value) ? finiteOrOverflow(unit * value) : value;
}

/** The rate and its variance, with shares (the change of the rate by one event) in a unit. */
function moments(shares: readonly number[], events: readonly number[], unit: number) {
  if (unit === 0) return { rate: 0, variance: 0 };
  let [rate, variance] = [0, 0];
  for (const [index, count] of events.entries()) {
    if (count === 0) continue;
    const share = shares[index]! / unit;
    rate += share * count;
    variance += share * share * count;
  }
  return { rate, variance };
}

/** `seen` is the largest share of a stratum with events; 0 without any. */
function limits(
  shares: readonly number[],
  events: readonly number[],
  seen: number,
  interval: StandardisedRateInterval,
  level: number,
): { readonly lower: Estimable; readonly upper: Estimable } {
  const tail = (1 - level) / 2;
  const { rate, variance } = moments(shares, events, seen);
  if (interval === 'fay-feuer') {
    // Each limit in units of its largest share: the gamma distribution only knows their proportions.
    const largest = Math.max(...shares);
    const above = moments(shares, events, largest);
    const [upperRate, upperVariance] = [above.rate + 1, above.variance + 1];
    return {
      lower: seen === 0 ? 0 : seen * gammaQuantile(tail, (rate * rate) / variance, rate / variance),
      upper:
        largest *
        gammaUpperQuantile(tail, (upperRate * upperRate) / upperVariance, upperRate / upperVariance),
    };
  }
  if (seen === 0) return { lower: notEstimable('no-events'), upper: notEstimable('no-events') };
  if (interval === 'dobson') {
    const count = events.reduce((sum, one) => sum + one, 0);
    const exact = exactPoissonLimits(count, level);
    const scale = Math.sqrt(variance / count);
    return {
      lower: seen * (rate + scale * (exact.lower - count)),
      upper: seen * (rate + scale * (exact.upper - count)),
    };
  }
  const halfWidth = criticalZ(level) * Math.sqrt(variance);
  return { lower: seen * Math.max(0, rate - halfWidth), upper: seen * (rate + halfWidth) };
}
