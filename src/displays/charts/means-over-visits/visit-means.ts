import { PlanError } from '../../../core/errors.js';
import { isEstimable } from '../../../core/estimable.js';
import type { EstimateRow, Result, SummaryRow } from '../../../core/result.js';
import { statisticLabel } from '../../../core/statistic-names.js';
import { capitaliseLabel } from '../../format-number.js';
import { estimateRows, summaryRows } from '../../result-parts.js';

export interface VisitPoint {
  readonly visit: number;
  readonly arm: number;
  readonly row: SummaryRow;
  /** Outcomes of the arm at the visit; null where the method does not tell. */
  readonly n: number | null;
  readonly mean: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface VisitMeans {
  /** In the order of the method. */
  readonly visits: readonly string[];
  readonly arms: readonly string[];
  /** Arm after arm. */
  readonly points: readonly VisitPoint[];
  readonly statistic: 'least-squares-mean' | 'mean';
  readonly unit: string | null;
  readonly level: number | null;
  readonly intervalMethod: string | null;
  /** Differences at the visits. */
  readonly differences: readonly { readonly visit: number; readonly row: EstimateRow }[];
}

/** Means of arms at visits: least-squares means where the method has them, else means as observed. */
export function visitMeans(result: Result): VisitMeans {
  const rows = summaryRows(result);
  const named = (statistic: SummaryRow['statistic']) =>
    rows.filter((row) => row.statistic === statistic && row.term !== null);
  const adjusted = named('least-squares-mean');
  const means = adjusted.length > 0 ? adjusted : named('mean');
  if (means.length === 0) {
    throw new PlanError({
      code: 'display/no-visit-means',
      where: 'means-over-visits',
      what: `analysis "${result.analysis}" has no means by visit`,
      expected: 'the result of method mixed-model-repeated-measures or visit-summary',
    });
  }
  const visits = [...new Set(means.map(({ term }) => term!))];
  const groups = [...new Set(means.map(({ group }) => group))];
  const counts = named('n');
  const interval = means.find((row) => row.interval !== undefined)?.interval;
  return {
    visits,
    arms: groups.map((group) => capitaliseLabel(group ?? 'all subjects')),
    points: means.map((row) => {
      const count = counts.find(({ group, term }) => group === row.group && term === row.term)?.value;
      const limit = (side: 'lower' | 'upper') => {
        const value = row.interval?.[side];
        return value !== undefined && isEstimable(value) ? value : null;
      };
      return {
        visit: visits.indexOf(row.term!),
        arm: groups.indexOf(row.group),
        row,
        n: count !== undefined && isEstimable(count) ? count : null,
        mean: isEstimable(row.value) ? row.value : null,
        lower: limit('lower'),
        upper: limit('upper'),
      };
    }),
    statistic: adjusted.length > 0 ? 'least-squares-mean' : 'mean',
    unit: means[0]!.unit,
    level: interval?.level ?? null,
    intervalMethod: interval?.method ?? null,
    differences: estimateRows(result).flatMap((row) =>
      row.role === 'comparison' && row.term !== null && visits.includes(row.term)
        ? [{ visit: visits.indexOf(row.term), row }]
        : [],
    ),
  };
}

/** `Least-squares mean of DAS28 (points; lower is better)`. */
export function valueTitle(result: Result, means: VisitMeans, label: string | null): string {
  const { variable, benefit } = result.context;
  const words =
    label ??
    (variable === null
      ? statisticLabel(means.statistic).label
      : `${statisticLabel(means.statistic).label}, ${variable}`);
  const notes = [means.unit, benefit === null ? null : `${benefit} is better`].filter(
    (note) => note !== null,
  );
  return notes.length === 0 ? words : `${words} (${notes.join('; ')})`;
}
