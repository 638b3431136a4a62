import type { Dataset, DatasetColumn } from '../../src/core/dataset.js';

/** A dataset from columns of text or numbers; null is missing. Numbers given as text keep their printed digits. */
export function datasetOf(
  columns: Record<string, readonly (string | number | null)[]>,
  numeric: readonly string[] = [],
): Dataset {
  const rowCount = Object.values(columns)[0]?.length ?? 0;
  const entries = Object.entries(columns).map(([name, cells]): [string, DatasetColumn] => {
    const base = { name, label: name, unit: null, codelist: null };
    const isNumber = numeric.includes(name) || cells.some((cell) => typeof cell === 'number');
    if (!isNumber) return [name, { ...base, type: 'text', values: cells as (string | null)[] }];
    return [
      name,
      {
        ...base,
        type: 'decimal',
        values: Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell))),
        missing: Uint8Array.from(cells, (cell) => (cell === null ? 1 : 0)),
        printed: cells.map((cell) => (cell === null ? null : String(cell))),
      },
    ];
  });
  return {
    name: 'test',
    dictionary: 'test',
    source: { file: 'test.csv', sha256: '0' },
    rowCount,
    columns: new Map(entries),
    ledger: [],
    lines: Int32Array.from({ length: rowCount }, (_, row) => row + 2),
  };
}

export const allRows = (dataset: Dataset): Int32Array =>
  Int32Array.from({ length: dataset.rowCount }, (_, row) => row);
