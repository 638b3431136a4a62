import { argumentError } from '../../core/errors.js';
import { type Estimable, notEstimable } from '../../core/estimable.js';
import { type IntervalTransform, probabilityInterval } from '../probability-interval.js';
import type { ProductLimit } from '../product-limit.js';
import { type BandKind, bandCriticalValue, type CriticalValueRule } from './band-critical-value.js';

/** Limits for each time of the curve; null before `from`, after `to` and where the transform has none. */
export interface SurvivalBand {
  readonly kind: BandKind;
  /** What stands in place of 1.96. */
  readonly criticalValue: Estimable;
  readonly from: number | null;
  readonly to: number | null;
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
}

interface BandSettings {
  readonly kind: BandKind;
  readonly level: number;
  readonly transform: IntervalTransform;
  readonly bandFrom?: number | undefined;
  readonly bandTo?: number | undefined;
  readonly bandCriticalValue?: CriticalValueRule;
}

/**
 * A band that holds the whole curve with the given coverage, over the times from the first to the last event with
 * survival above 0, or a part of them.
 *
 * Equal precision: the pointwise limits with a larger critical value. Hall-Wellner: h (1 + n variance) / sqrt(n) in
 * place of 1.96 standard errors of log survival. Both on any of the five scales, as SAS PROC LIFETEST.
 * `no-events` where the range holds no event. Throws for a range that ends before it starts.
 * Source: Klein JP, Moeschberger ML. Survival Analysis. 2nd ed. Springer 2003, section 4.4; Borgan O, Liestol K.
 * Scand J Stat 1990;17:35-41. Oracle: test/oracles/kaplan-meier/bands.json.
 */
export function survivalBand(estimate: ProductLimit, settings: BandSettings): SurvivalBand {
  const { kind, level, transform, bandFrom = 0, bandTo = Number.POSITIVE_INFINITY } = settings;
  if (!(bandFrom >= 0 && bandTo >= bandFrom)) {
    throw argumentError(
      'kaplan-meier',
      'bandFrom, bandTo',
      'are no range of times',
      `${bandFrom} to ${bandTo}`,
      'a first time of 0 or more and a last time not before it',
    );
  }
  const { time, survival, logVariance, events, censored } = estimate;
  let n = 0;
  let first = -1;
  let last = -1;
  for (let step = 0; step < time.length; step += 1) {
    n += events[step]! + censored[step]!;
    const usable = survival[step]! > 0 && logVariance[step]! > 0 && Number.isFinite(logVariance[step]!);
    if (!usable || time[step]! < bandFrom || time[step]! > bandTo) continue;
    if (first < 0) first = step;
    last = step;
  }
  const nowhere = Array.from(time, () => null);
  if (first < 0) {
    const none = notEstimable('no-events');
    return { kind, criticalValue: none, from: null, to: null, lower: nowhere, upper: nowhere };
  }
  const clock = (step: number) => (n * logVariance[step]!) / (1 + n * logVariance[step]!);
  const criticalValue = bandCriticalValue(kind, level, clock(first), clock(last), settings.bandCriticalValue);
  const limits = Array.from(time, (_, step) => {
    if (step < first || step > last) return { lower: null, upper: null };
    const spread =
      kind === 'equal-precision'
        ? Math.sqrt(logVariance[step]!)
        : (1 + n * logVariance[step]!) / Math.sqrt(n);
    return probabilityInterval(survival[step]!, spread, criticalValue, transform);
  });
  return {
    kind,
    criticalValue,
    from: time[first]!,
    to: time[last]!,
    lower: limits.map(({ lower }) => lower),
    upper: limits.map(({ upper }) => upper),
  };
}
