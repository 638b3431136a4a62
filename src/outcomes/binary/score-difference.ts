import { type Estimable, notEstimable } from '../../core/estimable.js';
import { brentRoot } from '../../math/optimise/brent-root.js';
import { productDifference } from '../../math/special/product-difference.js';
import type { EventCount } from './event-count.js';
import { scoreLimits } from './score-limits.js';

/**
 * The score statistic of a risk difference: the observed difference minus `difference`, over its standard error at the
 * proportions that are most likely when the true difference is `difference`. `factor` multiplies the variance: N/(N -
 * 1) is Miettinen-Nurminen, 1 is Mee and Farrington-Manning. Both arms hold at least one subject.
 *
 * `no-variation` where the restricted variance is zero: no event, or only events, in both arms at difference 0, and a
 * difference of exactly -1 or 1.
 *
 * Source: Miettinen O, Nurminen M. Stat Med 1985;4:213-226, equations 8 and 9.
 */
export function scoreDifferenceZ(
  of: EventCount,
  versus: EventCount,
  difference: number,
  factor: number,
): Estimable {
  const variance = restrictedVariance(of, versus, difference) * factor;
  return variance > 0
    ? (observedDifference(of, versus) - difference) / Math.sqrt(variance)
    : notEstimable('no-variation');
}

/**
 * The interval of all differences whose score statistic is at most `z` in size: two bracketed roots, each found to the
 * last digits. It exists for any two non-empty arms, zero cells included; for 0/n1 against 0/n2 it has the closed form
 * -c/(n2 + c) to c/(n1 + c) with c = z² · factor.
 */
export function scoreDifferenceLimits(
  of: EventCount,
  versus: EventCount,
  z: number,
  factor: number,
): { readonly lower: number; readonly upper: number } {
  const varianceAt = (difference: number) => restrictedVariance(of, versus, difference) * factor;
  return scoreLimits(observedDifference(of, versus), varianceAt, z);
}

/**
 * Proportion of `of` minus proportion of `versus`, over one denominator and with exact products: two proportions that
 * agree in their leading digits lose none of those in which they differ.
 */
export function observedDifference(of: EventCount, versus: EventCount): number {
  return productDifference(of.events, versus.n, versus.events, of.n) / (of.n * versus.n);
}

/**
 * Variance of the observed difference at the proportions that maximise the likelihood when the true difference is
 * `difference`. The rarer outcome is counted, so that proportions near 1 lose no digits.
 */
export function restrictedVariance(of: EventCount, versus: EventCount, difference: number): number {
  const mostlyEvents = 2 * (of.events + versus.events) > of.n + versus.n;
  const count = ({ events, n }: EventCount): EventCount => ({
    events: mostlyEvents ? n - events : events,
    n,
  });
  const ofIsLow = mostlyEvents ? difference > 0 : difference < 0;
  const low = count(ofIsLow ? of : versus);
  const high = count(ofIsLow ? versus : of);
  const gap = Math.abs(difference);
  const width = 1 - gap;
  const t = restrictedLowProportion(low, high, gap);
  return (t * (1 - t)) / low.n + ((t + gap) * (width - t)) / high.n;
}

/**
 * The most likely proportion t of the lower arm when the higher arm's is t + gap: the root in [0, 1 - gap] of the score
 *
 *   low.events / t - low.others / (1 - t) + high.events / (t + gap) - high.others / (1 - gap - t),
 *
 * which falls in t. It is multiplied out by the factors whose count is not zero, so that it is finite at both ends; a
 * score that is not positive at 0, or not negative at 1 - gap, puts the maximum there.
 */
function restrictedLowProportion(low: EventCount, high: EventCount, gap: number): number {
  if (gap === 0) return (low.events + high.events) / (low.n + high.n);
  const width = 1 - gap;
  const lowOthers = low.n - low.events;
  const highOthers = high.n - high.events;
  const score = (t: number) => {
    const a = low.events === 0 ? 1 : t;
    const b = lowOthers === 0 ? 1 : 1 - t;
    const c = high.events === 0 ? 1 : t + gap;
    const d = highOthers === 0 ? 1 : width - t;
    return (low.events * b - lowOthers * a) * c * d + (high.events * d - highOthers * c) * a * b;
  };
  if (score(0) <= 0) return 0;
  if (score(width) >= 0) return width;
  return brentRoot(score, 0, width);
}
