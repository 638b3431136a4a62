import type { Factor } from '../../core/analysis-data.js';

/** The values of each group in ascending order, and of all groups together; missing values (NaN) are left out. */
export interface SplitValues {
  readonly groups: readonly Float64Array[];
  readonly all: Float64Array;
  /** Missing values of each group. */
  readonly missing: Int32Array;
}

/** Splits values by group in one pass over them, then sorts each part. O(n log n). */
export function splitByGroup(values: Float64Array, { levels, codes }: Factor): SplitValues {
  const sizes = new Int32Array(levels.length);
  const missing = new Int32Array(levels.length);
  for (let index = 0; index < values.length; index += 1) {
    if (Number.isNaN(values[index]!)) missing[codes[index]!]! += 1;
    else sizes[codes[index]!]! += 1;
  }
  const groups = levels.map((_, group) => new Float64Array(sizes[group]!));
  const filled = new Int32Array(levels.length);
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index]!;
    if (Number.isNaN(value)) continue;
    const group = codes[index]!;
    groups[group]![filled[group]!] = value;
    filled[group]! += 1;
  }
  const all = new Float64Array(sizes.reduce((sum, size) => sum + size, 0));
  let start = 0;
  for (const group of groups) {
    all.set(group, start);
    start += group.length;
    group.sort();
  }
  return { groups, all: all.sort(), missing };
}
