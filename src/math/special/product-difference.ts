import { productError } from './exact-arithmetic.js';

/**
 * a · b - c · d without cancellation: right to a few units in the last place even where the two products agree in all
 * their leading digits, as when proportions a/d and c/b of large groups are compared. Factors stay below 1e150 in size.
 * Source: Dekker TJ. Numer Math 1971;18:224-242 (the exact error of each product).
 */
export function productDifference(a: number, b: number, c: number, d: number): number {
  const first = a * b;
  const second = c * d;
  return first - second + (productError(a, b, first) - productError(c, d, second));
}
