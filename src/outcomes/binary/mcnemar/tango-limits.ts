import { brentRoot } from '../../../math/optimise/brent-root.js';

/**
 * Tango's score interval for the difference of two paired proportions: all differences d with
 * |first - second - n·d| at most z · sqrt(n · (2q + d(1 - d))), where q is the most likely share of "only second" under d.
 *
 * Source: Tango T. Stat Med 1998;17:891-908, equations 13 and 14.
 */
export function tangoLimits(
  first: number,
  second: number,
  size: number,
  z: number,
): { readonly lower: number; readonly upper: number } {
  const swapped = upperLimit(second, first, size, z);
  return { lower: swapped === 0 ? 0 : -swapped, upper: upperLimit(first, second, size, z) };
}

function upperLimit(first: number, second: number, size: number, z: number): number {
  const observed = (first - second) / size;
  if (observed === 1) return 1;
  const reach = (difference: number) =>
    z * Math.sqrt(restrictedVariance(first, second, size, difference) / size) - (difference - observed);
  // With no variance at the observed difference `reach` is zero there and positive just above.
  let inside = observed;
  for (let step = (1 - observed) / 4; reach(inside) <= 0; step /= 16) inside = observed + step;
  return brentRoot(reach, inside, 1);
}

/** 2q + d(1 - d), with q the root of 2n·q² + (d·(2n - first + second) - first - second)·q - second·d·(1 - d) = 0. */
function restrictedVariance(first: number, second: number, size: number, difference: number): number {
  if (difference < 0) return restrictedVariance(second, first, size, -difference);
  const spread = difference * (1 - difference);
  const b = difference * (2 * size - first + second) - first - second;
  const root = Math.sqrt(b * b + 8 * size * second * spread);
  const q = b > 0 ? (2 * second * spread) / (root + b) : (root - b) / (4 * size);
  return 2 * q + spread;
}
