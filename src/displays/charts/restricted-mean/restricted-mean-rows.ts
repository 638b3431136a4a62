import { isEstimable } from '../../../core/estimable.js';
import type { EstimateRow, Result, SummaryRow } from '../../../core/result.js';
import type { StatisticName } from '../../../core/statistic-names.js';
import { capitalise, formatLevel, formatPWithSign, formatTime } from '../../format-number.js';
import { formatSummaryInterval, formatSummaryValue } from '../../format-summary-value.js';
import { formatEffect } from '../../natural-effect.js';
import { estimateRows, summaryRows } from '../../result-parts.js';
import type { RestrictedMeanOptions } from './restricted-mean-options.js';

/** A line of the block beneath the axis: an arm with its mean, or how two arms differ. */
export interface MeanLine {
  readonly label: string;
  readonly text: string;
  /** Place of the arm among the curves; null for a contrast. */
  readonly arm: number | null;
}

const statisticOf: Record<RestrictedMeanOptions['contrast'], StatisticName | null> = {
  difference: 'restricted-mean-difference',
  ratio: 'restricted-mean-ratio',
  'time-lost-ratio': 'time-lost-ratio',
  none: null,
};

export function meanRows(result: Result): readonly SummaryRow[] {
  return summaryRows(result).filter(({ statistic }) => statistic === 'restricted-mean-survival-time');
}

/** The time up to which means are taken, as the method names it beside each mean; null without one. */
export function horizonOf(result: Result): number | null {
  const term = meanRows(result)[0]?.term ?? null;
  const horizon = term === null ? Number.NaN : Number(term);
  return Number.isFinite(horizon) && horizon > 0 ? horizon : null;
}

export function contrastRows(
  result: Result,
  { contrast }: Pick<RestrictedMeanOptions, 'contrast'>,
): readonly EstimateRow[] {
  return estimateRows(result).filter(
    ({ statistic, role }) => statistic === statisticOf[contrast] && role === 'comparison',
  );
}

/** How tau was chosen, where the method chose it. */
export function windowNote({ notices }: Result): string | null {
  return notices.find(({ code }) => code === 'restricted-mean-survival-time/window')?.message ?? null;
}

/** Means of the arms in the order of their curves, then the contrasts. */
export function meanLines(
  result: Result,
  groups: readonly (string | null)[],
  options: RestrictedMeanOptions,
): readonly MeanLine[] {
  const means = meanRows(result).map((row) => ({
    label: capitalise(row.group ?? 'all'),
    text: sayMean(row),
    arm: groups.indexOf(row.group),
  }));
  const contrasts = contrastRows(result, options).map((row) => ({
    label: capitalise(
      row.statistic === 'time-lost-ratio' ? `time lost, ${contrastLabel(row)}` : contrastLabel(row),
    ),
    text: sayContrast(row),
    arm: null,
  }));
  return [...means, ...contrasts];
}

/** `Mean up to 28 days (95% CI)`. */
export function meanHeading(result: Result, horizon: number, timeUnit: string): string {
  const level = meanRows(result)[0]?.interval?.level;
  const interval = level === undefined ? '' : ` (${formatLevel(level)} CI)`;
  return `Mean event-free time up to ${formatTime(horizon, timeUnit)}${interval}`;
}

export function sayMean(row: SummaryRow): string {
  if (!isEstimable(row.value)) return formatSummaryValue(row.value, row);
  const interval = formatSummaryInterval(row);
  const value = formatSummaryValue(row.value, { ...row, unit: null });
  return `${value}${interval === '' ? '' : ` (${interval})`}${row.unit === null ? '' : ` ${row.unit}`}`;
}

/** `a minus b` for a difference, `a over b` for a ratio; a covariate by its name. */
export function contrastLabel({ statistic, role, term, of, versus }: EstimateRow): string {
  if (role === 'covariate') return `${term}, per unit`;
  return statistic === 'restricted-mean-difference' ? `${of} minus ${versus}` : `${of} over ${versus}`;
}

export function sayContrast(row: EstimateRow): string {
  const { text } = formatEffect(row);
  const unit = row.unit === undefined ? '' : ` ${row.unit}`;
  const p = row.p === null || !isEstimable(row.p) ? '' : `, ${formatPWithSign(row.p)}`;
  return isEstimable(row.estimate) ? `${text}${unit}${p}` : text;
}
