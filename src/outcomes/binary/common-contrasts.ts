import { type Estimable, type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import { criticalZ, normalTwoSidedP } from '../../math/distributions/normal.js';
import { type LogWald, logWald, noLogWald } from '../log-wald.js';
import type { BinaryStratum } from './binary-stratum.js';

/** A difference with its Wald interval and test. */
export interface CommonDifference {
  readonly difference: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly z: Estimable;
  readonly p: Estimable;
}

/** Robins, Breslow and Greenland 1986, equation 5. */
export function commonOddsRatio(strata: readonly BinaryStratum[], level: number): LogWald {
  let r = 0;
  let s = 0;
  let pr = 0;
  let cross = 0;
  let qs = 0;
  for (const { of, versus } of strata) {
    const size = of.n + versus.n;
    const versusOthers = versus.n - versus.events;
    const ofOthers = of.n - of.events;
    const forward = (of.events * versusOthers) / size;
    const backward = (ofOthers * versus.events) / size;
    const agree = (of.events + versusOthers) / size;
    const differ = (ofOthers + versus.events) / size;
    r += forward;
    s += backward;
    pr += agree * forward;
    cross += agree * backward + differ * forward;
    qs += differ * backward;
  }
  if (r === 0 || s === 0) return noLogWald(strata.length === 0 ? 'empty-group' : 'zero-cells');
  return logWald(Math.log(r / s), pr / (2 * r * r) + cross / (2 * r * s) + qs / (2 * s * s), level);
}

/** Greenland and Robins 1985, equation 13. */
export function commonRiskRatio(strata: readonly BinaryStratum[], level: number): LogWald {
  let numerator = 0;
  let denominator = 0;
  let variance = 0;
  for (const { of, versus } of strata) {
    const size = of.n + versus.n;
    const events = of.events + versus.events;
    numerator += (of.events * versus.n) / size;
    denominator += (versus.events * of.n) / size;
    variance += (events * of.n * versus.n - of.events * versus.events * size) / (size * size);
  }
  if (numerator === 0 || denominator === 0) {
    return noLogWald(strata.length === 0 ? 'empty-group' : 'zero-cells');
  }
  return logWald(Math.log(numerator / denominator), variance / (numerator * denominator), level);
}

export const differenceVariances = ['sato', 'greenland-robins'] as const;
export type DifferenceVariance = (typeof differenceVariances)[number];

/**
 * Mantel-Haenszel risk difference. `sato` (Sato 1989) holds for few large strata as well as for many small ones, but
 * takes the difference to be the same in all; `greenland-robins` (Greenland and Robins 1985, equation 10) adds up the
 * variances of the strata and holds for few large ones, whether the difference is common or not.
 */
export function commonRiskDifference(
  strata: readonly BinaryStratum[],
  level: number,
  variance: DifferenceVariance = 'sato',
): CommonDifference {
  if (strata.length === 0) return noDifference('empty-group');
  let weight = 0;
  let sum = 0;
  let p = 0;
  let q = 0;
  let binomial = 0;
  for (const { of, versus } of strata) {
    const size = of.n + versus.n;
    const [a, c, n1, n2] = [of.events, versus.events, of.n, versus.n];
    weight += (n1 * n2) / size;
    sum += (a * n2 - c * n1) / size;
    p += (n1 * n1 * c - n2 * n2 * a + (n1 * n2 * (n2 - n1)) / 2) / (size * size);
    q += (a * (n2 - c) + c * (n1 - a)) / (2 * size);
    binomial += ((n2 / size) ** 2 * a * (n1 - a)) / n1 + ((n1 / size) ** 2 * c * (n2 - c)) / n2;
  }
  const difference = sum / weight;
  const square = variance === 'sato' ? difference * p + q : binomial;
  return waldDifference(difference, square / (weight * weight), level);
}

/** Wald interval and test of a difference; a variance of zero leaves the difference alone: `no-variation`. */
export function waldDifference(difference: number, variance: number, level: number): CommonDifference {
  if (!(variance > 0)) return { ...noDifference('no-variation'), difference };
  const standardError = Math.sqrt(variance);
  const halfWidth = criticalZ(level) * standardError;
  const z = difference / standardError;
  return {
    difference,
    standardError,
    lower: difference - halfWidth,
    upper: difference + halfWidth,
    z,
    p: normalTwoSidedP(z),
  };
}

/** The same shape, where nothing can be estimated. */
export function noDifference(reason: NotEstimableReason): CommonDifference {
  const none = notEstimable(reason);
  return { difference: none, standardError: none, lower: none, upper: none, z: none, p: none };
}
