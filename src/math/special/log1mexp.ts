import { argumentError } from '../../core/errors.js';

/**
 * log(1 - exp(x)) for x of 0 or less: the logarithm of the complement of a probability that is held as a logarithm.
 * Keeps its digits at both ends; -∞ at 0. Source: Mächler 2012, "Accurately computing log(1 - exp(-|a|))".
 */
export function log1mexp(x: number): number {
  if (!(x <= 0)) throw argumentError('log1mexp', 'x', 'is not a log probability', String(x), '0 or less');
  return x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x));
}
