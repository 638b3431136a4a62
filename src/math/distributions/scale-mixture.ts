import { stirlingError } from '../special/stirling-error.js';
import { normalTwoSidedP, normalUpperTail } from './normal.js';

/** Steps of the trapezoidal rule in standard deviations of the logarithm of the scale. */
const STEP = 0.2;
/** A part of e^-45 of the largest one is lost in a double. */
const NEGLIGIBLE = 45;

/**
 * The mean of a probability over the scale of a studentised statistic: over u = √(χ² / df), the sampling distribution of
 * an estimated standard deviation over the true one.
 *
 * The trapezoidal rule in log u, whose error falls exponentially for such integrands: about 1e-13 relative for tails
 * of any size. `logBound(u)` is near the logarithm of `inner(u)` and tells where the mass lies, which for small tails is
 * far from 1.
 */
export function meanOverScale(
  df: number,
  inner: (scale: number) => number,
  logBound: (scale: number) => number,
): number {
  const half = df / 2;
  // Density of y = log u: 2 (df/2)^(df/2) / Γ(df/2) exp(df y - df e^(2y) / 2); its spread is about 1 / √(2 df). The
  // large terms of the exponent and of log Γ are taken off each other by hand.
  const constant = Math.LN2 + 0.5 * Math.log(half / (2 * Math.PI)) - stirlingError(half);
  const logDensity = (y: number) => constant - half * (Math.expm1(2 * y) - 2 * y);
  const weight = (y: number) => logDensity(y) + logBound(Math.exp(y));
  const step = STEP * Math.min(0.7, 1 / Math.sqrt(2 * df));
  let peak = 0;
  let highest = weight(0);
  // The weight has one peak: walk up to it in strides that shrink.
  for (let stride = Math.max(1, 64 * step); stride >= step; stride /= 2) {
    for (const direction of [-stride, stride]) {
      for (let next = weight(peak + direction); next > highest; next = weight(peak + direction)) {
        peak += direction;
        highest = next;
      }
    }
  }
  let sum = 0;
  for (const direction of [-1, 1]) {
    for (let place = direction === 1 ? 0 : 1; ; place += 1) {
      const y = peak + direction * place * step;
      if (weight(y) < highest - NEGLIGIBLE) break;
      sum += Math.exp(logDensity(y)) * inner(Math.exp(y));
    }
  }
  return sum * step;
}

/**
 * Logarithm of the probability that a standard normal value is at least as far from 0 as `x`, beyond where it is 0 in
 * doubles too.
 */
export function logNormalTwoSided(x: number): number {
  return x < 30 ? Math.log(normalTwoSidedP(x)) : -0.5 * x * x - Math.log(x) + 0.5 * Math.log(2 / Math.PI);
}

/** Logarithm of the probability that a standard normal value is at least `x`, beyond where it is 0 in doubles too. */
export function logNormalUpperTail(x: number): number {
  return x < 30 ? Math.log(normalUpperTail(x)) : logNormalTwoSided(x) - Math.LN2;
}
