import {
  gammaCdf,
  gammaQuantile,
  gammaUpperQuantile,
  gammaUpperTail,
} from '../../math/distributions/gamma.js';
import { criticalZ } from '../../math/distributions/normal.js';
import { brentRoot } from '../../math/optimise/brent-root.js';

export interface PoissonLimits {
  readonly lower: number;
  readonly upper: number;
}

/** Limits of the mean of a Poisson count. */
export type PoissonLimitFunction = (events: number, level: number) => PoissonLimits;

/** Garwood's exact limits with equal tails, as R `poisson.test`; the lower is 0 at no events. */
export const exactPoissonLimits: PoissonLimitFunction = (events, level) => ({
  lower: events === 0 ? 0 : gammaQuantile((1 - level) / 2, events),
  upper: gammaUpperQuantile((1 - level) / 2, events + 1),
});

/** Score limits: the two means m with (events - m)² = z² m. The lower is their product over the upper. */
export const scorePoissonLimits: PoissonLimitFunction = (events, level) => {
  const z = criticalZ(level);
  const upper = events + (z * z) / 2 + z * Math.sqrt(events + (z * z) / 4);
  return { lower: (events / upper) * events, upper };
};

/** As the exact limits with half the probability of the observed count; within them. */
export const midPPoissonLimits: PoissonLimitFunction = (events, level) => {
  const tail = (1 - level) / 2;
  const exact = exactPoissonLimits(events, level);
  if (events === 0) return { lower: 0, upper: -Math.log1p(-level) };
  const atLeast = (mean: number) => (gammaCdf(mean, events) + gammaCdf(mean, events + 1)) / 2;
  const atMost = (mean: number) => (gammaUpperTail(mean, events + 1) + gammaUpperTail(mean, events)) / 2;
  return {
    lower: brentRoot((mean) => atLeast(mean) - tail, exact.lower, events),
    upper: brentRoot((mean) => tail - atMost(mean), events, exact.upper),
  };
};
