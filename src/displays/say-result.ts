import type { EstimateRow, Result, TestRow } from '../core/result.js';
import { statisticLabel } from '../core/statistic-names.js';
import { formatLevel, formatPWithSign } from './format-number.js';
import { formatSummaryInterval, formatSummaryValue } from './format-summary-value.js';
import { effectUnit, formatEffect } from './natural-effect.js';
import { estimateRows, summaryRows, testRows } from './result-parts.js';

/**
 * The main number of a result in one line: its pooled or first effect, else its proportions or medians, else its test.
 */
export function sayResult(result: Result): string | null {
  const estimates = estimateRows(result);
  const main =
    estimates.find(({ role }) => role === 'pooled') ?? estimates.find(({ role }) => role === 'comparison');
  if (main !== undefined) return sayEffect(main);
  const test = testRows(result)[0];
  const shown = summaryRows(result).filter(
    ({ statistic, term }) =>
      term === null && ['proportion', 'median-survival', 'mean', 'rate'].includes(statistic),
  );
  const statistic = shown[0]?.statistic;
  if (statistic !== undefined && test === undefined) {
    const values = shown
      .filter((row) => row.statistic === statistic)
      .map((row) => {
        const interval = formatSummaryInterval(row);
        const value = `${row.group === null ? '' : `${row.group} `}${formatSummaryValue(row.value, row)}`;
        return interval === '' ? value : `${value} (${interval})`;
      });
    return `${statisticLabel(statistic).label}: ${values.join('; ')}`;
  }
  if (test !== undefined) return sayTest(test);
  const first = estimates[0];
  return first === undefined ? null : sayEffect(first);
}

/** `Risk ratio 0.84 (95% CI 0.77–0.92), p<0.0001`. */
function sayEffect(row: EstimateRow): string {
  const { estimate, interval } = formatEffect(row);
  const unit = effectUnit(row);
  const limits = interval === null ? '' : ` (${formatLevel(row.level)} CI ${interval})`;
  const p =
    row.p === null || typeof row.p !== 'number' ? '' : `, ${formatPWithSign(row.p, { smallest: 0.0001 })}`;
  const term = row.term === null ? '' : `${row.term}: `;
  return `${term}${statisticLabel(row.statistic).label} ${estimate}${unit === null ? '' : ` ${unit}`}${limits}${p}`;
}

function sayTest({ statistic, term, p }: TestRow): string {
  return `${statisticLabel(statistic).label}${term === null ? '' : ` (${term})`}: ${formatPWithSign(p, { smallest: 0.0001 })}`;
}
