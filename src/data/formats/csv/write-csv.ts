import type { RawColumn, RawTable } from '../../../core/dataset.js';

export interface WriteCsvOptions {
  readonly delimiter?: ',' | ';' | '\t';
  /** `neutralise` (default) keeps a spreadsheet from running a text cell as a formula; `keep` writes it as it is. */
  readonly formulas?: 'neutralise' | 'keep';
}

const formulaStart = /^[=+\-@\t\r\n]/;
const decimalNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Writes a table as CSV (UTF-8, LF): a line of names, then a line for each row.
 *
 * Cells that hold the delimiter, a quote, a line break or blanks at an end are quoted. Missing text is an empty cell;
 * missing numbers are empty, special missing values `.A` to `.Z` and `._` are written so. Numbers get the shortest text
 * that reads back to the same double.
 *
 * Formulas: a text cell that starts with `=`, `+`, `-`, `@`, a tab or a line break is run by spreadsheets as a formula,
 * so an apostrophe is put before it, unless the whole cell is a decimal number such as `-1.5`. A reader sees the
 * apostrophe; `formulas: 'keep'` leaves it out where no spreadsheet will open the file.
 */
export function writeCsv(table: RawTable, options: WriteCsvOptions = {}): Uint8Array {
  const delimiter = options.delimiter ?? ',';
  const neutralise = options.formulas !== 'keep';
  const header = table.columns.map((column) => quoteCell(column.name, delimiter));
  const rows = [header.join(delimiter)];
  const only = table.columns.length === 1;
  for (let row = 0; row < table.rowCount; row += 1) {
    const cells = table.columns.map((column) => quoteCell(cellText(column, row, neutralise), delimiter));
    // A single empty cell would read as a blank line.
    rows.push(only && cells[0] === '' ? '""' : cells.join(delimiter));
  }
  return new TextEncoder().encode(`${rows.join('\n')}\n`);
}

function cellText(column: RawColumn, row: number, neutralise: boolean): string {
  if (column.type === 'number') {
    const code = column.missing[row]!;
    if (code === 0) return String(column.values[row]);
    return code === 46 ? '' : `.${String.fromCharCode(code)}`;
  }
  const text = column.values[row] ?? '';
  return neutralise && formulaStart.test(text) && !decimalNumber.test(text) ? `'${text}` : text;
}

function quoteCell(text: string, delimiter: string): string {
  const plain = !/["\r\n]|^\s|\s$/.test(text) && !text.includes(delimiter);
  return plain ? text : `"${text.replaceAll('"', '""')}"`;
}
