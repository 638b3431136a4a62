import type { EventCount } from './event-count.js';
import {
  type ExactScoreTail,
  exactScoreTail,
  leastOfTail,
  markBorder,
  type ScoreFamily,
} from './exact-score-tail.js';
import { observedDifference, restrictedVariance } from './score-difference.js';

/**
 * Risk differences, ordered by the score statistic: it rises with the events of `of` and falls with those of `versus`.
 */
const differences: ScoreFamily = {
  ordered: true,
  markTail: (mask, of, versus, difference) => {
    const statistic = (x: number, y: number) => {
      const [first, second] = [
        { events: x, n: of.n },
        { events: y, n: versus.n },
      ];
      const variance = restrictedVariance(first, second, difference);
      return variance > 0 ? (observedDifference(first, second) - difference) / Math.sqrt(variance) : 0;
    };
    const least = leastOfTail(statistic(of.events, versus.events));
    markBorder(mask, of.n, versus.n, (x, y) => statistic(x, y) >= least);
  },
  curve: (difference) => {
    const gap = Math.abs(difference);
    const up = difference > 0;
    const width = 1 - gap;
    return {
      end: Math.PI,
      // None of the shares is a difference from 1.
      sharesAt: (angle, shares) => {
        const low = width * Math.sin(angle / 2) ** 2;
        const high = width * Math.cos(angle / 2) ** 2;
        shares[0] = up ? low + gap : low;
        shares[1] = up ? high : high + gap;
        shares[2] = up ? low : low + gap;
        shares[3] = up ? high + gap : high;
      },
    };
  },
};

/** The tables whose score statistic is at least the observed one, by risk difference. */
export function exactDifferenceTail(of: EventCount, versus: EventCount): ExactScoreTail {
  return exactScoreTail(differences, of, versus);
}
