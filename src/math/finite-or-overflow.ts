import { type Estimable, notEstimable } from '../core/estimable.js';

/** The number, or `overflow` where it is beyond the largest number that a double holds or comes of such numbers. */
export function finiteOrOverflow(value: number): Estimable {
  return Number.isFinite(value) ? value : notEstimable('overflow');
}
