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
  const keyOf = (row: SummaryRow): string => `${analysisOf?.(row) ?? ''}|${row.statistic}|${row.term ?? ''}`;
  const keys = [...new Set(rows.map(keyOf))];
  const columnOf = (group: string | null): string => `group${groups.indexOf(group)}`;
  const headOf = (group: string | null): string => {
    const size = sizeOf?.(group) ?? null;
    const name = capitalise(group ?? (groups.length === 1 ? 'value' : 'all'));
    return size === null ? name : `${name} (N = ${formatCount(size)})`;
  };
  return {
    title,
    columns: [
      ...(analysisOf === undefined ? [] : [{ id: 'analysis', label: 'Analysis', align: 'left' as const }]),
      { id: 'statistic', label: 'Statistic', align: 'left' },
      ...groups.map((group) => ({ id: columnOf(group), label: headOf(group), align: 'right' as const })),
    ],
    rows: keys.map((key) => {
      const ofKey = rows.filter((row) => keyOf(row) === key);
      return {
        ...(analysisOf === undefined ? {} : { analysis: analysisOf(ofKey[0]!) }),
        statistic: sayStatistic(ofKey[0]!),
        ...Object.fromEntries(groups.map((group) => [columnOf(group), ''])),
        ...Object.fromEntries(ofKey.map((row) => [columnOf(row.group), cellOf(row)])),
      };
    }),
    footnotes: [
      ...new Set(
        rows.flatMap(({ interval }) =>
          interval === undefined ? [] : [`Intervals: ${formatLevel(interval.level)}, ${interval.method}.`],
        ),
      ),
    ],
  };
}

function sayStatistic({ statistic, term }: SummaryRow): string {
  return term === null ? statisticLabel(statistic).label : `${statisticLabel(statistic).label}: ${term}`;
}

function cellOf(row: SummaryRow): string {
  const interval = formatSummaryInterval(row);
  const value = formatSummaryValue(row.value, row);
  return interval === '' ? value : `${value} (${interval})`;
}
