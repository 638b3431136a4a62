import type { DataSource, RawTable } from '../core/dataset.js';
import { rawTableFromColumns } from './raw-table-from-columns.js';

/** The part of an arquero table that the bridge uses; arquero itself is not imported. */
export interface ArqueroTable {
  columnNames(): string[];
  array(name: string): ArrayLike<unknown>;
}

/**
 * An arquero table as a raw table, to be typed by a dictionary. Filters and orders of the table are respected. The
 * other way is `aq.table(toPlainColumns(dataset))`.
 */
export function fromArquero(table: ArqueroTable, source: DataSource): RawTable {
  return rawTableFromColumns(
    source.file,
    table.columnNames().map((name) => [name, table.array(name)] as const),
    source,
  );
}
