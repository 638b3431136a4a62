import type { Dataset } from '../core/dataset.js';

/** A cell as dataframe libraries take it: text, number, date, or null where missing. */
export type PlainCell = string | number | Date | null;

/**
 * The columns of a dataset as plain arrays, missing cells as null: what `aq.table(...)` and `new DataFrame(...)` take.
 */
export function toPlainColumns(dataset: Dataset): Record<string, PlainCell[]> {
  const entries = [...dataset.columns.values()].map((column): [string, PlainCell[]] => {
    if (!('missing' in column)) return [column.name, [...column.values]];
    const isDate = column.type === 'date';
    return [
      column.name,
      Array.from(column.values as ArrayLike<number>, (value, row) =>
        column.missing[row] ? null : isDate ? new Date(value * 86_400_000) : value,
      ),
    ];
  });
  return Object.fromEntries(entries);
}
