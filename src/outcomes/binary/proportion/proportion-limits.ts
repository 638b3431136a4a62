import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { betaCdf, betaQuantile, betaUpperQuantile, betaUpperTail } from '../../../math/distributions/beta.js';
import { criticalZ } from '../../../math/distributions/normal.js';
import { brentRoot } from '../../../math/optimise/brent-root.js';
import { wilsonLower, wilsonUpper } from '../wilson-limit.js';
import { blakerLimits } from './blaker-limits.js';

export const proportionIntervals = [
  'wilson',
  'wilson-corrected',
  'clopper-pearson',
  'mid-p',
  'blaker',
  'jeffreys',
  'agresti-coull',
  'arcsine',
  'wald',
] as const;
export type ProportionInterval = (typeof proportionIntervals)[number];

export interface Limits {
  readonly lower: Estimable;
  readonly upper: Estimable;
}

/** Both limits for `events` of `n` subjects, n at least 1. The conventions stand at `proportion`. */
export function proportionLimits(
  interval: ProportionInterval,
  events: number,
  n: number,
  level: number,
): Limits {
  return limitFunctions[interval](events, n, level);
}

const limitFunctions: Record<ProportionInterval, (events: number, n: number, level: number) => Limits> = {
  wilson: (events, n, level) => {
    const z = criticalZ(level);
    return { lower: wilsonLower(events, n, z), upper: wilsonUpper(events, n, z) };
  },
  'wilson-corrected': (events, n, level) => {
    const z = criticalZ(level);
    return { lower: wilsonLower(events - 0.5, n, z), upper: wilsonUpper(events + 0.5, n, z) };
  },
  'clopper-pearson': (events, n, level) => ({
    lower: events === 0 ? 0 : betaQuantile((1 - level) / 2, events, n - events + 1),
    upper: events === n ? 1 : betaUpperQuantile((1 - level) / 2, events + 1, n - events),
  }),
  'mid-p': midPLimits,
  blaker: blakerLimits,
  jeffreys: (events, n, level) => ({
    lower: events === 0 ? 0 : betaQuantile((1 - level) / 2, events + 0.5, n - events + 0.5),
    upper: events === n ? 1 : betaUpperQuantile((1 - level) / 2, events + 0.5, n - events + 0.5),
  }),
  'agresti-coull': (events, n, level) => {
    const z = criticalZ(level);
    const size = n + z * z;
    return normalLimits((events + (z * z) / 2) / size, (n - events + (z * z) / 2) / size, size, z);
  },
  arcsine: (events, n, level) => {
    const halfWidth = criticalZ(level) / (2 * Math.sqrt(n));
    const angle = Math.atan2(Math.sqrt(events), Math.sqrt(n - events));
    return {
      lower: Math.sin(Math.max(0, angle - halfWidth)) ** 2,
      upper: Math.sin(Math.min(Math.PI / 2, angle + halfWidth)) ** 2,
    };
  },
  wald: (events, n, level) => {
    if (events === 0 || events === n) {
      return { lower: notEstimable('no-variation'), upper: notEstimable('no-variation') };
    }
    return normalLimits(events / n, (n - events) / n, n, criticalZ(level));
  },
};

function normalLimits(proportion: number, complement: number, size: number, z: number): Limits {
  const halfWidth = z * Math.sqrt((proportion * complement) / size);
  return { lower: Math.max(0, proportion - halfWidth), upper: Math.min(1, proportion + halfWidth) };
}

/** At p, the two mid-p tails are the means of two neighbouring binomial tails, each an incomplete beta function. */
function midPLimits(events: number, n: number, level: number): Limits {
  const tail = (1 - level) / 2;
  if (n === events || events === 0) {
    // Half the probability of the one extreme outcome equals the tail: p^n / 2 = tail.
    const edge = Math.log(1 - level) / n;
    return events === 0 ? { lower: 0, upper: -Math.expm1(edge) } : { lower: Math.exp(edge), upper: 1 };
  }
  const atLeast = (p: number) =>
    (betaCdf(p, events, n - events + 1) + betaCdf(p, events + 1, n - events)) / 2;
  const atMost = (p: number) =>
    (betaUpperTail(p, events + 1, n - events) + betaUpperTail(p, events, n - events + 1)) / 2;
  const proportion = events / n;
  return {
    lower: brentRoot((p) => atLeast(p) - tail, betaQuantile(tail, events, n - events + 1), proportion),
    upper: brentRoot((p) => atMost(p) - tail, proportion, betaUpperQuantile(tail, events + 1, n - events)),
  };
}
