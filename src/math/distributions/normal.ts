import { requireLevel, requireNumber, requireProbability } from '../argument-checks.js';
import { erfcxFromHalf, erfNearZero } from '../special/error-function.js';

const rootTwoPi = 2.5066282746310007;
const rootHalf = Math.SQRT1_2;

/** Height of the standard normal curve at `x`, right to 1e-15 relative far out too. */
export function normalDensity(x: number): number {
  requireNumber('normal', 'x', x);
  return expMinusHalfSquare(Math.abs(x)) / rootTwoPi;
}

/** Probability that a standard normal value is at most `x`. */
export function normalCdf(x: number): number {
  return normalUpperTail(-x);
}

/**
 * Probability that a standard normal value is above `x`: the one-sided p-value of a z statistic.
 *
 * Right to 1e-15 relative from 1 down to 1e-307, because the exponential decay and the slowly varying rest are
 * computed apart. Sources: Abramowitz and Stegun 1964, 7.1 and 26.2; Cody 1969, Math. Comp. 23:631-637 (splitting the
 * square). Oracle: test/oracles/math/normal.json.
 */
export function normalUpperTail(x: number): number {
  requireNumber('normal', 'x', x);
  if (Math.abs(x) < 0.7) return 0.5 - 0.5 * erfNearZero(x * rootHalf);
  const tail = upperTailFromHalf(Math.abs(x));
  return x > 0 ? tail : 1 - tail;
}

/** Probability that a standard normal value lies at least as far from 0 as `z`, on either side. */
export function normalTwoSidedP(z: number): number {
  requireNumber('normal', 'z', z);
  if (Math.abs(z) < 0.7) return 1 - Math.abs(erfNearZero(z * rootHalf));
  return 2 * upperTailFromHalf(Math.abs(z));
}

/** The value that a standard normal variable stays at or below with probability `p`; -∞ at 0 and ∞ at 1. */
export function normalQuantile(p: number): number {
  requireProbability('normal', 'p', p);
  if (p < 0.5) return -quantileOfTail(p, 0.5 - p);
  return quantileOfTail(1 - p, p - 0.5);
}

/**
 * The value that a standard normal variable exceeds with probability `p`: the z of a one-sided p-value, exact for p as
 * small as 1e-300. Oracle: test/oracles/math/normal.json.
 */
export function normalUpperQuantile(p: number): number {
  requireProbability('normal', 'p', p);
  if (p < 0.5) return quantileOfTail(p, 0.5 - p);
  return -quantileOfTail(1 - p, p - 0.5);
}

/** Half-width of a two-sided interval in standard errors: 1.959963984540054 for a `level` of 0.95. */
export function criticalZ(level: number): number {
  requireLevel('normal', 'level', level);
  return quantileOfTail((1 - level) / 2, level / 2);
}

/**
 * The positive z with upper tail `tail`, where `centre` is 0.5 - tail: the caller gives both, so that neither loses
 * digits. Halley's iteration, on the logarithm of the tail or, near 0, on the area from 0 to z.
 */
function quantileOfTail(tail: number, centre: number): number {
  if (tail === 0) return Number.POSITIVE_INFINITY;
  if (centre < 0.25) {
    let z = centre * rootTwoPi;
    for (let round = 0; round < 4; round += 1) {
      const newton = (0.5 * erfNearZero(z * rootHalf) - centre) / normalDensity(z);
      z -= newton / (1 + (z * newton) / 2);
    }
    return z;
  }
  // First guess within 4.5e-4: Hastings 1955, in Abramowitz and Stegun 1964, 26.2.23.
  const t = Math.sqrt(-2 * Math.log(tail));
  let z =
    t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let round = 0; round < 2; round += 1) {
    const scaled = 0.5 * erfcxFromHalf(Math.max(z, 0.6) * rootHalf);
    z += logTailStep(z, scaled, tail);
  }
  return z;
}

/** One Halley step for log Q(z) = log tail, where Q(z) = exp(-z²/2) `scaled`. */
function logTailStep(z: number, scaled: number, tail: number): number {
  const hazard = 1 / (rootTwoPi * scaled);
  const excess = logTailRatio(z, scaled, tail);
  const step = excess / hazard;
  return step / (1 + (step * (hazard - z)) / 2);
}

function logTailRatio(z: number, scaled: number, tail: number): number {
  const ratio = (expMinusHalfSquare(z) * scaled) / tail;
  return tail > 1e-290 ? Math.log(ratio) : (-z * z) / 2 + Math.log(scaled) - Math.log(tail);
}

function upperTailFromHalf(x: number): number {
  return 0.5 * expMinusHalfSquare(x) * erfcxFromHalf(x * rootHalf);
}

/** exp(-x²/2) for x >= 0, with the square of the leading bits exact. */
function expMinusHalfSquare(x: number): number {
  if (x > 56) return 0;
  const leading = Math.trunc(x * 16) / 16;
  return Math.exp(-0.5 * leading * leading) * Math.exp(-0.5 * (x - leading) * (x + leading));
}
