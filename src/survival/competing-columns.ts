import { argumentError } from '../core/errors.js';
import { requireList, requireObject } from '../math/argument-checks.js';
import { mergeNearTies } from '../math/order/near-ties.js';
import { refuseColumnSlips } from './column-slips.js';
import { type NumberColumn, readNumbers, viewNumbers } from './survival-columns.js';

/** Times to the first of several kinds of event. */
export interface CompetingInput {
  /** Follow-up, 0 or more, in any unit. */
  readonly time: NumberColumn;
  /** 0 where follow-up was censored, otherwise the kind of event: 1, 2, ... */
  readonly event: NumberColumn;
  /** Case weights above 0; 2 stands for two identical subjects. Not every method takes them. */
  readonly weight?: NumberColumn | undefined;
}

export interface CompetingColumns {
  readonly n: number;
  readonly time: Float64Array;
  readonly event: Uint8Array;
  /** Kinds of event that occur or were declared. */
  readonly causeCount: number;
  readonly weight: Float64Array | null;
}

/** Checks times and kinds of event, and makes times equal that differ by rounding error only. O(n log n). */
export function readCompetingColumns(method: string, input: CompetingInput, declared = 1): CompetingColumns {
  requireObject(method, 'input', input, 'columns such as { time, event }');
  refuseColumnSlips(method, input);
  requireList(method, 'time', input.time, 'one number a subject');
  requireList(method, 'event', input.event, '0 or the kind of event for each subject');
  const n = input.time.length;
  const time = mergeNearTies(readNumbers(method, 'time', input.time, n, 0, 'a number of 0 or more'));
  const kinds = readNumbers(method, 'event', input.event, n, 0, 'a whole number of 0 or more');
  const event = new Uint8Array(n);
  let causeCount = declared;
  for (let row = 0; row < n; row += 1) {
    const kind = kinds[row]!;
    if (!Number.isInteger(kind) || kind > 255) {
      throw argumentError(
        method,
        'event',
        `has a value that cannot be used in row ${row + 1}`,
        String(kind),
        '0 for censored, or the kind of event: 1, 2, ... up to 255',
      );
    }
    event[row] = kind;
    causeCount = Math.max(causeCount, kind);
  }
  const weight =
    input.weight === undefined
      ? null
      : viewNumbers(method, 'weight', input.weight, n, Number.MIN_VALUE, 'a number above 0');
  return { n, time, event, causeCount, weight };
}

/** Checks that a cause is one of those that occur or were declared. */
export function checkCause(method: string, cause: number, causeCount: number): void {
  if (Number.isInteger(cause) && cause >= 1 && cause <= causeCount) return;
  throw argumentError(method, 'cause', 'is no kind of event', String(cause), `1 to ${causeCount}`);
}
