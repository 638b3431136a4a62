import { sortOrder } from './sort-order.js';

export interface MidRanks {
  /** Rank of each value from 1 up; tied values share the mean of their ranks. */
  readonly ranks: Float64Array;
  /** Sizes of the groups of tied values, those of size 1 included, ascending in value. */
  readonly tieSizes: Int32Array;
}

/** Ranks for Wilcoxon-type tests. Throws on NaN. O(n). */
export function midRanks(values: ArrayLike<number>): MidRanks {
  const order = sortOrder(values);
  const ranks = new Float64Array(values.length);
  const tieSizes = new Int32Array(values.length);
  let groups = 0;
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    const value = values[order[start]!]!;
    while (end < order.length && values[order[end]!] === value) end += 1;
    for (let index = start; index < end; index += 1) ranks[order[index]!] = (start + 1 + end) / 2;
    tieSizes[groups] = end - start;
    groups += 1;
    start = end;
  }
  return { ranks, tieSizes: tieSizes.slice(0, groups) };
}
