import { type Estimable, notEstimable } from '../../core/estimable.js';
import { criticalZ, normalTwoSidedP } from '../../math/distributions/normal.js';
import type { EventCount } from '../binary/event-count.js';
import { observedDifference, scoreDifferenceZ } from '../binary/score-difference.js';
import { wilsonLower, wilsonUpper } from '../binary/wilson-limit.js';

export const riskContrastIntervals = ['wald', 'newcombe'] as const;
export type RiskContrastInterval = (typeof riskContrastIntervals)[number];

export interface RiskContrast {
  readonly estimate: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly p: Estimable;
}

/**
 * The difference of two proportions of completed data. `wald`: unpooled variance for limits and p, cut to [-1, 1].
 * `newcombe`: square-and-add of the two Wilson intervals, p of the pooled score test. An empty arm is `empty-group`; two
 * arms without variation have no Wald limits and no p (`no-variation`).
 *
 * Source: Newcombe RG. Stat Med 1998;17:873-890, methods 1 and 10.
 */
export function riskContrast(
  of: EventCount,
  versus: EventCount,
  interval: RiskContrastInterval,
  level: number,
): RiskContrast {
  if (of.n === 0 || versus.n === 0) {
    const none = notEstimable('empty-group');
    return { estimate: none, standardError: none, lower: none, upper: none, p: none };
  }
  const z = criticalZ(level);
  const estimate = observedDifference(of, versus);
  const variance =
    (of.events * (of.n - of.events)) / of.n ** 3 +
    (versus.events * (versus.n - versus.events)) / versus.n ** 3;
  const none = notEstimable('no-variation');
  const standardError = variance > 0 ? Math.sqrt(variance) : none;
  if (interval === 'newcombe') {
    const first = of.events / of.n;
    const second = versus.events / versus.n;
    const down = Math.hypot(
      first - wilsonLower(of.events, of.n, z),
      wilsonUpper(versus.events, versus.n, z) - second,
    );
    const up = Math.hypot(
      wilsonUpper(of.events, of.n, z) - first,
      second - wilsonLower(versus.events, versus.n, z),
    );
    const score = scoreDifferenceZ(of, versus, 0, 1);
    const p = typeof score === 'number' ? normalTwoSidedP(score) : score;
    return { estimate, standardError, lower: estimate - down, upper: estimate + up, p };
  }
  if (typeof standardError !== 'number')
    return { estimate, standardError, lower: none, upper: none, p: none };
  return {
    estimate,
    standardError,
    lower: Math.max(-1, estimate - z * standardError),
    upper: Math.min(1, estimate + z * standardError),
    p: normalTwoSidedP(estimate / standardError),
  };
}
