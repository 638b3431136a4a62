import { z } from 'zod';
import type { DataSource, RawColumn } from '../../../core/dataset.js';
import { DataError } from '../../../core/errors.js';
import { IssueList } from '../../issue-list.js';
import type { TableAsRead } from '../format-definition.js';
import { type StrictDecoder, strictDecoder, textEncodings } from '../text-decoder.js';
import { readIbmDouble, readMissingCode } from './ibm-double.js';
import { readXptMembers } from './read-xpt-members.js';
import { recordSize, type XptMember, type XptVariable } from './xpt-layout.js';

export const xptOptions = z.strictObject({
  member: z
    .string()
    .optional()
    .describe('The data set to read, where the file holds several; its name in any letter case'),
  encoding: z.enum(textEncodings).default('utf-8').describe('How the file writes its characters'),
});

/** Rows that are decoded together: large enough to be fast, small enough to stay in the processor cache. */
const blockRows = 2048;

/**
 * Reads one data set of a SAS transport file, version 5 or 6 (TS-140).
 *
 * Numbers: IBM hexadecimal floats, exact to the bit, also where SAS cut them to 2 to 7 bytes; the 28 missing values keep
 * their code. Text: blanks and NUL bytes at the end are padding and removed.
 *
 * Number of rows: the format stores none and pads the last record with blanks, so trailing rows that are blank in every
 * byte are taken for padding, as ReadStat (haven, pyreadstat) does; a blank row between others stays. A data set without
 * rows is a table without rows.
 *
 * Cost: O(bytes).
 * @throws DataError `xpt/...` with the byte offset; also for several data sets without `member`, listing their names.
 */
export function readXpt(
  bytes: Uint8Array,
  source: DataSource,
  options: z.input<typeof xptOptions> = {},
): TableAsRead {
  const { member: wanted, encoding } = xptOptions.parse(options);
  const decoder = strictDecoder(encoding);
  const member = chooseMember(readXptMembers(bytes, source, decoder), wanted, source.file);
  const rowCount = countRows(bytes, member, source.file);
  return {
    name: member.name,
    label: member.label,
    source,
    rowCount,
    columns: readColumns(bytes, member, rowCount, decoder, source.file),
  };
}

function chooseMember(members: readonly XptMember[], wanted: string | undefined, file: string): XptMember {
  const names = members.map((member) => member.name).join(', ');
  if (wanted === undefined) {
    if (members.length === 1) return members[0]!;
    throw new DataError({
      code: 'xpt/several-members',
      where: file,
      what: 'The file holds several data sets',
      got: names,
      expected: 'one data set, or the option member',
      fix: `Set the option member to one of ${names}`,
    });
  }
  const found = members.find((member) => member.name.toUpperCase() === wanted.toUpperCase());
  if (found !== undefined) return found;
  throw new DataError({
    code: 'xpt/unknown-member',
    where: file,
    what: `The file holds no data set "${wanted}"`,
    got: `"${wanted}"`,
    expected: `one of ${names}`,
  });
}

function countRows(bytes: Uint8Array, member: XptMember, file: string): number {
  const { rowLength, dataStart, dataEnd } = member;
  let contentEnd = dataEnd;
  while (contentEnd > dataStart && bytes[contentEnd - 1] === 0x20) contentEnd -= 1;
  const rowCount = Math.ceil((contentEnd - dataStart) / rowLength);
  const end = dataStart + rowCount * rowLength;
  const rest = (dataEnd - dataStart) % rowLength;
  // Less than a record of padding is left after whole rows; more, or anything but blanks, is part of a row.
  if (end > dataEnd || rest >= recordSize) {
    throw new DataError({
      code: 'xpt/truncated',
      where: `${file}, byte ${dataEnd}`,
      what: `The rows of "${member.name}" end inside row ${Math.floor((dataEnd - dataStart) / rowLength) + 1}`,
      got: `${rest} bytes of it`,
      expected: `${rowLength} bytes a row`,
      fix: 'Transfer the file again in binary mode and compare its size',
    });
  }
  return rowCount;
}

function readColumns(
  bytes: Uint8Array,
  member: XptMember,
  rowCount: number,
  decoder: StrictDecoder,
  file: string,
): RawColumn[] {
  const { variables, rowLength, dataStart } = member;
  const columns = variables.map((variable): RawColumn => {
    const base = { name: variable.name, label: variable.label, format: variable.format };
    return variable.type === 'text'
      ? { ...base, type: 'text', values: new Array<string>(rowCount).fill('') }
      : { ...base, type: 'number', values: new Float64Array(rowCount), missing: new Uint8Array(rowCount) };
  });
  const issues = new IssueList(file);
  for (let firstRow = 0; firstRow < rowCount; firstRow += blockRows) {
    const lastRow = Math.min(firstRow + blockRows, rowCount);
    columns.forEach((column, index) => {
      const variable = variables[index]!;
      const start = dataStart + variable.position;
      if (column.type === 'number') {
        for (let row = firstRow; row < lastRow; row += 1) {
          const at = start + row * rowLength;
          const code = readMissingCode(bytes, at, variable.length);
          if (code !== 0) column.missing[row] = code;
          else column.values[row] = readIbmDouble(bytes, at, variable.length);
        }
      } else {
        const values = column.values as string[];
        readTextCells(bytes, start, rowLength, variable, firstRow, lastRow, decoder, values, (row, at) =>
          issues.add({
            code: 'xpt/invalid-encoding',
            where: `${file}, byte ${at} (row ${row + 1}, variable ${variable.name})`,
            what: `The text is not valid ${decoder.encoding}`,
            fix: 'Set the option encoding: windows-1252 if the file was written so',
          }),
        );
      }
    });
  }
  issues.throwDataErrorIfAny();
  return columns;
}

function readTextCells(
  bytes: Uint8Array,
  start: number,
  rowLength: number,
  variable: XptVariable,
  firstRow: number,
  lastRow: number,
  decoder: StrictDecoder,
  values: string[],
  onInvalid: (row: number, offset: number) => void,
): void {
  let previous = '';
  let previousAt = -1;
  let previousLength = 0;
  for (let row = firstRow; row < lastRow; row += 1) {
    const at = start + row * rowLength;
    let end = at + variable.length;
    while (end > at && (bytes[end - 1] === 0x20 || bytes[end - 1] === 0)) end -= 1;
    const length = end - at;
    // Neighbouring rows often hold the same text: one string then serves both.
    if (previousAt < 0 || length !== previousLength || !sameBytes(bytes, at, previousAt, length)) {
      const text = decodeCell(bytes, at, end, decoder);
      if (text === null) onInvalid(row, at);
      previous = text ?? '';
      previousAt = at;
      previousLength = length;
    }
    values[row] = previous;
  }
}

function sameBytes(bytes: Uint8Array, left: number, right: number, length: number): boolean {
  for (let index = 0; index < length; index += 1) {
    if (bytes[left + index] !== bytes[right + index]) return false;
  }
  return true;
}

/** ASCII without a call to the decoder, which costs more than the text itself; null where the text is not valid. */
function decodeCell(bytes: Uint8Array, at: number, end: number, decoder: StrictDecoder): string | null {
  let text = '';
  for (let index = at; index < end; index += 1) {
    const byte = bytes[index]!;
    if (byte >= 0x80) {
      try {
        return decoder.decode(bytes.subarray(at, end));
      } catch {
        return null;
      }
    }
    text += String.fromCharCode(byte);
  }
  return text;
}
