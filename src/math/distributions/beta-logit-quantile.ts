import { digamma, trigamma } from '../special/digamma.js';
import { incompleteBeta } from '../special/incomplete-beta.js';
import { logBeta } from '../special/log-beta.js';
import { normalQuantile, normalUpperQuantile } from './normal.js';
import { type FoundQuantile, searchQuantile, type TailsAtPoint } from './quantile-search.js';

/**
 * The logit log(x / (1 - x)) of the x at which the chosen tail of a beta distribution equals `target`: the one
 * quantile search behind the beta, F and t distributions. -∞ or ∞ where the target is 0.
 *
 * On the logit the beta is log-concave with mean ψ(a) - ψ(b) and variance ψ'(a) + ψ'(b), and a quantile next to 0 or
 * 1, even one that a double cannot hold, keeps its digits.
 */
export function betaLogitQuantile(
  tail: 'lower' | 'upper',
  target: number,
  a: number,
  b: number,
): FoundQuantile {
  const found = (point: number): FoundQuantile => ({ point, step: 0 });
  if (target === 0) return found(tail === 'lower' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY);
  const [logLower, logUpper] =
    tail === 'lower' ? [Math.log(target), Math.log1p(-target)] : [Math.log1p(-target), Math.log(target)];
  const nearZero = leadingLogit(logLower, a, b);
  if (nearZero < -600) return found(nearZero);
  const nearOne = -leadingLogit(logUpper, b, a);
  if (nearOne > 600) return found(nearOne);
  const z = tail === 'lower' ? normalQuantile(target) : normalUpperQuantile(target);
  const normal = digamma(a) - digamma(b) + z * Math.sqrt(trigamma(a) + trigamma(b));
  const [nearShape, leading] = tail === 'lower' ? [a, nearZero] : [b, nearOne];
  const start = nearShape > 1 || Math.abs(z) < 0.7 ? normal : leading;
  return searchQuantile((u) => tailsAtLogit(u, a, b), tail, target, start);
}

function tailsAtLogit(u: number, a: number, b: number): TailsAtPoint {
  const small = Math.exp(-Math.abs(u));
  const x = u < 0 ? small / (1 + small) : 1 / (1 + small);
  const y = u < 0 ? 1 / (1 + small) : small / (1 + small);
  const offset = u < 0 ? (a - b * small) / (1 + small) : (a * small - b) / (1 + small);
  const { lower, upper, slope } = incompleteBeta(a, b, x, y, offset);
  return { lower, upper, slope, curvature: offset };
}

/** The logit at which the leading term xᵃ / (a B(a, b)) reaches a probability: exact for x below 1e-16 / b. */
function leadingLogit(logProbability: number, a: number, b: number): number {
  return (logProbability + Math.log(a) + logBeta(a, b)) / a;
}
