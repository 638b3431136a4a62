import { logGamma } from '../../math/special/log-gamma.js';

/** Logarithms of the binomial coefficients of 0 to n events. */
export function logCoefficients(n: number): Float64Array {
  return Float64Array.from(
    { length: n + 1 },
    (_, k) => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1),
  );
}

/** Fills `into` with the probabilities of 0 to n events, given the shares with and without the event. */
export function binomialDensities(
  into: Float64Array,
  coefficients: Float64Array,
  share: number,
  others: number,
): void {
  const n = into.length - 1;
  if (share <= 0 || others <= 0) {
    into.fill(0);
    into[share <= 0 ? 0 : n] = 1;
    return;
  }
  const logShare = Math.log(share);
  const logOthers = Math.log(others);
  for (let k = 0; k <= n; k += 1) into[k] = Math.exp(coefficients[k]! + k * logShare + (n - k) * logOthers);
}
