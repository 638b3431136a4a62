import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { criticalZ } from '../../../math/distributions/normal.js';
import type { EventCount } from '../event-count.js';
import { exactDifferenceLimits } from '../exact-difference-limits.js';
import { observedDifference, scoreDifferenceLimits, scoreDifferenceZ } from '../score-difference.js';
import { squareAndAdd } from '../square-and-add.js';

export const riskDifferenceIntervals = [
  'wald',
  'wald-corrected',
  'newcombe',
  'newcombe-corrected',
  'agresti-caffo',
  'hauck-anderson',
  'miettinen-nurminen',
  'farrington-manning',
  'exact-unconditional',
] as const;
export type RiskDifferenceInterval = (typeof riskDifferenceIntervals)[number];

export interface DifferenceLimits {
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** The statistic whose two-sided p goes with the interval. */
  readonly z: Estimable;
  /** Where the interval has a test other than that of `z`. */
  readonly p?: number;
}

/** Limits and test of a difference of two non-empty arms. The conventions stand at `riskDifference`. */
export function differenceLimits(
  interval: RiskDifferenceInterval,
  of: EventCount,
  versus: EventCount,
  level: number,
): DifferenceLimits {
  return limitFunctions[interval](of, versus, level);
}

type LimitFunction = (of: EventCount, versus: EventCount, level: number) => DifferenceLimits;

const limitFunctions: Record<RiskDifferenceInterval, LimitFunction> = {
  wald: (of, versus, level) => normalLimits(of, versus, level),
  'wald-corrected': (of, versus, level) => {
    const correction = (1 / of.n + 1 / versus.n) / 2;
    const { lower, upper } = normalLimits(of, versus, level, correction);
    return { lower, upper, z: correctedZ(of, versus) };
  },
  'hauck-anderson': hauckAnderson,
  'agresti-caffo': (of, versus, level) => normalLimits(withPairAdded(of), withPairAdded(versus), level),
  newcombe: (of, versus, level) => ({
    ...squareAndAdd(of, versus, criticalZ(level)),
    z: scoreDifferenceZ(of, versus, 0, 1),
  }),
  'newcombe-corrected': (of, versus, level) => ({
    ...squareAndAdd(of, versus, criticalZ(level), 0.5),
    z: correctedZ(of, versus),
  }),
  'farrington-manning': (of, versus, level) => ({
    ...scoreDifferenceLimits(of, versus, criticalZ(level), 1),
    z: scoreDifferenceZ(of, versus, 0, 1),
  }),
  'miettinen-nurminen': (of, versus, level) => {
    const size = of.n + versus.n;
    const factor = size / (size - 1);
    return {
      ...scoreDifferenceLimits(of, versus, criticalZ(level), factor),
      z: scoreDifferenceZ(of, versus, 0, factor),
    };
  },
  'exact-unconditional': (of, versus, level) => ({
    ...exactDifferenceLimits('risk-difference', of, versus, level),
    z: scoreDifferenceZ(of, versus, 0, 1),
  }),
};

/** `correction` widens the interval, by no more than the difference itself. */
function normalLimits(of: EventCount, versus: EventCount, level: number, correction = 0): DifferenceLimits {
  const variance =
    (of.events * (of.n - of.events)) / of.n ** 3 +
    (versus.events * (versus.n - versus.events)) / versus.n ** 3;
  if (variance === 0) {
    const none = notEstimable('no-variation');
    return { lower: none, upper: none, z: none };
  }
  const difference = observedDifference(of, versus);
  const standardError = Math.sqrt(variance);
  const halfWidth = criticalZ(level) * standardError + Math.min(correction, Math.abs(difference));
  return {
    lower: Math.max(-1, difference - halfWidth),
    upper: Math.min(1, difference + halfWidth),
    z: difference / standardError,
  };
}

/** Unbiased variances, and a correction of one over twice the smaller arm in the interval and the test. */
function hauckAnderson(of: EventCount, versus: EventCount, level: number): DifferenceLimits {
  if (of.n < 2 || versus.n < 2) {
    const none = notEstimable('too-few-observations');
    return { lower: none, upper: none, z: none };
  }
  const unbiased = ({ events, n }: EventCount) => (events * (n - events)) / n ** 2 / (n - 1);
  const standardError = Math.sqrt(unbiased(of) + unbiased(versus));
  if (standardError === 0) {
    const none = notEstimable('no-variation');
    return { lower: none, upper: none, z: none };
  }
  const difference = observedDifference(of, versus);
  const correction = 1 / (2 * Math.min(of.n, versus.n));
  const halfWidth = criticalZ(level) * standardError + correction;
  return {
    lower: Math.max(-1, difference - halfWidth),
    upper: Math.min(1, difference + halfWidth),
    z: (Math.sign(difference) * Math.max(0, Math.abs(difference) - correction)) / standardError,
  };
}

/** z of the pooled score test after 1/2 is taken off each count's distance: its square is Yates' chi-square. */
function correctedZ(of: EventCount, versus: EventCount): Estimable {
  const plain = scoreDifferenceZ(of, versus, 0, 1);
  const difference = observedDifference(of, versus);
  if (typeof plain !== 'number' || difference === 0) return plain;
  const correction = (1 / of.n + 1 / versus.n) / 2;
  return plain * Math.max(0, 1 - correction / Math.abs(difference));
}

function withPairAdded(count: EventCount): EventCount {
  return { events: count.events + 1, n: count.n + 2 };
}
