import { argumentError } from '../../core/errors.js';

const digitBits = 11;
const digitMask = (1 << digitBits) - 1;

/**
 * The row numbers that put `values` in ascending order; equal values keep the order they came in.
 *
 * `values[order[0]]` is the smallest. Infinities are allowed; -0 equals 0. Throws on NaN, which has no place in an
 * order. The input is not changed. O(n): a radix sort on the bits of the doubles, one pass for each 11 bits that
 * differ between values (whole days need two or three passes), and a merge sort below 2000 rows.
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
  if (count >= 2000 && !isSorted(values)) return radixSort(values);
  const order = naturalOrder(count);
  return isSorted(values) ? order : mergeSort(values, order);
}

function naturalOrder(count: number): Int32Array {
  const order = new Int32Array(count);
  for (let index = 0; index < count; index += 1) order[index] = index;
  return order;
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

/**
 * Least significant digit first. Keys travel with their row numbers, so that every read is in sequence; a digit
 * that is the same in every key needs no pass.
 */
function radixSort(values: ArrayLike<number>): Int32Array {
  const count = values.length;
  let order: Int32Array = naturalOrder(count);
  let low: Uint32Array = new Uint32Array(count);
  let high: Uint32Array = new Uint32Array(count);
  writeKeys(values, low, high);
  let nextOrder: Int32Array = new Int32Array(count);
  let nextLow: Uint32Array = new Uint32Array(count);
  let nextHigh: Uint32Array = new Uint32Array(count);
  for (let digit = 0; digit < 6; digit += 1) {
    const shift = (digit % 3) * digitBits;
    const places = firstPlaces(digit < 3 ? low : high, shift);
    if (places === null) continue;
    if (digit < 3) {
      for (let index = 0; index < count; index += 1) {
        const key = low[index]!;
        const place = places[(key >>> shift) & digitMask]!++;
        nextLow[place] = key;
        nextHigh[place] = high[index]!;
        nextOrder[place] = order[index]!;
      }
      [low, nextLow] = [nextLow, low];
    } else {
      for (let index = 0; index < count; index += 1) {
        const key = high[index]!;
        const place = places[(key >>> shift) & digitMask]!++;
        nextHigh[place] = key;
        nextOrder[place] = order[index]!;
      }
    }
    [high, nextHigh] = [nextHigh, high];
    [order, nextOrder] = [nextOrder, order];
  }
  return order;
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

/** The first place of each value of a digit in sorted order, or null when all keys agree in it. */
function firstPlaces(keys: Uint32Array, shift: number): Uint32Array | null {
  const places = new Uint32Array(digitMask + 1);
  for (let index = 0; index < keys.length; index += 1) places[(keys[index]! >>> shift) & digitMask]! += 1;
  if (places[(keys[0]! >>> shift) & digitMask] === keys.length) return null;
  let place = 0;
  for (let digit = 0; digit <= digitMask; digit += 1) {
    const size = places[digit]!;
    places[digit] = place;
    place += size;
  }
  return places;
}
