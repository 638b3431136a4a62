import type { OrdinalData } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { requireList } from '../../math/argument-checks.js';
import { checkOrdinalRows, countCategories } from './ordinal-rows.js';

/** Several groups on one ordered scale: the subjects of each group at each rising value. */
export interface GroupedCounts {
  /** One array a group, one entry a distinct value. */
  readonly counts: readonly Float64Array[];
  /** Subjects of each group. */
  readonly sizes: readonly number[];
  /** Subjects of all groups at each value. */
  readonly atValue: Float64Array;
  readonly total: number;
}

/** Counts from values. Throws for a value that is not a number and for fewer than two groups. */
export function groupedCountsFromValues(method: string, groups: readonly ArrayLike<number>[]): GroupedCounts {
  requireList(method, 'groups', groups, 'a list of numbers for each group');
  if (groups.length < 2) {
    throw argumentError(method, 'groups', 'are too few to compare', String(groups.length), 'two or more');
  }
  const all: number[] = [];
  for (const [index, group] of groups.entries()) {
    requireList(method, `groups[${index}]`, group, 'numbers');
    for (let place = 0; place < group.length; place += 1) {
      const value = group[place]!;
      if (!Number.isFinite(value)) {
        throw argumentError(
          method,
          `groups[${index}][${place}]`,
          'is not a finite number',
          String(value),
          undefined,
          'Leave missing values out',
        );
      }
      // -0 and 0 are one value.
      all.push(value + 0);
    }
  }
  const values = Float64Array.from(new Set(all)).sort();
  const place = new Map(Array.from(values, (value, index) => [value, index]));
  return groupedCounts(
    groups.map((group) => {
      const counts = new Float64Array(values.length);
      for (let index = 0; index < group.length; index += 1) {
        const at = place.get(group[index]! + 0)!;
        counts[at] = counts[at]! + 1;
      }
      return counts;
    }),
  );
}

/** Counts of the categories of each group. Throws for weights that are not whole numbers of subjects. */
export function groupedCountsOf(method: string, data: OrdinalData): GroupedCounts {
  checkOrdinalRows(method, { ...data, reference: data.reference ?? data.group.levels[0] ?? null });
  const counts = countCategories(data);
  if (!counts.every((group) => group.every(Number.isSafeInteger))) {
    throw argumentError(method, 'weight', 'holds parts of subjects', undefined, 'whole numbers of subjects');
  }
  return groupedCounts(counts);
}

function groupedCounts(counts: readonly Float64Array[]): GroupedCounts {
  const atValue = counts[0]!.map((_, value) => counts.reduce((sum, group) => sum + group[value]!, 0));
  const sizes = counts.map((group) => group.reduce((sum, count) => sum + count, 0));
  return { counts, sizes, atValue, total: sizes.reduce((sum, size) => sum + size, 0) };
}

/** The counts as summary rows read them. */
export function groupRowsOf(names: readonly string[], { counts, sizes }: GroupedCounts) {
  return names.map((group, index) => ({
    group,
    n: sizes[index]!,
    categories: Array.from(counts[index]!),
  }));
}
