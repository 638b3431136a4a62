import type { DataSource } from '../../../core/dataset.js';
import { DataError } from '../../../core/errors.js';
import type { StrictDecoder } from '../text-decoder.js';
import { checkRowLayout, readNamestr } from './read-namestr.js';
import { decodeHeaderText, expectHeader, latin, readCount, trimEnd, truncated } from './xpt-header.js';
import {
  descriptorHeader,
  headerPrefixLength,
  libraryHeader,
  memberHeader,
  namestrHeader,
  observationHeader,
  recordSize,
  type XptMember,
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
