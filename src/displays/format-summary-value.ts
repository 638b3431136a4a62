import { type Estimable, isEstimable } from '../core/estimable.js';
import type { SummaryRow } from '../core/result.js';
import { statisticLabel } from '../core/statistic-names.js';
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatSignificant,
  joinInterval,
} from './format-number.js';

/** A summary number as printed, by the unit of its statistic: percentages, counts, times, other numbers. */
export function formatSummaryValue(value: Estimable, row: Pick<SummaryRow, 'statistic' | 'unit'>): string {
  if (!isEstimable(value)) return formatNumber(value, 0);
  const { unit } = statisticLabel(row.statistic);
  if (unit === 'proportion') return formatPercent(value);
  if (unit === 'count') return formatCount(value);
  const printed =
    unit === 'outcome'
      ? formatNumber(value, 2)
      : Number.isInteger(value)
        ? formatCount(value)
        : formatSignificant(value, 4);
  return row.unit === null ? printed : `${printed} ${row.unit}`;
}

/** The interval of a summary number, or the empty string where there is none or neither limit exists. */
export function formatSummaryInterval(row: SummaryRow): string {
  if (row.interval === undefined) return '';
  const { lower, upper } = row.interval;
  if (!isEstimable(lower) && !isEstimable(upper)) return '';
  const bare = { statistic: row.statistic, unit: null };
  return joinInterval(formatSummaryValue(lower, bare), formatSummaryValue(upper, bare));
}
