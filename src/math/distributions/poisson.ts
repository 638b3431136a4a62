import { argumentError } from '../../core/errors.js';
import { gammaSlope, incompleteGamma } from '../special/incomplete-gamma.js';

/**
 * Probability of exactly `k` events when `mean` are expected. Right to 1e-14 relative for means up to 1e6 and more.
 * Source: Loader 2000. Oracle: test/oracles/math/poisson.json.
 */
export function poissonDensity(k: number, mean: number): number {
  requireArguments(k, mean);
  if (k < 0) return 0;
  if (mean === 0) return k === 0 ? 1 : 0;
  if (k === 0) return Math.exp(-mean);
  return gammaSlope(k, mean, k - mean) / k;
}

/** Probability of at most `k` events when `mean` are expected. */
export function poissonCdf(k: number, mean: number): number {
  requireArguments(k, mean);
  if (k < 0) return 0;
  return mean === 0 ? 1 : incompleteGamma(k + 1, mean).upper;
}

/** Probability of `k` events or more, `k` included, when `mean` are expected; keeps its digits down to 1e-300. */
export function poissonUpperTail(k: number, mean: number): number {
  requireArguments(k, mean);
  if (k <= 0) return 1;
  return mean === 0 ? 0 : incompleteGamma(k, mean).lower;
}

function requireArguments(k: number, mean: number): void {
  if (!Number.isSafeInteger(k)) {
    throw argumentError('poisson', 'k', 'is not a whole number', String(k), 'a count');
  }
  if (!(mean >= 0 && mean < Number.POSITIVE_INFINITY)) {
    throw argumentError('poisson', 'mean', 'is not a mean', String(mean), 'a finite number from 0 up');
  }
}
