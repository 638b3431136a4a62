import type { Estimable } from '../../../core/estimable.js';
import { criticalZ } from '../../../math/distributions/normal.js';
import type { EventCount } from '../event-count.js';
import { exactRatioLimits } from '../exact-ratio-limits.js';
import { type Limited, ratioFromLimits } from '../ratio-from-limits.js';
import { scoreLimitsOfRatio } from '../score-limits-of-ratio.js';
import { scoreRatioTerms } from '../score-ratio.js';
import { wilsonLower, wilsonUpper } from '../wilson-limit.js';

export const riskRatioIntervals = ['wald-log', 'koopman', 'mover', 'exact-unconditional'] as const;
export type RiskRatioInterval = (typeof riskRatioIntervals)[number];

interface RatioLimits {
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Where the interval has a test other than the pooled score test. */
  readonly p?: number;
}

type LimitFunction = (of: EventCount, versus: EventCount, level: number) => RatioLimits;

/** Limits that do not come from a standard error; of two arms that are not empty. */
export const riskRatioLimits: Record<Exclude<RiskRatioInterval, 'wald-log'>, LimitFunction> = {
  koopman: (of, versus, level) =>
    scoreLimitsOfRatio((ratio) => scoreRatioTerms(of, versus, ratio), criticalZ(level), 1, {
      zero: of.events === 0,
      infinite: versus.events === 0,
    }),
  mover: (of, versus, level) => {
    const z = criticalZ(level);
    const wilson = ({ events, n }: EventCount): Limited => ({
      value: events / n,
      lower: wilsonLower(events, n, z),
      upper: wilsonUpper(events, n, z),
    });
    return ratioFromLimits(wilson(of), wilson(versus));
  },
  'exact-unconditional': (of, versus, level) => exactRatioLimits('risk-ratio', of, versus, level),
};
