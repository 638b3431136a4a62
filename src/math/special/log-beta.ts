import { logGamma, logGammaIncrement } from './log-gamma.js';
import { stirlingError } from './stirling-error.js';

/**
 * log B(a, b) = log Γ(a) + log Γ(b) - log Γ(a + b) for a and b above 0, without the cancellation of large terms.
 * Oracle: test/oracles/math/log-gamma.json.
 */
export function logBeta(a: number, b: number): number {
  const small = Math.min(a, b);
  const large = Math.max(a, b);
  if (small < 1) return logGamma(small) - logGammaIncrement(large, small);
  if (large < 10) return logGamma(small) + logGamma(large) - logGamma(small + large);
  const n = small + large;
  return (
    stirlingError(small) +
    stirlingError(large) -
    stirlingError(n) +
    0.5 * Math.log((2 * Math.PI * n) / small / large) +
    small * Math.log(small / n) -
    large * Math.log1p(small / large)
  );
}
