import { sortOrder } from '../math/order/sort-order.js';
import { type ProductLimit, productLimit, rowsByLevel } from './product-limit.js';
import {
  type NameColumn,
  readNames,
  readSurvivalColumns,
  type SurvivalInput,
  singleLevel,
} from './survival-columns.js';

/** Times that differ by less, relative to their size, are equal. */
const tolerance = 1e-9;

/** A group's Kaplan-Meier curve with Greenwood's variance. */
export interface GroupCurve {
  /** null without groups. */
  readonly group: string | null;
  readonly curve: ProductLimit;
}

/** Kaplan-Meier curves of all groups. O(n log n). */
export function groupCurves(
  method: string,
  input: SurvivalInput & { readonly group?: NameColumn | undefined },
): readonly GroupCurve[] {
  const columns = readSurvivalColumns(method, input);
  const group =
    input.group === undefined
      ? singleLevel('', columns.n)
      : readNames(method, 'group', input.group, columns.n);
  const rows = rowsByLevel(sortOrder(columns.time), group);
  const entryRows = columns.entry === null ? rows : rowsByLevel(sortOrder(columns.entry), group);
  return group.levels.map((name, code) => ({
    group: input.group === undefined ? null : name,
    curve: productLimit(columns, rows[code]!, entryRows[code]!, 'greenwood'),
  }));
}

export interface CurvePoint {
  readonly survival: number;
  /** Variance of log survival; infinite where survival is 0. */
  readonly logVariance: number;
  /** Whether the time lies after the last one observed while survival is above 0. */
  readonly beyond: boolean;
}

/** A curve at a time; null for a group without subjects. */
export function curveAtTime({ time, survival, logVariance }: ProductLimit, at: number): CurvePoint | null {
  const limit = at + tolerance * Math.max(1, Math.abs(at));
  const last = time.length - 1;
  if (last < 0) return null;
  let low = 0;
  let high = time.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (time[middle]! <= limit) low = middle + 1;
    else high = middle;
  }
  const beyond =
    limit < Number.POSITIVE_INFINITY && time[last]! < at - tolerance * Math.max(1, at) && survival[last]! > 0;
  if (low === 0) return { survival: 1, logVariance: 0, beyond };
  return { survival: survival[low - 1]!, logVariance: logVariance[low - 1]!, beyond };
}
