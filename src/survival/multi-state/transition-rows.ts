import type { Factor } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { requireList, requireObject } from '../../math/argument-checks.js';
import { type NameColumn, readNames } from '../../math/columns/name-column.js';
import { sortOrder } from '../../math/order/sort-order.js';
import { type NumberColumn, readSurvivalColumns } from '../survival-columns.js';

/** Rows of a counting process: a subject is in `from` after `start` and up to `stop`, then in `to`. */
export interface TransitionInput {
  /** Subject of each row. */
  readonly id: NameColumn;
  readonly start: NumberColumn;
  readonly stop: NumberColumn;
  readonly from: readonly string[];
  /** null where the subject left follow-up, or only a covariate changed, at `stop`. */
  readonly to: readonly (string | null)[];
  /** Case weights above 0. */
  readonly weight?: NumberColumn | undefined;
}

/** Checked rows; states and subjects as codes. Times that differ by rounding error only are equal. */
export interface TransitionRows {
  readonly n: number;
  readonly start: Float64Array;
  readonly stop: Float64Array;
  readonly from: Int32Array;
  /** -1 where there is no transition. */
  readonly to: Int32Array;
  readonly weight: Float64Array;
  readonly states: readonly string[];
  readonly id: Factor;
  /** 1 where the follow-up of the subject goes on in another row at `stop`. */
  readonly goesOn: Uint8Array;
}

const method = 'multi-state';

/**
 * Checks the rows: every state known, no transition into the same state, rows of one subject apart in time, and each
 * row in the state that the one before it led to. Throws a `MethodError` that names the row. O(n log n).
 */
export function readTransitionRows(
  input: TransitionInput,
  wanted: readonly string[] | undefined,
): TransitionRows {
  requireObject(method, 'input', input, 'columns such as { id, start, stop, from, to }');
  requireList(method, 'start', input.start, 'one number a row');
  requireList(method, 'stop', input.stop, 'one number a row');
  requireList(method, 'from', input.from, 'one state a row');
  requireList(method, 'to', input.to, 'one state a row, or null');
  const n = input.stop.length;
  for (const [name, length] of [
    ['from', input.from.length],
    ['to', input.to.length],
  ] as const) {
    if (length === n) continue;
    throw argumentError(method, name, 'has another length than "stop"', `${length} values`, `${n} values`);
  }
  const columns = readSurvivalColumns(method, {
    time: input.stop,
    event: input.to.map((state) => state !== null),
    entry: input.start,
    weight: input.weight,
  });
  const found = new Set([...input.from, ...input.to.filter((state) => state !== null)]);
  const states = wanted ?? [...found].sort((left, right) => (left < right ? -1 : 1));
  const codes = new Map(states.map((state, code) => [state, code]));
  const code = (argument: string, state: string | null, row: number): number => {
    if (state === null && argument === 'to') return -1;
    const known = codes.get(state ?? '');
    if (known !== undefined) return known;
    throw argumentError(
      method,
      argument,
      `has an unknown state in row ${row + 1}`,
      `"${state}"`,
      states.join(', '),
    );
  };
  const rows: Omit<TransitionRows, 'goesOn'> = {
    n,
    start: columns.entry!,
    stop: columns.time,
    from: Int32Array.from(input.from, (state, row) => code('from', state, row)),
    to: Int32Array.from(input.to, (state, row) => code('to', state, row)),
    weight: columns.weight ?? new Float64Array(n).fill(1),
    states,
    id: readNames(method, 'id', input.id, n),
  };
  return { ...rows, goesOn: checkHistories(rows) };
}

/** Rows of each subject follow each other in time and in state; tells which rows another goes on from. */
function checkHistories(rows: Omit<TransitionRows, 'goesOn'>): Uint8Array {
  const { n, start, stop, from, to, id, states } = rows;
  const goesOn = new Uint8Array(n);
  const previous = new Int32Array(id.levels.length).fill(-1);
  const order = sortOrder(start);
  for (let row = 0; row < n; row += 1) {
    if (from[row] !== to[row]) continue;
    throw argumentError(
      method,
      'to',
      `is the same state as "from" in row ${row + 1}`,
      `"${states[to[row]!]}"`,
      'another state, or null where nothing happened',
    );
  }
  for (const row of order) {
    const before = previous[id.codes[row]!]!;
    previous[id.codes[row]!] = row;
    if (before < 0) continue;
    if (start[row]! < stop[before]!) {
      throw argumentError(
        method,
        'start',
        `comes before the end of another row of the same subject, in row ${row + 1}`,
        `start ${start[row]} in row ${row + 1} and stop ${stop[before]} in row ${before + 1}`,
        'rows of one subject that do not overlap',
      );
    }
    if (start[row] === stop[before]) goesOn[before] = 1;
    const reached = to[before]! < 0 ? from[before]! : to[before]!;
    if (from[row] === reached || start[row]! > stop[before]!) continue;
    throw argumentError(
      method,
      'from',
      `does not go on from row ${before + 1} of the same subject, in row ${row + 1}`,
      `"${states[from[row]!]}" after "${states[reached]}"`,
      'the state in which the row before ended',
    );
  }
  return goesOn;
}
