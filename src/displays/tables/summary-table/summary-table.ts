import type { Table } from '../../../core/display.js';
import type { SummaryRow } from '../../../core/result.js';
import { statisticLabel } from '../../../core/statistic-names.js';
import { capitalise, formatCount, formatLevel } from '../../format-number.js';
import { formatSummaryInterval, formatSummaryValue } from '../../format-summary-value.js';

export interface SummaryTableWords {
  /** The analysis of a row, where the table spans several. */
  readonly analysisOf?: (row: SummaryRow) => string;
  /** Subjects of a group, for the head of its column; null where the analyses disagree. */
  readonly sizeOf?: (group: string | null) => number | null;
}

/** Numbers of each group as a table: one row a statistic, one column a group, intervals beside their number. */
export function summaryTable(
  title: string,
  rows: readonly SummaryRow[],
  { analysisOf, sizeOf }: SummaryTableWords = {},
): Table {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const rowsOfKey = new Map<string, SummaryRow[]>();
  for (const row of rows) {
    const key = JSON.stringify([analysisOf?.(row), row.statistic, row.term]);
    const known = rowsOfKey.get(key);
    if (known === undefined) rowsOfKey.set(key, [row]);
    else known.push(row);
  }
  const columnOf = (group: string | null): string => `group${groups.indexOf(group)}`;
  const headOf = (group: string | null): string => {
    const size = sizeOf?.(group) ?? null;
    const name = capitalise(group ?? (groups.length === 1 ? 'value' : 'all'));
    return size === null ? name : `${name} (N\u00a0=\u00a0${formatCount(size)})`;
  };
  return {
    title,
    columns: [
      ...(analysisOf === undefined ? [] : [{ id: 'analysis', label: 'Analysis', align: 'left' as const }]),
      { id: 'statistic', label: 'Statistic', align: 'left' },
      ...groups.map((group) => ({ id: columnOf(group), label: headOf(group), align: 'right' as const })),
    ],
    rows: [...rowsOfKey.values()].map((ofKey) => {
      // A unit that all cells share stands once, in the name of the row.
      const units = new Set(ofKey.map(({ unit }) => unit));
      const unit = units.size === 1 ? [...units][0]! : null;
      const print = (row: SummaryRow) => cellOf(unit === null ? row : { ...row, unit: null });
      return {
        ...(analysisOf === undefined ? {} : { analysis: analysisOf(ofKey[0]!) }),
        statistic: sayStatistic(ofKey[0]!, unit),
        ...Object.fromEntries(groups.map((group) => [columnOf(group), ''])),
        ...Object.fromEntries(ofKey.map((row) => [columnOf(row.group), print(row)])),
      };
    }),
    footnotes: sayIntervals(rows),
  };
}

function sayStatistic({ statistic, term }: SummaryRow, unit: string | null): string {
  const { label } = statisticLabel(statistic);
  const named = unit === null ? label : `${label}, ${unit}`;
  return term === null ? named : `${named}: ${term}`;
}

function cellOf(row: SummaryRow): string {
  const interval = formatSummaryInterval(row);
  const value = formatSummaryValue(row.value, row);
  return interval === '' ? value : `${value} (${interval})`;
}

/** The method of the intervals; where there are several, each with the statistics that it belongs to. */
function sayIntervals(rows: readonly SummaryRow[]): readonly string[] {
  const statistics = new Map<string, Set<string>>();
  for (const row of rows) {
    if (row.interval === undefined || formatSummaryInterval(row) === '') continue;
    const method = `${formatLevel(row.interval.level)}, ${row.interval.method}.`;
    const known = statistics.get(method) ?? new Set();
    statistics.set(method, known.add(statisticLabel(row.statistic).label));
  }
  if (statistics.size === 1) return [...statistics.keys()].map((method) => `Intervals: ${method}`);
  return [...statistics].map(([method, names]) => `Intervals (${[...names].join('; ')}): ${method}`);
}
