import { requireNumber, requirePositive, requireProbability } from '../argument-checks.js';
import { productError } from '../special/exact-arithmetic.js';
import { incompleteGamma, type Tails } from '../special/incomplete-gamma.js';
import { logGamma } from '../special/log-gamma.js';
import { normalQuantile, normalUpperQuantile } from './normal.js';
import { searchQuantile, type TailsAtPoint } from './quantile-search.js';

/**
 * Probability that a gamma variable with this `shape` and `rate` (mean shape / rate) is at most `x`.
 * Oracle: test/oracles/math/gamma.json.
 */
export function gammaCdf(x: number, shape: number, rate = 1): number {
  return tailsAt(x, shape, rate).lower;
}

/** Probability that a gamma variable with this `shape` and `rate` is above `x`; keeps its digits down to 1e-300. */
export function gammaUpperTail(x: number, shape: number, rate = 1): number {
  return tailsAt(x, shape, rate).upper;
}

/** The value that a gamma variable stays at or below with probability `p`; 0 at p = 0 and ∞ at p = 1. */
export function gammaQuantile(p: number, shape: number, rate = 1): number {
  requireProbability('gamma', 'p', p);
  requirePositive('gamma', 'rate', rate);
  return (
    (p <= 0.5 ? standardGammaQuantile('lower', p, shape) : standardGammaQuantile('upper', 1 - p, shape)) /
    rate
  );
}

/** The value that a gamma variable exceeds with probability `p`, exact for p as small as 1e-300. */
export function gammaUpperQuantile(p: number, shape: number, rate = 1): number {
  requireProbability('gamma', 'p', p);
  requirePositive('gamma', 'rate', rate);
  return (
    (p <= 0.5 ? standardGammaQuantile('upper', p, shape) : standardGammaQuantile('lower', 1 - p, shape)) /
    rate
  );
}

function tailsAt(x: number, shape: number, rate: number): Tails {
  requireNumber('gamma', 'x', x);
  requirePositive('gamma', 'shape', shape);
  requirePositive('gamma', 'rate', rate);
  if (rate === 1 || x <= 0 || x === Number.POSITIVE_INFINITY) return incompleteGamma(shape, x);
  const scaled = rate * x;
  return incompleteGamma(shape, scaled, shape - scaled - productError(rate, x, scaled));
}

/** Quantile at rate 1, searched along log x from the Wilson-Hilferty value or, far down, from the leading term. */
function standardGammaQuantile(tail: 'lower' | 'upper', target: number, shape: number): number {
  requirePositive('gamma', 'shape', shape);
  if (target === 0) return tail === 'lower' ? 0 : Number.POSITIVE_INFINITY;
  const logLower = tail === 'lower' ? Math.log(target) : Math.log1p(-target);
  // Where the leading term x^shape / Γ(shape + 1) reaches the lower tail: exact for tiny x.
  const leading = (logLower + logGamma(shape + 1)) / shape;
  if (leading < -600) return Math.exp(leading);
  const z = tail === 'lower' ? normalQuantile(target) : normalUpperQuantile(target);
  const cubeRoot = 1 - 1 / (9 * shape) + z / (3 * Math.sqrt(shape));
  const start = cubeRoot > 0.2 ? Math.log(shape) + 3 * Math.log(cubeRoot) : Math.min(leading, 0);
  const { point, step } = searchQuantile((u) => tailsAtLog(u, shape), tail, target, start);
  return Math.exp(point) * Math.exp(step);
}

function tailsAtLog(u: number, shape: number): TailsAtPoint {
  const x = Math.exp(u);
  const { lower, upper, slope } = incompleteGamma(shape, x);
  return { lower, upper, slope, curvature: shape - x };
}
