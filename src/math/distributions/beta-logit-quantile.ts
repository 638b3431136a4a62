import { digamma, trigamma } from '../special/digamma.js';
import { incompleteBeta } from '../special/incomplete-beta.js';
import { logBeta } from '../special/log-beta.js';
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
  const leading = tail === 'lower' ? leadingLogit(target, a, b) : -leadingLogit(target, b, a);
  if (Math.abs(leading) > 600) return Math.exp(leading);
  const z = tail === 'lower' ? normalQuantile(target) : normalUpperQuantile(target);
  const normal = digamma(a) - digamma(b) + z * Math.sqrt(trigamma(a) + trigamma(b));
  const nearShape = tail === 'lower' ? a : b;
  const start = nearShape > 1 || Math.abs(z) < 0.7 ? normal : leading;
  return Math.exp(searchQuantile((u) => tailsAtLogit(u, a, b), tail, target, start));
}

function tailsAtLogit(u: number, a: number, b: number) {
  const small = Math.exp(-Math.abs(u));
  const x = u < 0 ? small / (1 + small) : 1 / (1 + small);
  const y = u < 0 ? 1 / (1 + small) : small / (1 + small);
  const offset = u < 0 ? (a - b * small) / (1 + small) : (a * small - b) / (1 + small);
  return { ...incompleteBeta(a, b, x, y, offset), curvature: offset };
}

/** The logit at which the leading term xᵃ / (a B(a, b)) reaches the target: exact once x is small beside 1 / b. */
function leadingLogit(target: number, a: number, b: number): number {
  return (Math.log(target) + Math.log(a) + logBeta(a, b)) / a;
}
