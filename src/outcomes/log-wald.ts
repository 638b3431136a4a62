import {
  type Estimable,
  isEstimable,
  type NotEstimableReason,
  notEstimable,
  ratioFromLog,
} from '../core/estimable.js';
import { criticalZ, normalTwoSidedP } from '../math/distributions/normal.js';

/** A ratio on both scales, with its Wald interval and test on the log scale. */
export interface LogWald {
  readonly ratio: Estimable;
  readonly logRatio: Estimable;
  readonly standardError: Estimable;
  readonly logLower: Estimable;
  readonly logUpper: Estimable;
  /** Limits of the ratio itself. */
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly z: Estimable;
  readonly p: Estimable;
}

/**
 * Wald interval and two-sided test of a log ratio with the given variance. A variance of zero leaves the ratio and
 * takes everything else away: `no-variation`. A ratio or limit beyond the largest number is `overflow`; its
 * logarithm stands.
 */
export function logWald(logRatio: number, variance: number, level: number): LogWald {
  const ratio = ratioFromLog(logRatio);
  if (!(variance > 0)) return { ...noLogWald('no-variation'), ratio, logRatio };
  const standardError = Math.sqrt(variance);
  const halfWidth = criticalZ(level) * standardError;
  const z = logRatio / standardError;
  return {
    ratio,
    logRatio,
    standardError,
    logLower: logRatio - halfWidth,
    logUpper: logRatio + halfWidth,
    lower: ratioFromLog(logRatio - halfWidth),
    upper: ratioFromLog(logRatio + halfWidth),
    z,
    p: normalTwoSidedP(z),
  };
}

/** The same shape, where nothing can be estimated. */
export function noLogWald(reason: NotEstimableReason): LogWald {
  const none = notEstimable(reason);
  return {
    ratio: none,
    logRatio: none,
    standardError: none,
    logLower: none,
    logUpper: none,
    lower: none,
    upper: none,
    z: none,
    p: none,
  };
}

/** Logarithm of a limit of a ratio; a limit of 0 has none. */
export function logLimit(limit: Estimable): Estimable {
  if (!isEstimable(limit)) return limit;
  return limit > 0 ? Math.log(limit) : notEstimable('zero-cells');
}
