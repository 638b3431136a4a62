import { argumentError } from '../../../core/errors.js';
import type { Estimable } from '../../../core/estimable.js';
import { requireLevel, requireObject } from '../../../math/argument-checks.js';
import { requireOptions } from '../../../math/option-checks.js';
import type { NumberSummary } from '../number-summary.js';
import { type QuartileRule, quantileType, quartileRules } from '../quartile-option.js';
import { type CategorySummary, describeCategories } from './describe-categories.js';
import { describeNumbers } from './describe-numbers.js';
import { type BaselineSubjects, readSubjects } from './read-subjects.js';

export const percentDenominators = ['non-missing', 'all'] as const;
export type PercentDenominator = (typeof percentDenominators)[number];

export interface BaselineOptions {
  readonly quartiles?: QuartileRule;
  readonly percentOf?: PercentDenominator;
  readonly level?: number;
}

/** A number in one group, as a table of characteristics shows it. */
export interface GroupNumbers extends NumberSummary {
  /** null for all subjects together. */
  readonly group: string | null;
  readonly missing: number;
  /** Of positive values; `not-applicable` where any value is 0 or below. */
  readonly geometricMean: Estimable;
  /** As a proportion: the root of exp(variance of the logarithms) - 1. */
  readonly geometricCoefficientOfVariation: Estimable;
}

export interface GroupCategories {
  readonly group: string | null;
  /** Subjects with a value. */
  readonly n: number;
  readonly missing: number;
  readonly categories: readonly CategorySummary[];
}

export interface BaselineDifference {
  readonly of: string;
  readonly versus: string;
  readonly standardisedDifference: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

interface BaselineVariableBase {
  readonly name: string;
  readonly label: string;
  /** Every other group against the reference; empty without a reference. */
  readonly differences: readonly BaselineDifference[];
}

export interface BaselineNumber extends BaselineVariableBase {
  readonly type: 'number';
  readonly unit: string | null;
  /** Decimals that the values were recorded with: what a table rounds by. */
  readonly decimalPlaces: number;
  readonly groups: readonly GroupNumbers[];
}

export interface BaselineCategories extends BaselineVariableBase {
  readonly type: 'category';
  readonly groups: readonly GroupCategories[];
}

export type BaselineVariable = BaselineNumber | BaselineCategories;

/**
 * Describes who took part: each characteristic of the subjects in each group, and in all groups together (group null,
 * last).
 *
 * - Numbers: n, missing, mean, standard deviation (divisor n - 1), median, quartiles, extremes, geometric mean and
 *   coefficient of variation. Quartiles follow `quartiles`: `sas` (default, PCTLDEF=5) and `stata` are type 2 of Hyndman
 *   and Fan, `r` is type 7, or a type by number; the median is the 50th percentile of the same type.
 * - Categories: counts and proportions. `percentOf: 'non-missing'` (default) divides by the subjects with a value,
 *   `all` by all subjects of the group; missing subjects are counted apart in either case.
 * - Standardised differences of each group from the reference (Austin 2009 for numbers, Yang and Dalton 2012 for
 *   categories), over subjects with a value.
 *
 * No p-values: in a randomised trial any baseline difference is due to chance, so that a test of it has no hypothesis
 * (CONSORT 2010, item 15; Senn S. Stat Med 1994;13:1715-1726). Standardised differences say how large an imbalance is.
 *
 * Figures of a group without values are `empty-group`; a standard deviation needs two values.
 *
 * Cost: O(n log n) a number, O(n) a category.
 *
 * @throws MethodError when arrays differ in length, a number is infinite, a code names no category or group, two
 * variables share a label, or the reference names no group.
 *
 * Sources: Austin PC. Stat Med 2009;28:3083-3107. Yang D, Dalton JE. SAS Global Forum 2012, paper 335. Hyndman RJ, Fan Y.
 * Am Stat 1996;50:361-365. Oracle: test/oracles/baseline-characteristics.
 */
export function baselineCharacteristics(
  subjects: BaselineSubjects,
  options: BaselineOptions = {},
): readonly BaselineVariable[] {
  requireOptions(id, options, {
    quartiles: 'checked later',
    percentOf: percentDenominators,
    level: 'checked later',
  });
  requireObject(id, 'subjects', subjects, 'group, reference and variables');
  const { quartiles = 'sas', percentOf = 'non-missing', level = 0.95 } = options;
  requireLevel(id, 'level', level);
  if (!quartileRules.includes(quartiles)) {
    throw argumentError(id, 'quartiles', 'is not a rule', String(quartiles), 'sas, r, stata or 1 to 9');
  }
  const { reference } = subjects;
  const { group, variables } = readSubjects(id, subjects);
  if (reference !== null && !group.levels.includes(reference)) {
    throw argumentError(id, 'reference', 'names no group', reference, `one of ${group.levels.join(', ')}`);
  }
  const labels = variables.map(({ label }) => label);
  const twice = labels.find((label, index) => labels.indexOf(label) !== index);
  if (twice !== undefined) {
    throw argumentError(id, 'variables', 'has two of one label', twice, 'a label of its own for each');
  }
  const settings = { type: quantileType(quartiles), percentOf, level };
  return variables.map((variable) =>
    variable.type === 'number'
      ? describeNumbers(variable, group, reference, settings)
      : describeCategories(variable, group, reference, settings),
  );
}

const id = 'baseline-characteristics';
