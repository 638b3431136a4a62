import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireObject, requirePositive } from '../../../math/argument-checks.js';
import { criticalZ, normalTwoSidedP } from '../../../math/distributions/normal.js';
import { productDifference } from '../../../math/special/product-difference.js';
import { type EventRate, requireEventRate } from '../event-rate.js';

export interface RateDifferenceOptions {
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
  /** Two-sided Wald p. */
  readonly p: Estimable;
  readonly level: number;
  readonly per: number;
}

/**
 * How many more events occurred per unit of time at risk in one arm than in the other, for Poisson counts.
 *
 * Wald interval and test with variance events/exposure² + events/exposure², as metafor `escalc("IRD")`. No events in
 * either arm: the difference is 0 and the rest `no-variation`. An arm without exposure: `empty-group`.
 *
 * @throws MethodError when events are not whole or negative, exposure is negative or 0 with events, per is not positive,
 * or level is not in (0, 1).
 *
 * Source: Rothman KJ, Greenland S. Modern Epidemiology 1998: chapter 14. Oracle: test/oracles/rate-difference.
 */
export function rateDifference(
  of: EventRate,
  versus: EventRate,
  options: RateDifferenceOptions = {},
): RateDifferenceEstimate {
  requireObject('rate-difference', 'options', options, 'an object of options');
  const { level = 0.95, per = 1 } = options;
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
  });
  if (of.exposure === 0 || versus.exposure === 0) {
    return without(notEstimable('empty-group'), notEstimable('empty-group'));
  }
  if (of.events + versus.events === 0) return without(0, notEstimable('no-variation'));
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
  const halfWidth = criticalZ(level) * standardError;
  const z = difference / standardError;
  return {
    rateDifference: difference,
    standardError,
    lower: difference - halfWidth,
    upper: difference + halfWidth,
    z,
    p: normalTwoSidedP(z),
    level,
    per,
  };
}
