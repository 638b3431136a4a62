import { DataError } from '../../../core/errors.js';
import type { StrictDecoder } from '../text-decoder.js';
import { headerPrefixLength, recordSize } from './xpt-layout.js';

/** `length` bytes as characters of the same code. */
export function latin(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

/** Text without the blanks and NUL bytes that pad it. */
export function trimEnd(text: string): string {
  return text.replace(/[ \0]+$/, '');
}

/** Text of a header in the encoding of the file. */
export function decodeHeaderText(
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

/** Fails unless the header record `header` stands at `at`; `what` names it for the user. */
export function expectHeader(
  bytes: Uint8Array,
  at: number,
  header: string,
  what: string,
  file: string,
): void {
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

/** A number written in digits. */
export function readCount(bytes: Uint8Array, at: number, length: number, file: string, what: string): number {
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

/** The error of a file that ends where `missing` should stand. */
export function truncated(file: string, at: number, missing: string): DataError {
  return new DataError({
    code: 'xpt/truncated',
    where: `${file}, byte ${at}`,
    what: 'The file ends too early',
    got: 'the end of the file',
    expected: missing,
    fix: 'Transfer the file again in binary mode and compare its size',
  });
}
