import type { Factor } from '../../core/analysis-data.js';
import { sortOrder } from '../../math/order/sort-order.js';
import { rowsByLevel } from '../product-limit.js';
import type { SurvivalColumns } from '../survival-columns.js';

/**
 * Subjects sorted for the partial likelihood: stratum after stratum, ascending in time. Event times are numbered
 * across strata. A "slot" addresses a cumulative sum over event times: each stratum owns one slot of value 0 and then
 * one slot for each of its event times, so a sum over (entry, time] is a difference of two slots.
 */
export interface CoxRows {
  readonly n: number;
  readonly columnCount: number;
  /** Row of the input at each sorted place. */
  readonly source: Int32Array;
  /** n x columnCount, row after row; each column centred within its stratum and divided by `scale`. */
  readonly x: Float64Array;
  readonly center: readonly Float64Array[];
  readonly scale: Float64Array;
  readonly time: Float64Array;
  readonly event: Uint8Array;
  readonly weight: Float64Array | null;
  /** Sorted places of stratum s: `strataRows[s]` up to `strataRows[s + 1]`. */
  readonly strataRows: Int32Array;
  /** Event times of stratum s: `strataTimes[s]` up to `strataTimes[s + 1]`. */
  readonly strataTimes: Int32Array;
  readonly eventTime: Float64Array;
  /** First sorted place, and the place after the last, of the rows whose time is the event time. */
  readonly firstRow: Int32Array;
  readonly endRow: Int32Array;
  readonly deathCount: Int32Array;
  /** Slot of the last event time at or before a row's time, and of the last at or before its entry. */
  readonly untilSlot: Int32Array;
  readonly fromSlot: Int32Array;
  /** Ascending entries: sorted places, stratum after stratum; null without late entry. */
  readonly entryOrder: Int32Array | null;
  /** Entry at each sorted place; null without late entry. */
  readonly entry: Float64Array | null;
}

/** Sorts, centres and scales the rows, and numbers event times: everything that does not depend on coefficients. */
export function sortCoxRows(
  columns: SurvivalColumns,
  covariates: readonly Float64Array[],
  strata: Factor,
): CoxRows {
  const { n, time } = columns;
  const lists = rowsByLevel(sortOrder(time), strata);
  const source = new Int32Array(n);
  const strataRows = new Int32Array(lists.length + 1);
  lists.forEach((list, stratum) => {
    source.set(list, strataRows[stratum]!);
    strataRows[stratum + 1] = strataRows[stratum]! + list.length;
  });
  const event = new Uint8Array(n);
  for (let place = 0; place < n; place += 1) event[place] = columns.event[source[place]!]!;
  const { x, center, scale } = standardise(covariates, source, strataRows);
  return {
    n,
    columnCount: covariates.length,
    source,
    x,
    center,
    scale,
    time: Float64Array.from(source, (row) => time[row]!),
    event,
    weight: columns.weight === null ? null : Float64Array.from(source, (row) => columns.weight![row]!),
    strataRows,
    ...numberEventTimes(columns, source, event, strataRows),
  };
}

function standardise(covariates: readonly Float64Array[], source: Int32Array, strataRows: Int32Array) {
  const n = source.length;
  const p = covariates.length;
  const x = new Float64Array(n * p);
  const scale = new Float64Array(p);
  const center = Array.from({ length: strataRows.length - 1 }, () => new Float64Array(p));
  for (let column = 0; column < p; column += 1) {
    const values = covariates[column]!;
    let squares = 0;
    let largest = 0;
    for (let stratum = 0; stratum + 1 < strataRows.length; stratum += 1) {
      const start = strataRows[stratum]!;
      const end = strataRows[stratum + 1]!;
      if (start === end) continue;
      // The mean of differences from the first value is exact for a constant column.
      const origin = values[source[start]!]!;
      let sum = 0;
      for (let place = start, at = start * p + column; place < end; place += 1, at += p) {
        const value = values[source[place]!]!;
        x[at] = value;
        sum += value - origin;
        largest = Math.max(largest, Math.abs(value));
      }
      const mean = origin + sum / (end - start);
      center[stratum]![column] = mean;
      for (let place = start, at = start * p + column; place < end; place += 1, at += p) {
        const centred = x[at]! - mean;
        x[at] = centred;
        squares += centred * centred;
      }
    }
    const deviation = Math.sqrt(squares / Math.max(1, n));
    // A spread at the level of rounding is none: the column is constant within strata.
    scale[column] = deviation > 1e-12 * largest ? deviation : 0;
  }
  const factor = scale.map((size) => (size === 0 ? 0 : 1 / size));
  for (let place = 0, at = 0; place < n; place += 1) {
    for (let column = 0; column < p; column += 1, at += 1) x[at]! *= factor[column]!;
  }
  return { x, center, scale };
}

function numberEventTimes(
  columns: SurvivalColumns,
  source: Int32Array,
  event: Uint8Array,
  strataRows: Int32Array,
) {
  const { n, time } = columns;
  const strataCount = strataRows.length - 1;
  const strataTimes = new Int32Array(strataCount + 1);
  const untilSlot = new Int32Array(n);
  const fromSlot = new Int32Array(n);
  const times: number[] = [];
  const first: number[] = [];
  const end: number[] = [];
  const deaths: number[] = [];
  const entry = columns.entry === null ? null : new Float64Array(n);
  const entryOrder = columns.entry === null ? null : new Int32Array(n);
  for (let stratum = 0; stratum < strataCount; stratum += 1) {
    const stop = strataRows[stratum + 1]!;
    let place = strataRows[stratum]!;
    while (place < stop) {
      const start = place;
      const now = time[source[place]!]!;
      let count = 0;
      while (place < stop && time[source[place]!]! === now) {
        count += event[place]!;
        place += 1;
      }
      if (count > 0) {
        times.push(now);
        first.push(start);
        end.push(place);
        deaths.push(count);
      }
      untilSlot.fill(times.length + stratum, start, place);
    }
    const base = strataTimes[stratum]!;
    strataTimes[stratum + 1] = times.length;
    if (entry === null || entryOrder === null) {
      fromSlot.fill(base + stratum, strataRows[stratum]!, stop);
    } else {
      const start = strataRows[stratum]!;
      for (let row = start; row < stop; row += 1) entry[row] = columns.entry![source[row]!]!;
      const order = sortOrder(entry.slice(start, stop));
      let passed = base;
      for (let index = 0; index < order.length; index += 1) {
        const row = start + order[index]!;
        entryOrder[start + index] = row;
        while (passed < times.length && times[passed]! <= entry[row]!) passed += 1;
        fromSlot[row] = passed + stratum;
      }
    }
  }
  return {
    strataTimes,
    eventTime: Float64Array.from(times),
    firstRow: Int32Array.from(first),
    endRow: Int32Array.from(end),
    deathCount: Int32Array.from(deaths),
    untilSlot,
    fromSlot,
    entryOrder,
    entry,
  };
}
