import type { Factor, SubjectVariablesData } from '../../../core/analysis-data.js';
import { argumentError } from '../../../core/errors.js';
import { notEstimable } from '../../../core/estimable.js';
import { requireList } from '../../../math/argument-checks.js';
import { finiteOrOverflow } from '../../../math/finite-or-overflow.js';
import type { QuantileType } from '../../../math/order/quantile.js';
import { decimalPlaces } from '../decimal-places.js';
import { moments, summariseSorted } from '../number-summary.js';
import { splitByGroup } from '../split-by-group.js';
import { differenceOfNumbers } from '../standardised-difference.js';
import type { BaselineNumber, GroupNumbers } from './baseline-characteristics.js';
import { groupPairs } from './group-pairs.js';

type NumberVariable = Extract<SubjectVariablesData['variables'][number], { type: 'number' }>;

/** One number in every group, and in all groups together. */
export function describeNumbers(
  { name, label, unit, values }: NumberVariable,
  group: Factor,
  reference: string | null,
  { type, level }: { readonly type: QuantileType; readonly level: number },
): BaselineNumber {
  checkValues(name, values, group.codes.length);
  const split = splitByGroup(values, group);
  const describe = (sorted: Float64Array, missing: number, of: string | null): GroupNumbers => ({
    group: of,
    missing,
    ...summariseSorted(sorted, type),
    ...geometric(sorted),
  });
  const groups = group.levels.map((of, code) => describe(split.groups[code]!, split.missing[code]!, of));
  const missing = split.missing.reduce((sum, count) => sum + count, 0);
  return {
    type: 'number',
    name,
    label,
    unit,
    decimalPlaces: decimalPlaces(values),
    groups: [...groups, describe(split.all, missing, null)],
    differences: groupPairs(group.levels, reference).map(([of, versus]) => {
      const { estimate, ...rest } = differenceOfNumbers(groups[of]!, groups[versus]!, level);
      return {
        of: group.levels[of]!,
        versus: group.levels[versus]!,
        standardisedDifference: estimate,
        ...rest,
      };
    }),
  };
}

function geometric(
  sorted: Float64Array,
): Pick<GroupNumbers, 'geometricMean' | 'geometricCoefficientOfVariation'> {
  const reason = sorted.length === 0 ? 'empty-group' : sorted[0]! > 0 ? null : 'not-applicable';
  if (reason !== null) {
    const none = notEstimable(reason);
    return { geometricMean: none, geometricCoefficientOfVariation: none };
  }
  const middle = sorted[sorted.length >> 1]!;
  const { mean, variance } = moments(sorted.map((value) => logRatioTo(value, middle)));
  return {
    // The mean lies within the values, but the ratio to the middle one may be beyond all numbers.
    geometricMean: Math.abs(mean) < 700 ? middle * Math.exp(mean) : Math.exp(Math.log(middle) + mean),
    geometricCoefficientOfVariation:
      sorted.length > 1
        ? finiteOrOverflow(Math.sqrt(Math.expm1(variance)))
        : notEstimable('too-few-observations'),
  };
}

/** The logarithm of value / middle, to all digits where the two are close. */
function logRatioTo(value: number, middle: number): number {
  const excess = (value - middle) / middle;
  if (Math.abs(excess) < 0.5) return Math.log1p(excess);
  const ratio = value / middle;
  return ratio > 0 && Number.isFinite(ratio) ? Math.log(ratio) : Math.log(value) - Math.log(middle);
}

function checkValues(name: string, values: Float64Array, length: number): void {
  const where = 'baseline-characteristics';
  requireList(where, name, values, 'numbers');
  if (values.length !== length) {
    throw argumentError(where, name, 'has the wrong length', String(values.length), String(length));
  }
  for (let index = 0; index < length; index += 1) {
    const value = values[index]!;
    if (typeof value !== 'number' || Math.abs(value) === Number.POSITIVE_INFINITY) {
      throw argumentError(
        where,
        `${name}[${index}]`,
        'is not a finite number',
        String(value),
        'a number, or NaN where missing',
      );
    }
  }
}
