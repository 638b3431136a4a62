import type { Table } from '../../core/display.js';
import type { SummaryRow } from '../../core/result.js';
import { statisticLabel } from '../../core/statistic-names.js';
import { capitalise, formatLevel } from '../format-number.js';
import { formatSummaryInterval, formatSummaryValue } from '../format-summary-value.js';

/** Numbers of each group as a table: one row a statistic, one column a group, intervals beside their number. */
export function summaryTable(title: string, rows: readonly SummaryRow[]): Table {
  const groups = [...new Set(rows.map(({ group }) => group))];
  const keys = [...new Set(rows.map(keyOf))];
  const columnOf = (group: string | null): string => `group${groups.indexOf(group)}`;
  return {
    title,
    columns: [
      { id: 'statistic', label: 'Statistic', align: 'left' },
      ...groups.map((group) => ({
        id: columnOf(group),
        label: capitalise(group ?? (groups.length === 1 ? 'value' : 'all')),
        align: 'right' as const,
      })),
    ],
    rows: keys.map((key) => {
      const ofKey = rows.filter((row) => keyOf(row) === key);
      return {
        statistic: sayStatistic(ofKey[0]!),
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

const keyOf = ({ statistic, term }: SummaryRow): string => `${statistic}|${term ?? ''}`;

function sayStatistic({ statistic, term }: SummaryRow): string {
  return term === null ? statisticLabel(statistic).label : `${statisticLabel(statistic).label}: ${term}`;
}

function cellOf(row: SummaryRow): string {
  const interval = formatSummaryInterval(row);
  const value = formatSummaryValue(row.value, row);
  return interval === '' ? value : `${value} (${interval})`;
}
