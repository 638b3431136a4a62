import { productDifference } from '../math/special/product-difference.js';
import type { TwoByTwo } from './two-by-two.js';

/**
 * Events of the first arm less their expectation, and the hypergeometric variance, given the margins of the table:
 * what Peto's odds ratio and the Cochran-Mantel-Haenszel test add up over studies.
 */
export function observedMinusExpected({ a, b, c, d }: TwoByTwo): {
  readonly difference: number;
  readonly variance: number;
} {
  const first = a + b;
  const second = c + d;
  const n = first + second;
  const events = a + c;
  return {
    // a - (a + c)(a + b) / n, without the cancellation.
    difference: productDifference(a, d, b, c) / n,
    variance: n > 1 ? ((events / n) * ((n - events) / n) * first * second) / (n - 1) : 0,
  };
}
