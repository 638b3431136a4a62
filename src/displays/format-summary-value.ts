import { type Estimable, isEstimable } from '../core/estimable.js';
import type { SummaryRow } from '../core/result.js';
import { statisticLabel } from '../core/statistic-names.js';
import {
  formatCount,
  formatNumber,
  formatPercent,
  formatRatio,
  joinInterval,
  significantDecimals,
} from './format-number.js';

type NumberedRow = Pick<SummaryRow, 'statistic' | 'value' | 'interval' | 'unit'>;

/**
 * A summary number as printed, by the unit of its statistic: percentages, counts, times, other numbers. The number of a
 * row and its limits have the same decimals.
 */
export function formatSummaryValue(value: Estimable, row: NumberedRow): string {
  if (!isEstimable(value)) return formatNumber(value, 0);
  const { unit, scale, noDifference } = statisticLabel(row.statistic);
  if (unit === 'proportion') return formatPercent(value);
  if (unit === 'count') return formatCount(value);
  const printed =
    scale === 'log' || noDifference === 1
      ? formatRatio(value)
      : unit !== 'outcome' && numbersOf(row).every(Number.isInteger)
        ? formatCount(value)
        : formatNumber(value, rowDecimals(row, unit));
  return row.unit === null ? printed : `${printed} ${row.unit}`;
}

/** The interval of a summary number, or the empty string where there is none or neither limit exists. */
export function formatSummaryInterval(row: NumberedRow): string {
  if (row.interval === undefined) return '';
  const { lower, upper } = row.interval;
  if (!isEstimable(lower) && !isEstimable(upper)) return '';
  const bare = { ...row, unit: null };
  return joinInterval(formatSummaryValue(lower, bare), formatSummaryValue(upper, bare));
}

function numbersOf({ value, interval }: NumberedRow): readonly number[] {
  return [value, interval?.lower, interval?.upper].filter((each) => typeof each === 'number');
}

/**
 * Two decimals of an outcome, and more where all numbers of the row would print as 0.00; four significant digits of the
 * value otherwise, of a time no more than two decimals unless it is below 1, and only those that it was recorded with.
 */
function rowDecimals(row: NumberedRow, unit: string): number {
  const numbers = numbersOf(row);
  const largest = Math.max(...numbers.map(Math.abs));
  if (unit === 'outcome') return largest >= 0.005 || largest === 0 ? 2 : significantDecimals(largest, 3);
  const own = [0, 1, 2].find((decimals) =>
    numbers.every((number) => Number(number.toFixed(decimals)) === number),
  );
  if (unit === 'time' && own !== undefined) return own;
  const leading = isEstimable(row.value) && row.value !== 0 ? Math.abs(row.value) : largest;
  const decimals = significantDecimals(leading, 4);
  return unit === 'time' && leading >= 1 ? Math.min(2, decimals) : decimals;
}
