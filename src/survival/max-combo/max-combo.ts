import { argumentError } from '../../core/errors.js';
import { type Estimable, mapEstimable, type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import { requireList } from '../../math/argument-checks.js';
import { type NameColumn, readNames } from '../../math/columns/name-column.js';
import { requireOptions } from '../../math/option-checks.js';
import { describeLogRankWeight, logRankWeight } from '../log-rank-weights.js';
import { buildRiskTable } from '../risk-table.js';
import { readSurvivalColumns, type SurvivalInput, singleLevel } from '../survival-columns.js';
import { weightedLogRankSums } from '../weighted-log-rank-sums.js';
import { checkWholeWeights } from '../whole-weights.js';
import { normalMaximumTail } from './normal-maximum.js';

export interface MaxComboInput extends SurvivalInput {
  /** Two arms. */
  readonly group: NameColumn;
  readonly strata?: NameColumn | undefined;
}

export interface FlemingHarringtonWeight {
  readonly rho: number;
  readonly gamma: number;
}

export const maxComboAlternatives = ['two-sided', 'fewer-events', 'more-events'] as const;
export type MaxComboAlternative = (typeof maxComboAlternatives)[number];

export interface MaxComboOptions {
  /** One to six Fleming-Harrington weights. Default (0,0), (0,1), (1,0), (1,1). */
  readonly weights?: readonly FlemingHarringtonWeight[];
  /** Comparator. Default the first level. */
  readonly reference?: string | null | undefined;
  /** One-sided alternatives speak of the arm that is not the reference. Default two-sided. */
  readonly alternative?: MaxComboAlternative;
}

export interface MaxComboComponent extends FlemingHarringtonWeight {
  readonly label: string;
  /** Below 0 when the arm has fewer weighted events than expected. */
  readonly z: Estimable;
}

export interface MaxComboResult {
  readonly of: string;
  readonly versus: string;
  readonly alternative: MaxComboAlternative;
  readonly stratified: boolean;
  readonly components: readonly MaxComboComponent[];
  /** Correlation of the component statistics; empty when there are none. */
  readonly correlation: readonly (readonly number[])[];
  /** The most extreme component in the direction tested. */
  readonly statistic: Estimable;
  readonly p: Estimable;
}

/** The combination most trials pre-specify: proportional, late, early and middle differences. */
export const defaultMaxComboWeights: readonly FlemingHarringtonWeight[] = [
  { rho: 0, gamma: 0 },
  { rho: 0, gamma: 1 },
  { rho: 1, gamma: 0 },
  { rho: 1, gamma: 1 },
];

/**
 * Tests whether two arms have the same event rate by the most extreme of several weighted log-rank tests, with a
 * p-value that pays for having looked at several. Made for treatments whose effect may come late.
 *
 * Conventions. Components are Fleming-Harrington statistics with hypergeometric variance, pooled survival just before
 * each time and within strata, as in `weightedLogRank`; their joint distribution is normal with the correlations of
 * the same tables. Fewer than all components may be estimable; the others then make the test.
 *
 * Not estimable: `no-events`, `empty-group`, `no-variation` when no component has variance. Errors: `MethodError`
 * unless there are two groups and one to six different weights, and for unusable columns. O(n log n).
 *
 * Source: Lee SH. Stat Med 2007;26:3459-3475 (combination); Lin RS et al. Stat Biopharm Res 2020;12:187-198;
 * Genz A. J Comput Graph Stat 1992;1:141-149. Oracle: test/oracles/max-combo, test/oracles/weighted-log-rank.
 */
export function maxCombo(input: MaxComboInput, options: MaxComboOptions = {}): MaxComboResult {
  requireOptions('max-combo', options, {
    weights: 'checked later',
    reference: 'checked later',
    alternative: maxComboAlternatives,
  });
  const method = 'max-combo';
  const { weights = defaultMaxComboWeights, alternative = 'two-sided' } = options;
  requireList(method, 'weights', weights, 'a list of { rho, gamma }');
  if (weights.length < 1 || weights.length > 6) {
    throw argumentError(method, 'weights', 'has a wrong number of entries', String(weights.length), '1 to 6');
  }
  const columns = readSurvivalColumns(method, input);
  checkWholeWeights(method, columns.weight);
  const group = readNames(method, 'group', input.group, columns.n);
  if (group.levels.length !== 2) {
    throw argumentError(method, 'group', 'has not two levels', group.levels.join(', '), 'two groups');
  }
  const reference = options.reference ?? group.levels[0]!;
  if (!group.levels.includes(reference)) {
    throw argumentError(method, 'reference', 'is no group', `"${reference}"`, group.levels.join(', '));
  }
  const strata =
    input.strata === undefined
      ? singleLevel('', columns.n)
      : readNames(method, 'strata', input.strata, columns.n);
  const of = group.levels[0] === reference ? 1 : 0;
  const table = buildRiskTable(columns, group, strata);
  const functions = weights.map(({ rho, gamma }) => logRankWeight(method, 'fleming-harrington', rho, gamma));
  const differences = functions.map((weightOf) => {
    const sums = weightedLogRankSums(table, weightOf);
    return sums.observed[of]! - sums.expected[of]!;
  });
  // The covariance of two weighted sums weights the tables' variances by the product of their weights.
  const covariance = functions.map((left) =>
    functions.map((right) => {
      const product = weightedLogRankSums(table, (...state) => Math.sqrt(left(...state) * right(...state)));
      return product.variance[of * 3]!;
    }),
  );
  const usable = weights.map((_, index) => index).filter((index) => covariance[index]![index]! > 0);
  const reason: NotEstimableReason | null = emptyArm(group.codes)
    ? 'empty-group'
    : columns.event.includes(1)
      ? usable.length === 0
        ? 'no-variation'
        : null
      : 'no-events';
  const z = weights.map(
    (_, index): Estimable =>
      reason === null && usable.includes(index)
        ? differences[index]! / Math.sqrt(covariance[index]![index]!)
        : notEstimable(reason ?? 'no-variation'),
  );
  const correlation = usable.map((row) =>
    usable.map((column) =>
      row === column
        ? 1
        : covariance[row]![column]! / Math.sqrt(covariance[row]![row]! * covariance[column]![column]!),
    ),
  );
  const statistic: Estimable =
    reason === null
      ? mostExtreme(
          usable.map((index) => z[index] as number),
          alternative,
        )
      : notEstimable(reason);
  return {
    of: group.levels[of]!,
    versus: reference,
    alternative,
    stratified: input.strata !== undefined,
    components: weights.map(({ rho, gamma }, index) => ({
      rho,
      gamma,
      label: describeLogRankWeight('fleming-harrington', rho, gamma),
      z: z[index]!,
    })),
    correlation: reason === null ? correlation : [],
    statistic,
    p: mapEstimable(statistic, (value) => {
      const size =
        alternative === 'two-sided' ? Math.abs(value) : alternative === 'fewer-events' ? -value : value;
      return normalMaximumTail(
        Float64Array.from(correlation.flat()),
        usable.length,
        size,
        alternative === 'two-sided',
      );
    }),
  };
}

function emptyArm(codes: Int32Array): boolean {
  return !codes.includes(0) || !codes.includes(1);
}

function mostExtreme(values: readonly number[], alternative: MaxComboAlternative): number {
  const size = (value: number) =>
    alternative === 'two-sided' ? Math.abs(value) : alternative === 'fewer-events' ? -value : value;
  return values.reduce((best, value) => (size(value) > size(best) ? value : best));
}
