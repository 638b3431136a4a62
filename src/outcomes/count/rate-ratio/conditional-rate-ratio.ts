import { argumentError } from '../../../core/errors.js';
import { notEstimable } from '../../../core/estimable.js';
import { betaCdf, betaQuantile, betaUpperQuantile, betaUpperTail } from '../../../math/distributions/beta.js';
import { binomialDensity } from '../../../math/distributions/binomial.js';
import { finiteOrOverflow } from '../../../math/finite-or-overflow.js';
import { brentRoot } from '../../../math/optimise/brent-root.js';
import type { EventRate } from '../event-rate.js';
import type { RateRatioFigures } from '../score-rate-ratio.js';

/**
 * Exact inference on a rate ratio given the total number of events, which must be at least 1: the events of `of` are
 * then binomial, and under equal rates their probability is the share of `of` in the exposure. Limits are odds from
 * beta quantiles, tails are beta probabilities; no sum over events, so that the cost does not grow with them.
 */
export function conditionalRateRatio(of: EventRate, versus: EventRate, level: number): RateRatioFigures {
  const tail = (1 - level) / 2;
  const x = of.events;
  const y = versus.events;
  if (!Number.isSafeInteger(x + y)) {
    throw argumentError('rate-ratio', 'events', 'are too many in all', String(x + y), 'at most 9e15');
  }
  const perExposure = versus.exposure / of.exposure;
  // Odds from a quantile and the quantile of its complement, so that neither is a difference from 1.
  const lowerOdds = () => betaQuantile(tail, x, y + 1) / betaUpperQuantile(tail, y + 1, x);
  const upperOdds = () => betaUpperQuantile(tail, x + 1, y) / betaQuantile(tail, y, x + 1);
  const share = 1 / (1 + perExposure);
  const rest = 1 / (1 + of.exposure / versus.exposure);
  // Tails by the smaller share: the other one is 1 less it, and would lose its digits.
  const atMost = (k: number, others: number) =>
    others === 0 ? 1 : share <= rest ? betaUpperTail(share, k + 1, others) : betaCdf(rest, others, k + 1);
  const atLeast = (k: number, others: number) =>
    k === 0 ? 1 : share <= rest ? betaCdf(share, k, others + 1) : betaUpperTail(rest, others + 1, k);
  const density = (k: number) =>
    share <= rest ? binomialDensity(k, x + y, share) : binomialDensity(x + y - k, x + y, rest);
  return {
    lower: x === 0 ? 0 : finiteOrOverflow(lowerOdds() * perExposure),
    upper: y === 0 ? notEstimable('zero-cells') : finiteOrOverflow(upperOdds() * perExposure),
    p: probabilityOrderedP(x, x + y, (x + y) * share, density, atMost, atLeast),
    pLess: atMost(x, y),
    pGreater: atLeast(x, y),
  };
}

/**
 * As `conditionalRateRatio` with half the probability of the observed split; the two-sided p is twice the smaller mid-p
 * tail. With all events in one arm the limits have the closed form of (1 - level)^(1/events).
 */
export function midPRateRatio(of: EventRate, versus: EventRate, level: number): RateRatioFigures {
  const exact = conditionalRateRatio(of, versus, level);
  const [x, y] = [of.events, versus.events];
  const perExposure = versus.exposure / of.exposure;
  const share = 1 / (1 + perExposure);
  const rest = 1 / (1 + of.exposure / versus.exposure);
  const own = share <= rest ? binomialDensity(x, x + y, share) : binomialDensity(y, x + y, rest);
  const pLess = exact.pLess - own / 2;
  const pGreater = exact.pGreater - own / 2;
  return {
    lower: x === 0 ? 0 : finiteOrOverflow(midPLowerOdds(x, y, level) * perExposure),
    upper: y === 0 ? notEstimable('zero-cells') : finiteOrOverflow(perExposure / midPLowerOdds(y, x, level)),
    p: Math.min(1, 2 * Math.min(pLess, pGreater)),
    pLess,
    pGreater,
  };
}

/** The odds of x at which the mid-p tail of x or more events holds half of 1 - level; the smaller share is searched. */
function midPLowerOdds(x: number, y: number, level: number): number {
  const tail = (1 - level) / 2;
  if (y === 0) return 1 / Math.expm1(-Math.log1p(-level) / x);
  if (x <= y) {
    const atLeast = (p: number) => (betaCdf(p, x, y + 1) + betaCdf(p, x + 1, y)) / 2;
    const p = brentRoot((value) => atLeast(value) - tail, betaQuantile(tail, x, y + 1), x / (x + y));
    return p / (1 - p);
  }
  const atLeast = (q: number) => (betaUpperTail(q, y + 1, x) + betaUpperTail(q, y, x + 1)) / 2;
  const q = brentRoot((value) => tail - atLeast(value), y / (x + y), betaUpperQuantile(tail, y + 1, x));
  return (1 - q) / q;
}

const tieTolerance = 1e-7;

/**
 * Probability of the observed count's tail and of all counts beyond the mean that are no more likely, as R
 * `binom.test`: where they begin is found by halving, since the density falls on either side of its mode.
 */
function probabilityOrderedP(
  observed: number,
  size: number,
  mean: number,
  density: (k: number) => number,
  atMost: (k: number, others: number) => number,
  atLeast: (k: number, others: number) => number,
): number {
  if (observed === mean) return 1;
  const limit = density(observed) * (1 + tieTolerance);
  const unlikely = (k: number) => density(k) <= limit;
  if (observed < mean) {
    const first = firstWhere(Math.ceil(mean), size + 1, unlikely);
    const far = first > size ? 0 : atLeast(first, size - first);
    return Math.min(1, atMost(observed, size - observed) + far);
  }
  const last = -firstWhere(-Math.floor(mean), 1, (k) => unlikely(-k));
  const far = last < 0 ? 0 : atMost(last, size - last);
  return Math.min(1, atLeast(observed, size - observed) + far);
}

/** The first whole number from `from` at which a condition holds that then goes on to hold; `end` when none does. */
function firstWhere(from: number, end: number, holds: (k: number) => boolean): number {
  let low = from;
  let high = end;
  while (low < high) {
    const middle = low + Math.floor((high - low) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
