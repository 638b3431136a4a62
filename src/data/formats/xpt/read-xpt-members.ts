import type { DataSource } from '../../../core/dataset.js';
import { DataError } from '../../../core/errors.js';
import type { StrictDecoder } from '../text-decoder.js';
import {
  descriptorHeader,
  headerPrefixLength,
  libraryHeader,
  memberHeader,
  namestrHeader,
  observationHeader,
  recordSize,
  type XptMember,
  type XptVariable,
} from './xpt-layout.js';

/**
 * Reads the headers of a SAS transport file: which data sets it holds, their variables, and where their rows lie.
 * @throws DataError `xpt/...` with the byte offset where the file stops being one.
 */
export function readXptMembers(
  bytes: Uint8Array,
  source: DataSource,
  decoder: StrictDecoder,
): readonly XptMember[] {
  const { file } = source;
  checkLibraryHeader(bytes, file);
  if (bytes.length % recordSize !== 0) {
    throw new DataError({
      code: 'xpt/truncated',
      where: `${file}, byte ${bytes.length}`,
      what: 'The file ends inside a record: it was cut or changed in transfer',
      got: `${bytes.length} bytes`,
      expected: `a multiple of ${recordSize}`,
      fix: 'Transfer the file again in binary mode',
    });
  }
  const members: XptMember[] = [];
  let at = 3 * recordSize;
  while (at < bytes.length) {
    const member = readMember(bytes, at, file, decoder);
    members.push(member);
    at = member.dataEnd;
  }
  if (members.length === 0) throw truncated(file, at, 'the header of a data set');
  return members;
}

function checkLibraryHeader(bytes: Uint8Array, file: string): void {
  const start = latin(bytes, 0, headerPrefixLength);
  if (start === libraryHeader.slice(0, headerPrefixLength)) {
    if (bytes.length < 3 * recordSize) throw truncated(file, bytes.length, 'the library header of 240 bytes');
    return;
  }
  if (start.startsWith('HEADER RECORD*******LIBV8')) {
    throw new DataError({
      code: 'xpt/version-8',
      where: `${file}, byte 20`,
      what: 'The file is a SAS transport file of version 8 or 9',
      got: 'the header LIBV8',
      expected: 'version 5 or 6 (the header LIBRARY)',
      fix: 'Write it with the XPORT engine (libname x xport), or give the data as CSV',
    });
  }
  const isCport = start.startsWith('**COMPRESSED**') || start.includes('COMPRESSED** **');
  throw new DataError({
    code: 'xpt/not-transport',
    where: `${file}, byte 0`,
    what: isCport ? 'The file was written by PROC CPORT' : 'The file is not a SAS transport file',
    got: bytes.length === 0 ? 'an empty file' : `${JSON.stringify(start.slice(0, 20))}`,
    expected: '"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!"',
    fix: isCport
      ? 'Write it with the XPORT engine (libname x xport)'
      : 'Check that the file is what its extension says',
  });
}

function readMember(bytes: Uint8Array, start: number, file: string, decoder: StrictDecoder): XptMember {
  expectHeader(bytes, start, memberHeader, 'the header of a data set', file);
  const namestrLength = readCount(bytes, start + 74, 4, file, 'the size of a variable description');
  if (namestrLength !== 140 && namestrLength !== 136) {
    throw new DataError({
      code: 'xpt/bad-header',
      where: `${file}, byte ${start + 74}`,
      what: 'The size of a variable description is not one that SAS writes',
      got: String(namestrLength),
      expected: '140 or 136',
      fix: 'Write the file again',
    });
  }
  expectHeader(bytes, start + recordSize, descriptorHeader, 'the descriptor header', file);
  const descriptor = start + 2 * recordSize;
  if (descriptor + 2 * recordSize > bytes.length)
    throw truncated(file, bytes.length, 'the data set descriptor');
  const name = trimEnd(latin(bytes, descriptor + 8, 8));
  const label = decodeHeaderText(bytes, descriptor + recordSize + 32, 40, decoder, file);
  const namestrs = descriptor + 2 * recordSize;
  expectHeader(bytes, namestrs, namestrHeader(0), 'the header of the variable descriptions', file);
  const count = readCount(bytes, namestrs + 54, 4, file, 'the number of variables');
  if (count === 0) {
    throw new DataError({
      code: 'xpt/no-variables',
      where: `${file}, byte ${namestrs + 54}`,
      what: `The data set "${name}" has no variables`,
      got: '0',
      expected: 'at least 1',
      fix: 'Check the step that wrote the file',
    });
  }
  const first = namestrs + recordSize;
  const observation = first + Math.ceil((count * namestrLength) / recordSize) * recordSize;
  if (observation > bytes.length)
    throw truncated(file, bytes.length, `the descriptions of ${count} variables`);
  const variables = Array.from({ length: count }, (_, index) =>
    readNamestr(bytes, first + index * namestrLength, file, decoder),
  );
  expectHeader(bytes, observation, observationHeader, 'the header of the rows', file);
  const dataStart = observation + recordSize;
  return {
    name,
    label: label === '' ? null : label,
    variables,
    rowLength: checkRowLayout(variables, first, namestrLength, file),
    dataStart,
    dataEnd: findNextMember(bytes, dataStart),
  };
}

function readNamestr(bytes: Uint8Array, at: number, file: string, decoder: StrictDecoder): XptVariable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const name = trimEnd(latin(bytes, at + 8, 8));
  const kind = view.getInt16(at);
  const length = view.getInt16(at + 4);
  if (kind !== 1 && kind !== 2) {
    throw badVariable(file, at, name, 'has an unknown type', String(kind), '1 (number) or 2 (text)');
  }
  if (kind === 1 ? length < 2 || length > 8 : length < 1) {
    const expected = kind === 1 ? '2 to 8 bytes for a number' : 'at least 1 byte for text';
    throw badVariable(file, at + 4, name, 'has an impossible length', `${length}`, expected);
  }
  const label = decodeHeaderText(bytes, at + 16, 40, decoder, file);
  return {
    name,
    label: label === '' ? null : label,
    format: formatText(trimEnd(latin(bytes, at + 56, 8)), view.getInt16(at + 64), view.getInt16(at + 66)),
    type: kind === 1 ? 'number' : 'text',
    length,
    position: view.getInt32(at + 84),
  };
}

/** The variables must fill a row without gap or overlap; gives the length of a row. */
function checkRowLayout(
  variables: readonly XptVariable[],
  first: number,
  namestrLength: number,
  file: string,
): number {
  const names = new Set<string>();
  const order = variables
    .map((_, index) => index)
    .sort((a, b) => variables[a]!.position - variables[b]!.position);
  let position = 0;
  for (const index of order) {
    const variable = variables[index]!;
    const at = first + index * namestrLength;
    if (variable.name === '' || names.has(variable.name)) {
      const what = variable.name === '' ? 'has no name' : 'has the name of another variable';
      throw badVariable(file, at + 8, variable.name, what, `"${variable.name}"`, 'a name that stands once');
    }
    names.add(variable.name);
    if (variable.position !== position) {
      throw badVariable(
        file,
        at + 84,
        variable.name,
        'does not follow the variable before it in the row',
        `position ${variable.position}`,
        `position ${position}`,
      );
    }
    position += variable.length;
  }
  return position;
}

/** The next member begins at a record that starts with the member header; without one the rows end with the file. */
function findNextMember(bytes: Uint8Array, dataStart: number): number {
  for (let at = dataStart; at < bytes.length; at += recordSize) {
    // "H", then the text that only a member header has.
    if (
      bytes[at] === 0x48 &&
      latin(bytes, at, headerPrefixLength) === memberHeader.slice(0, headerPrefixLength)
    ) {
      return at;
    }
  }
  return bytes.length;
}

function expectHeader(bytes: Uint8Array, at: number, header: string, what: string, file: string): void {
  if (at + recordSize > bytes.length) throw truncated(file, bytes.length, what);
  const got = latin(bytes, at, headerPrefixLength);
  const expected = header.slice(0, headerPrefixLength);
  if (got === expected) return;
  throw new DataError({
    code: 'xpt/bad-header',
    where: `${file}, byte ${at}`,
    what: `The file does not have ${what} here`,
    got: JSON.stringify(got.slice(20, 28)),
    expected: JSON.stringify(expected.slice(20, 28)),
    fix: 'The file is damaged or was not written by SAS rules; write it again',
  });
}

function readCount(bytes: Uint8Array, at: number, length: number, file: string, what: string): number {
  const text = latin(bytes, at, length);
  if (/^[0-9]+$/.test(text)) return Number(text);
  throw new DataError({
    code: 'xpt/bad-header',
    where: `${file}, byte ${at}`,
    what: `The header does not give ${what}`,
    got: JSON.stringify(text),
    expected: `${length} digits`,
    fix: 'Write the file again',
  });
}

function badVariable(
  file: string,
  at: number,
  name: string,
  what: string,
  got: string,
  expected: string,
): DataError {
  return new DataError({
    code: 'xpt/bad-variable',
    where: `${file}, byte ${at}`,
    what: `The variable ${JSON.stringify(name)} ${what}`,
    got,
    expected,
    fix: 'The file is damaged or was not written by SAS rules; write it again',
  });
}

function truncated(file: string, at: number, missing: string): DataError {
  return new DataError({
    code: 'xpt/truncated',
    where: `${file}, byte ${at}`,
    what: 'The file ends too early',
    got: 'the end of the file',
    expected: missing,
    fix: 'Transfer the file again in binary mode and compare its size',
  });
}

/** `DATE` with width 9 is `DATE9.`; width 8 with 2 decimals and no name is `8.2`; nothing at all is null. */
function formatText(name: string, width: number, decimals: number): string | null {
  if (name === '' && width <= 0) return null;
  return `${name}${width > 0 ? width : ''}.${decimals > 0 ? decimals : ''}`;
}

function decodeHeaderText(
  bytes: Uint8Array,
  at: number,
  length: number,
  decoder: StrictDecoder,
  file: string,
): string {
  try {
    return trimEnd(decoder.decode(bytes.subarray(at, at + length)));
  } catch {
    throw new DataError({
      code: 'xpt/invalid-encoding',
      where: `${file}, byte ${at}`,
      what: `A label is not valid ${decoder.encoding}`,
      fix: 'Set the option encoding: windows-1252 if the file was written so',
    });
  }
}

function latin(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function trimEnd(text: string): string {
  return text.replace(/[ \0]+$/, '');
}
