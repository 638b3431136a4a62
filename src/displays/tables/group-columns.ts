import type { TableColumn } from '../../core/display.js';
import { type Estimable, isEstimable } from '../../core/estimable.js';
import type { Result, SummaryRow } from '../../core/result.js';
import type { StatisticName } from '../../core/statistic-names.js';
import { capitaliseLabel, formatCount, formatPercent } from '../format-number.js';

/** A column of each group, in the order of the rows; all groups together (null) come last as "Total". */
export interface GroupColumns {
  readonly groups: readonly (string | null)[];
  readonly columns: readonly TableColumn[];
  readonly idOf: (group: string | null) => string;
}

/** Columns of the groups in `rows`, each headed by its name and its number of subjects. */
export function groupColumns(result: Result, rows: readonly SummaryRow[], total: boolean): GroupColumns {
  const named = [...new Set(rows.map(({ group }) => group))].filter((group) => group !== null);
  const all = rows.some(({ group, statistic }) => group === null && statistic !== 'decimal-places');
  const groups = total && all && named.length !== 1 ? [...named, null] : named;
  const sizes = new Map(result.populationAnalysed.groups.map(({ name, n }) => [name, n]));
  const sizeOf = (group: string | null): number | undefined =>
    group === null ? [...sizes.values()].reduce((sum, n) => sum + n, 0) : sizes.get(group);
  const idOf = (group: string | null): string => `group${groups.indexOf(group)}`;
  return {
    groups,
    idOf,
    columns: groups.map((group) => {
      const size = sizeOf(group);
      const name = group === null ? 'Total' : capitaliseLabel(group);
      const label = size === undefined ? name : `${name} (N\u00a0=\u00a0${formatCount(size)})`;
      return { id: idOf(group), label, align: 'right' };
    }),
  };
}

/** Finds the value of a statistic in a group under a term; `undefined` where the method gave none. */
export type FindValue = (
  group: string | null,
  term: string | null,
  statistic: StatisticName,
) => SummaryRow | undefined;

/** An index over rows, so that large tables are filled in one pass. */
export function rowFinder(rows: readonly SummaryRow[]): FindValue {
  const index = new Map(rows.map((row) => [keyOf(row.group, row.term, row.statistic), row]));
  return (group, term, statistic) => index.get(keyOf(group, term, statistic));
}

const keyOf = (group: string | null, term: string | null, statistic: string): string =>
  JSON.stringify([group, term, statistic]);

/** A row beneath another: spaces that do not break, which pages and files keep. */
export function indented(text: string, depth = 1): string {
  return `${'\u00a0\u00a0\u00a0'.repeat(depth)}${text}`;
}

/** `42 (51.2%)`; a count of zero stands alone. */
export function countCell(count: Estimable, proportion: Estimable | undefined, decimals: number): string {
  const text = formatCount(count);
  if (!isEstimable(count) || count === 0) return text;
  if (proportion === undefined || !isEstimable(proportion)) return text;
  return `${text} (${formatPercent(proportion, decimals)})`;
}
