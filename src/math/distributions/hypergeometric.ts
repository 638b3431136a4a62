import { argumentError } from '../../core/errors.js';
import { requireCount } from '../argument-checks.js';
import { deviance } from '../special/deviance.js';
import { stirlingError } from '../special/stirling-error.js';

const twoPi = 6.283185307179586;

/** The counts that are possible at all, given the margins of a 2 × 2 table. */
export interface HypergeometricSupport {
  readonly lowest: number;
  readonly highest: number;
}

/** Fewest and most of the `successes` that can be among `drawn` subjects out of `total`. */
export function hypergeometricSupport(
  drawn: number,
  successes: number,
  total: number,
): HypergeometricSupport {
  requireMargins(drawn, successes, total);
  return { lowest: Math.max(0, drawn + successes - total), highest: Math.min(drawn, successes) };
}

/**
 * Probability that exactly `k` of the `successes` are among `drawn` subjects taken from `total` by chance: the
 * probability of a 2 × 2 table given its margins.
 *
 * Right to 1e-13 relative for totals up to 1e7, in the tails too. By Stirling's formula the probability is the
 * exponential of minus half the G statistic of the table, whose four deviations from expectation are one and the
 * same number, times a factor near 1 (after Loader 2000). Oracle: test/oracles/math/hypergeometric.json.
 */
export function hypergeometricDensity(k: number, drawn: number, successes: number, total: number): number {
  const { lowest, highest } = hypergeometricSupport(drawn, successes, total);
  requireWhole(k);
  if (k < lowest || k > highest) return 0;
  const failures = total - successes;
  const left = total - drawn;
  if (lowest === highest) return 1;
  const difference = (k * total - drawn * successes) / total;
  const share = drawn / total;
  const rest = left / total;
  const halfG =
    deviance(k, share * successes, difference) +
    deviance(drawn - k, share * failures, -difference) +
    deviance(successes - k, rest * successes, -difference) +
    deviance(failures - drawn + k, rest * failures, difference);
  const margins = [drawn, left, successes, failures];
  const cells = [k, drawn - k, successes - k, failures - drawn + k];
  let exponent = -halfG - stirlingError(total);
  let product = 1 / total;
  let powerOfTwoPi = -1;
  for (const margin of margins) {
    exponent += stirlingError(margin);
    product *= margin;
    powerOfTwoPi += 1;
  }
  for (const cell of cells) {
    if (cell === 0) continue;
    exponent -= stirlingError(cell);
    product /= cell;
    powerOfTwoPi -= 1;
  }
  return Math.sqrt(product * twoPi ** powerOfTwoPi) * Math.exp(exponent);
}

/** Probability of `k` or fewer. */
export function hypergeometricCdf(k: number, drawn: number, successes: number, total: number): number {
  const { lowest, highest } = hypergeometricSupport(drawn, successes, total);
  requireWhole(k);
  if (k < lowest) return 0;
  if (k >= highest) return 1;
  if (k * total <= drawn * successes) return tailFrom(k, -1, lowest, drawn, successes, total);
  return 1 - tailFrom(k + 1, 1, highest, drawn, successes, total);
}

/** Probability of `k` or more, `k` included: one-sided Fisher. Keeps its digits down to 1e-300. */
export function hypergeometricUpperTail(k: number, drawn: number, successes: number, total: number): number {
  const { lowest, highest } = hypergeometricSupport(drawn, successes, total);
  requireWhole(k);
  if (k > highest) return 0;
  if (k <= lowest) return 1;
  if (k * total >= drawn * successes) return tailFrom(k, 1, highest, drawn, successes, total);
  return 1 - tailFrom(k - 1, -1, lowest, drawn, successes, total);
}

/**
 * Probabilities of all possible counts, the first for the lowest of `hypergeometricSupport`. One density is computed,
 * at the mode, and the others follow by their ratios: O(highest - lowest). Those far below 1e-300 come out as 0.
 */
export function hypergeometricDensities(drawn: number, successes: number, total: number): Float64Array {
  const { lowest, highest } = hypergeometricSupport(drawn, successes, total);
  const densities = new Float64Array(highest - lowest + 1);
  const mode = Math.floor(((drawn + 1) * (successes + 1)) / (total + 2));
  const middle = Math.min(Math.max(mode, lowest), highest);
  const peak = hypergeometricDensity(middle, drawn, successes, total);
  densities[middle - lowest] = peak;
  let value = peak;
  for (let k = middle; k < highest; k += 1) {
    value *= ratioUp(k, drawn, successes, total);
    densities[k + 1 - lowest] = value;
  }
  value = peak;
  for (let k = middle; k > lowest; k -= 1) {
    value /= ratioUp(k - 1, drawn, successes, total);
    densities[k - 1 - lowest] = value;
  }
  return densities;
}

/** Sums from `k` outwards to `end`; every ratio is below 1 there, so the sum ends when terms cease to count. */
function tailFrom(
  k: number,
  direction: 1 | -1,
  end: number,
  drawn: number,
  successes: number,
  total: number,
): number {
  let term = 1;
  let sum = 1;
  for (let at = k; at !== end && term > 1e-17 * sum; at += direction) {
    term *=
      direction === 1 ? ratioUp(at, drawn, successes, total) : 1 / ratioUp(at - 1, drawn, successes, total);
    sum += term;
  }
  return Math.min(1, sum * hypergeometricDensity(k, drawn, successes, total));
}

/** Probability of k + 1 over that of k. */
function ratioUp(k: number, drawn: number, successes: number, total: number): number {
  return ((drawn - k) * (successes - k)) / ((k + 1) * (total - drawn - successes + k + 1));
}

function requireMargins(drawn: number, successes: number, total: number): void {
  requireCount('hypergeometric', 'drawn', drawn);
  requireCount('hypergeometric', 'successes', successes);
  requireCount('hypergeometric', 'total', total);
  if (drawn > total || successes > total) {
    const name = drawn > total ? 'drawn' : 'successes';
    throw argumentError(
      'hypergeometric',
      name,
      'is above the total',
      `${Math.max(drawn, successes)}`,
      `at most ${total}`,
    );
  }
  if (total > 9e7) {
    throw argumentError(
      'hypergeometric',
      'total',
      'is too large for exact counts',
      `${total}`,
      'at most 9e7',
    );
  }
}

function requireWhole(k: number): void {
  if (!Number.isSafeInteger(k)) {
    throw argumentError('hypergeometric', 'k', 'is not a whole number', String(k), 'a count');
  }
}
