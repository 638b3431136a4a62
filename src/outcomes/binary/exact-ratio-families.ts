import { leastOfTail, markBorder, type ScoreFamily } from './exact-score-tail.js';
import { scoreOddsRatioTerms } from './score-odds-ratio.js';
import { scoreRatioTerms } from './score-ratio.js';

/** Risk ratios: the statistic rises with the events of `of` and falls with those of `versus`. */
export const riskRatios: ScoreFamily = {
  ordered: true,
  markTail: (mask, of, versus, ratio) => {
    const statistic = (x: number, y: number) => {
      const terms = scoreRatioTerms({ events: x, n: of.n }, { events: y, n: versus.n }, ratio);
      return terms.variance > 0 ? terms.numerator / Math.sqrt(terms.variance) : 0;
    };
    const least = leastOfTail(statistic(of.events, versus.events));
    markBorder(mask, of.n, versus.n, (x, y) => statistic(x, y) >= least);
  },
  curve: (ratio) => {
    // The higher proportion runs from 0 to 1, the lower one to `most`.
    const most = Math.min(ratio, 1 / ratio);
    const [high, low] = ratio > 1 ? [0, 2] : [2, 0];
    return {
      end: Math.PI,
      sharesAt: (angle, shares) => {
        const share = Math.sin(angle / 2) ** 2;
        const others = Math.cos(angle / 2) ** 2;
        shares[high] = share;
        shares[high + 1] = others;
        shares[low] = most * share;
        shares[low + 1] = 1 - most + most * others;
      },
    };
  },
};

/**
 * Odds ratios. With the total of events the statistic rises with the events of `of`, yet not with one arm's events
 * alone: far from 1 a table at the corner may stand below its neighbour, so that every table is looked at.
 */
export const oddsRatios: ScoreFamily = {
  ordered: false,
  markTail: (mask, of, versus, oddsRatio) => {
    const [n, m] = [of.n, versus.n];
    // The fit depends on the total of events alone: one for each, with the events of `of` it expects.
    const expected = new Float64Array(n + m + 1);
    const deviation = new Float64Array(n + m + 1);
    for (let events = 0; events <= n + m; events += 1) {
      const x = Math.min(n, events);
      const terms = scoreOddsRatioTerms({ events: x, n }, { events: events - x, n: m }, oddsRatio);
      expected[events] = x - terms.numerator;
      deviation[events] = Math.sqrt(terms.variance);
    }
    const statistic = (x: number, y: number) => {
      const spread = deviation[x + y]!;
      return spread > 0 ? (x - expected[x + y]!) / spread : 0;
    };
    const least = leastOfTail(statistic(of.events, versus.events));
    for (let x = 0; x <= n; x += 1) {
      for (let y = 0; y <= m; y += 1) {
        if (statistic(x, y) >= least) mask[x * (m + 1) + y] = 1;
      }
    }
  },
  curve: (oddsRatio) => {
    // The arm with the higher odds has `factor` times the other's. Up to the middle its proportion is what runs; from
    // there on the other arm's share without the event does, as the mirror image.
    const factor = Math.max(oddsRatio, 1 / oddsRatio);
    const [high, low] = oddsRatio > 1 ? [0, 2] : [2, 0];
    const root = Math.sqrt(factor);
    const middle = 2 * Math.atan(Math.sqrt(root));
    return {
      end: 2 * middle,
      sharesAt: (angle, shares) => {
        const mirrored = angle > middle;
        const half = (mirrored ? 2 * middle - angle : angle) / 2;
        const share = Math.sin(half) ** 2;
        const others = Math.cos(half) ** 2;
        const whole = share + factor * others;
        // Near arm: that whose share runs; far arm: the other.
        const [near, far] = mirrored ? [low + 1, high + 1] : [high, low];
        const turn = mirrored ? -1 : 1;
        shares[near] = share;
        shares[near + turn] = others;
        shares[far] = share / whole;
        shares[far + turn] = (factor * others) / whole;
      },
    };
  },
};
