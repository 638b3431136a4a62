import { argumentError } from '../../core/errors.js';

const radixBits = 16;
const radix = 1 << radixBits;

/**
 * The row numbers that put `values` in ascending order; equal values keep the order they came in.
 *
 * `values[order[0]]` is the smallest. Infinities are allowed; -0 equals 0. Throws on NaN, which has no place in an
 * order. The input is not changed. O(n): a radix sort on the bits of the doubles, one pass for each 16 bits that
 * differ between values (whole days need two or three passes), and a binary merge sort below 2000 rows.
 * Source: Knuth 1998, The Art of Computer Programming 3, sections 5.2.4 and 5.2.5.
 */
export function sortOrder(values: ArrayLike<number>): Int32Array {
  const count = values.length;
  for (let index = 0; index < count; index += 1) {
    if (Number.isNaN(values[index]!)) {
      throw argumentError(
        'sort-order',
        'values',
        'holds a value that cannot be ordered',
        `NaN at ${index}`,
        'numbers',
      );
    }
  }
  const order = new Int32Array(count);
  for (let index = 0; index < count; index += 1) order[index] = index;
  if (isSorted(values)) return order;
  return count < 2000 ? mergeSort(values, order) : radixSort(values, order);
}

function isSorted(values: ArrayLike<number>): boolean {
  for (let index = 1; index < values.length; index += 1) {
    if (values[index]! < values[index - 1]!) return false;
  }
  return true;
}

/** Bottom-up merges of runs of 8 that insertion has sorted. */
function mergeSort(values: ArrayLike<number>, order: Int32Array): Int32Array {
  const count = order.length;
  const run = 8;
  for (let start = 0; start < count; start += run)
    insertionSort(values, order, start, Math.min(start + run, count));
  let source: Int32Array = order;
  let target: Int32Array = new Int32Array(count);
  for (let width = run; width < count; width *= 2) {
    for (let start = 0; start < count; start += 2 * width) {
      const middle = Math.min(start + width, count);
      mergeRuns(values, source, target, start, middle, Math.min(start + 2 * width, count));
    }
    [source, target] = [target, source];
  }
  return source;
}

function insertionSort(values: ArrayLike<number>, order: Int32Array, start: number, end: number): void {
  for (let index = start + 1; index < end; index += 1) {
    const row = order[index]!;
    const value = values[row]!;
    let hole = index;
    while (hole > start && values[order[hole - 1]!]! > value) {
      order[hole] = order[hole - 1]!;
      hole -= 1;
    }
    order[hole] = row;
  }
}

function mergeRuns(
  values: ArrayLike<number>,
  source: Int32Array,
  target: Int32Array,
  start: number,
  middle: number,
  end: number,
): void {
  let left = start;
  let right = middle;
  for (let place = start; place < end; place += 1) {
    const takeLeft = left < middle && (right >= end || values[source[left]!]! <= values[source[right]!]!);
    target[place] = takeLeft ? source[left++]! : source[right++]!;
  }
}

function radixSort(values: ArrayLike<number>, order: Int32Array): Int32Array {
  const count = order.length;
  const low = new Uint32Array(count);
  const high = new Uint32Array(count);
  writeKeys(values, low, high);
  let source: Int32Array = order;
  let target: Int32Array = new Int32Array(count);
  const offsets = new Uint32Array(radix);
  for (const [keys, shift] of [
    [low, 0],
    [low, radixBits],
    [high, 0],
    [high, radixBits],
  ] as const) {
    if (allDigitsEqual(keys, shift)) continue;
    fillOffsets(keys, shift, offsets);
    for (let index = 0; index < count; index += 1) {
      const row = source[index]!;
      const digit = (keys[row]! >>> shift) & (radix - 1);
      target[offsets[digit]!++] = row;
    }
    [source, target] = [target, source];
  }
  return source;
}

/** Unsigned keys that order as the doubles do: negative numbers have all bits turned, others the sign bit. */
function writeKeys(values: ArrayLike<number>, low: Uint32Array, high: Uint32Array): void {
  const double = new Float64Array(1);
  const words = new Uint32Array(double.buffer);
  double[0] = 1;
  const highWord = words[1] === 0 ? 0 : 1;
  for (let index = 0; index < low.length; index += 1) {
    double[0] = values[index]! + 0; // -0 becomes 0
    const top = words[highWord]!;
    const bottom = words[1 - highWord]!;
    const negative = top >>> 31 === 1;
    high[index] = negative ? ~top : top | 0x80000000;
    low[index] = negative ? ~bottom : bottom;
  }
}

function allDigitsEqual(keys: Uint32Array, shift: number): boolean {
  const first = (keys[0]! >>> shift) & (radix - 1);
  for (let index = 1; index < keys.length; index += 1) {
    if (((keys[index]! >>> shift) & (radix - 1)) !== first) return false;
  }
  return true;
}

/** Turns counts of each digit into the first place of each digit. */
function fillOffsets(keys: Uint32Array, shift: number, offsets: Uint32Array): void {
  offsets.fill(0);
  for (let index = 0; index < keys.length; index += 1) offsets[(keys[index]! >>> shift) & (radix - 1)]! += 1;
  let place = 0;
  for (let digit = 0; digit < radix; digit += 1) {
    const size = offsets[digit]!;
    offsets[digit] = place;
    place += size;
  }
}
