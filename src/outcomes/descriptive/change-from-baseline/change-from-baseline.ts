import type { LongitudinalData } from '../../../core/analysis-data.js';
import { argumentError } from '../../../core/errors.js';
import { type Estimable, isEstimable, notEstimable } from '../../../core/estimable.js';
import { requireOptions } from '../../../math/option-checks.js';
import { decimalPlaces } from '../decimal-places.js';
import { type NumberSummary, summariseSorted } from '../number-summary.js';
import { type QuartileRule, quantileType, quartileRules } from '../quartile-option.js';
import { requireLongitudinal } from '../require-longitudinal.js';
import { splitByGroup } from '../split-by-group.js';

export interface ChangeFromBaselineOptions {
  readonly quartiles?: QuartileRule;
}

/** What is described at a visit. */
export type ChangeQuantity = 'baseline' | 'value' | 'change' | 'percent change';

export interface ChangeSummary extends NumberSummary {
  /** null for all subjects together. */
  readonly group: string | null;
  /** Standard deviation over the root of n. */
  readonly standardError: Estimable;
}

export interface VisitChanges {
  /** null for baseline itself, before the first visit. */
  readonly visit: string | null;
  readonly quantities: readonly {
    readonly quantity: ChangeQuantity;
    readonly groups: readonly ChangeSummary[];
  }[];
}

export interface ChangeFromBaseline {
  readonly visits: readonly VisitChanges[];
  /** Decimals that the values were recorded with: what a table rounds by. */
  readonly decimalPlaces: number;
}

/**
 * Describes a measurement at baseline and at each visit by group and in all groups together (group null): the values,
 * the change from baseline and the percent change.
 *
 * - Baseline is described once for every subject who has it, and at each visit for the subjects who also have a value
 *   there, so that mean value less mean baseline is the mean change.
 * - Change is value less baseline, of subjects with both. Percent change is 100 times change over baseline, and leaves
 *   out subjects whose baseline is 0.
 * - Quartiles as `baselineCharacteristics`: `sas` (default, type 2), `r`, `stata` or a type by number.
 * - Observed values only: nothing is carried forward or modelled.
 *
 * Figures without a subject are `empty-group`; a standard deviation or error needs two. A change beyond the largest
 * number makes the figures it enters `overflow`. Without baseline only values are
 * described.
 *
 * Cost: O(n log n) a visit.
 *
 * @throws MethodError when arrays differ in length, a value is infinite, or the outcome is yes or no.
 *
 * Source: Hyndman RJ, Fan Y. Am Stat 1996;50:361-365 (quartiles). Oracle: test/oracles/change-from-baseline.
 */
export function changeFromBaseline(
  data: Omit<LongitudinalData, 'kind'>,
  options: ChangeFromBaselineOptions = {},
): ChangeFromBaseline {
  requireOptions(id, options, { quartiles: 'checked later' });
  const { quartiles = 'sas' } = options;
  if (!quartileRules.includes(quartiles)) {
    throw argumentError(id, 'quartiles', 'is not a rule', String(quartiles), 'sas, r, stata or 1 to 9');
  }
  requireLongitudinal(id, data);
  const { visits, outcome, baseline, group } = data;
  const type = quantileType(quartiles);
  const describe = (values: Float64Array): readonly ChangeSummary[] => {
    const split = splitByGroup(values, group);
    const summarise = (sorted: Float64Array, of: string | null): ChangeSummary => {
      const summary = summariseSorted(sorted, type);
      return { group: of, ...summary, standardError: errorOf(summary) };
    };
    const groups = group.levels.map((of, code) => summarise(split.groups[code]!, of));
    return group.levels.length > 1 ? [...groups, summarise(split.all, null)] : groups;
  };
  const atVisits = visits.map(({ name }, visit): VisitChanges => {
    const value = new Float64Array(group.codes.length);
    const before = value.map((_, subject) => {
      value[subject] = outcome[subject * visits.length + visit]!;
      return baseline === undefined || Number.isNaN(value[subject]!) ? Number.NaN : baseline[subject]!;
    });
    const change = value.map((now, subject) => now - before[subject]!);
    const percent = change.map((by, subject) =>
      before[subject] === 0 ? Number.NaN : percentOf(by, before[subject]!),
    );
    return {
      visit: name,
      quantities: [
        { quantity: 'value', groups: describe(value) },
        ...(baseline === undefined
          ? []
          : [
              { quantity: 'baseline' as const, groups: describe(before) },
              { quantity: 'change' as const, groups: describe(change) },
              { quantity: 'percent change' as const, groups: describe(percent) },
            ]),
      ],
    };
  });
  const first =
    baseline === undefined
      ? []
      : [{ visit: null, quantities: [{ quantity: 'baseline' as const, groups: describe(baseline) }] }];
  return {
    visits: [...first, ...atVisits],
    decimalPlaces: Math.max(decimalPlaces(outcome), baseline === undefined ? 0 : decimalPlaces(baseline)),
  };
}

const id = 'change-from-baseline';

/** 100 · by / whole, in the other order where the product is beyond the largest number. */
function percentOf(by: number, whole: number): number {
  const percent = (100 * by) / whole + 0;
  return Number.isFinite(percent) ? percent : 100 * (by / whole);
}

function errorOf({ n, standardDeviation }: NumberSummary): Estimable {
  if (n === 0) return notEstimable('empty-group');
  return isEstimable(standardDeviation) ? standardDeviation / Math.sqrt(n) : standardDeviation;
}
