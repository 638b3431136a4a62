import { wrapText } from '../../layout/wrap-text.js';
import { type ForestColumns, indentWidth, printedLabel } from './forest-columns.js';
import type { ForestEstimate, ForestNote, ForestRow } from './forest-rows.js';
import type { DirectionLabels } from './forest-words.js';

export interface PlacedRow<Row extends ForestRow = ForestRow> {
  readonly row: Row;
  readonly lines: readonly string[];
  readonly top: number;
  readonly height: number;
}

export interface PlacedRows {
  readonly rows: readonly PlacedRow[];
  /** Of the rows together, in pixels. */
  readonly height: number;
  /** Notes that close the plot stand below its axis. */
  readonly notesBelow: readonly string[];
}

/** Gives each row its height, by the lines that its label takes. */
export function placeRows(
  rows: readonly ForestRow[],
  columns: ForestColumns,
  direction: DirectionLabels | null,
  width: number,
): PlacedRows {
  const end = rows.findLastIndex(({ type }) => type !== 'note') + 1;
  let top = 5;
  const placed = rows.slice(0, end).map((row, index): PlacedRow => {
    const indent = row.type === 'estimate' && row.group !== null ? indentWidth : 0;
    const room = { note: width, heading: columns.plot[0] - 10, estimate: columns.labelWidth - indent }[
      row.type
    ];
    const lines = wrapText(
      printedLabel(row, direction),
      room,
      columns.fontSize,
      isBold(row) ? 'bold' : 'normal',
    );
    if (row.type === 'heading' && index > 0) top += 6;
    const height = lines.length * columns.lineHeight + 7;
    const place = { row, lines, top, height };
    top += height;
    return place;
  });
  const notes = rows.slice(end).filter((row): row is ForestNote => row.type === 'note');
  return { rows: placed, height: top + 5, notesBelow: notes.map(({ text }) => text) };
}

export const isBold = (row: ForestRow): boolean =>
  row.type === 'heading' || (row.type === 'estimate' && row.shape === 'diamond');

export function placedEstimates(rows: readonly PlacedRow[]): readonly PlacedRow<ForestEstimate>[] {
  return rows.filter((placed): placed is PlacedRow<ForestEstimate> => placed.row.type === 'estimate');
}

export const middleOf = ({ top, height }: PlacedRow): number => top + height / 2;
