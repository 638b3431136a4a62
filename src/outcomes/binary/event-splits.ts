import type { EventCount } from './event-count.js';

/** All ways in which the total events can fall on the two arms when both arms and the total are fixed. */
export interface EventSplits {
  /** Hypergeometric weight of each split, the likeliest being 1; entry 0 has the fewest events in `of`. */
  readonly weights: Float64Array;
  /** Logarithm of weight[i] / weight[observed]; stays finite where the weight underflows. */
  readonly logWeights: Float64Array;
  /** Entry of the observed split. */
  readonly observed: number;
}

/**
 * Builds the splits by the ratio of neighbouring hypergeometric weights,
 * w(k + 1) / w(k) = (n1 - k)(m - k) / ((k + 1)(n2 - m + k + 1)) with m events in total, which needs no factorial.
 */
export function eventSplits(of: EventCount, versus: EventCount): EventSplits {
  const events = of.events + versus.events;
  const fewest = Math.max(0, events - versus.n);
  const most = Math.min(of.n, events);
  const observed = of.events - fewest;
  const weights = new Float64Array(most - fewest + 1);
  const logWeights = new Float64Array(most - fewest + 1);
  const ratio = (k: number) => (((of.n - k) / (k + 1)) * (events - k)) / (versus.n - events + k + 1);
  const mode = Math.floor(((of.n + 1) * (events + 1)) / (of.n + versus.n + 2));
  const likeliest = Math.min(Math.max(mode, fewest), most) - fewest;
  weights[likeliest] = 1;
  for (let index = likeliest; index < most - fewest; index += 1) {
    weights[index + 1] = weights[index]! * ratio(fewest + index);
  }
  for (let index = likeliest; index > 0; index -= 1) {
    weights[index - 1] = weights[index]! / ratio(fewest + index - 1);
  }
  for (let index = observed; index < most - fewest; index += 1) {
    logWeights[index + 1] = logWeights[index]! + Math.log(ratio(fewest + index));
  }
  for (let index = observed; index > 0; index -= 1) {
    logWeights[index - 1] = logWeights[index]! - Math.log(ratio(fewest + index - 1));
  }
  return { weights, logWeights, observed };
}

/** Probabilities of splits at least as extreme as the observed one, in three senses. */
export interface SplitTails {
  /** The summed probability of all splits that are no more likely than the observed one. */
  readonly p: number;
  /** As `p`, with half the probability of the observed split. */
  readonly midP: number;
  readonly pLess: number;
  readonly pGreater: number;
}

const tieTolerance = 1e-7;

/** Sums of split probabilities. Weights are relative to the likeliest split, so small tails keep all their digits. */
export function splitTails({ weights, observed }: Pick<EventSplits, 'weights' | 'observed'>): SplitTails {
  const limit = weights[observed]! * (1 + tieTolerance);
  let total = 0;
  let below = 0;
  let above = 0;
  let unlikely = 0;
  for (let index = 0; index < weights.length; index += 1) {
    const weight = weights[index]!;
    total += weight;
    if (index <= observed) below += weight;
    if (index >= observed) above += weight;
    if (weight <= limit) unlikely += weight;
  }
  return {
    p: Math.min(1, unlikely / total),
    midP: Math.min(1, (unlikely - weights[observed]! / 2) / total),
    pLess: Math.min(1, below / total),
    pGreater: Math.min(1, above / total),
  };
}
