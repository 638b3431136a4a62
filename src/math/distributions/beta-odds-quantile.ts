import { digamma, trigamma } from '../special/digamma.js';
import { incompleteBeta } from '../special/incomplete-beta.js';
import { logGammaIncrement } from '../special/log-gamma.js';
import { normalQuantile, normalUpperQuantile } from './normal.js';
import { searchQuantile } from './quantile-search.js';

/**
 * The odds x / (1 - x) at which the chosen tail of a beta distribution equals `target`: the one quantile search behind
 * the beta, F and t distributions.
 *
 * Searched along the logit, on which the beta is log-concave with mean ψ(a) - ψ(b) and variance ψ'(a) + ψ'(b), so
 * that a quantile next to 0 or 1 keeps its digits. 0 or ∞ where the target is 0 or the odds leave the range of a
 * double.
 */
export function betaOddsQuantile(tail: 'lower' | 'upper', target: number, a: number, b: number): number {
  if (target === 0) return tail === 'lower' ? 0 : Number.POSITIVE_INFINITY;
  const z = tail === 'lower' ? normalQuantile(target) : normalUpperQuantile(target);
  const normalStart = digamma(a) - digamma(b) + z * Math.sqrt(trigamma(a) + trigamma(b));
  const endStart = tail === 'lower' ? endPoint(target, a, b) : -endPoint(target, b, a);
  const start = Math.min(a, b) >= 0.5 && Math.abs(z) < 3 ? normalStart : endStart;
  if (Math.abs(start) > 1e5) return start < 0 ? 0 : Number.POSITIVE_INFINITY;
  const logit = searchQuantile((u) => tailsAtLogit(u, a, b), tail, target, start);
  return Math.exp(logit);
}

function tailsAtLogit(u: number, a: number, b: number) {
  const small = Math.exp(-Math.abs(u));
  const x = u < 0 ? small / (1 + small) : 1 / (1 + small);
  const y = u < 0 ? 1 / (1 + small) : small / (1 + small);
  const offset = u < 0 ? (a - b * small) / (1 + small) : (a * small - b) / (1 + small);
  return { ...incompleteBeta(a, b, x, y, offset), curvature: offset };
}

/** Where the leading term xᵃ / (a B(a, b)) reaches the target, as a logit. */
function endPoint(target: number, a: number, b: number): number {
  const small = Math.min(a, 1);
  // log(a B(a, b)) for a of at most 1; for larger a the first unit is enough of a guess
  const logFactor = -logGammaIncrement(b, small);
  return Math.min((Math.log(target) + logFactor) / a, a / (a + b));
}
