import { requireNumber, requirePositive } from '../argument-checks.js';
import { incompleteGamma } from '../special/incomplete-gamma.js';
import { gammaQuantile, gammaUpperQuantile } from './gamma.js';

/** Probability that a chi-square variable with `df` degrees of freedom (any number above 0) is at most `x`. */
export function chiSquareCdf(x: number, df: number): number {
  requireArguments(x, df);
  return incompleteGamma(df / 2, x / 2).lower;
}

/**
 * Probability that a chi-square variable is above `x`: the p-value of a chi-square statistic. Keeps its digits down to
 * 1e-300: 8.352114133839944e-34 for 161.1336015828745 with 4 degrees of freedom.
 * Oracle: test/oracles/math/chi-square.json.
 */
export function chiSquareUpperTail(x: number, df: number): number {
  requireArguments(x, df);
  return incompleteGamma(df / 2, x / 2).upper;
}

/** The value that a chi-square variable stays at or below with probability `p`. */
export function chiSquareQuantile(p: number, df: number): number {
  return 2 * gammaQuantile(p, df / 2);
}

/** The value that a chi-square variable exceeds with probability `p`: the critical value of a test at level `p`. */
export function chiSquareUpperQuantile(p: number, df: number): number {
  return 2 * gammaUpperQuantile(p, df / 2);
}

function requireArguments(x: number, df: number): void {
  requireNumber('chi-square', 'x', x);
  requirePositive('chi-square', 'df', df);
}
