import { scoreLimits } from '../score-limits.js';

/**
 * Tango's score interval for the difference of two paired proportions: all differences d with |first - second - n·d| at
 * most z · sqrt(n · (2q + d(1 - d))), where q is the most likely share of "only second" under d.
 *
 * Source: Tango T. Stat Med 1998;17:891-908, equations 13 and 14.
 */
export function tangoLimits(
  first: number,
  second: number,
  size: number,
  z: number,
): { readonly lower: number; readonly upper: number } {
  const varianceAt = (difference: number) => restrictedVariance(first, second, size, difference) / size;
  return scoreLimits((first - second) / size, varianceAt, z);
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
