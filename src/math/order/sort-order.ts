import { argumentError } from '../../core/errors.js';

const digitBits = 11;
const digitMask = (1 << digitBits) - 1;
/** Below this many rows a merge sort beats the fixed cost of counting digits. */
const fewRows = 2000;
/** Longer runs of keys that agree in their high words are merged instead of inserted. */
const shortRun = 24;

/**
 * The row numbers that put `values` in ascending order; equal values keep the order they came in.
 *
 * `values[order[0]]` is the smallest. Infinities are allowed; -0 equals 0. Throws on NaN, which has no place in an
 * order. The input is not changed. O(n) in practice: whole numbers of a moderate range (days) are counted; other
 * numbers take a radix sort on the high words of the doubles and then an insertion sort of the short runs that agree
 * in them; a merge sort, O(n log n), below 2000 rows and for long runs.
 * Source: Knuth 1998, The Art of Computer Programming 3, sections 5.2 to 5.2.5.
 */
export function sortOrder(values: ArrayLike<number>): Int32Array {
  const column = values instanceof Float64Array ? values : new Float64Array(values);
  const count = column.length;
  let sorted = true;
  let whole = true;
  let smallest = Number.POSITIVE_INFINITY;
  let largest = Number.NEGATIVE_INFINITY;
  let previous = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < count; index += 1) {
    const value = column[index]!;
    // False for NaN.
    if (!(value >= previous)) {
      if (Number.isNaN(value)) throw unordered(index);
      sorted = false;
    }
    if (value < smallest) smallest = value;
    if (value > largest) largest = value;
    if (whole && Math.floor(value) !== value) whole = false;
    previous = value;
  }
  const order = naturalOrder(count);
  if (sorted) return order;
  if (count < fewRows) return mergeSort(column, order);
  if (whole && largest - smallest <= 2 * count) return countingSort(column, smallest, largest);
  return radixSort(column, order);
}

function unordered(index: number): Error {
  return argumentError(
    'sort-order',
    'values',
    'holds a value that cannot be ordered',
    `NaN at ${index}`,
    'numbers',
  );
}

function naturalOrder(count: number): Int32Array {
  const order = new Int32Array(count);
  for (let index = 0; index < count; index += 1) order[index] = index;
  return order;
}

/** For whole numbers: one pass to count each value, one to place the rows. */
function countingSort(values: Float64Array, smallest: number, largest: number): Int32Array {
  const places = new Int32Array(largest - smallest + 1);
  const order = new Int32Array(values.length);
  for (let index = 0; index < values.length; index += 1) places[values[index]! - smallest]! += 1;
  let place = 0;
  for (let key = 0; key < places.length; key += 1) {
    const size = places[key]!;
    places[key] = place;
    place += size;
  }
  for (let index = 0; index < values.length; index += 1) order[places[values[index]! - smallest]!++] = index;
  return order;
}

/** Bottom-up merges of runs of 8 that insertion has sorted. */
function mergeSort(values: Float64Array, order: Int32Array): Int32Array {
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

function insertionSort(values: Float64Array, order: Int32Array, start: number, end: number): void {
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
  values: Float64Array,
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
 * Least significant digit first on the high words: sign, exponent and 20 bits of the fraction. Keys travel with their
 * row numbers, so that every read is in sequence; a digit that is the same in every key needs no pass. Rows whose high
 * words agree are then put in order by their values.
 */
function radixSort(values: Float64Array, natural: Int32Array): Int32Array {
  const count = values.length;
  let order: Int32Array = natural;
  let keys: Uint32Array = highWords(values);
  let nextOrder: Int32Array = new Int32Array(count);
  let nextKeys: Uint32Array = new Uint32Array(count);
  for (let shift = 0; shift < 32; shift += digitBits) {
    const places = firstPlaces(keys, shift);
    if (places === null) continue;
    for (let index = 0; index < count; index += 1) {
      const key = keys[index]!;
      const place = places[(key >>> shift) & digitMask]!++;
      nextKeys[place] = key;
      nextOrder[place] = order[index]!;
    }
    [keys, nextKeys] = [nextKeys, keys];
    [order, nextOrder] = [nextOrder, order];
  }
  for (let start = 0; start < count; ) {
    let end = start + 1;
    while (end < count && keys[end] === keys[start]) end += 1;
    if (end - start > shortRun) order.set(mergeSort(values, order.slice(start, end)), start);
    else if (end - start > 1) insertionSort(values, order, start, end);
    start = end;
  }
  return order;
}

/**
 * Unsigned keys that order as the high words of the doubles do: negative numbers have all bits turned, others the sign
 * bit.
 */
function highWords(values: Float64Array): Uint32Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, 2 * values.length);
  const highFirst = new Uint8Array(Uint32Array.of(1).buffer)[0] === 0;
  const keys = new Uint32Array(values.length);
  for (let index = 0, at = highFirst ? 0 : 1; index < keys.length; index += 1, at += 2) {
    const word = values[index] === 0 ? 0 : words[at]!; // -0 becomes 0
    keys[index] = word >>> 31 === 1 ? ~word : word | 0x80000000;
  }
  return keys;
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
