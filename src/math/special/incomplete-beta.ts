import { deviance } from './deviance.js';
import { productError, sumError } from './exact-arithmetic.js';
import type { Tails } from './incomplete-gamma.js';
import { logGammaIncrement, logGammaOnePlus } from './log-gamma.js';
import { stirlingError } from './stirling-error.js';

const twoPi = 6.283185307179586;

/**
 * The regularised incomplete beta function I_x(a, b) = `lower` and its complement I_y(b, a) = `upper`, with
 * `slope` = xᵃ yᵇ / B(a, b), where y = 1 - x.
 *
 * The caller gives x and y, each with all its digits, and `offset` = a y - b x, which is positive below the mean:
 * what is small must not be found by subtraction. Both tails keep about 13 digits, down to 1e-300, for a and b from
 * 1e-3 to 1e6 and beyond. Near an end the hypergeometric series (DLMF 8.17.8), elsewhere the continued fraction of
 * Didonato and Morris 1992, ACM TOMS 18:360-373, section 7; the common factor from deviances and Stirling's errors
 * (Loader 2000). Cost O(√(a + b)) about the mean. Oracle: test/oracles/math/beta.json.
 */
export function incompleteBeta(a: number, b: number, x: number, y: number, offset: number): Tails {
  if (x <= 0) return { lower: 0, upper: 1, slope: 0 };
  if (y <= 0) return { lower: 1, upper: 0, slope: 0 };
  const slope = betaSlope(a, b, x, y, offset);
  if (x <= 0.7 && (b + 1) * x <= 1.5) return fromSeries(a, b, x, slope);
  if (y <= 0.7 && (a + 1) * y <= 1.5) return mirrored(fromSeries(b, a, y, slope));
  if (offset >= 0) {
    const lower = slope * continuedFraction(a, b, x, y, offset);
    return { lower, upper: 1 - lower, slope };
  }
  const upper = slope * continuedFraction(b, a, y, x, -offset);
  return { lower: 1 - upper, upper, slope };
}

/** I_x(a, b) where only `x` is known: y and the offset are formed without losing the digits that 1 - x would drop. */
export function incompleteBetaAt(x: number, a: number, b: number): Tails {
  return incompleteBeta(a, b, x, 1 - x, betaOffset(x, a, b));
}

/** a - (a + b) x to nearly full relative accuracy. */
export function betaOffset(x: number, a: number, b: number): number {
  const left = a * x;
  const right = b * x;
  const both = left + right;
  const rest = a - both;
  const error = sumError(a, -both, rest) - sumError(left, right, both);
  return rest + (error - productError(a, x, left) - productError(b, x, right));
}

function mirrored(tails: Tails): Tails {
  return { lower: tails.upper, upper: tails.lower, slope: tails.slope };
}

/** xᵃ yᵇ / B(a, b). With n = a + b, the deviances of a from n x and of b from n y share one difference. */
export function betaSlope(a: number, b: number, x: number, y: number, offset: number): number {
  const n = a + b;
  const exponent =
    stirlingError(n) -
    stirlingError(a) -
    stirlingError(b) -
    devianceFromShare(a, n, x, offset) -
    devianceFromShare(b, n, y, -offset);
  return Math.sqrt(((a / n) * b) / twoPi) * Math.exp(exponent);
}

/** Deviance of `a` from n x, also where n x is too small for a double to hold all its digits. */
function devianceFromShare(a: number, n: number, x: number, difference: number): number {
  const expected = n * x;
  if (expected > 1e-290) return deviance(a, expected, difference);
  return a * (Math.log(a / n) - Math.log(x)) - difference;
}

/** I_x(a, b) = slope / a · (1 + Σ (a+b)...(a+b+n-1) / ((a+1)...(a+n)) xⁿ): every term is positive. */
function fromSeries(a: number, b: number, x: number, slope: number): Tails {
  let term = 1;
  let sum = 1;
  for (let n = 0; term > sum * 1e-17; n += 1) {
    term *= ((a + b + n) / (a + 1 + n)) * x;
    sum += term;
  }
  const lower = (slope / a) * sum;
  const upper = lower > 0.5 && a < 1 ? complementAtSmallShape(a, b, x) : 1 - lower;
  return { lower, upper, slope };
}

/**
 * 1 - I_x(a, b) for small a and b x: the logarithm of I_x is small and known to full relative accuracy, from
 * xᵃ Γ(a + b) / (Γ(1 + a) Γ(b)) · (1 + a Σ (1-b)...(n-b) xⁿ / (n! (a + n))).
 */
function complementAtSmallShape(a: number, b: number, x: number): number {
  let term = 1;
  let sum = 0;
  for (let n = 1; n < 200; n += 1) {
    term *= ((n - b) / n) * x;
    sum += term / (a + n);
    if (Math.abs(term) < 1e-18) break;
  }
  const gammaTerm = a <= 0.5 ? logGammaOnePlus(a) : logGammaOnePlus(a - 1) + Math.log(a);
  return -Math.expm1(a * Math.log(x) + logGammaIncrement(b, a) - gammaTerm + Math.log1p(a * sum));
}

/**
 * B(x; a, b) / (xᵃ yᵇ) = 1 / (β₀ + α₁ / (β₁ + α₂ / (β₂ + ...))), by forward recurrence of numerator and denominator,
 * both divided by the denominator at each step.
 */
function continuedFraction(a: number, b: number, x: number, y: number, offset: number): number {
  let denominator = (a / (a + 1)) * (offset + 1);
  let value = 1 / denominator;
  let previousNumerator = 0;
  let previousDenominator = value;
  for (let n = 1; n < 1e7; n += 1) {
    const odd = a + 2 * n;
    const product = n * (b - n) * x;
    if (product === 0) break;
    const alpha = ((a + n - 1) / (odd - 1)) * ((a + b + n - 1) / (odd - 1)) * product * x;
    const beta = n + product / (odd - 1) + ((a + n) / (odd + 1)) * (offset + 1 + n * (1 + y));
    denominator = beta + alpha * previousDenominator;
    const next = (beta * value + alpha * previousNumerator) / denominator;
    previousNumerator = value / denominator;
    previousDenominator = 1 / denominator;
    const change = Math.abs(next - value);
    value = next;
    if (change <= 2.3e-16 * Math.abs(next)) break;
  }
  return value;
}
