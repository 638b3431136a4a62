import { requireNumber, requirePositive, requireProbability } from '../argument-checks.js';
import { incompleteBetaAt } from '../special/incomplete-beta.js';
import { logBeta as logBetaFunction } from '../special/log-beta.js';
import { betaOddsQuantile } from './beta-odds-quantile.js';

/**
 * Probability that a beta variable with shapes `a` and `b` (mean a / (a + b)) is at most `x`.
 * Oracle: test/oracles/math/beta.json.
 */
export function betaCdf(x: number, a: number, b: number): number {
  requireArguments(x, a, b);
  return incompleteBetaAt(x, a, b).lower;
}

/** Probability that a beta variable with shapes `a` and `b` is above `x`; keeps its digits down to 1e-300. */
export function betaUpperTail(x: number, a: number, b: number): number {
  requireArguments(x, a, b);
  return incompleteBetaAt(x, a, b).upper;
}

/**
 * The value that a beta variable stays at or below with probability `p`: Clopper-Pearson limits and Bayesian
 * intervals of a proportion. Oracle: test/oracles/math/beta.json.
 */
export function betaQuantile(p: number, a: number, b: number): number {
  requireProbability('beta', 'p', p);
  requireArguments(0, a, b);
  return fromOdds(p <= 0.5 ? betaOddsQuantile('lower', p, a, b) : betaOddsQuantile('upper', 1 - p, a, b));
}

/** The value that a beta variable exceeds with probability `p`, exact for p as small as 1e-300. */
export function betaUpperQuantile(p: number, a: number, b: number): number {
  requireProbability('beta', 'p', p);
  requireArguments(0, a, b);
  return fromOdds(p <= 0.5 ? betaOddsQuantile('upper', p, a, b) : betaOddsQuantile('lower', 1 - p, a, b));
}

/** log B(a, b) = log Γ(a) + log Γ(b) - log Γ(a + b), without the cancellation of large terms. */
export function logBeta(a: number, b: number): number {
  requireArguments(0, a, b);
  return logBetaFunction(a, b);
}

function fromOdds(odds: number): number {
  return odds === Number.POSITIVE_INFINITY ? 1 : odds / (1 + odds);
}

function requireArguments(x: number, a: number, b: number): void {
  requireNumber('beta', 'x', x);
  requirePositive('beta', 'a', a);
  requirePositive('beta', 'b', b);
}
