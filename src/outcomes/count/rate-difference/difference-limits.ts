import type { EventRate } from '../event-rate.js';
import { scorePoissonLimits } from '../poisson-limits.js';

export const rateDifferenceIntervals = ['wald', 'mover', 'miettinen-nurminen'] as const;
export type RateDifferenceInterval = (typeof rateDifferenceIntervals)[number];

/** Score limits of both rates, each distance squared and added (method of variance estimates recovery). */
export function moverDifferenceLimits(of: EventRate, versus: EventRate, level: number) {
  const limits = ({ events, exposure }: EventRate) => {
    const { lower, upper } = scorePoissonLimits(events, level);
    return { rate: events / exposure, down: (events - lower) / exposure, up: (upper - events) / exposure };
  };
  const first = limits(of);
  const second = limits(versus);
  const difference = first.rate - second.rate;
  return {
    lower: difference - Math.hypot(first.down, second.up),
    upper: difference + Math.hypot(first.up, second.down),
  };
}
