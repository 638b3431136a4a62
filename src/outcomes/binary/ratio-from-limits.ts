import { type Estimable, notEstimable } from '../../core/estimable.js';

/** A number from 0 up with its two limits, such as a proportion or odds with Wilson limits. */
export interface Limited {
  readonly value: number;
  readonly lower: number;
  readonly upper: number;
}

/**
 * Limits of the ratio of two independent numbers from the limits of each (method of variance estimates recovery). The
 * lower limit is 0 where the numerator is; the upper is `zero-cells`, for infinity, where the denominator is 0.
 *
 * Source: Donner A, Zou GY. Stat Methods Med Res 2012;21:347-359, equation 9.
 */
export function ratioFromLimits(
  top: Limited,
  bottom: Limited,
): { readonly lower: Estimable; readonly upper: Estimable } {
  const product = top.value * bottom.value;
  const below = (one: Limited) => one.lower * (2 * one.value - one.lower);
  const above = (one: Limited) => one.upper * (2 * one.value - one.upper);
  // The lower limit by the other root of its quadratic, so that nothing cancels.
  const lowerRoot = Math.sqrt(Math.max(0, product * product - below(top) * above(bottom)));
  const upperRoot = Math.sqrt(Math.max(0, product * product - above(top) * below(bottom)));
  return {
    lower: top.value === 0 ? 0 : below(top) / (product + lowerRoot),
    upper: bottom.value === 0 ? notEstimable('zero-cells') : (product + upperRoot) / below(bottom),
  };
}
