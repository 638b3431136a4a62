import type { Factor } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import { type NameColumn, readNames } from '../../math/columns/name-column.js';
import { countUpTo } from '../../math/order/count-up-to.js';
import { sortOrder } from '../../math/order/sort-order.js';
import { type ProductLimit, productLimit, rowsByLevel } from '../product-limit.js';
import { type SurvivalColumns, singleLevel } from '../survival-columns.js';

/** Survival after the last time observed: carried forward (R), or not estimable (SAS). */
export const beyondRules = ['carry-forward', 'not-estimable'] as const;
export type BeyondRule = (typeof beyondRules)[number];

/** Times within this gap mean the same time; the gap of the near-tie rule. */
export const timeTolerance = Math.sqrt(Number.EPSILON);

export interface ArmCurve {
  /** null where the call named no groups. */
  readonly group: string | null;
  readonly curve: ProductLimit;
}

/** One Kaplan-Meier curve for each group, with Greenwood's variance. O(n log n). */
export function armCurves(
  method: string,
  columns: SurvivalColumns,
  names: NameColumn | undefined,
): readonly ArmCurve[] {
  const group = readGroup(method, names, columns.n);
  const rows = rowsByLevel(sortOrder(columns.time), group);
  const entryRows = columns.entry === null ? rows : rowsByLevel(sortOrder(columns.entry), group);
  return group.levels.map((name, code) => ({
    group: names === undefined ? null : name,
    curve: productLimit(columns, rows[code]!, entryRows[code]!, 'greenwood'),
  }));
}

export function readGroup(method: string, names: NameColumn | undefined, n: number): Factor {
  return names === undefined ? singleLevel('', n) : readNames(method, 'group', names, n);
}

/** A curve read at one time. */
export interface CurveHeight {
  readonly survival: number;
  /** Variance of log survival; infinite where survival is 0. */
  readonly logVariance: number;
}

/** Survival at a time, or why there is none. */
export function heightAt(
  curve: ProductLimit,
  time: number,
  beyond: BeyondRule,
): CurveHeight | NotEstimableReason {
  const count = curve.time.length;
  if (count === 0) return 'empty-group';
  const low = countUpTo(curve.time, time + timeTolerance);
  if (low === 0) return { survival: 1, logVariance: 0 };
  const survival = curve.survival[low - 1]!;
  const past = low === count && time > curve.time[count - 1]! + timeTolerance;
  if (past && survival > 0 && beyond === 'not-estimable') return 'beyond-last-observation';
  return { survival, logVariance: curve.logVariance[low - 1]! };
}

/** The same reason for each of the named fields. */
export function without(reason: NotEstimableReason) {
  const nothing = notEstimable(reason);
  return { survival: nothing, standardError: nothing, lower: nothing, upper: nothing };
}

/** Throws unless every value is a finite number of 0 or more. */
export function checkTimes(method: string, argument: string, times: readonly number[]): void {
  for (const time of times) {
    if (time >= 0 && Number.isFinite(time)) continue;
    throw argumentError(
      method,
      argument,
      'has a value that is no time',
      String(time),
      'numbers of 0 or more',
      'Give times on the clock of "time"',
    );
  }
}
