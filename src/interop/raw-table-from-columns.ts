import type { DataSource, RawColumn, RawTable } from '../core/dataset.js';
import { DataError } from '../core/errors.js';

/**
 * Makes a raw table of columns that another library holds. A column of numbers stays numbers, one of text stays text;
 * nothing is guessed, and a column that mixes both is refused. Missing is null, undefined or NaN.
 */
export function rawTableFromColumns(
  name: string,
  columns: readonly (readonly [string, ArrayLike<unknown>])[],
  source: DataSource,
): RawTable {
  return {
    name,
    label: null,
    source,
    rowCount: columns[0]?.[1].length ?? 0,
    columns: columns.map(([columnName, cells]) => rawColumn(columnName, Array.from(cells), source)),
  };
}

function rawColumn(name: string, cells: readonly unknown[], source: DataSource): RawColumn {
  const base = { name, label: null, format: null };
  const isMissing = (cell: unknown) =>
    cell === null || cell === undefined || (typeof cell === 'number' && Number.isNaN(cell));
  const present = cells.filter((cell) => !isMissing(cell));
  if (present.length > 0 && present.every((cell) => typeof cell === 'number' || typeof cell === 'bigint')) {
    return {
      ...base,
      type: 'number',
      values: Float64Array.from(cells, (cell) => (isMissing(cell) ? 0 : Number(cell))),
      missing: Uint8Array.from(cells, (cell) => (isMissing(cell) ? '.'.charCodeAt(0) : 0)),
    };
  }
  const odd = cells.findIndex(
    (cell) => !isMissing(cell) && typeof cell !== 'string' && !(cell instanceof Date),
  );
  if (odd >= 0) {
    throw new DataError({
      code: 'data/mixed-column',
      where: `${source.file}, row ${odd + 1}, column "${name}"`,
      what: 'The column mixes text with other values',
      got: typeof cells[odd],
      expected: 'a column of numbers, or a column of text or dates',
    });
  }
  return {
    ...base,
    type: 'text',
    values: cells.map((cell) =>
      isMissing(cell) ? null : cell instanceof Date ? cell.toISOString().slice(0, 10) : (cell as string),
    ),
  };
}
