import { type Estimable, notEstimable } from '../../core/estimable.js';
import { betaQuantile, betaUpperQuantile } from '../../math/distributions/beta.js';
import { binomialCdf, binomialUpperTail } from '../../math/distributions/binomial.js';
import { gammaQuantile, gammaUpperQuantile } from '../../math/distributions/gamma.js';

/** Limits of a Poisson rate with equal tails (Garwood 1936): lower limit 0 without events. */
export function exactRateLimits(events: number, exposure: number, level: number) {
  const tail = (1 - level) / 2;
  return {
    lower: events === 0 ? 0 : gammaQuantile(tail, events) / exposure,
    upper: gammaUpperQuantile(tail, events + 1) / exposure,
  };
}

interface ArmTotal {
  readonly events: number;
  readonly exposure: number;
}

/**
 * Limits and p of a ratio of two Poisson rates, given the sum of events: Clopper and Pearson's limits of the share of
 * events in one arm, and twice the smaller binomial tail. Logarithms; a limit of 0 or infinity is `zero-cells`.
 */
export function exactRatioLimits(of: ArmTotal, versus: ArmTotal, level: number) {
  const total = of.events + versus.events;
  if (total === 0) {
    const none: Estimable = notEstimable('no-events');
    return { logLower: none, logUpper: none, p: none };
  }
  const tail = (1 - level) / 2;
  const scale = Math.log(versus.exposure / of.exposure);
  const logOdds = (lower: number, upper: number) => Math.log(lower) - Math.log(upper) + scale;
  const logLower: Estimable =
    of.events === 0
      ? notEstimable('zero-cells')
      : logOdds(
          betaQuantile(tail, of.events, versus.events + 1),
          betaUpperQuantile(tail, versus.events + 1, of.events),
        );
  const logUpper: Estimable =
    versus.events === 0
      ? notEstimable('zero-cells')
      : logOdds(
          betaUpperQuantile(tail, of.events + 1, versus.events),
          betaQuantile(tail, versus.events, of.events + 1),
        );
  const share = of.exposure / (of.exposure + versus.exposure);
  const p = Math.min(
    1,
    2 * Math.min(binomialCdf(of.events, total, share), binomialUpperTail(of.events, total, share)),
  );
  return { logLower, logUpper, p };
}
