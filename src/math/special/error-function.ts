import { requireNumber } from '../argument-checks.js';

/**
 * x √π erfcx(x) for x from 0.5 to infinity, in Chebyshev polynomials of t = (x - 4.5) / (x + 3.5), which runs from -1
 * to 1. Computed from the definition at 60 digits by test/oracles/math/coefficients.py; the first term left out is
 * below 1e-17.
 */
const scaledTailSeries = [
  0.887809067017604, 0.18307021069135723, -0.10139222401978996, 0.04070566074990974, -0.012917558078582683,
  0.0033024649626955368, -0.0006696243061444638, 0.00010117138404702557, -9.175372059167449e-6,
  -1.6599886171776908e-7, 1.967614692065069e-7, -2.2849006446963097e-8, -1.5990540545253463e-9,
  6.931492160139793e-10, -2.251030822557181e-11, -1.6174399877048977e-11, 1.6533516615935891e-12,
  3.6921523747256783e-13, -6.454883103520673e-14, -9.17275472365446e-15, 2.261927648496232e-15,
  2.680431059674678e-16, -7.807967392193407e-17, -9.53059970232008e-18,
];

const rootPi = 1.772453850905516;

/** 1 / (n! (2n + 1)) with alternating sign: the Taylor series of erf(x) √π / (2x) in x². */
const centreSeries = taylorOfErf(20);

/**
 * The error function erf(x) = 2/√π ∫₀ˣ exp(-u²) du. Relative error below 1e-15, near 0 too.
 * Oracle: test/oracles/math/error-function.json.
 */
export function erf(x: number): number {
  requireNumber('erf', 'x', x);
  const size = Math.abs(x);
  if (size < 0.5) return erfNearZero(x);
  const value = 1 - Math.exp(-x * x) * erfcxFromHalf(size);
  return x < 0 ? -value : value;
}

/**
 * The complementary error function 1 - erf(x), right to about 1e-15 relative down to 1e-308 (x = 26.5).
 * Oracle: test/oracles/math/error-function.json.
 */
export function erfc(x: number): number {
  requireNumber('erfc', 'x', x);
  if (Math.abs(x) < 0.5) return 1 - erfNearZero(x);
  const tail = expMinusSquare(Math.abs(x)) * erfcxFromHalf(Math.abs(x));
  return x > 0 ? tail : 2 - tail;
}

/**
 * The scaled complementary error function exp(x²) erfc(x): what is left of a normal tail once its exponential decay
 * is divided out. Infinite below x = -26.6, where exp(x²) overflows.
 * Oracle: test/oracles/math/error-function.json.
 */
export function erfcx(x: number): number {
  requireNumber('erfcx', 'x', x);
  if (x >= 0.5) return erfcxFromHalf(x);
  if (x > -0.5) return Math.exp(x * x) * (1 - erfNearZero(x));
  return 2 / expMinusSquare(-x) - erfcxFromHalf(-x);
}

/** erf for |x| < 1, where its Taylor series (Abramowitz and Stegun 1964, 7.1.5) is short. */
export function erfNearZero(x: number): number {
  const square = x * x;
  let sum = 0;
  for (let index = centreSeries.length - 1; index >= 0; index -= 1) sum = sum * square + centreSeries[index]!;
  return (2 / rootPi) * x * sum;
}

/** erfcx for x of 0.5 and more, by Clenshaw's recurrence. */
export function erfcxFromHalf(x: number): number {
  if (x > 1e17) return 1 / (rootPi * x);
  const t = (x - 4.5) / (x + 3.5);
  const doubled = 2 * t;
  let next = 0;
  let current = 0;
  for (let index = scaledTailSeries.length - 1; index >= 1; index -= 1) {
    const previous = doubled * current - next + scaledTailSeries[index]!;
    next = current;
    current = previous;
  }
  return (t * current - next + scaledTailSeries[0]!) / (rootPi * x);
}

/**
 * exp(-x²) without the loss that squaring a rounded x brings: the leading bits of x are squared exactly and the rest
 * enters as a second factor (the device of Cody 1969, Math. Comp. 23:631-637).
 */
export function expMinusSquare(x: number): number {
  if (x > 40) return 0;
  const leading = Math.trunc(x * 16) / 16;
  return Math.exp(-leading * leading) * Math.exp(-(x - leading) * (x + leading));
}

function taylorOfErf(count: number): number[] {
  const coefficients: number[] = [];
  let factorial = 1;
  for (let n = 0; n < count; n += 1) {
    if (n > 0) factorial *= -n;
    coefficients.push(1 / (factorial * (2 * n + 1)));
  }
  return coefficients;
}
