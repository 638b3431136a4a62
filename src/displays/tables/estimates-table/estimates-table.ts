import type { Table, TableColumn } from '../../../core/display.js';
import type { Estimable } from '../../../core/estimable.js';
import type { EstimateRow } from '../../../core/result.js';
import {
  capitalise,
  capitaliseLabel,
  formatEvents,
  formatLevel,
  formatNumber,
  formatP,
  joinAlike,
} from '../../format-number.js';
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
  const anyP = rows.some((row) => pOf(row) !== null);
  const effect = shared(rows.map(effectName));
  const intervals = joinAlike(rows.map((row) => formatEffect(row).interval));
  const level = shared(rows.map((row) => formatLevel(row.level)));
  // One analysis a row, all of the same comparison: its title says all.
  const titled = analysisOf !== undefined && shared(rows.map(nameOf)) !== null;
  const column = (id: string, label: string, align: TableColumn['align'] = 'right'): TableColumn => ({
    id,
    label,
    align,
  });
  return {
    title,
    columns: [
      ...(analysisOf === undefined ? [] : [column('analysis', 'Analysis', 'left')]),
      ...(titled ? [] : [column('row', 'Comparison', 'left')]),
      ...(counts ? [column('of', armHead(rows, 'of')), column('versus', armHead(rows, 'versus'))] : []),
      ...(weights ? [column('weight', 'Weight')] : []),
      ...(effect === null ? [column('effect', 'Effect', 'left')] : []),
      column('estimate', effect ?? 'Estimate'),
      column('interval', level === null ? 'Interval' : `${level} CI`),
      ...(anyP ? [column('p', 'p')] : []),
    ],
    rows: rows.map((row, place) => {
      const { estimate } = formatEffect(row);
      const interval = intervals[place]!;
      const p = pOf(row);
      return {
        ...(analysisOf === undefined ? {} : { analysis: analysisOf(row) }),
        row: nameOf(row),
        of: row.counts === undefined ? '' : formatEvents(row.counts.of, true),
        versus: row.counts === undefined ? '' : formatEvents(row.counts.versus, true),
        weight: row.weight === undefined ? '' : `${formatNumber(row.weight, 1)}%`,
        effect: effectName(row),
        estimate,
        interval:
          interval === null || level !== null ? (interval ?? '') : `${interval} (${formatLevel(row.level)})`,
        p: p === null ? '' : formatP(p, { smallest: 0.0001 }),
      };
    }),
    footnotes: sayIntervals(rows),
  };
}

/** The text that all rows share, or null. */
function shared(texts: readonly (string | null)[]): string | null {
  const different = new Set(texts);
  return different.size === 1 ? [...different][0]! : null;
}

/** The arm over its events, where all rows compare the same arms. */
function armHead(rows: readonly EstimateRow[], side: 'of' | 'versus'): string {
  const arm = shared(rows.map((row) => row[side])) ?? (side === 'of' ? 'treatment' : 'comparator');
  return `${capitalise(arm)}, n/N (%)`;
}

const roleNames: Partial<Record<EstimateRow['role'], string>> = {
  pooled: 'Pooled',
  prediction: 'Prediction interval',
};

function nameOf(row: EstimateRow): string {
  if (row.subgroup !== undefined) return `${row.subgroup.label}: ${row.subgroup.level}`;
  if (row.term !== null) return capitaliseLabel(row.term);
  return (
    roleNames[row.role] ??
    (row.of === null || row.versus === null ? 'Overall' : capitaliseLabel(`${row.of} versus ${row.versus}`))
  );
}

/** One sentence a method; rows that differ in degrees of freedom alone share one, with their range. */
function sayIntervals(rows: readonly EstimateRow[]): readonly string[] {
  const degrees = new Map<string, number[]>();
  for (const { intervalMethod, reference } of rows) {
    const key = `${intervalMethod} (${reference.distribution}`;
    const known = degrees.get(key) ?? [];
    degrees.set(key, reference.distribution === 't' ? [...known, reference.df] : known);
  }
  return [...degrees].map(([method, df]) => `Interval: ${method}${sayDegrees(df)}).`);
}

function sayDegrees(df: readonly number[]): string {
  if (df.length === 0) return '';
  const printed = (value: number) => formatNumber(value, 1).replace(/\.0$/, '');
  const [low, high] = [printed(Math.min(...df)), printed(Math.max(...df))];
  return low === high ? ` with ${low} df` : ` with ${low} to ${high} df`;
}
