import type { DataSource, RawTable } from '../core/dataset.js';
import { rawTableFromColumns } from './raw-table-from-columns.js';

/** The part of a danfojs DataFrame that the bridge uses; danfojs itself is not imported. */
export interface DanfoFrame {
  readonly columns: readonly string[];
  /** Rows of cells. */
  readonly values: readonly (readonly unknown[])[] | readonly unknown[];
}

/**
 * A danfojs DataFrame as a raw table, to be typed by a dictionary. The other way is
 * `new DataFrame(toPlainColumns(dataset))`.
 */
export function fromDanfo(frame: DanfoFrame, source: DataSource): RawTable {
  const rows = frame.values as readonly (readonly unknown[])[];
  return rawTableFromColumns(
    source.file,
    frame.columns.map((name, index) => [name, rows.map((row) => row[index])] as const),
    source,
  );
}
