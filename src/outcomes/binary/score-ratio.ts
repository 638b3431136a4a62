import type { EventCount } from './event-count.js';
import type { RestrictedProportions } from './restricted-proportions.js';

/**
 * The most likely proportions when that of `of` is `ratio` times that of `versus`: the smaller root of N·ratio·p² -
 * (ratio·(n1 + x2) + x1 + n2)·p + (x1 + x2) = 0. The discriminant is written as a sum of squares and the root as a
 * quotient, so that nothing cancels.
 *
 * Source: Miettinen O, Nurminen M. Stat Med 1985;4:213-226, equation 12.
 */
export function restrictedByRatio(of: EventCount, versus: EventCount, ratio: number): RestrictedProportions {
  const a = ratio * (of.n + versus.events);
  const b = of.events + versus.n;
  const others = (of.n - of.events) * (versus.n - versus.events);
  const root = Math.sqrt((a - b) ** 2 + 4 * ratio * others);
  const p = (2 * (of.events + versus.events)) / (a + b + root);
  return { of: Math.min(1, ratio * p), versus: Math.min(1, p) };
}

/**
 * Score statistic of a risk ratio before it is divided: `numerator` is p1 - ratio·p2 and `variance` its variance at the
 * restricted proportions. Both are divided by 1 + ratio (squared), which keeps them finite for any ratio.
 */
export function scoreRatioTerms(of: EventCount, versus: EventCount, ratio: number) {
  const p = restrictedByRatio(of, versus, ratio);
  const share = ratio / (1 + ratio);
  const rest = 1 / (1 + ratio);
  return {
    numerator: rest * (of.events / of.n) - share * (versus.events / versus.n),
    variance:
      (rest * rest * p.of * (1 - p.of)) / of.n + (share * share * p.versus * (1 - p.versus)) / versus.n,
  };
}
