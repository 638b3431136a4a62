import { productDifference } from './product-difference.js';

/**
 * log((a · b) / (c · d)) of positive numbers, with all its digits where the products are nearly equal (log1p of their
 * relative difference) and finite where a product would overflow.
 */
export function logRatioOfProducts(a: number, b: number, c: number, d: number): number {
  const ratio = (a * b) / (c * d);
  if (ratio > 0.5 && ratio < 2 && withinReach(a, b, c, d)) {
    return Math.log1p(productDifference(a, b, c, d) / (c * d));
  }
  if (ratio > 0 && ratio < Number.POSITIVE_INFINITY && withinReach(a, b, c, d)) return Math.log(ratio);
  return Math.log(a) + Math.log(b) - Math.log(c) - Math.log(d);
}

/** Whether products, and the errors of products, are far from over- and underflow. */
function withinReach(...factors: readonly number[]): boolean {
  return factors.every((factor) => factor > 1e-70 && factor < 1e150);
}
