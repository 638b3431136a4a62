import { type Estimable, mapEstimable, notEstimable } from '../../../core/estimable.js';
import { criticalZ, normalTwoSidedP } from '../../../math/distributions/normal.js';
import type { EventCount } from '../../binary/event-count.js';
import { eventSplits, splitTails } from '../../binary/event-splits.js';
import {
  observedDifference,
  scoreDifferenceLimits,
  scoreDifferenceZ,
} from '../../binary/score-difference.js';
import { squareAndAdd } from '../../binary/square-and-add.js';
import { exactPoissonLimits } from '../../count/poisson-limits.js';
import { scoreRateDifferenceLimits } from '../../count/score-rate-difference.js';
import { scoreRateRatio } from '../../count/score-rate-ratio.js';

/** A count over time at risk, with Garwood's exact interval. */
export interface ExposureRate {
  readonly rate: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

/**
 * `count` over `exposure`, with the exact interval of a Poisson count (gamma quantiles with equal tails; lower limit 0
 * at no events). No exposure: `empty-group`. Source: Garwood F. Biometrika 1936;28:437-442.
 */
export function exposureRate(count: number, exposure: number, level: number): ExposureRate {
  if (exposure === 0) {
    const none = notEstimable('empty-group');
    return { rate: none, lower: none, upper: none };
  }
  const { lower, upper } = exactPoissonLimits(count, level);
  return { rate: count / exposure, lower: lower / exposure, upper: upper / exposure };
}

/** Two incidences set against each other; the two have one test, that of equal rates. */
export interface IncidenceContrast {
  /** Per `per` units of time at risk. */
  readonly incidenceDifference: Estimable;
  /** At the observed rates, as that of the ratio: the intervals are not made from it. */
  readonly differenceStandardError: Estimable;
  readonly differenceLower: Estimable;
  readonly differenceUpper: Estimable;
  readonly logIncidenceRatio: Estimable;
  readonly logRatioStandardError: Estimable;
  readonly logRatioLower: Estimable;
  /** `zero-cells` where the limit is infinite. */
  readonly logRatioUpper: Estimable;
  readonly p: Estimable;
}

/**
 * Difference and ratio of two Poisson rates with score intervals and the score test. No time at risk in an arm:
 * `empty-group`. No event in one arm: the ratio and its limit on that side are `zero-cells`; in neither: difference and
 * its limits stand, the ratio is `no-events`, test and standard error `no-variation`.
 */
export function incidenceContrast(
  of: { readonly events: number; readonly exposure: number },
  versus: { readonly events: number; readonly exposure: number },
  level: number,
): IncidenceContrast {
  const withoutRatio = (none: Estimable) => ({
    logIncidenceRatio: none,
    logRatioStandardError: none,
    logRatioLower: none,
    logRatioUpper: none,
  });
  if (of.exposure === 0 || versus.exposure === 0) {
    const none = notEstimable('empty-group');
    return {
      incidenceDifference: none,
      differenceStandardError: none,
      differenceLower: none,
      differenceUpper: none,
      ...withoutRatio(none),
      p: none,
    };
  }
  const none = of.events + versus.events === 0;
  const zero = of.events === 0 || versus.events === 0;
  const limits = scoreRateDifferenceLimits(of, versus, level);
  const difference = {
    incidenceDifference: of.events / of.exposure - versus.events / versus.exposure,
    differenceStandardError: none
      ? notEstimable('no-variation')
      : Math.hypot(Math.sqrt(of.events) / of.exposure, Math.sqrt(versus.events) / versus.exposure),
    differenceLower: limits.lower,
    differenceUpper: limits.upper,
  };
  if (none) {
    return { ...difference, ...withoutRatio(notEstimable('no-events')), p: notEstimable('no-variation') };
  }
  const ratio = scoreRateRatio(of, versus, level);
  return {
    ...difference,
    logIncidenceRatio: zero
      ? notEstimable('zero-cells')
      : Math.log(of.events / of.exposure) - Math.log(versus.events / versus.exposure),
    logRatioStandardError: zero ? notEstimable('zero-cells') : Math.sqrt(1 / of.events + 1 / versus.events),
    logRatioLower: of.events === 0 ? notEstimable('zero-cells') : mapEstimable(ratio.lower, Math.log),
    logRatioUpper: mapEstimable(ratio.upper, Math.log),
    p: ratio.p,
  };
}

export const differenceIntervals = ['miettinen-nurminen', 'newcombe'] as const;
export type DifferenceInterval = (typeof differenceIntervals)[number];

export const differenceTests = ['score', 'fisher'] as const;
export type DifferenceTest = (typeof differenceTests)[number];

export interface RiskContrast {
  readonly riskDifference: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly p: Estimable;
}

/**
 * Difference of the shares of subjects with the event. The score test is that of the interval (Miettinen-Nurminen with
 * its factor N/(N - 1), Newcombe without); with no event, or only events, in both arms it is `no-variation`. The
 * standard error is unpooled.
 */
export function riskContrast(
  of: EventCount,
  versus: EventCount,
  { interval, test, level }: { interval: DifferenceInterval; test: DifferenceTest; level: number },
): RiskContrast {
  if (of.n === 0 || versus.n === 0) {
    const none = notEstimable('empty-group');
    return { riskDifference: none, standardError: none, lower: none, upper: none, p: none };
  }
  const size = of.n + versus.n;
  const factor = interval === 'newcombe' ? 1 : size / (size - 1);
  const z = criticalZ(level);
  const limits =
    interval === 'newcombe' ? squareAndAdd(of, versus, z) : scoreDifferenceLimits(of, versus, z, factor);
  const variance =
    (of.events * (of.n - of.events)) / of.n ** 3 +
    (versus.events * (versus.n - versus.events)) / versus.n ** 3;
  return {
    riskDifference: observedDifference(of, versus),
    standardError: variance > 0 ? Math.sqrt(variance) : notEstimable('no-variation'),
    ...limits,
    p: test === 'fisher' ? splitTails(eventSplits(of, versus)).p : scoreP(of, versus, factor),
  };
}

function scoreP(of: EventCount, versus: EventCount, factor: number): Estimable {
  const statistic = scoreDifferenceZ(of, versus, 0, factor);
  return typeof statistic === 'number' ? normalTwoSidedP(statistic) : statistic;
}
