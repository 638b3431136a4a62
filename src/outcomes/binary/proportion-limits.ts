import { type Estimable, notEstimable } from '../../core/estimable.js';
import { betaCdf, betaQuantile, betaUpperQuantile, betaUpperTail } from '../../math/distributions/beta.js';
import { criticalZ } from '../../math/distributions/normal.js';
import { brentRoot } from '../../math/optimise/brent-root.js';
import { deviance } from '../../math/special/deviance.js';
import { blakerLimits } from './blaker-limits.js';
import { wilsonLower, wilsonUpper } from './wilson-limit.js';

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
  'wald-corrected',
  'logit',
  'likelihood-ratio',
] as const;
export type ProportionInterval = (typeof proportionIntervals)[number];

/** How a note under a figure names each. */
export const proportionIntervalWords: Record<ProportionInterval, string> = {
  wilson: 'Wilson score',
  'wilson-corrected': 'Wilson score with continuity correction',
  'clopper-pearson': 'Clopper-Pearson exact',
  'mid-p': 'mid-p exact',
  blaker: 'Blaker exact',
  jeffreys: 'Jeffreys',
  'agresti-coull': 'Agresti-Coull',
  arcsine: 'arcsine',
  wald: 'Wald',
  'wald-corrected': 'Wald with continuity correction',
  logit: 'Wald on the logit scale',
  'likelihood-ratio': 'likelihood ratio',
};

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
  'wald-corrected': (events, n, level) => {
    if (events === 0 || events === n) {
      return { lower: notEstimable('no-variation'), upper: notEstimable('no-variation') };
    }
    return normalLimits(events / n, (n - events) / n, n, criticalZ(level), 1 / (2 * n));
  },
  logit: (events, n, level) => {
    if (events === 0 || events === n) {
      return { lower: notEstimable('no-variation'), upper: notEstimable('no-variation') };
    }
    const factor = Math.exp(criticalZ(level) * Math.sqrt(n / events / (n - events)));
    const share = (odds: number) => odds / (1 + odds);
    const odds = events / (n - events);
    return { lower: share(odds / factor), upper: share(odds * factor) };
  },
  'likelihood-ratio': (events, n, level) => ({
    lower: likelihoodLimit(events, n, level).share,
    upper: likelihoodLimit(n - events, n, level).rest,
  }),
};

/** Where twice the log likelihood has fallen by the critical chi-square, below the observed share, and 1 less that. */
function likelihoodLimit(events: number, n: number, level: number): { share: number; rest: number } {
  if (events === 0) return { share: 0, rest: 1 };
  const fall = criticalZ(level) ** 2 / 2;
  if (events === n) return { share: Math.exp(-fall / n), rest: -Math.expm1(-fall / n) };
  const others = n - events;
  // On the logit scale the likelihood is 0 at both ends and smooth between, and both shares keep their digits.
  const shareAt = (logit: number) => 1 / (1 + Math.exp(-logit));
  const missing = (logit: number) => {
    const [share, rest] = [shareAt(logit), shareAt(-logit)];
    const excess = logit < 0 ? events - n * share : n * rest - others;
    return fall - deviance(events, n * share, excess) - deviance(others, n * rest, -excess);
  };
  const top = Math.log(events / others);
  let step = 1;
  while (missing(top - step) > 0) step *= 2;
  const logit = brentRoot(missing, top - step, top);
  return { share: shareAt(logit), rest: shareAt(-logit) };
}

function normalLimits(
  proportion: number,
  complement: number,
  size: number,
  z: number,
  correction = 0,
): Limits {
  const halfWidth = z * Math.sqrt((proportion * complement) / size) + correction;
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
