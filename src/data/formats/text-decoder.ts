/** Encodings a reader takes, by their name in the Encoding Standard. */
export const textEncodings = ['utf-8', 'windows-1252'] as const;
export type TextEncoding = (typeof textEncodings)[number];

/** Turns bytes into text; throws when they are not valid in the encoding. */
export interface StrictDecoder {
  readonly encoding: TextEncoding;
  decode(bytes: Uint8Array): string;
}

/** The characters of bytes 0x80 to 0x9F; the five unassigned bytes are control characters, as browsers read them. */
const upperControls =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178';

const characters = Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x80 && byte <= 0x9f ? upperControls[byte - 0x80]! : String.fromCharCode(byte),
);

/**
 * A decoder that keeps a byte order mark and never replaces what it cannot read. windows-1252 is decoded by its own
 * table: some releases of Node read its bytes 0x80 to 0x9F as ISO 8859-1 and lose the euro sign and the dashes.
 */
export function strictDecoder(encoding: TextEncoding): StrictDecoder {
  if (encoding === 'windows-1252') return { encoding, decode: decodeWindows1252 };
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  return { encoding, decode: (bytes) => decoder.decode(bytes) };
}

function decodeWindows1252(bytes: Uint8Array): string {
  let text = '';
  for (let index = 0; index < bytes.length; index += 1) text += characters[bytes[index]!]!;
  return text;
}
