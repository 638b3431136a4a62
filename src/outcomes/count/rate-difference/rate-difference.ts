import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requirePositive } from '../../../math/argument-checks.js';
import { criticalZ, normalTwoSidedP } from '../../../math/distributions/normal.js';
import { requireOptions } from '../../../math/option-checks.js';
import { productDifference } from '../../../math/special/product-difference.js';
import { type EventRate, requireEventRate } from '../event-rate.js';
import { scoreRateDifferenceLimits } from '../score-rate-difference.js';
import {
  moverDifferenceLimits,
  type RateDifferenceInterval,
  rateDifferenceIntervals,
} from './difference-limits.js';

export interface RateDifferenceOptions {
  readonly interval?: RateDifferenceInterval;
  readonly level?: number;
  /** Units of exposure that the rates are given for. */
  readonly per?: number;
}

export interface RateDifferenceEstimate {
  /** Rate of `of` minus rate of `versus`, per `per` units of exposure. */
  readonly rateDifference: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly z: Estimable;
  /** Two-sided, by the test that goes with the interval. */
  readonly p: Estimable;
  readonly level: number;
  readonly per: number;
  readonly interval: RateDifferenceInterval;
}

/**
 * How many more events occurred per unit of time at risk in one arm than in the other, for Poisson counts.
 *
 * `wald` (default): interval and test with variance events/exposure² + events/exposure², as metafor `escalc("IRD")`. No events in
 * either arm: the difference is 0 and the rest `no-variation`. `miettinen-nurminen`: score interval, with the variance at
 * the rates most likely under each difference. `mover`: the score intervals of the two rates, each distance squared and
 * added. Both have the p of the score test of equal rates, and exist without events, where that test is `no-variation`.
 * An arm without exposure: `empty-group`.
 *
 * @throws MethodError when events are not whole or negative, exposure is negative or 0 with events, per is not positive,
 * or level is not in (0, 1).
 *
 * Source: Rothman KJ, Greenland S. Modern Epidemiology 1998: chapter 14. Miettinen O, Nurminen M. Stat Med
 * 1985;4:213-226. Zou GY, Donner A. Stat Med 2008;27:1693-1702. Oracles: test/oracles/rate-difference.
 */
export function rateDifference(
  of: EventRate,
  versus: EventRate,
  options: RateDifferenceOptions = {},
): RateDifferenceEstimate {
  requireOptions('rate-difference', options, {
    interval: rateDifferenceIntervals,
    level: 'checked later',
    per: 'checked later',
  });
  const { interval = 'wald', level = 0.95, per = 1 } = options;
  requireEventRate('rate-difference', 'of', of);
  requireEventRate('rate-difference', 'versus', versus);
  requireLevel('rate-difference', 'level', level);
  requirePositive('rate-difference', 'per', per);
  const without = (rateDifference: Estimable, none: Estimable) => ({
    rateDifference,
    standardError: none,
    lower: none,
    upper: none,
    z: none,
    p: none,
    level,
    per,
    interval,
  });
  if (of.exposure === 0 || versus.exposure === 0) {
    return without(notEstimable('empty-group'), notEstimable('empty-group'));
  }
  const none = of.events + versus.events === 0;
  if (none && interval === 'wald') return without(0, notEstimable('no-variation'));
  const ofExposure = of.exposure / per;
  const versusExposure = versus.exposure / per;
  // Over one denominator, so that rates that agree in their leading digits lose none of the others.
  const exact =
    (productDifference(of.events, versus.exposure, versus.events, of.exposure) * per) /
    (of.exposure * versus.exposure);
  const difference = Number.isFinite(exact) ? exact : of.events / ofExposure - versus.events / versusExposure;
  const standardError = Math.hypot(
    Math.sqrt(of.events) / ofExposure,
    Math.sqrt(versus.events) / versusExposure,
  );
  const estimate = { rateDifference: difference, level, per, interval };
  if (interval !== 'wald') {
    const limits = interval === 'mover' ? moverDifferenceLimits : scoreRateDifferenceLimits;
    const { lower, upper } = limits(
      { events: of.events, exposure: ofExposure },
      { events: versus.events, exposure: versusExposure },
      level,
    );
    if (none) return { ...without(difference, notEstimable('no-variation')), lower, upper };
    const z = difference / Math.sqrt((of.events + versus.events) / ofExposure / versusExposure);
    return { ...estimate, standardError, lower, upper, z, p: normalTwoSidedP(z) };
  }
  const halfWidth = criticalZ(level) * standardError;
  const z = difference / standardError;
  return {
    ...estimate,
    standardError,
    lower: difference - halfWidth,
    upper: difference + halfWidth,
    z,
    p: normalTwoSidedP(z),
  };
}
