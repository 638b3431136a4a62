import { betaCdf, betaQuantile, betaUpperQuantile, betaUpperTail } from '../../../math/distributions/beta.js';
import type { EventRate } from '../event-rate.js';

export interface ConditionalRateRatio {
  readonly lower: number;
  /** Null where the limit is infinite. */
  readonly upper: number | null;
  readonly p: number;
  readonly pLess: number;
  readonly pGreater: number;
}

/**
 * Exact inference on a rate ratio given the total number of events, which must be at least 1: the events of `of` are
 * then binomial, and under equal rates their probability is the share of `of` in the exposure.
 */
export function conditionalRateRatio(of: EventRate, versus: EventRate, level: number): ConditionalRateRatio {
  const tail = (1 - level) / 2;
  const x = of.events;
  const y = versus.events;
  const share = of.exposure / (of.exposure + versus.exposure);
  const perExposure = versus.exposure / of.exposure;
  // Odds from a quantile and the quantile of its complement, so that neither is a difference from 1.
  const lowerOdds = () => betaQuantile(tail, x, y + 1) / betaUpperQuantile(tail, y + 1, x);
  const upperOdds = () => betaUpperQuantile(tail, x + 1, y) / betaQuantile(tail, y, x + 1);
  return {
    lower: x === 0 ? 0 : lowerOdds() * perExposure,
    upper: y === 0 ? null : upperOdds() * perExposure,
    p: probabilityOrderedP(x, x + y, of.exposure / versus.exposure),
    pLess: y === 0 ? 1 : betaUpperTail(share, x + 1, y),
    pGreater: x === 0 ? 1 : betaCdf(share, x, y + 1),
  };
}

const tieTolerance = 1e-7;

/** Sum of all binomial outcomes no more likely than the observed one, with weights relative to the likeliest. */
function probabilityOrderedP(observed: number, size: number, odds: number): number {
  const weights = new Float64Array(size + 1);
  const mode = Math.min(size, Math.floor((size + 1) * (odds / (1 + odds))));
  const ratio = (k: number) => ((size - k) / (k + 1)) * odds;
  weights[mode] = 1;
  for (let k = mode; k < size; k += 1) weights[k + 1] = weights[k]! * ratio(k);
  for (let k = mode; k > 0; k -= 1) weights[k - 1] = weights[k]! / ratio(k - 1);
  const limit = weights[observed]! * (1 + tieTolerance);
  let total = 0;
  let unlikely = 0;
  for (const weight of weights) {
    total += weight;
    if (weight <= limit) unlikely += weight;
  }
  return Math.min(1, unlikely / total);
}
