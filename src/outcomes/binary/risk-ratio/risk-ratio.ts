import type { Estimable } from '../../../core/estimable.js';
import { requireLevel, requireObject, requireOneOf } from '../../../math/argument-checks.js';
import { logRatioOfProducts } from '../../../math/special/log-ratio.js';
import { logWald, noLogWald } from '../../log-wald.js';
import { type ZeroCellRule, zeroCellRules } from '../../zero-cells-option.js';
import { type EventCount, hasZeroCell, requireEventCount, withHalfAdded } from '../event-count.js';

export interface RiskRatioOptions {
  readonly level?: number;
  readonly zeroCells?: ZeroCellRule;
}

export interface RiskRatioEstimate {
  /** Proportion of `of` divided by proportion of `versus`; 1 means no difference. */
  readonly riskRatio: Estimable;
  readonly logRiskRatio: Estimable;
  /** Of the log risk ratio. */
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly logLower: Estimable;
  readonly logUpper: Estimable;
  readonly z: Estimable;
  /** Two-sided Wald p of the log risk ratio. */
  readonly p: Estimable;
  readonly level: number;
  /** Whether 1/2 was added to every cell. */
  readonly halfAdded: boolean;
}

/**
 * How many times as likely the event was in one arm as in the other.
 *
 * Wald interval and test of the log risk ratio (Katz), as R epitools `riskratio.wald`, metafor `escalc("RR")` and SAS
 * FREQ `RELRISK`. `zeroCells`: with `none` (default) an arm without events makes everything `zero-cells`, and only
 * events in both arms give ratio 1 with the rest `no-variation`; with `add-half` 1/2 is added to all four cells when
 * any of the four is zero, as metafor's `add = 1/2, to = "only0"`. An empty arm makes everything `empty-group`.
 *
 * @throws MethodError when a count is not whole or negative, events exceed n, or level is not in (0, 1).
 *
 * Source: Katz D, Baptista J, Azen SP, Pike MC. Biometrics 1978;34:469-474. Oracle: test/oracles/risk-ratio.
 */
export function riskRatio(
  of: EventCount,
  versus: EventCount,
  options: RiskRatioOptions = {},
): RiskRatioEstimate {
  requireObject('risk-ratio', 'options', options, 'an object of options');
  const { level = 0.95, zeroCells = 'none' } = options;
  requireOneOf('risk-ratio', 'zeroCells', zeroCells, zeroCellRules);
  requireEventCount('risk-ratio', 'of', of);
  requireEventCount('risk-ratio', 'versus', versus);
  requireLevel('risk-ratio', 'level', level);
  const empty = of.n === 0 || versus.n === 0;
  const halfAdded = !empty && zeroCells === 'add-half' && hasZeroCell(of, versus);
  const { ratio, logRatio, ...wald } = empty
    ? noLogWald('empty-group')
    : logRiskRatioWald(halfAdded ? withHalfAdded(of) : of, halfAdded ? withHalfAdded(versus) : versus, level);
  return { riskRatio: ratio, logRiskRatio: logRatio, ...wald, level, halfAdded };
}

function logRiskRatioWald(of: EventCount, versus: EventCount, level: number) {
  if (of.events === 0 || versus.events === 0) return noLogWald('zero-cells');
  const logRatio = logRatioOfProducts(of.events, versus.n, versus.events, of.n);
  // 1/x - 1/n without the cancellation.
  const variance =
    (of.n - of.events) / (of.events * of.n) + (versus.n - versus.events) / (versus.events * versus.n);
  return logWald(logRatio, variance, level);
}
