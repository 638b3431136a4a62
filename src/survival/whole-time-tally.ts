import { largestWhole, type SurvivalColumns } from './survival-columns.js';

/**
 * Events and censorings counted by day and cell (a group, or a group within a stratum): `events[day * cells + cell]`.
 * Days go from 0 to `days - 1`, most of them possibly empty.
 */
export interface WholeTimeTally {
  readonly days: number;
  readonly cells: number;
  readonly events: Int32Array;
  readonly censored: Int32Array;
}

/** Below this many counts the tally is cheap whatever the number of rows. */
const alwaysCheap = 4096;

/**
 * Counts subjects by whole time in one pass, without sorting. Gives null where that does not apply: times that are not
 * whole numbers, a range of times so wide that counting would cost more than sorting, late entry, or case weights.
 *
 * @param cell of each row, from 0. O(n + days x cells).
 */
export function tallyWholeTimes(
  { n, time, event, entry, weight }: SurvivalColumns,
  cell: Int32Array,
  cells: number,
): WholeTimeTally | null {
  if (entry !== null || weight !== null) return null;
  const last = largestWhole(time);
  if (last === null) return null;
  const size = (last + 1) * cells;
  if (size > Math.max(alwaysCheap, n)) return null;
  const events = new Int32Array(size);
  const censored = new Int32Array(size);
  for (let row = 0; row < n; row += 1) {
    const at = time[row]! * cells + cell[row]!;
    if (event[row] === 1) events[at]! += 1;
    else censored[at]! += 1;
  }
  return { days: last + 1, cells, events, censored };
}
