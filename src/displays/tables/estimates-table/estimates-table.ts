import type { Table } from '../../core/display.js';
import type { EstimateRow } from '../../core/result.js';
import { capitaliseLabel, formatEvents, formatLevel, formatNumber, formatP } from '../format-number.js';
import { effectName, formatEffect } from '../natural-effect.js';

/**
 * Effects as a table: ratios as ratios, differences of proportions in percentage points, the events of each arm where
 * the method had counts, and for each row the method of its interval. A number that does not exist is said in words.
 */
export function estimatesTable(title: string, rows: readonly EstimateRow[]): Table {
  const counts = rows.some((row) => row.counts !== undefined);
  const weights = rows.some((row) => row.weight !== undefined);
  const names = new Set(rows.map(effectName));
  const common = names.size === 1 ? [...names][0] : undefined;
  const left = 'left' as const;
  const right = 'right' as const;
  return {
    title,
    columns: [
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
      { id: 'p', label: 'p', align: right },
    ],
    rows: rows.map((row) => {
      const printed = formatEffect(row);
      return {
        row: nameOf(row),
        of: row.counts === undefined ? '' : formatEvents(row.counts.of, true),
        versus: row.counts === undefined ? '' : formatEvents(row.counts.versus, true),
        weight: row.weight === undefined ? '' : `${formatNumber(row.weight, 1)}%`,
        effect: effectName(row),
        estimate: printed.estimate,
        interval: printed.interval === null ? '' : `${printed.interval} (${formatLevel(row.level)})`,
        p: row.p === null ? '' : formatP(row.p, { smallest: 0.0001 }),
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
