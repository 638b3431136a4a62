/**
 * The rounding error of a sum: `left + right` equals `sum + sumError(left, right, sum)` exactly, for finite numbers.
 * Source: Knuth 1969, The Art of Computer Programming 2, section 4.2.2, theorem B.
 */
export function sumError(left: number, right: number, sum: number): number {
  const rightPart = sum - left;
  return left - (sum - rightPart) + (right - rightPart);
}

/**
 * The rounding error of a product: `left * right` equals `product + productError(left, right, product)` exactly, as
 * long as nothing overflows (factors below 1e300) or underflows. Source: Dekker 1971, Numer. Math. 18:224-242.
 */
export function productError(left: number, right: number, product: number): number {
  const leftHigh = highHalf(left);
  const leftLow = left - leftHigh;
  const rightHigh = highHalf(right);
  const rightLow = right - rightHigh;
  return leftLow * rightLow - (product - leftHigh * rightHigh - leftLow * rightHigh - leftHigh * rightLow);
}

/** The upper 26 bits of a double, so that products of halves are exact. */
function highHalf(value: number): number {
  const scaled = value * 134217729;
  return scaled - (scaled - value);
}
