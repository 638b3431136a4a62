import type { EventCount } from './event-count.js';
import type { RestrictedProportions } from './restricted-proportions.js';

/**
 * The most likely proportions when the odds ratio of `of` against `versus` is `oddsRatio`: they fit the total of
 * events. With odds ratios below 1 the arms change places, so that the quadratic's terms keep their signs.
 *
 * Source: Miettinen O, Nurminen M. Stat Med 1985;4:213-226, equation 16.
 */
export function restrictedByOddsRatio(
  of: EventCount,
  versus: EventCount,
  oddsRatio: number,
): RestrictedProportions {
  if (oddsRatio < 1) {
    const swapped = restrictedByOddsRatio(versus, of, 1 / oddsRatio);
    return { of: swapped.versus, versus: swapped.of };
  }
  const events = of.events + versus.events;
  const a = versus.n * (oddsRatio - 1);
  const b = of.n * oddsRatio + versus.n - events * (oddsRatio - 1);
  const root = Math.sqrt(b * b + 4 * a * events);
  const p = b >= 0 ? (2 * events) / (b + root) : (root - b) / (2 * a);
  return { of: (p * oddsRatio) / (1 + p * (oddsRatio - 1)), versus: p };
}

/**
 * Score statistic of an odds ratio before it is divided: events of `of` beyond those expected, and their variance at
 * the restricted proportions, which is 1 / (1 / (n1·p1·q1) + 1 / (n2·p2·q2)). The shares without the event are fitted
 * like those with it, so that neither is a difference from 1.
 */
export function scoreOddsRatioTerms(of: EventCount, versus: EventCount, oddsRatio: number) {
  const p = restrictedByOddsRatio(of, versus, oddsRatio);
  const q = restrictedByOddsRatio(others(of), others(versus), 1 / oddsRatio);
  const first = of.n * p.of * q.of;
  const second = versus.n * p.versus * q.versus;
  return {
    numerator: p.of < 0.5 ? of.events - of.n * p.of : of.n * q.of - (of.n - of.events),
    variance: first + second > 0 ? (first / (first + second)) * second : 0,
  };
}

function others({ events, n }: EventCount): EventCount {
  return { events: n - events, n };
}
