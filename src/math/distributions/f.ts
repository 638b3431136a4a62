import { argumentError } from '../../core/errors.js';
import { requireNumber, requirePositive, requireProbability } from '../argument-checks.js';
import { incompleteBeta } from '../special/incomplete-beta.js';
import type { Tails } from '../special/incomplete-gamma.js';
import { betaLogitQuantile } from './beta-logit-quantile.js';
import { chiSquareCdf, chiSquareQuantile, chiSquareUpperQuantile, chiSquareUpperTail } from './chi-square.js';

/** Probability that an F variable with `df1` and `df2` degrees of freedom is at most `x`; df2 = ∞ is χ² / df1. */
export function fCdf(x: number, df1: number, df2: number): number {
  requireArguments(x, df1, df2);
  return df2 === Number.POSITIVE_INFINITY ? chiSquareCdf(x * df1, df1) : tailsAt(x, df1, df2).lower;
}

/**
 * Probability that an F variable is above `x`: the p-value of an F statistic with `df1` (numerator) and `df2`
 * (denominator) degrees of freedom, which may be fractions. Keeps its digits down to 1e-300.
 * Source: Abramowitz and Stegun 1964, 26.6.2. Oracle: test/oracles/math/f.json.
 */
export function fUpperTail(x: number, df1: number, df2: number): number {
  requireArguments(x, df1, df2);
  return df2 === Number.POSITIVE_INFINITY ? chiSquareUpperTail(x * df1, df1) : tailsAt(x, df1, df2).upper;
}

/** The value that an F variable stays at or below with probability `p`. */
export function fQuantile(p: number, df1: number, df2: number): number {
  requireProbability('f', 'p', p);
  requireArguments(0, df1, df2);
  if (df2 === Number.POSITIVE_INFINITY) return chiSquareQuantile(p, df1) / df1;
  return quantileOf(p <= 0.5 ? 'lower' : 'upper', p <= 0.5 ? p : 1 - p, df1, df2);
}

/** The value that an F variable exceeds with probability `p`, exact for p as small as 1e-300. */
export function fUpperQuantile(p: number, df1: number, df2: number): number {
  requireProbability('f', 'p', p);
  requireArguments(0, df1, df2);
  if (df2 === Number.POSITIVE_INFINITY) return chiSquareUpperQuantile(p, df1) / df1;
  return quantileOf(p <= 0.5 ? 'upper' : 'lower', p <= 0.5 ? p : 1 - p, df1, df2);
}

function quantileOf(tail: 'lower' | 'upper', target: number, df1: number, df2: number): number {
  const { point, step } = betaLogitQuantile(tail, target, df1 / 2, df2 / 2);
  return Math.exp(point) * Math.exp(step) * (df2 / df1);
}

/** df1 F / (df2 + df1 F) is a beta variable with shapes df1 / 2 and df2 / 2. */
function tailsAt(x: number, df1: number, df2: number): Tails {
  if (x <= 0) return { lower: 0, upper: 1, slope: 0 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0, slope: 0 };
  const part = df1 * x;
  const sum = df2 + part;
  const offset = (df1 / 2) * (df2 / sum) * (1 - x);
  return incompleteBeta(df1 / 2, df2 / 2, part / sum, df2 / sum, offset);
}

function requireArguments(x: number, df1: number, df2: number): void {
  requireNumber('f', 'x', x);
  requirePositive('f', 'df1', df1);
  if (!(df2 > 0)) throw argumentError('f', 'df2', 'is not positive', String(df2), 'a number above 0');
}
