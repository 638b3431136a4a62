import { requirePositive } from '../argument-checks.js';
import { stirlingSum, stirlingSumIncrement } from './stirling-error.js';

const logRootTwoPi = 0.9189385332046728;
const oneMinusEuler = 0.42278433509846713;

/** ζ(k) - 1 for k = 2 ..; from test/oracles/math/coefficients.py. */
const zetaMinusOne = [
  0.6449340668482264, 0.2020569031595943, 0.08232323371113819, 0.03692775514336993, 0.01734306198444914,
  0.008349277381922827, 0.00407735619794434, 0.0020083928260822143, 0.0009945751278180853,
  0.0004941886041194645, 0.0002460865533080483, 0.00012271334757848915, 6.124813505870483e-5,
  3.058823630702049e-5, 1.528225940865187e-5, 7.637197637899763e-6, 3.81729326499984e-6, 1.908212716553939e-6,
  9.539620338727962e-7, 4.769329867878064e-7, 2.38450502727733e-7, 1.1921992596531106e-7,
  5.960818905125948e-8, 2.980350351465228e-8, 1.4901554828365043e-8, 7.45071178983543e-9,
  3.725334024788457e-9, 1.862659723513049e-9, 9.313274324196682e-10, 4.656629065033784e-10,
];

/**
 * log Γ(x) for x above 0, where Γ(n) = (n - 1)! at whole numbers.
 *
 * Relative error below 1e-15 or so everywhere, also beside the zeros at 1 and 2. From 12 up Stirling's series
 * (Abramowitz and Stegun 1964, 6.1.41); below, the series about 2 (6.1.33) after reduction by Γ(x + 1) = x Γ(x).
 * Oracle: test/oracles/math/log-gamma.json.
 */
export function logGamma(x: number): number {
  requirePositive('log-gamma', 'x', x);
  if (x >= 12) return (x - 0.5) * (Math.log(x) - 1) + (logRootTwoPi - 0.5) + stirlingSum(x);
  if (x < 0.5) return logGammaOnePlus(x) - Math.log(x);
  if (x <= 1.5) return logGammaOnePlus(x - 1);
  let reduced = x;
  let product = 1;
  while (reduced > 2.5) {
    reduced -= 1;
    product *= reduced;
  }
  return Math.log(product) + logGammaTwoPlus(reduced - 2);
}

/** Γ(x) for 0 < x <= 171, right to a few units in the last place; ∞ beyond. */
export function gammaFunction(x: number): number {
  requirePositive('gamma-function', 'x', x);
  if (x > 172) return Number.POSITIVE_INFINITY;
  if (x < 0.5) return Math.exp(logGammaOnePlus(x)) / x;
  if (x <= 1.5) return Math.exp(logGammaOnePlus(x - 1));
  let reduced = x;
  let product = 1;
  while (reduced > 2.5) {
    reduced -= 1;
    product *= reduced;
  }
  return product * Math.exp(logGammaTwoPlus(reduced - 2));
}

/** log Γ(1 + t) for |t| <= 0.5, right to 1e-15 relative as t goes to 0. */
export function logGammaOnePlus(t: number): number {
  return logGammaTwoPlus(t) - Math.log1p(t);
}

/** log Γ(2 + t) = (1 - γ) t + Σ (-1)ᵏ (ζ(k) - 1) tᵏ / k for |t| <= 0.5. */
function logGammaTwoPlus(t: number): number {
  let sum = 0;
  for (let index = zetaMinusOne.length - 1; index >= 0; index -= 1) {
    sum = zetaMinusOne[index]! / (index + 2) - t * sum;
  }
  return t * (oneMinusEuler + t * sum);
}

/**
 * log Γ(x + a) - log Γ(x) for x above 0 and 0 <= a <= 1, right to about 1e-15 of `a` times a slope: as a goes to 0
 * the result keeps its digits, which a difference of two logGamma values does not.
 */
export function logGammaIncrement(x: number, a: number): number {
  let raised = x;
  let lowered = 0;
  while (raised < 10) {
    lowered += Math.log1p(a / raised);
    raised += 1;
  }
  const growth = Math.log1p(a / raised);
  const main = (raised - 0.5) * growth - a + a * (Math.log(raised) + growth);
  return main + stirlingSumIncrement(raised, growth) - lowered;
}
