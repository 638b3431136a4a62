import { argumentError } from '../../core/errors.js';
import { requireList, requireObject, requireOneOf } from '../../math/argument-checks.js';
import { type NumberColumn, readSurvivalColumns } from '../survival-columns.js';

/** A level decided by who had an event first, as far as follow-up tells. */
export interface TimeToEventLevel {
  readonly kind: 'time-to-event';
  readonly name?: string;
  readonly time: NumberColumn;
  /** 1 or true for an event, 0 or false for the end of follow-up. */
  readonly event: ArrayLike<number | boolean>;
  /** `later` (default) for harm such as death, `earlier` for a good such as discharge. */
  readonly better?: 'later' | 'earlier';
  /** Times must differ by more than this to decide. Default 0. */
  readonly margin?: number;
}

/** A level decided by a number: a category's place on its scale, or a measurement. */
export interface ValueLevel {
  readonly kind: 'ordinal' | 'continuous';
  readonly name?: string;
  /** null or NaN where missing: such pairs go on to the next level. */
  readonly values: ArrayLike<number | null>;
  readonly better?: 'higher' | 'lower';
  /** Values must differ by more than this to decide. Default 0. */
  readonly margin?: number;
}

/** One outcome of the hierarchy. */
export type WinLevel = TimeToEventLevel | ValueLevel;

/** Whether a subject censored at the time of the other's event outlived it: R's rule for risk sets says so. */
export const equalTimesRules = ['tie', 'event-first'] as const;
export type EqualTimes = (typeof equalTimesRules)[number];

/** A checked level. `value` is a time or a value, NaN where missing; `event` is null for values. */
export interface WinColumn {
  readonly name: string;
  readonly value: Float64Array;
  readonly event: Uint8Array | null;
  /** 1 when a larger value is better, -1 when a smaller one is. */
  readonly direction: 1 | -1;
  readonly margin: number;
  /** Whether an event and a censoring at one time decide. */
  readonly eventFirst: boolean;
}

/** Checks the levels and copies their columns. Times that differ by rounding error only are equal. */
export function readWinLevels(
  method: string,
  levels: readonly WinLevel[],
  n: number,
  equalTimes: EqualTimes,
): readonly WinColumn[] {
  if (levels.length === 0) {
    throw argumentError(method, 'levels', 'is empty', '0 levels', 'at least one outcome to compare by');
  }
  return levels.map((level, index) => {
    const argument = `levels[${index}]`;
    requireObject(method, argument, level, "an outcome such as { kind: 'time-to-event', time, event }");
    requireOneOf(method, `${argument}.kind`, level.kind, ['time-to-event', 'ordinal', 'continuous']);
    const timed = level.kind === 'time-to-event';
    if (level.better !== undefined) {
      requireOneOf(
        method,
        `${argument}.better`,
        level.better,
        timed ? ['later', 'earlier'] : ['higher', 'lower'],
      );
    }
    requireList(method, argument, timed ? level.time : level.values, 'one value a subject');
    const margin = level.margin ?? 0;
    if (!(margin >= 0 && Number.isFinite(margin))) {
      throw argumentError(method, `${argument}.margin`, 'is no margin', String(margin), 'a number from 0 up');
    }
    const name = level.name ?? `level ${index + 1}`;
    const length = level.kind === 'time-to-event' ? level.time.length : level.values.length;
    if (length !== n) {
      throw argumentError(
        method,
        argument,
        'has another length than "group"',
        `${length} values`,
        `${n} values, one for each subject`,
      );
    }
    if (level.kind === 'time-to-event') {
      const { time, event } = readSurvivalColumns(method, level);
      const direction = level.better === 'earlier' ? -1 : 1;
      const eventFirst = equalTimes === 'event-first' && margin === 0;
      return { name, value: time, event, direction, margin, eventFirst };
    }
    const value = readValues(method, argument, level.values);
    return {
      name,
      value,
      event: null,
      direction: level.better === 'lower' ? -1 : 1,
      margin,
      eventFirst: false,
    };
  });
}

function readValues(method: string, argument: string, values: ArrayLike<number | null>): Float64Array {
  const copy = new Float64Array(values.length);
  for (let row = 0; row < values.length; row += 1) {
    const value = values[row];
    copy[row] = typeof value === 'number' ? value : Number.NaN;
    if ((value !== null && typeof value !== 'number') || Math.abs(copy[row]!) === Number.POSITIVE_INFINITY) {
      throw argumentError(
        method,
        argument,
        `has a value that cannot be used in row ${row + 1}`,
        String(value),
        'a finite number, or null where missing',
      );
    }
  }
  return copy;
}
