import { requireNumber, requirePositive, requireProbability } from '../argument-checks.js';
import { incompleteBetaAt } from '../special/incomplete-beta.js';
import { logBeta as logBetaFunction } from '../special/log-beta.js';
import { betaLogitQuantile } from './beta-logit-quantile.js';
import type { FoundQuantile } from './quantile-search.js';

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
  return fromLogit(p <= 0.5 ? betaLogitQuantile('lower', p, a, b) : betaLogitQuantile('upper', 1 - p, a, b));
}

/** The value that a beta variable exceeds with probability `p`, exact for p as small as 1e-300. */
export function betaUpperQuantile(p: number, a: number, b: number): number {
  requireProbability('beta', 'p', p);
  requireArguments(0, a, b);
  return fromLogit(p <= 0.5 ? betaLogitQuantile('upper', p, a, b) : betaLogitQuantile('lower', 1 - p, a, b));
}

/** log B(a, b) = log Γ(a) + log Γ(b) - log Γ(a + b), without the cancellation of large terms. */
export function logBeta(a: number, b: number): number {
  requireArguments(0, a, b);
  return logBetaFunction(a, b);
}

function fromLogit({ point, step }: FoundQuantile): number {
  if (point < 0) {
    const odds = Math.exp(point) * Math.exp(step);
    return odds / (1 + odds);
  }
  return 1 / (1 + Math.exp(-point) * Math.exp(-step));
}

function requireArguments(x: number, a: number, b: number): void {
  requireNumber('beta', 'x', x);
  requirePositive('beta', 'a', a);
  requirePositive('beta', 'b', b);
}
