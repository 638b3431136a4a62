import type { DataSource } from '../../core/dataset.js';
import { DataError } from '../../core/errors.js';
import { strictDecoder, type TextEncoding } from './text-decoder.js';

/** Beyond this many bytes a JavaScript engine cannot hold the text as one string. */
const longestText = 500_000_000;

const signatures: readonly {
  readonly bytes: readonly number[];
  readonly kind: string;
  readonly fix: string;
}[] = [
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    kind: 'a zip archive, such as an Excel workbook',
    fix: 'Save the sheet as CSV (UTF-8)',
  },
  { bytes: [0xd0, 0xcf, 0x11, 0xe0], kind: 'an old Excel workbook', fix: 'Save the sheet as CSV (UTF-8)' },
  { bytes: [0x1f, 0x8b], kind: 'a gzip archive', fix: 'Unpack the file first' },
  { bytes: [0x25, 0x50, 0x44, 0x46], kind: 'a PDF document', fix: 'Give the data file, not the document' },
  {
    bytes: [0x48, 0x45, 0x41, 0x44, 0x45, 0x52, 0x20, 0x52, 0x45, 0x43, 0x4f, 0x52, 0x44, 0x2a],
    kind: 'a SAS transport file',
    fix: 'Name the file with the extension .xpt',
  },
  { bytes: [0xff, 0xfe], kind: 'UTF-16 text', fix: 'Save the file with the encoding UTF-8' },
  { bytes: [0xfe, 0xff], kind: 'UTF-16 text', fix: 'Save the file with the encoding UTF-8' },
];

/**
 * Turns the bytes of a text file into text, or says why they are none. A byte order mark is dropped. Text that is not
 * valid in its encoding is refused at the byte where it breaks, never mended with replacement characters.
 */
export function decodeText(bytes: Uint8Array, source: DataSource, encoding: TextEncoding = 'utf-8'): string {
  const { file } = source;
  for (const signature of signatures) {
    if (signature.bytes.every((byte, index) => bytes[index] === byte)) {
      throw new DataError({
        code: 'text/not-text',
        where: `${file}, byte 0`,
        what: 'The file is not plain text',
        got: signature.kind,
        expected: `text in ${encoding}`,
        fix: signature.fix,
      });
    }
  }
  if (bytes.length > longestText) {
    throw new DataError({
      code: 'text/too-large',
      where: file,
      what: 'The file is too large to be read as text',
      got: `${bytes.length} bytes`,
      expected: `at most ${longestText} bytes`,
      fix: 'Split the file, or give it as SAS transport (.xpt)',
    });
  }
  const nul = bytes.indexOf(0);
  if (nul >= 0) {
    throw new DataError({
      code: 'text/nul-byte',
      where: `${file}, byte ${nul} (line ${lineAt(bytes, nul)})`,
      what: 'The file holds a NUL byte, which no text file has: it is binary or damaged',
      expected: `text in ${encoding}`,
      fix: 'Check that the file is what its extension says',
    });
  }
  try {
    const text = strictDecoder(encoding).decode(bytes);
    return text.startsWith('\ufeff') ? text.slice(1) : text;
  } catch (cause) {
    const offset = findInvalidUtf8(bytes);
    throw new DataError(
      {
        code: 'text/invalid-encoding',
        where: `${file}, byte ${offset} (line ${lineAt(bytes, offset)})`,
        what: `The text is not valid ${encoding}`,
        got: `byte 0x${(bytes[offset] ?? 0).toString(16).padStart(2, '0')}`,
        expected: `text in ${encoding}`,
        fix: 'Save the file with the encoding UTF-8, or set the option encoding: windows-1252 if it was written so',
      },
      { cause },
    );
  }
}

/** The offset of the first byte that is not part of valid UTF-8 (Unicode 15, table 3-7), or -1. */
export function findInvalidUtf8(bytes: Uint8Array): number {
  let at = 0;
  while (at < bytes.length) {
    const lead = bytes[at]!;
    if (lead < 0x80) {
      at += 1;
      continue;
    }
    const length =
      lead >= 0xc2 && lead <= 0xdf ? 2 : (lead & 0xf0) === 0xe0 ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
    if (length === 0) return at;
    const second = bytes[at + 1] ?? 0;
    const lowest = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const highest = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) return at;
    for (let index = 2; index < length; index += 1) {
      if (((bytes[at + index] ?? 0) & 0xc0) !== 0x80) return at;
    }
    at += length;
  }
  return -1;
}

function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let index = 0; index < offset; index += 1) if (bytes[index] === 0x0a) line += 1;
  return line;
}
