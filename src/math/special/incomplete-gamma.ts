import { deviance } from './deviance.js';
import { gammaFunction, logGammaOnePlus } from './log-gamma.js';
import { stirlingError } from './stirling-error.js';

const twoPi = 6.283185307179586;

/** Both tails of a distribution at one point, and the density on the logarithmic scale of that point. */
export interface Tails {
  readonly lower: number;
  readonly upper: number;
  /** How fast the lower tail grows with the logarithm (or, for the beta, the logit) of the point. */
  readonly slope: number;
}

/**
 * The regularised incomplete gamma functions P(a, x) = `lower` and Q(a, x) = `upper`, with `slope` = xᵃ e⁻ˣ / Γ(a).
 *
 * Both tails keep about 14 digits, down to 1e-300. `difference` is a - x; a caller who knows x better than a double
 * holds it may say so there. Up to x = a the power series (DLMF 8.11.4), beyond it Legendre's continued fraction
 * (DLMF 8.9.2), for small a and x the series of Gautschi 1979, ACM TOMS 5:466-481. The common factor is taken from
 * the deviance and Stirling's error (Loader 2000), so that large a and x cost no digits. Cost O(√a) about the mean.
 * Shape `a` above 0, `x` from 0 up. Oracle: test/oracles/math/gamma.json.
 */
export function incompleteGamma(a: number, x: number, difference = a - x): Tails {
  if (x <= 0) return { lower: 0, upper: 1, slope: 0 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0, slope: 0 };
  if (a < 1 && x < 1.5) return atSmallShape(a, x);
  const slope = gammaSlope(a, x, difference);
  if (difference >= 0) {
    const lower = (slope / a) * powerSeries(a, x);
    return { lower, upper: 1 - lower, slope };
  }
  const upper = slope * continuedFraction(a, difference);
  return { lower: 1 - upper, upper, slope };
}

/** xᵃ e⁻ˣ / Γ(a): by its factors while they stay within range, which is exact to a few units in the last place. */
export function gammaSlope(a: number, x: number, difference: number): number {
  if (a <= 30 && x < 1200 && x > 1e-8) {
    const halfDecay = Math.exp(-x / 2);
    return (x ** a / gammaFunction(a)) * halfDecay * halfDecay;
  }
  return Math.sqrt(a / twoPi) * Math.exp(-stirlingError(a) - deviance(a, x, difference));
}

/** 1 + x/(a+1) + x²/((a+1)(a+2)) + ... */
function powerSeries(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * 1e-17; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum;
}

/** Γ(a, x) / (xᵃ e⁻ˣ) by Lentz's method in the form of Thompson and Barnett 1986, J. Comput. Phys. 64:490-509. */
function continuedFraction(a: number, difference: number): number {
  let denominator = 1 - difference;
  let inverse = 1 / denominator;
  let ratio = Number.POSITIVE_INFINITY;
  let value = inverse;
  for (let n = 1; n < 1e7; n += 1) {
    const numerator = n * (a - n);
    if (numerator === 0) break;
    denominator += 2;
    inverse = 1 / (numerator * inverse + denominator);
    ratio = denominator + numerator / ratio;
    const factor = ratio * inverse;
    value *= factor;
    if (Math.abs(factor - 1) < 2e-16) break;
  }
  return value;
}

/** For a < 1 and x < 1.5: P = xᵃ / Γ(1 + a) · (1 + a Σ (-x)ⁿ / (n! (a + n))); Q from the logarithm of P. */
function atSmallShape(a: number, x: number): Tails {
  let term = 1;
  let sum = 0;
  for (let n = 1; n < 60; n += 1) {
    term *= -x / n;
    sum += term / (a + n);
    if (Math.abs(term) < 1e-18) break;
  }
  const logGammaTerm = logGammaAboveOne(a);
  const power = x ** a;
  const lower = power * Math.exp(-logGammaTerm) * (1 + a * sum);
  const upper = lower < 0.5 ? 1 - lower : -Math.expm1(a * Math.log(x) - logGammaTerm + Math.log1p(a * sum));
  return { lower, upper, slope: a * power * Math.exp(-x - logGammaTerm) };
}

/** log Γ(1 + a) for 0 <= a <= 1. */
function logGammaAboveOne(a: number): number {
  return a <= 0.5 ? logGammaOnePlus(a) : logGammaOnePlus(a - 1) + Math.log(a);
}
