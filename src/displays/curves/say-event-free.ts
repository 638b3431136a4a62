import type { Curve } from '../../core/result.js';
import { formatCount, formatPercent, joinInterval } from '../format-number.js';
import { curveAt, numbersAt } from './curve-at-time.js';
import { turnOver } from './drawn-curve.js';

/** What a curve shows from a time on, for the pointer: percentage, interval, number at risk. */
export function sayEventFree(curve: Curve, time: number, turned: boolean): string {
  const value = curveAt(curve, time);
  if (value === null) return 'no longer followed';
  const { estimate, lower, upper } = turned ? turnOver(value) : value;
  const interval =
    lower === null || upper === null ? '' : ` (${joinInterval(formatPercent(lower), formatPercent(upper))})`;
  return `${formatPercent(estimate)}${interval}, ${formatCount(numbersAt(curve, time).atRisk)} at risk`;
}
