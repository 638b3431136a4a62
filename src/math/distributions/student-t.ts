import { argumentError } from '../../core/errors.js';
import { requireLevel, requireNumber, requireProbability } from '../argument-checks.js';
import { incompleteBeta } from '../special/incomplete-beta.js';
import { logBeta } from '../special/log-beta.js';
import { betaLogitQuantile } from './beta-logit-quantile.js';
import { criticalZ, normalQuantile, normalTwoSidedP, normalUpperQuantile } from './normal.js';

/** Probability that a t variable with `df` degrees of freedom (any number above 0; ∞ is the normal) is at most `t`. */
export function studentTCdf(t: number, df: number): number {
  return studentTUpperTail(-t, df);
}

/**
 * Probability that a t variable is above `t`: the one-sided p-value of a t statistic. Keeps its digits down to 1e-300
 * and for any df. Source: Abramowitz and Stegun 1964, 26.7.1 with 26.5.2. Oracle: test/oracles/math/student-t.json.
 */
export function studentTUpperTail(t: number, df: number): number {
  const { beyond, within } = twoSided(t, df);
  return t > 0 ? beyond / 2 : 0.5 + within / 2;
}

/** Probability that a t variable lies at least as far from 0 as `t`, on either side. */
export function studentTTwoSidedP(t: number, df: number): number {
  return twoSided(t, df).beyond;
}

/** The value that a t variable stays at or below with probability `p`; df may be a fraction. */
export function studentTQuantile(p: number, df: number): number {
  requireProbability('student-t', 'p', p);
  if (isNormal(df)) return normalQuantile(p);
  return p < 0.5 ? -quantileOfTail(p, 0.5 - p, df) : quantileOfTail(1 - p, p - 0.5, df);
}

/** The value that a t variable exceeds with probability `p`, exact for p as small as 1e-300. */
export function studentTUpperQuantile(p: number, df: number): number {
  requireProbability('student-t', 'p', p);
  if (isNormal(df)) return normalUpperQuantile(p);
  return p < 0.5 ? quantileOfTail(p, 0.5 - p, df) : -quantileOfTail(1 - p, p - 0.5, df);
}

/** Half-width of a two-sided interval in standard errors: 2.228138851986274 for a `level` of 0.95 with 10 df. */
export function criticalT(level: number, df: number): number {
  requireLevel('student-t', 'level', level);
  if (isNormal(df)) return criticalZ(level);
  return quantileOfTail((1 - level) / 2, level / 2, df);
}

/** The positive t with upper tail `tail`; `centre` is 0.5 - tail, given apart so that neither loses digits. */
function quantileOfTail(tail: number, centre: number, df: number): number {
  if (centre === 0) return 0;
  const { point, step } =
    tail < 0.25
      ? betaLogitQuantile('upper', 2 * tail, 0.5, df / 2)
      : betaLogitQuantile('lower', 2 * centre, 0.5, df / 2);
  return Math.exp(point / 2) * Math.exp(step / 2) * Math.sqrt(df);
}

/** The probability beyond and within ±t. t² / (df + t²) is a beta variable with shapes ½ and df / 2. */
function twoSided(t: number, df: number): { readonly beyond: number; readonly within: number } {
  requireNumber('student-t', 't', t);
  if (isNormal(df)) {
    const beyond = normalTwoSidedP(t);
    return { beyond, within: 1 - beyond };
  }
  const size = Math.abs(t);
  if (size > 1e150) {
    if (size === Number.POSITIVE_INFINITY) return { beyond: 0, within: 1 };
    const half = df / 2;
    const beyond = Math.exp(half * (Math.log(df) - 2 * Math.log(size)) - Math.log(half) - logBeta(half, 0.5));
    return { beyond, within: 1 - beyond };
  }
  const square = t * t;
  const sum = df + square;
  const offset = (df / sum / 2) * (1 - size) * (1 + size);
  const tails = incompleteBeta(0.5, df / 2, square / sum, df / sum, offset);
  return { beyond: tails.upper, within: tails.lower };
}

/** From 1e22 degrees of freedom on, a double cannot tell the t distribution from the normal. */
function isNormal(df: number): boolean {
  if (!(df > 0)) {
    throw argumentError('student-t', 'df', 'is not positive', String(df), 'a number above 0');
  }
  return df > 1e22;
}
