import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { criticalZ } from '../../../math/distributions/normal.js';
import type { EventCount } from '../event-count.js';
import { exactRatioLimits } from '../exact-ratio-limits.js';
import { type Limited, ratioFromLimits } from '../ratio-from-limits.js';
import { scoreLimitsOfRatio } from '../score-limits-of-ratio.js';
import { scoreOddsRatioTerms } from '../score-odds-ratio.js';
import { wilsonLower, wilsonUpper } from '../wilson-limit.js';

export const oddsRatioIntervals = ['wald-log', 'score', 'mover', 'exact-unconditional'] as const;
export type OddsRatioInterval = (typeof oddsRatioIntervals)[number];

interface RatioLimits {
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Where the interval has a test other than the pooled score test. */
  readonly p?: number;
}

type LimitFunction = (of: EventCount, versus: EventCount, level: number) => RatioLimits;

/** Limits that do not come from a standard error; of two arms that are not empty. */
export const oddsRatioLimits: Record<Exclude<OddsRatioInterval, 'wald-log'>, LimitFunction> = {
  score: (of, versus, level) =>
    scoreLimitsOfRatio((ratio) => scoreOddsRatioTerms(of, versus, ratio), criticalZ(level), 1, {
      zero: of.events === 0 || versus.events === versus.n,
      infinite: versus.events === 0 || of.events === of.n,
    }),
  mover: (of, versus, level) => {
    const infinite = notEstimable('zero-cells');
    if (of.events === of.n || versus.events === versus.n) return { lower: infinite, upper: infinite };
    const z = criticalZ(level);
    // 1 less a Wilson limit is the other limit of the non-events, which keeps the digits of odds.
    const odds = ({ events, n }: EventCount): Limited => ({
      value: events / (n - events),
      lower: wilsonLower(events, n, z) / wilsonUpper(n - events, n, z),
      upper: wilsonUpper(events, n, z) / wilsonLower(n - events, n, z),
    });
    return ratioFromLimits(odds(of), odds(versus));
  },
  'exact-unconditional': (of, versus, level) => exactRatioLimits('odds-ratio', of, versus, level),
};
