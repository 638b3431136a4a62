import { z } from 'zod';
import type { DataSource } from '../../../core/dataset.js';
import { DataError, type Issue } from '../../../core/errors.js';
import { IssueList } from '../../issue-list.js';
import { Ledger } from '../../ledger.js';
import { decodeText } from '../decode-text.js';
import type { TableAsRead } from '../format-definition.js';
import { JsonCursor } from '../json-cursor.js';
import { readColumn } from './column-reader.js';
import { checkMetadata, type DatasetJsonMetadata } from './dataset-json-metadata.js';

export const datasetJsonOptions = z.strictObject({});

/** The content of a file in either layout. Rows are arrays of values; `lines` only where each row has a line. */
interface Content {
  readonly metadata: DatasetJsonMetadata;
  readonly rows: readonly unknown[];
  readonly lines: Int32Array | null;
}

/**
 * Reads CDISC Dataset-JSON v1.1, as one JSON object or as NDJSON (attributes on the first line, then one row a line;
 * rows may be arrays or objects). The layout is told by the content.
 *
 * Numbers are the doubles that the text denotes. What each `dataType` becomes, and how declared types are checked, is
 * said at `readColumn`. The number of rows must be `records`, so a cut file is noticed; `records: 0` is metadata only.
 * Cells that contradict their declared type but can be kept are counted in the table's ledger.
 *
 * Cost: O(bytes); the platform's own JSON parser does the work.
 * @throws DataError for bad JSON (line and column), attributes, another version, and every cell that cannot be kept.
 */
export function readDatasetJson(bytes: Uint8Array, source: DataSource): TableAsRead {
  const { file } = source;
  refuseCompressed(bytes, file);
  const { metadata, rows, lines } = readContent(decodeText(bytes, source), file);
  if (rows.length !== metadata.records) {
    throw new DataError({
      code: 'dataset-json/record-count',
      where: `${file}, records`,
      what: 'The file does not hold as many rows as it says',
      got: `${rows.length} ${rows.length === 1 ? 'row' : 'rows'}`,
      expected: `${metadata.records} (the attribute records)`,
      fix: 'Transfer the file again: it may have been cut',
    });
  }
  const issues = new IssueList(file);
  const whereRow = (row: number): string =>
    lines === null ? `${file}, row ${row + 1}` : `${file}:${lines[row]} (row ${row + 1})`;
  const cells = rows.map((row, index) =>
    toCells(row, metadata, (issue) => issues.add({ where: whereRow(index), ...issue })),
  );
  issues.throwDataErrorIfAny();
  const ledger = new Ledger();
  const columns = metadata.columns.map((column, place) =>
    readColumn(
      column,
      cells.length,
      (row) => cells[row]![place],
      ledger,
      (row, name, got, expected) =>
        issues.add(
          {
            code: 'dataset-json/wrong-type',
            where: `${whereRow(row)}, column ${name}`,
            what: `The value is not what the file declares for the column (${column.dataType})`,
            got,
            expected,
            fix: 'Correct the cell or the dataType of the column',
          },
          `dataset-json/wrong-type ${name}`,
        ),
    ),
  );
  issues.throwDataErrorIfAny();
  const entries = ledger.entries();
  return {
    name: metadata.name,
    label: metadata.label === '' ? null : metadata.label,
    source,
    rowCount: cells.length,
    columns,
    ...(lines === null ? {} : { lines }),
    ...(entries.length === 0 ? {} : { ledger: entries }),
  };
}

function refuseCompressed(bytes: Uint8Array, file: string): void {
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  const isZlib = bytes[0] === 0x78 && [0x01, 0x5e, 0x9c, 0xda].includes(bytes[1] ?? 0);
  if (!isGzip && !isZlib) return;
  throw new DataError({
    code: 'dataset-json/compressed',
    where: `${file}, byte 0`,
    what: 'The file is compressed Dataset-JSON (DSJC)',
    got: isGzip ? 'gzip data' : 'zlib data',
    expected: 'JSON or NDJSON text',
    fix: isGzip ? 'Unpack it with gunzip and name it .ndjson' : 'Unpack it and name it .ndjson',
  });
}

/** NDJSON when the first line is a whole JSON value and more text follows; otherwise one JSON object. */
function readContent(text: string, file: string): Content {
  const firstBreak = text.indexOf('\n');
  if (firstBreak >= 0 && text.slice(firstBreak).trim() !== '') {
    const first = tryParse(text.slice(0, firstBreak));
    if (first !== undefined && !hasRows(first.value)) return readNdjson(text, first.value, firstBreak, file);
  }
  const value = tryParse(text)?.value ?? failAt(text, file);
  const metadata = checkMetadata(value, file);
  const rows = metadata['rows'] ?? [];
  if (!Array.isArray(rows)) {
    throw new DataError({
      code: 'dataset-json/bad-attribute',
      where: `${file}, rows`,
      what: 'The attribute rows is not an array',
      expected: 'an array with one array a row',
    });
  }
  return { metadata, rows, lines: null };
}

function hasRows(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'rows');
}

function readNdjson(text: string, first: unknown, firstBreak: number, file: string): Content {
  const metadata = checkMetadata(first, file);
  const rows: unknown[] = [];
  const lines: number[] = [];
  let line = 2;
  for (let start = firstBreak + 1; start < text.length; line += 1) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const content = text.slice(start, end);
    start = end + 1;
    if (content.trim() === '') continue;
    const parsed = tryParse(content);
    if (parsed === undefined) failAt(content, file, line);
    rows.push(parsed.value);
    lines.push(line);
  }
  return { metadata, rows, lines: Int32Array.from(lines) };
}

function tryParse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** Reads bad JSON once more with a parser that knows where it is. */
function failAt(text: string, file: string, line = 1): never {
  const cursor = new JsonCursor(text, file, line);
  cursor.skipValue();
  cursor.end();
  throw new DataError({ code: 'json/syntax', where: `${file}:${line}`, what: 'The text is not valid JSON' });
}

function toCells(
  row: unknown,
  metadata: DatasetJsonMetadata,
  complain: (issue: Omit<Issue, 'where'>) => void,
): readonly unknown[] {
  const { columns } = metadata;
  if (Array.isArray(row)) {
    if (row.length !== columns.length) {
      complain({
        code: 'dataset-json/ragged-row',
        what: 'The row has another number of values than the file has columns',
        got: `${row.length} ${row.length === 1 ? 'value' : 'values'}`,
        expected: String(columns.length),
        fix: 'Write the row again',
      });
    }
    return row;
  }
  if (typeof row !== 'object' || row === null) {
    complain({
      code: 'dataset-json/bad-row',
      what: 'The row is neither an array nor an object',
      got: row === null ? 'null' : `a ${typeof row}`,
      expected: 'an array with one value a column, or an object with column names as keys',
    });
    return [];
  }
  const names = new Set(columns.map((column) => column.name));
  for (const key of Object.keys(row)) {
    if (names.has(key)) continue;
    complain({
      code: 'dataset-json/unknown-key',
      what: `The row has a key that is not a column: "${key.slice(0, 40)}"`,
      expected: `one of ${[...names].join(', ')}`,
    });
  }
  return columns.map(({ name }) =>
    Object.hasOwn(row, name) ? (row as Record<string, unknown>)[name] : null,
  );
}
