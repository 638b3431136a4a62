import type { Factor } from '../../core/analysis-data.js';
import { sortOrder } from '../../math/order/sort-order.js';
import { rowsByLevel } from '../product-limit.js';
import { type SurvivalColumns, timeOrder } from '../survival-columns.js';

/**
 * Subjects sorted for the partial likelihood: stratum after stratum, ascending in time, those with the event before
 * those censored at the same time, so that tied events are `firstRow` up to `firstRow + deathCount`. Event times are
 * numbered across strata. A "slot" addresses a cumulative sum over event times: each stratum owns one slot of value 0
 * and then one slot for each of its event times, so a sum over (entry, time] is a difference of two slots.
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
  /** Part of the linear predictor that is known, centred within strata; null without one. */
  readonly offset: Float64Array | null;
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
  offset: Float64Array | null = null,
): CoxRows {
  const { n } = columns;
  const lists = rowsByLevel(timeOrder(columns), strata);
  const source = new Int32Array(n);
  const strataRows = new Int32Array(lists.length + 1);
  lists.forEach((list, stratum) => {
    source.set(list, strataRows[stratum]!);
    strataRows[stratum + 1] = strataRows[stratum]! + list.length;
  });
  const time = gather(columns.time, source);
  const event = new Uint8Array(n);
  for (let place = 0; place < n; place += 1) event[place] = columns.event[source[place]!]!;
  putEventsFirst(source, time, event, strataRows);
  const { x, center, scale } = standardise(covariates, source, strata.codes, strataRows);
  return {
    n,
    columnCount: covariates.length,
    source,
    x,
    center,
    scale,
    time,
    event,
    weight: columns.weight === null ? null : gather(columns.weight, source),
    offset: offset === null ? null : centreWithinStrata(gather(offset, source), strataRows),
    strataRows,
    ...numberEventTimes(
      time,
      columns.entry === null ? null : gather(columns.entry, source),
      event,
      strataRows,
    ),
  };
}

function gather(values: Float64Array, rows: Int32Array): Float64Array {
  const gathered = new Float64Array(rows.length);
  for (let place = 0; place < rows.length; place += 1) gathered[place] = values[rows[place]!]!;
  return gathered;
}

function centreWithinStrata(values: Float64Array, strataRows: Int32Array): Float64Array {
  for (let stratum = 0; stratum + 1 < strataRows.length; stratum += 1) {
    const rows = values.subarray(strataRows[stratum]!, strataRows[stratum + 1]!);
    const mean = rows.reduce((sum, value) => sum + value / rows.length, 0);
    for (let place = 0; place < rows.length; place += 1) rows[place]! -= mean;
  }
  return values;
}

/** Within rows of one stratum and time, moves events before censorings and keeps the order otherwise. */
function putEventsFirst(
  source: Int32Array,
  time: Float64Array,
  event: Uint8Array,
  strataRows: Int32Array,
): void {
  const waiting = new Int32Array(source.length);
  for (let stratum = 0; stratum + 1 < strataRows.length; stratum += 1) {
    const stop = strataRows[stratum + 1]!;
    for (let start = strataRows[stratum]!; start < stop; ) {
      const now = time[start]!;
      let end = start;
      let next = start;
      let count = 0;
      for (; end < stop && time[end] === now; end += 1) {
        if (event[end] === 1) source[next++] = source[end]!;
        else waiting[count++] = source[end]!;
      }
      event.fill(1, start, next);
      event.fill(0, next, end);
      for (let index = 0; index < count; index += 1) source[next + index] = waiting[index]!;
      start = end;
    }
  }
}

/** Means and spreads column by column, then rows side by side in sorted order. */
function standardise(
  covariates: readonly Float64Array[],
  source: Int32Array,
  stratumOf: Int32Array,
  strataRows: Int32Array,
) {
  const n = source.length;
  const p = covariates.length;
  const strataCount = strataRows.length - 1;
  const x = new Float64Array(n * p);
  const scale = new Float64Array(p);
  const factor = new Float64Array(p);
  const center = Array.from({ length: strataCount }, () => new Float64Array(p));
  const means = new Float64Array(strataCount);
  for (let column = 0; column < p; column += 1) {
    const values = covariates[column]!;
    const { largest, deviation } = stratumMeans(values, source, stratumOf, strataRows, means);
    // A spread at the level of rounding is none: the column is constant within strata.
    scale[column] = deviation > 1e-12 * largest ? deviation : 0;
    factor[column] = scale[column] === 0 ? 0 : 1 / deviation;
    for (let stratum = 0; stratum < strataCount; stratum += 1) center[stratum]![column] = means[stratum]!;
  }
  // Rows in the order of the input: columns are read in sequence, and each row is written as one piece.
  const placeOf = new Int32Array(n);
  for (let place = 0; place < n; place += 1) placeOf[source[place]!] = place;
  for (let row = 0; row < n; row += 1) {
    const middle = center[stratumOf[row]!]!;
    let at = placeOf[row]! * p;
    for (let column = 0; column < p; column += 1, at += 1) {
      x[at] = (covariates[column]![row]! - middle[column]!) * factor[column]!;
    }
  }
  return { x, center, scale };
}

/** Writes the mean of a column in each stratum, 0 where nobody is; returns the spread and the largest absolute value. */
function stratumMeans(
  values: Float64Array,
  source: Int32Array,
  stratumOf: Int32Array,
  strataRows: Int32Array,
  means: Float64Array,
): { readonly largest: number; readonly deviation: number } {
  // Sums of differences from one of the values are exact, and 0, for a constant column.
  const origin = new Float64Array(means.length);
  const squares = new Float64Array(means.length);
  means.fill(0);
  for (let stratum = 0; stratum < means.length; stratum += 1) {
    const first = strataRows[stratum]!;
    if (first < strataRows[stratum + 1]!) origin[stratum] = values[source[first]!]!;
  }
  let largest = 0;
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row]!;
    const stratum = stratumOf[row]!;
    const difference = value - origin[stratum]!;
    means[stratum]! += difference;
    squares[stratum]! += difference * difference;
    const size = Math.abs(value);
    if (size > largest) largest = size;
  }
  let spread = 0;
  for (let stratum = 0; stratum < means.length; stratum += 1) {
    const count = strataRows[stratum + 1]! - strataRows[stratum]!;
    if (count === 0) continue;
    const shift = means[stratum]! / count;
    spread += Math.max(0, squares[stratum]! - count * shift * shift);
    means[stratum] = origin[stratum]! + shift;
  }
  return { largest, deviation: Math.sqrt(spread / Math.max(1, values.length)) };
}

function numberEventTimes(
  time: Float64Array,
  entry: Float64Array | null,
  event: Uint8Array,
  strataRows: Int32Array,
) {
  const n = time.length;
  const strataCount = strataRows.length - 1;
  const strataTimes = new Int32Array(strataCount + 1);
  const untilSlot = new Int32Array(n);
  const fromSlot = new Int32Array(n);
  let events = 0;
  for (let place = 0; place < n; place += 1) events += event[place]!;
  // At most one event time an event.
  const eventTime = new Float64Array(events);
  const firstRow = new Int32Array(events);
  const endRow = new Int32Array(events);
  const deathCount = new Int32Array(events);
  const entryOrder = entry === null ? null : new Int32Array(n);
  let step = 0;
  for (let stratum = 0; stratum < strataCount; stratum += 1) {
    const begin = strataRows[stratum]!;
    const stop = strataRows[stratum + 1]!;
    const base = step;
    for (let place = begin; place < stop; ) {
      const start = place;
      const now = time[place]!;
      let deaths = 0;
      for (; place < stop && time[place] === now; place += 1) deaths += event[place]!;
      if (deaths > 0) {
        eventTime[step] = now;
        firstRow[step] = start;
        endRow[step] = place;
        deathCount[step] = deaths;
        step += 1;
      }
      for (let row = start; row < place; row += 1) untilSlot[row] = step + stratum;
    }
    strataTimes[stratum + 1] = step;
    if (entry === null || entryOrder === null) {
      fromSlot.fill(base + stratum, begin, stop);
      continue;
    }
    const order = sortOrder(entry.subarray(begin, stop));
    let passed = base;
    for (let index = 0; index < order.length; index += 1) {
      const row = begin + order[index]!;
      entryOrder[begin + index] = row;
      while (passed < step && eventTime[passed]! <= entry[row]!) passed += 1;
      fromSlot[row] = passed + stratum;
    }
  }
  return {
    strataTimes,
    eventTime: eventTime.slice(0, step),
    firstRow: firstRow.slice(0, step),
    endRow: endRow.slice(0, step),
    deathCount: deathCount.slice(0, step),
    untilSlot,
    fromSlot,
    entryOrder,
    entry,
  };
}
