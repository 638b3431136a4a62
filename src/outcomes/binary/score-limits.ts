import { brentRoot } from '../../math/optimise/brent-root.js';

/**
 * The differences at which the score statistic of an observed difference is z and -z, each to the last digits:
 * |observed - d| = z · sqrt(varianceAt(d)), where the variance is taken under the difference d and is 0 at -1 and 1.
 */
export function scoreLimits(
  observed: number,
  varianceAt: (difference: number) => number,
  z: number,
): { readonly lower: number; readonly upper: number } {
  const mirrored = upperLimit(-observed, (difference) => varianceAt(-difference), z);
  return { lower: mirrored === 0 ? 0 : -mirrored, upper: upperLimit(observed, varianceAt, z) };
}

function upperLimit(observed: number, varianceAt: (difference: number) => number, z: number): number {
  if (observed >= 1) return 1;
  const reach = (difference: number) => z * Math.sqrt(varianceAt(difference)) - (difference - observed);
  // Where the variance is zero at the observed difference, `reach` is zero there and positive just above.
  let inside = observed;
  for (let step = (1 - observed) / 4; step > 0 && reach(inside) <= 0; step /= 16) inside = observed + step;
  return reach(inside) > 0 ? brentRoot(reach, inside, 1) : observed;
}
