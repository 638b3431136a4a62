import { argumentError } from '../../core/errors.js';
import { requireCount, requireProbability } from '../argument-checks.js';
import { betaOffset, betaSlope, incompleteBetaAt } from '../special/incomplete-beta.js';

/**
 * Probability of exactly `k` events among `n` subjects who each have the event with probability `p`. Right to 1e-13
 * relative for n up to 1e6 and more, in the tails too. Source: Loader 2000. Oracle: test/oracles/math/binomial.json.
 */
export function binomialDensity(k: number, n: number, p: number): number {
  requireArguments(k, n, p);
  if (k < 0 || k > n) return 0;
  if (p === 0 || p === 1) return k === n * p ? 1 : 0;
  if (k === 0) return Math.exp(n * Math.log1p(-p));
  if (k === n) return p ** n;
  // pᵏ qⁿ⁻ᵏ / B(k, n - k) is the density times k (n - k) / n
  return (betaSlope(k, n - k, p, 1 - p, betaOffset(p, k, n - k)) / (n - k)) * (n / k);
}

/** Probability of at most `k` events among `n`. */
export function binomialCdf(k: number, n: number, p: number): number {
  requireArguments(k, n, p);
  if (k < 0) return 0;
  return k >= n ? 1 : incompleteBetaAt(p, k + 1, n - k).upper;
}

/** Probability of `k` events or more among `n`, `k` included; keeps its digits down to 1e-300. */
export function binomialUpperTail(k: number, n: number, p: number): number {
  requireArguments(k, n, p);
  if (k <= 0) return 1;
  return k > n ? 0 : incompleteBetaAt(p, k, n - k + 1).lower;
}

function requireArguments(k: number, n: number, p: number): void {
  if (!Number.isSafeInteger(k)) {
    throw argumentError('binomial', 'k', 'is not a whole number', String(k), 'a count');
  }
  requireCount('binomial', 'n', n);
  requireProbability('binomial', 'p', p);
}
