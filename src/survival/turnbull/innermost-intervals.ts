import { countUpTo } from '../../math/order/count-up-to.js';
import type { IntervalColumns } from '../interval-columns.js';

/** The only places where the estimate can put probability, and which of them each pattern of rows covers. */
export interface InnermostIntervals {
  /** The event lies after `lower` and up to `upper`; exactly at it where they are equal. */
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Rows with the same first and last innermost interval, summed up. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly weight: Float64Array;
}

/**
 * Finds the innermost intervals of a set of rows: those that begin where a row begins and end where a row ends, with no
 * other limit between. At one time an exact time begins first, then intervals end, then intervals begin, because an
 * interval does not hold its lower limit. O(n log n). Source: Turnbull BW. J R Stat Soc B 1976;38:290-295.
 */
export function innermostIntervals(
  { lower, upper, weight }: IntervalColumns,
  rows: Int32Array,
): InnermostIntervals {
  // Kind 0: an exact time begins; 1: a row ends; 2: a row begins.
  const limits = Array.from(rows).flatMap((row) => [
    { time: lower[row]!, kind: lower[row] === upper[row] ? 0 : 2 },
    { time: upper[row]!, kind: 1 },
  ]);
  limits.sort((left, right) =>
    left.time === right.time ? left.kind - right.kind : left.time < right.time ? -1 : 1,
  );
  const from: { time: number; kind: number }[] = [];
  const to: number[] = [];
  limits.forEach((limit, index) => {
    const before = limits[index - 1];
    if (limit.kind !== 1 || before === undefined || before.kind === 1) return;
    from.push(before);
    to.push(limit.time);
  });
  const patterns = new Map<string, { first: number; last: number; weight: number }>();
  for (const row of rows) {
    const exact = lower[row] === upper[row];
    const first = firstFrom(from, lower[row]!, exact ? 0 : 2);
    const last = countUpTo(to, upper[row]!) - 1;
    const key = `${first} ${last}`;
    const pattern = patterns.get(key);
    const share = weight?.[row] ?? 1;
    if (pattern === undefined) patterns.set(key, { first, last, weight: share });
    else pattern.weight += share;
  }
  const list = [...patterns.values()].sort((a, b) => a.first - b.first || a.last - b.last);
  return {
    lower: Float64Array.from(from, ({ time }) => time),
    upper: Float64Array.from(to),
    first: Int32Array.from(list, ({ first }) => first),
    last: Int32Array.from(list, ({ last }) => last),
    weight: Float64Array.from(list, (pattern) => pattern.weight),
  };
}

/** Index of the first innermost interval that begins at or after a limit of this kind. */
function firstFrom(from: readonly { time: number; kind: number }[], time: number, kind: number): number {
  let low = 0;
  let high = from.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const { time: other, kind: own } = from[middle]!;
    if (other < time || (other === time && own < kind)) low = middle + 1;
    else high = middle;
  }
  return low;
}
