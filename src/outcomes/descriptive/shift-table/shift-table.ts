import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireList, requireObject } from '../../../math/argument-checks.js';
import { type NameColumn, readNames } from '../../../math/columns/name-column.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type CategoryColumn, readCategories } from '../name-codes.js';

export const shiftDenominators = ['paired', 'before', 'all'] as const;
export type ShiftDenominator = (typeof shiftDenominators)[number];

export interface ShiftTableOptions {
  readonly percentOf?: ShiftDenominator;
}

/** One entry a subject and parameter in every column but `categories`. */
export interface ShiftInput {
  /** In the order of the scale. */
  readonly categories: readonly string[];
  readonly before: CategoryColumn;
  readonly after: CategoryColumn;
  readonly parameter: NameColumn;
  readonly group: NameColumn;
}

export interface ShiftCell {
  /** null where missing. */
  readonly before: string | null;
  readonly after: string | null;
  readonly count: number;
  /** Of the subjects that `percentOf` names. */
  readonly proportion: Estimable;
}

export interface ShiftGroup {
  /** null for all subjects together. */
  readonly group: string | null;
  /** Subjects with both categories. */
  readonly n: number;
  /** Subjects without one or both. */
  readonly missing: number;
  /** Every category before by every category after, in the order of the scale; missing last, where anyone is. */
  readonly cells: readonly ShiftCell[];
  /** Subjects in each category before who have a category after. */
  readonly before: readonly { readonly category: string; readonly n: number }[];
  /** Subjects who moved up the scale, stayed, or moved down, and their share of n. */
  readonly direction: readonly {
    readonly to: 'higher' | 'same' | 'lower';
    readonly count: number;
    readonly proportion: Estimable;
  }[];
}

export interface ParameterShifts {
  readonly parameter: string;
  readonly groups: readonly ShiftGroup[];
}

/**
 * Counts subjects by their category before and after, for each parameter and group and in all groups together (group
 * null): how many moved from normal to high, from grade 0 to grade 3.
 *
 * Percentages are of the subjects with both categories (`paired`, default), of those in the same category before who
 * have one after (`before`: rows add up to 100%), or of all subjects of the group and parameter (`all`). Cells with a
 * missing category have a share of `all` only, else `not-applicable`. A denominator of 0 is `empty-group`.
 *
 * Cost: O(subjects + cells).
 *
 * @throws MethodError when arrays differ in length or a code names no category, parameter or group.
 *
 * Source: ICH E3 Structure and Content of Clinical Study Reports 1995, section 12.4.2.1. Oracle:
 * test/oracles/shift-table.
 */
export function shiftTable(data: ShiftInput, options: ShiftTableOptions = {}): readonly ParameterShifts[] {
  requireObject(id, 'data', data, 'categories, before, after, parameter and group');
  requireOptions(id, options, { percentOf: shiftDenominators });
  const { percentOf = 'paired' } = options;
  const { categories } = data;
  requireList(id, 'categories', categories, 'names');
  const group = readNames(id, 'group', data.group);
  const { length } = group.codes;
  const parameter = readNames(id, 'parameter', data.parameter, length);
  const size = categories.length;
  const before = readCategories(id, 'before', data.before, categories, length);
  const after = readCategories(id, 'after', data.after, categories, length);
  const width = size + 1;
  const groups = group.levels.length;
  const counts = new Int32Array(parameter.levels.length * groups * width * width);
  for (let row = 0; row < length; row += 1) {
    const from = before[row]! < 0 ? size : before[row]!;
    const to = after[row]! < 0 ? size : after[row]!;
    counts[((parameter.codes[row]! * groups + group.codes[row]!) * width + from) * width + to]! += 1;
  }
  return parameter.levels.map((name, place) => {
    const blocks = group.levels.map((_, index) => {
      const start = (place * groups + index) * width * width;
      return counts.subarray(start, start + width * width);
    });
    const total = new Int32Array(width * width);
    for (const block of blocks) for (const [cell, count] of block.entries()) total[cell]! += count;
    const describe = (block: Int32Array, of: string | null): ShiftGroup =>
      describeGroup(block, total, of, categories, percentOf);
    const own = group.levels.map((of, index) => describe(blocks[index]!, of));
    return { parameter: name, groups: groups > 1 ? [...own, describe(total, null)] : own };
  });
}

const id = 'shift-table';

/** `anyone` holds the counts of all groups: a category of missing values is shown in every group or in none. */
function describeGroup(
  counts: Int32Array,
  anyone: Int32Array,
  group: string | null,
  categories: readonly string[],
  percentOf: ShiftDenominator,
): ShiftGroup {
  const size = categories.length;
  const width = size + 1;
  const at = (from: number, to: number): number => counts[from * width + to]!;
  const known = categories.map((_, code) => code);
  const sum = (of: (code: number) => number): number => known.reduce((total, code) => total + of(code), 0);
  const paired = known.map((from) => sum((to) => at(from, to)));
  const n = paired.reduce((total, count) => total + count, 0);
  const all = counts.reduce((total, count) => total + count, 0);
  const share = (count: number, of: number): Estimable =>
    of === 0 ? notEstimable('empty-group') : count / of;
  const proportion = (from: number, to: number): Estimable => {
    if (percentOf === 'all') return share(at(from, to), all);
    if (from === size || to === size) return notEstimable('not-applicable');
    return share(at(from, to), percentOf === 'paired' ? n : paired[from]!);
  };
  const missingBefore = Array.from({ length: width }, (_, to) => anyone[size * width + to]!);
  const missingAfter = Array.from({ length: width }, (_, from) => anyone[from * width + size]!);
  const rows = missingBefore.some((count) => count > 0) ? [...known, size] : known;
  const columns = missingAfter.some((count) => count > 0) ? [...known, size] : known;
  const moved = (keep: (from: number, to: number) => boolean): number =>
    sum((from) => sum((to) => (keep(from, to) ? at(from, to) : 0)));
  const direction = [
    ['higher', moved((from, to) => to > from)],
    ['same', moved((from, to) => to === from)],
    ['lower', moved((from, to) => to < from)],
  ] as const;
  return {
    group,
    n,
    missing: all - n,
    cells: rows.flatMap((from) =>
      columns.map((to) => ({
        before: categories[from] ?? null,
        after: categories[to] ?? null,
        count: at(from, to),
        proportion: proportion(from, to),
      })),
    ),
    before: categories.map((category, code) => ({ category, n: paired[code]! })),
    direction: direction.map(([to, count]) => ({ to, count, proportion: share(count, n) })),
  };
}
