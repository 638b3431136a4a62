import type { Table } from '../../../core/display.js';
import type { Estimable } from '../../../core/estimable.js';
import type { EstimateRow } from '../../../core/result.js';
import { capitaliseLabel, formatEvents, formatLevel, formatNumber, formatP } from '../../format-number.js';
import { effectName, formatEffect } from '../../natural-effect.js';

export interface EstimatesTableWords {
  /** The analysis of a row, where the table spans several. */
  readonly analysisOf?: (row: EstimateRow) => string;
  /** The p-value that a row shows; its own unless told otherwise. */
  readonly pOf?: (row: EstimateRow) => Estimable | null;
}

/**
 * Effects as a table: ratios as ratios, differences of proportions in percentage points, the events of each arm where
 * the method had counts, and for each row the method of its interval. A number that does not exist is said in words.
 */
export function estimatesTable(
  title: string,
  rows: readonly EstimateRow[],
  { analysisOf, pOf = (row) => row.p }: EstimatesTableWords = {},
): Table {
  const counts = rows.some((row) => row.counts !== undefined);
  const weights = rows.some((row) => row.weight !== undefined);
  const names = new Set(rows.map(effectName));
  const anyP = rows.some((row) => pOf(row) !== null);
  const common = names.size === 1 ? [...names][0] : undefined;
  const left = 'left' as const;
  const right = 'right' as const;
  return {
    title,
    columns: [
      ...(analysisOf === undefined ? [] : [{ id: 'analysis', label: 'Analysis', align: left }]),
      { id: 'row', label: 'Comparison', align: left },
      ...(counts
        ? [
            { id: 'of', label: 'n/N', align: right },
            { id: 'versus', label: 'n/N, comparator', align: right },
          ]
        : []),
      ...(weights ? [{ id: 'weight', label: 'Weight', align: right }] : []),
      ...(common === undefined ? [{ id: 'effect', label: 'Effect', align: left }] : []),
      { id: 'estimate', label: common ?? 'Estimate', align: right },
      { id: 'interval', label: 'Interval', align: right },
      ...(anyP ? [{ id: 'p', label: 'p', align: right }] : []),
    ],
    rows: rows.map((row) => {
      const printed = formatEffect(row);
      const p = pOf(row);
      return {
        ...(analysisOf === undefined ? {} : { analysis: analysisOf(row) }),
        row: nameOf(row),
        of: row.counts === undefined ? '' : formatEvents(row.counts.of, true),
        versus: row.counts === undefined ? '' : formatEvents(row.counts.versus, true),
        weight: row.weight === undefined ? '' : `${formatNumber(row.weight, 1)}%`,
        effect: effectName(row),
        estimate: printed.estimate,
        interval: printed.interval === null ? '' : `${printed.interval} (${formatLevel(row.level)})`,
        p: p === null ? '' : formatP(p, { smallest: 0.0001 }),
      };
    }),
    footnotes: [...new Set(rows.map(sayInterval))],
  };
}

const roleNames: Partial<Record<EstimateRow['role'], string>> = {
  pooled: 'Pooled',
  prediction: 'Prediction interval',
};

function nameOf(row: EstimateRow): string {
  if (row.term !== null) return capitaliseLabel(row.term);
  return (
    roleNames[row.role] ??
    (row.of === null || row.versus === null ? 'Overall' : capitaliseLabel(`${row.of} versus ${row.versus}`))
  );
}

function sayInterval({ intervalMethod, reference }: EstimateRow): string {
  return `Interval: ${intervalMethod} (${sayReference(reference)}).`;
}

function sayReference(reference: EstimateRow['reference']): string {
  if (reference.distribution !== 't') return reference.distribution;
  return `t with ${formatNumber(reference.df, 1).replace(/\.0$/, '')} df`;
}
