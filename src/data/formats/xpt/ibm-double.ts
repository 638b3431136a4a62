/**
 * IBM System/360 hexadecimal floating point, as SAS transport files store numbers: a sign bit, a 7-bit power of 16 with
 * bias 64, and a fraction of 56 bits below the point. Value = ± fraction × 16^(exponent - 64).
 *
 * Source: SAS Institute, technical support document TS-140, "The record layout of a data set in SAS transport
 * (XPORT) format".
 */

const powersOf16 = Float64Array.from({ length: 128 }, (_, exponent) => 2 ** (4 * (exponent - 64) - 56));

/**
 * The double nearest to the IBM number of `length` bytes (2 to 8) at `offset`. A number cut to fewer than 8 bytes has
 * zeros for the bytes it lacks. Every double that SAS wrote comes back exactly: its 53 bits fit into the 56; a fraction
 * that uses all 56 is rounded to nearest, ties to even. Zero has no sign.
 */
export function readIbmDouble(bytes: Uint8Array, offset: number, length: number): number {
  const first = bytes[offset]!;
  let high = 0;
  let low = 0;
  const highEnd = Math.min(length, 4);
  for (let index = 1; index < highEnd; index += 1) high = high * 256 + bytes[offset + index]!;
  for (let index = highEnd; index < 4; index += 1) high *= 256;
  for (let index = 4; index < length; index += 1) low = low * 256 + bytes[offset + index]!;
  for (let index = Math.max(length, 4); index < 8; index += 1) low *= 256;
  const fraction = high * 4294967296 + low;
  if (fraction === 0) return 0;
  const magnitude = fraction * powersOf16[first & 0x7f]!;
  return first & 0x80 ? -magnitude : magnitude;
}

/**
 * Writes a finite double as 8 IBM bytes at `offset`, exactly. Returns false, and writes nothing, when the double is
 * beyond the format: not finite, 16^63 (7.2e75) or more, or so small (below 16^-65, 5.4e-79) that no normal IBM number
 * holds it.
 */
export function writeIbmDouble(value: number, bytes: Uint8Array, offset: number): boolean {
  if (value === 0) {
    bytes.fill(0, offset, offset + 8);
    return true;
  }
  const magnitude = Math.abs(value);
  if (!(magnitude < 16 ** 63) || magnitude < 16 ** -65) return false;
  // The power of 16 just above the magnitude, so that the fraction lies in [1/16, 1).
  let exponent = Math.floor(Math.log2(magnitude) / 4) + 1;
  if (magnitude >= 16 ** exponent) exponent += 1;
  if (magnitude < 16 ** (exponent - 1)) exponent -= 1;
  const fraction = magnitude / 2 ** (4 * exponent - 56);
  let high = Math.floor(fraction / 4294967296);
  let low = fraction - high * 4294967296;
  bytes[offset] = (value < 0 ? 0x80 : 0) | (exponent + 64);
  for (let index = 3; index >= 1; index -= 1) {
    bytes[offset + index] = high % 256;
    high = Math.floor(high / 256);
  }
  for (let index = 7; index >= 4; index -= 1) {
    bytes[offset + index] = low % 256;
    low = Math.floor(low / 256);
  }
  return true;
}

/**
 * The character code of a SAS missing value (`.`, `_`, `A` to `Z`), or 0 for a number: a missing value is that
 * character followed by zero bytes.
 */
export function readMissingCode(bytes: Uint8Array, offset: number, length: number): number {
  const first = bytes[offset]!;
  if (first !== 0x2e && first !== 0x5f && (first < 0x41 || first > 0x5a)) return 0;
  for (let index = 1; index < length; index += 1) if (bytes[offset + index] !== 0) return 0;
  return first;
}
