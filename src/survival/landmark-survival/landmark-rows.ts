import { readSurvivalColumns, type SurvivalColumns, type SurvivalInput } from '../survival-columns.js';
import { checkTimes, timeTolerance } from './arm-curves.js';

/** The subjects of a landmark analysis with their clock set to 0 at the landmark. */
export interface LandmarkRows extends SurvivalColumns {
  readonly landmark: number;
  /** Row of the input (from 0) behind each entry: pick groups and covariates with it. */
  readonly rows: Int32Array;
  /** Subjects left out because the event came at or before the landmark. */
  readonly hadEvent: number;
  /** Subjects left out because follow-up ended at or before the landmark. */
  readonly censored: number;
}

/**
 * Keeps the subjects who are still followed and free of the event after a landmark time, and counts their time from
 * it. The columns can be given to any other survival method; `rows` says which subjects they are.
 *
 * Conventions. Who has the event or is censored exactly at the landmark is left out: it adds nothing afterwards.
 * Times within rounding error of the landmark are the landmark. Late entry goes on after the landmark: an entry
 * before it becomes 0, a later one is counted from it.
 * Errors: `MethodError` for a landmark below 0 and unusable columns. O(n log n).
 *
 * Source: Anderson JR, Cain KC, Gelber RD. J Clin Oncol 1983;1:710-719. Oracle: test/oracles/landmark-survival.
 */
export function landmarkRows(input: SurvivalInput, landmark: number): LandmarkRows {
  checkTimes('landmark-survival', 'landmark', [landmark]);
  const columns = readSurvivalColumns('landmark-survival', input);
  const kept: number[] = [];
  let hadEvent = 0;
  let censored = 0;
  for (let row = 0; row < columns.n; row += 1) {
    if (columns.time[row]! > landmark + timeTolerance || landmark === 0) kept.push(row);
    else if (columns.event[row] === 1) hadEvent += 1;
    else censored += 1;
  }
  const rows = Int32Array.from(kept);
  const { entry, weight } = columns;
  return {
    landmark,
    rows,
    hadEvent,
    censored,
    n: rows.length,
    time: Float64Array.from(rows, (row) => columns.time[row]! - landmark),
    event: Uint8Array.from(rows, (row) => columns.event[row]!),
    entry: entry && Float64Array.from(rows, (row) => Math.max(0, entry[row]! - landmark)),
    weight: weight && Float64Array.from(rows, (row) => weight[row]!),
  };
}
