import { PlanError } from '../../../core/errors.js';
import type { Result, SummaryRow } from '../../../core/result.js';
import { formatNumber, joinInterval } from '../../format-number.js';
import { partsOf, summaryRows } from '../../result-parts.js';

export interface RocSeries {
  readonly name: string;
  /** 1 - specificity. */
  readonly x: readonly number[];
  /** Sensitivity. */
  readonly y: readonly number[];
  /** The cut of each point as printed; empty at the corners. */
  readonly labels: readonly string[];
  /** Area with its interval as printed; null where the method gave none. */
  readonly area: string | null;
  readonly areaRow: SummaryRow | null;
  readonly subjects: number | null;
  readonly cases: number | null;
}

/** Curves whose points all lie between 0 and 1, with their areas. Throws where a result has none. */
export function rocSeries(result: Result): readonly RocSeries[] {
  const rows = summaryRows(result);
  const find = (name: string, statistic: SummaryRow['statistic']) =>
    rows.find((row) => row.statistic === statistic && (row.term === name || row.term === null)) ?? null;
  const count = (row: SummaryRow | null) => (typeof row?.value === 'number' ? row.value : null);
  const inside = (values: readonly number[]) => values.every((value) => value >= -1e-9 && value <= 1 + 1e-9);
  const series = partsOf(result, 'points')
    .flatMap((part) => part.series)
    .filter(({ x, y }) => x.length > 1 && inside(x) && inside(y))
    .map(({ name, x, y, labels }): RocSeries => {
      const areaRow = find(name, 'auc');
      return {
        name,
        x,
        y,
        labels: labels ?? x.map(() => ''),
        area: areaRow === null ? null : areaText(areaRow),
        areaRow,
        subjects: count(find(name, 'n')),
        cases: count(find(name, 'events')),
      };
    });
  if (series.length > 0) return series;
  throw new PlanError({
    code: 'display/no-roc',
    where: 'roc',
    what: `analysis "${result.analysis}" has no curve of sensitivity against 1 - specificity`,
    expected: 'the result of a method such as roc-curve',
  });
}

function areaText({ value, interval }: SummaryRow): string {
  const limits =
    interval === undefined || typeof interval.lower !== 'number' || typeof interval.upper !== 'number'
      ? ''
      : ` (${joinInterval(formatNumber(interval.lower, 2), formatNumber(interval.upper, 2))})`;
  return `${formatNumber(value, 2)}${limits}`;
}
