import type { Factor, SubjectVariablesData } from '../../../core/analysis-data.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireList } from '../../../math/argument-checks.js';
import { requireCodes } from '../../require-factor.js';
import { differenceOfCategories } from '../standardised-difference.js';
import type { BaselineCategories, GroupCategories, PercentDenominator } from './baseline-characteristics.js';
import { groupPairs } from './group-pairs.js';

type CategoryVariable = Extract<SubjectVariablesData['variables'][number], { type: 'category' }>;

export interface CategorySummary {
  readonly category: string;
  readonly count: number;
  /** Of the subjects that `percentOf` names. */
  readonly proportion: Estimable;
}

/** The categories of one characteristic in every group, and in all groups together. */
export function describeCategories(
  { name, label, categories, codes }: CategoryVariable,
  group: Factor,
  reference: string | null,
  { percentOf, level }: { readonly percentOf: PercentDenominator; readonly level: number },
): BaselineCategories {
  requireList('baseline-characteristics', `${name}.categories`, categories, 'names');
  const size = categories.length;
  requireCodes('baseline-characteristics', name, codes, size, { length: group.codes.length, missing: true });
  // The last entry of each group counts missing subjects.
  const counts = group.levels.map(() => new Int32Array(size + 1));
  for (let index = 0; index < codes.length; index += 1) {
    const code = codes[index]!;
    counts[group.codes[index]!]![code < 0 ? size : code]! += 1;
  }
  const total = new Int32Array(size + 1);
  for (const ofGroup of counts) {
    for (let category = 0; category <= size; category += 1) total[category]! += ofGroup[category]!;
  }
  const describe = (ofGroup: Int32Array, of: string | null): GroupCategories => {
    const missing = ofGroup[size]!;
    const all = ofGroup.reduce((sum, count) => sum + count, 0);
    const denominator = percentOf === 'all' ? all : all - missing;
    const share = (count: number): Estimable =>
      denominator === 0 ? notEstimable('empty-group') : count / denominator;
    return {
      group: of,
      n: all - missing,
      missing,
      categories: categories.map((category, code) => ({
        category,
        count: ofGroup[code]!,
        proportion: share(ofGroup[code]!),
      })),
    };
  };
  return {
    type: 'category',
    name,
    label,
    groups: [...group.levels.map((of, code) => describe(counts[code]!, of)), describe(total, null)],
    differences: groupPairs(group.levels, reference).map(([of, versus]) => {
      const [first, second] = [counts[of]!.subarray(0, size), counts[versus]!.subarray(0, size)];
      const { estimate, ...rest } = differenceOfCategories(first, second, level);
      return {
        of: group.levels[of]!,
        versus: group.levels[versus]!,
        standardisedDifference: estimate,
        ...rest,
      };
    }),
  };
}
