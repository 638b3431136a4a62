import type { NotEstimableReason } from '../../core/estimable.js';
import { requireLevel, requireObject, requireOneOf } from '../../math/argument-checks.js';
import { type LogWald, noLogWald } from '../log-wald.js';
import { type ZeroCellRule, zeroCellRules } from '../zero-cells-option.js';
import { type EventCount, hasZeroCell, requireEventCount, withHalfAdded } from './event-count.js';

export interface RatioOfCountsOptions {
  readonly level?: number;
  readonly zeroCells?: ZeroCellRule;
}

export interface RatioOfCounts extends LogWald {
  readonly level: number;
  /** Whether 1/2 was added to every cell. */
  readonly halfAdded: boolean;
}

/**
 * What the risk ratio and the odds ratio of two arms share: checks, the rule for zero cells, and empty arms. `wald`
 * gives the interval of the ratio in question from counts that may have had 1/2 added.
 */
export function waldRatioOfCounts(
  method: string,
  of: EventCount,
  versus: EventCount,
  options: RatioOfCountsOptions,
  wald: (of: EventCount, versus: EventCount, level: number) => LogWald,
): RatioOfCounts {
  requireObject(method, 'options', options, 'an object of options');
  const { level = 0.95, zeroCells = 'none' } = options;
  requireOneOf(method, 'zeroCells', zeroCells, zeroCellRules);
  requireEventCount(method, 'of', of);
  requireEventCount(method, 'versus', versus);
  requireLevel(method, 'level', level);
  const none = (reason: NotEstimableReason) => ({ ...noLogWald(reason), level, halfAdded: false });
  if (of.n === 0 || versus.n === 0) return none('empty-group');
  const halfAdded = zeroCells === 'add-half' && hasZeroCell(of, versus);
  const counts = halfAdded ? ([withHalfAdded(of), withHalfAdded(versus)] as const) : ([of, versus] as const);
  return { ...wald(...counts, level), level, halfAdded };
}
