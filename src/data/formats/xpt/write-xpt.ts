import type { RawColumn, RawTable } from '../../../core/dataset.js';
import { argumentError } from '../../../core/errors.js';
import { IssueList } from '../../issue-list.js';
import { writeIbmDouble } from './ibm-double.js';
import {
  descriptorHeader,
  libraryHeader,
  memberHeader,
  namestrHeader,
  namestrSize,
  observationHeader,
  recordSize,
} from './xpt-layout.js';

export interface WriteXptOptions {
  /** When the file says it was made, as `YYYY-MM-DDThh:mm:ss`. Fixed by default: the same tables give the same bytes. */
  readonly created?: string;
}

/** The limits of version 5, in bytes. */
const longest = { name: 8, label: 40, text: 200, format: 8 };
const mostVariables = 9999;

interface Cells {
  readonly column: RawColumn;
  readonly length: number;
  readonly position: number;
  /** Encoded text; null for numbers. */
  readonly texts: readonly Uint8Array[] | null;
}

/**
 * Writes tables as a SAS transport file, version 5 (TS-140): every number exactly, in 8 bytes; text in UTF-8, as wide
 * as the longest value of its column. `null` becomes blank text.
 *
 * Nothing is cut to fit. Refused, all at once, each named: names that are not 1 to 8 letters, digits or underscores,
 * labels over 40 bytes, text over 200 bytes, numbers beyond the IBM format, and a last row that is blank in every byte,
 * which no reader could tell from padding.
 * @throws DataError `xpt-write/...`
 */
export function writeXpt(tables: RawTable | readonly RawTable[], options: WriteXptOptions = {}): Uint8Array {
  const list: readonly RawTable[] = Array.isArray(tables) ? tables : [tables as RawTable];
  const created = sasTimestamp(options.created ?? '1960-01-01T00:00:00');
  const library = [
    libraryHeader,
    `SAS     SAS     SASLIB  9.4     il6r    ${' '.repeat(24)}${created}`,
    created.padEnd(recordSize),
  ].join('');
  const parts = [asciiBytes(library), ...list.flatMap((table) => memberParts(table, created))];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

function memberParts(table: RawTable, created: string): Uint8Array[] {
  const issues = new IssueList(table.source.file);
  const problem = (code: string, what: string, got: string, expected: string, fix: string): void =>
    issues.add({ code: `xpt-write/${code}`, where: table.source.file, what, got, expected, fix });
  checkName(table.name, 'data set', problem);
  const label = encodeLabel(table.label, `data set "${table.name}"`, problem);
  if (table.columns.length === 0 || table.columns.length > mostVariables) {
    const got = String(table.columns.length);
    problem('variable-count', 'The number of variables does not fit', got, '1 to 9999', 'Split the table');
  }
  let position = 0;
  const names = new Set<string>();
  const cells = table.columns.map((column): Cells => {
    checkName(column.name, 'variable', problem);
    if (names.has(column.name.toUpperCase())) {
      const what = `The variable name "${column.name}" stands twice (SAS does not tell letter case apart)`;
      problem('duplicate-name', what, column.name, 'each name once', 'Rename one of the two');
    }
    names.add(column.name.toUpperCase());
    const texts = column.type === 'text' ? encodeTexts(column.name, column.values, problem) : null;
    const length = texts === null ? 8 : texts.reduce((most, text) => Math.max(most, text.length), 1);
    const place = { column, length, position, texts };
    position += length;
    return place;
  });
  const namestrs = cells.map((place, index) => namestr(place, index + 1, problem));
  const data = dataRecords(table, cells, position, problem);
  issues.throwDataErrorIfAny();
  const descriptor = asciiBytes(
    [
      memberHeader,
      descriptorHeader,
      `SAS     ${table.name.padEnd(8)}SASDATA 9.4     il6r    ${' '.repeat(24)}${created}`,
      `${created}${' '.repeat(56)}${' '.repeat(8)}`,
    ].join(''),
  );
  descriptor.set(label, 3 * recordSize + 32);
  const names140 = new Uint8Array(Math.ceil((namestrs.length * namestrSize) / recordSize) * recordSize).fill(
    0x20,
  );
  for (const [index, bytes] of namestrs.entries()) names140.set(bytes, index * namestrSize);
  return [
    descriptor,
    asciiBytes(namestrHeader(namestrs.length)),
    names140,
    asciiBytes(observationHeader),
    data,
  ];
}

type Problem = (code: string, what: string, got: string, expected: string, fix: string) => void;

function checkName(name: string, kind: string, problem: Problem): void {
  if (/^[A-Za-z_][A-Za-z0-9_]{0,7}$/.test(name)) return;
  problem(
    'bad-name',
    `The ${kind} name "${name}" is not a name of SAS transport version 5`,
    `${name.length} characters`,
    `1 to ${longest.name} letters, digits or underscores, not starting with a digit`,
    'Rename it; names are never cut',
  );
}

function encodeLabel(label: string | null, of: string, problem: Problem): Uint8Array {
  const bytes = new TextEncoder().encode(label ?? '');
  if (bytes.length > longest.label) {
    problem(
      'label-too-long',
      `The label of ${of} is too long: "${label}"`,
      `${bytes.length} bytes`,
      `at most ${longest.label}`,
      'Shorten it; labels are never cut',
    );
    return new Uint8Array(longest.label).fill(0x20);
  }
  const padded = new Uint8Array(longest.label).fill(0x20);
  padded.set(bytes);
  return padded;
}

function encodeTexts(name: string, values: readonly (string | null)[], problem: Problem): Uint8Array[] {
  const encoder = new TextEncoder();
  return values.map((value, row) => {
    const bytes = encoder.encode(value ?? '');
    if (bytes.length > longest.text) {
      problem(
        'text-too-long',
        `The text of variable "${name}" in row ${row + 1} is too long`,
        `${bytes.length} bytes`,
        `at most ${longest.text}`,
        'Split the variable; text is never cut',
      );
    }
    return bytes;
  });
}

function namestr(place: Cells, number: number, problem: Problem): Uint8Array {
  const { column } = place;
  const bytes = new Uint8Array(namestrSize);
  const view = new DataView(bytes.buffer);
  const format = /^(.*?)(\d*)\.(\d*)$/.exec(column.format ?? '.') ?? [];
  const formatName = format[1] ?? '';
  if (format.length === 0 || formatName.length > longest.format || !/^[$A-Za-z0-9_]*$/.test(formatName)) {
    problem(
      'bad-format',
      `The format of variable "${column.name}" is not a SAS format`,
      `"${column.format}"`,
      'a name of at most 8 characters, a width and a point, such as DATE9. or 8.2',
      'Correct the format, or leave it out',
    );
    return bytes;
  }
  view.setInt16(0, place.texts === null ? 1 : 2);
  view.setInt16(4, place.length);
  view.setInt16(6, number);
  bytes.set(asciiBytes(column.name.padEnd(8)), 8);
  bytes.set(encodeLabel(column.label, `variable "${column.name}"`, problem), 16);
  bytes.set(asciiBytes(formatName.padEnd(8)), 56);
  view.setInt16(64, Number(format[2]));
  view.setInt16(66, Number(format[3]));
  bytes.set(asciiBytes(' '.repeat(8)), 72);
  view.setInt32(84, place.position);
  return bytes;
}

function dataRecords(
  table: RawTable,
  cells: readonly Cells[],
  rowLength: number,
  problem: Problem,
): Uint8Array {
  const { rowCount } = table;
  const bytes = new Uint8Array(Math.ceil((rowCount * rowLength) / recordSize) * recordSize).fill(0x20);
  for (const { column, position, texts } of cells) {
    for (let row = 0; row < rowCount; row += 1) {
      const at = row * rowLength + position;
      if (column.type === 'text') bytes.set(texts![row]!, at);
      else if (column.missing[row] !== 0) bytes.fill(0, at, at + 8).fill(column.missing[row]!, at, at + 1);
      else if (!writeIbmDouble(column.values[row]!, bytes, at)) {
        problem(
          'number-out-of-range',
          `The number of variable "${column.name}" in row ${row + 1} is beyond the format`,
          String(column.values[row]),
          '0, or between 5.4e-79 and 7.2e75 in size',
          'Rescale the variable',
        );
      }
    }
  }
  const last = bytes.subarray(Math.max(0, (rowCount - 1) * rowLength), rowCount * rowLength);
  if (rowCount > 0 && last.every((byte) => byte === 0x20)) {
    problem(
      'blank-last-row',
      `The last row of "${table.name}" is blank in every variable: a reader would take it for padding`,
      `row ${rowCount}`,
      'a last row with at least one value',
      'Move another row to the end, or remove the row',
    );
  }
  return bytes;
}

function sasTimestamp(iso: string): string {
  const match = /^\d\d(\d\d)-(\d\d)-(\d\d)T(\d\d:\d\d:\d\d)$/.exec(iso);
  const month = match === null ? undefined : months[Number(match[2]) - 1];
  if (match === null || month === undefined) {
    throw argumentError('write-xpt', 'created', 'is not a time', `"${iso}"`, 'YYYY-MM-DDThh:mm:ss');
  }
  return `${match[3]}${month}${match[1]}:${match[4]}`;
}

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
