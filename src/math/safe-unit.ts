/** Sizes between these have squares, and sums of millions of squares, that a double holds with all digits. */
const largestSafe = 2 ** 480;
const smallestSafe = 2 ** -480;

/**
 * The unit in which numbers of this size can be squared and added up: 1, or for very large and very small ones the power
 * of two at or below them. To divide by it and to multiply the result by it changes no digit. 1 for a size of 0.
 */
export function safeUnit(size: number): number {
  return size === 0 || (size < largestSafe && size > smallestSafe) ? 1 : powerOfTwoAt(size);
}

/** The power of two at or next to a size above 0; 1 for a size of 0. */
export function powerOfTwoAt(size: number): number {
  if (size === 0) return 1;
  // 2¹⁰²³ is the largest power of two: infinite sizes stay infinite.
  return 2 ** Math.min(1023, Math.floor(Math.log2(size)));
}

/** The largest absolute value in a list; 0 for an empty one, NaN passed over. */
export function largestSize(values: ArrayLike<number>): number {
  let largest = 0;
  for (let index = 0; index < values.length; index += 1) {
    const size = Math.abs(values[index]!);
    if (size > largest) largest = size;
  }
  return largest;
}
