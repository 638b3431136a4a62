import { criticalZ } from '../../math/distributions/normal.js';
import { brentRoot, findBracket } from '../../math/optimise/brent-root.js';
import type { EventRate } from './event-rate.js';

/** The differences at which the score statistic is z and -z. Without events -z²/exposure and z²/exposure. */
export function scoreRateDifferenceLimits(of: EventRate, versus: EventRate, level: number) {
  const z = criticalZ(level);
  return { lower: -upperLimit(versus, of, z), upper: upperLimit(of, versus, z) };
}

function upperLimit(of: EventRate, versus: EventRate, z: number): number {
  if (of.events + versus.events === 0) return (z * z) / of.exposure;
  const observed = of.events / of.exposure - versus.events / versus.exposure;
  const reach = (difference: number) =>
    z * Math.sqrt(restrictedVariance(of, versus, difference)) - (difference - observed);
  const step = z * Math.sqrt(restrictedVariance(of, versus, observed));
  const [low, high] = findBracket(reach, observed, step)!;
  return brentRoot(reach, low, high);
}

/**
 * Variance of the observed difference at the rates that are most likely when the true difference is `difference`: the
 * rate of `versus` is the larger root r of N r² + (N d - events) r - d · versus.events = 0, N the whole exposure.
 *
 * Source: Miettinen O, Nurminen M. Stat Med 1985;4:213-226, equation 6.
 */
function restrictedVariance(of: EventRate, versus: EventRate, difference: number): number {
  if (difference < 0) return restrictedVariance(versus, of, -difference);
  const exposure = of.exposure + versus.exposure;
  const b = exposure * difference - of.events - versus.events;
  const root = Math.sqrt(b * b + 4 * exposure * difference * versus.events);
  const rate = b > 0 ? (2 * difference * versus.events) / (root + b) : (root - b) / (2 * exposure);
  return (rate + difference) / of.exposure + rate / versus.exposure;
}
