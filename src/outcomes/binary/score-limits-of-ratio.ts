import { type Estimable, notEstimable } from '../../core/estimable.js';
import { brentRoot, findBracket } from '../../math/optimise/brent-root.js';

/** Score statistic of a ratio, before division: falls as the ratio rises. */
export type ScoreTerms = (ratio: number) => { readonly numerator: number; readonly variance: number };

/**
 * The ratios at which the score statistic is z and -z, searched on the log scale. Where the data allow 0 or infinity
 * there is no limit on that side: 0, or `zero-cells`.
 */
export function scoreLimitsOfRatio(
  terms: ScoreTerms,
  z: number,
  factor: number,
  allows: { readonly zero: boolean; readonly infinite: boolean },
): { readonly lower: Estimable; readonly upper: Estimable } {
  const limit = (target: number) => {
    const beyond = (logRatio: number) => {
      const { numerator, variance } = terms(Math.exp(logRatio));
      return target * Math.sqrt(variance * factor) - numerator;
    };
    // With only events in both arms the variance is zero at ratio 1, a root that is no limit: start just beside it.
    const side = Math.sign(target);
    let start = 0;
    if (terms(1).variance === 0) {
      for (let step = 1 / 4; beyond(start) * side <= 0; step /= 16) start = -side * step;
    }
    const [low, high] = findBracket(beyond, start, beyond(start) > 0 ? -1 : 1)!;
    return Math.exp(brentRoot(beyond, low, high));
  };
  return {
    lower: allows.zero ? 0 : limit(z),
    upper: allows.infinite ? notEstimable('zero-cells') : limit(-z),
  };
}
