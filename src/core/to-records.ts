import { type Estimable, isEstimable } from './estimable.js';
import type { Result } from './result.js';
import { naturalFigures } from './result-figures.js';
import type { StatisticName } from './statistic-names.js';

/** One number of a result: a row of an analysis results dataset. */
export interface ResultRecord {
  readonly study: string;
  readonly analysis: string;
  readonly method: string;
  readonly statistic: StatisticName;
  readonly group: string | null;
  readonly term: string | null;
  readonly figure: 'value' | 'lower' | 'upper' | 'p' | 'standard-error';
  /** Unrounded; null where the number does not exist. */
  readonly value: number | null;
  readonly notEstimable: string | null;
  /** `log`: a standard error of a ratio, which exists on the log scale only. */
  readonly scale: 'natural' | 'log';
  readonly level: number | null;
}

/** Flattens a result to one row a number. Ratios are on the natural scale, their standard errors on the log scale. */
export function toRecords(result: Result): readonly ResultRecord[] {
  const records: ResultRecord[] = [];
  const push = (
    row: { statistic: StatisticName; group: string | null; term: string | null },
    figure: ResultRecord['figure'],
    value: Estimable | null,
    scale: ResultRecord['scale'],
    level: number | null,
  ) => {
    if (value === null) return;
    records.push({
      study: result.study,
      analysis: result.analysis,
      method: result.method,
      statistic: row.statistic,
      group: row.group,
      term: row.term,
      figure,
      value: isEstimable(value) ? value : null,
      notEstimable: isEstimable(value) ? null : value.notEstimable,
      scale,
      level,
    });
  };
  for (const row of naturalFigures(result.parts)) {
    push(row, 'value', row.value, 'natural', null);
    push(row, 'lower', row.lower, 'natural', row.level);
    push(row, 'upper', row.upper, 'natural', row.level);
    push(row, 'p', row.p, 'natural', null);
  }
  for (const part of result.parts) {
    if (part.kind !== 'estimates') continue;
    for (const row of part.rows) {
      const key = { statistic: row.statistic, group: row.of, term: row.term };
      push(key, 'standard-error', row.standardError, row.scale === 'log' ? 'log' : 'natural', null);
    }
  }
  return records;
}
