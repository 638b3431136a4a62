import { argumentError } from '../../core/errors.js';
import { readSurvivalColumns, type SurvivalInput } from '../survival-columns.js';

export interface LandmarkRows {
  /** Row of the input that each row comes from. */
  readonly row: Int32Array;
  /** Time since the landmark. */
  readonly time: Float64Array;
  readonly event: Uint8Array;
  /** Time from the landmark to a later entry, 0 for those under observation at the landmark. */
  readonly entry: Float64Array;
  /** Left out: the event came, or follow-up ended, by the landmark. */
  readonly eventsBefore: number;
  readonly censoredBefore: number;
}

/**
 * Keeps the subjects who are still followed and free of the event at a landmark and counts their time from there, so
 * that groups by what happened up to the landmark, such as response by week 12, can be compared without giving the
 * responders the time they needed to respond.
 *
 * A subject whose time is the landmark itself is left out. Those who enter later stay, with their entry. Use the rows of
 * the input named in `row` to take arms and covariates along.
 * Errors: `MethodError` for a landmark below 0 and unusable columns.
 * Source: Anderson JR, Cain KC, Gelber RD. J Clin Oncol 1983;1:710-719. Oracle: test/oracles/milestone-survival.
 */
export function landmarkRows(input: SurvivalInput, landmark: number): LandmarkRows {
  const method = 'landmark';
  if (!(landmark >= 0 && landmark < Number.POSITIVE_INFINITY)) {
    throw argumentError(method, 'landmark', 'is no time', String(landmark), 'a number of 0 or more');
  }
  const { n, time, event, entry } = readSurvivalColumns(method, input);
  const all = Int32Array.from({ length: n }, (_, row) => row);
  const row = all.filter((own) => time[own]! > landmark + 1e-9 * Math.max(1, landmark));
  const kept = new Set(row);
  const left = all.filter((own) => !kept.has(own));
  const eventsBefore = left.reduce((sum, own) => sum + event[own]!, 0);
  return {
    row,
    time: Float64Array.from(row, (own) => time[own]! - landmark),
    event: Uint8Array.from(row, (own) => event[own]!),
    entry: Float64Array.from(row, (own) => Math.max(0, (entry?.[own] ?? 0) - landmark)),
    eventsBefore,
    censoredBefore: left.length - eventsBefore,
  };
}
