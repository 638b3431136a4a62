import { argumentError } from '../../core/errors.js';
import { type Estimable, mapEstimable, type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import { type NameColumn, readNames } from '../../math/columns/name-column.js';
import { chiSquareUpperTail } from '../../math/distributions/chi-square.js';
import { normalTwoSidedP } from '../../math/distributions/normal.js';
import { generalisedQuadraticForm } from '../../math/linear-algebra/generalised-quadratic-form.js';
import { requireOptions } from '../../math/option-checks.js';
import { type LogRankWeightName, logRankWeight, logRankWeightNames } from '../log-rank-weights.js';
import { buildRiskTable } from '../risk-table.js';
import { readSurvivalColumns, type SurvivalInput, singleLevel } from '../survival-columns.js';
import { weightedLogRankSums } from '../weighted-log-rank-sums.js';
import { checkWholeWeights } from '../whole-weights.js';
import { type PermutationTest, permutationTest } from './permutation-test.js';

export interface WeightedLogRankInput extends SurvivalInput {
  readonly group: NameColumn;
  readonly strata?: NameColumn | undefined;
}

export interface WeightedLogRankOptions {
  /** Default `fleming-harrington`. */
  readonly weights?: LogRankWeightName;
  /** Exponents of Fleming and Harrington's weight S^rho (1 - S)^gamma. Default 0 and 1: late differences. */
  readonly rho?: number;
  readonly gamma?: number;
  /** Of `modestly-weighted`: weights rise until this time (t*) and then stay. */
  readonly milestone?: number | undefined;
  /** Of `modestly-weighted`, in place of a milestone: weights rise until pooled survival is this (s*). */
  readonly leastSurvival?: number | undefined;
  /** One number a group, in the order of the groups, such as dose levels: adds a test for trend. */
  readonly scores?: readonly number[] | undefined;
  /** Random arrangements of a permutation test; 0 (default) for none. */
  readonly permutations?: number;
  /** Seed of the permutation test. Default 1. */
  readonly seed?: number;
}

export interface WeightedLogRankGroup {
  readonly group: string;
  readonly n: number;
  readonly events: number;
  /** Weighted observed less expected events. */
  readonly difference: number;
}

export interface WeightedLogRankResult {
  readonly weights: LogRankWeightName;
  readonly rho: number;
  readonly gamma: number;
  readonly stratified: boolean;
  readonly groups: readonly WeightedLogRankGroup[];
  /** Covariance of the differences, one row and column a group. */
  readonly variance: readonly (readonly number[])[];
  readonly chiSquare: Estimable;
  readonly df: number;
  readonly p: Estimable;
  /** Above 0 when events grow with the scores; null without scores. */
  readonly trend: { readonly z: Estimable; readonly p: Estimable } | null;
  readonly permutation: PermutationTest | null;
}

/**
 * Tests whether groups have the same event rate, giving more weight to early or to late event times; with dose-like
 * scores, whether the rate rises or falls with them; on request by permutation.
 *
 * Conventions. Fleming and Harrington's weights use the pooled Kaplan-Meier estimate just before each time, within
 * strata; (0, 0) is the log-rank test, (0, 1) stresses late and (1, 0) early differences. `gehan` weights by the number
 * at risk, as SAS's WILCOXON. `peto-peto` uses Peto and Peto's own estimate, as SAS's PETO; R's survdiff(rho = 1) is
 * `fleming-harrington` with rho 1, gamma 0; `modified-peto-peto` is SAS's MODPETO. `modestly-weighted` takes 1 / S(t-) up
 * to the `milestone` t* and 1 / S(t*) after it, within strata: late effects count more, and no event counts against an
 * arm for coming early. Hypergeometric variance. Case weights must be whole numbers.
 *
 * Not estimable: `no-events`, `empty-group`, `no-variation`, as in `logRank`; also `no-variation` when all weights
 * are 0, as late weights are with a single event time, or when scores are equal.
 * Errors: `MethodError` for unusable columns, negative exponents, a wrong number of scores, and permutations together
 * with late entry or case weights, under which arms are not exchangeable. O(n log n).
 *
 * Source: Fleming TR, Harrington DP. Counting Processes and Survival Analysis. Wiley 1991, section 7.2; Gehan EA.
 * Biometrika 1965;52:203-223; Tarone RE, Ware J. Biometrika 1977;64:156-160; Tarone RE. Biometrika 1975;62:679-682
 * (trend); Magirr D, Burman C-F. Stat Med 2019;38:3782-3790 (modest); Andersen PK et al. Int Stat Rev 1982;50:219-258
 * (modified). Oracle: test/oracles/weighted-log-rank.
 */
export function weightedLogRank(
  input: WeightedLogRankInput,
  options: WeightedLogRankOptions = {},
): WeightedLogRankResult {
  requireOptions('weighted-log-rank', options, {
    weights: logRankWeightNames,
    rho: 'number',
    gamma: 'number',
    milestone: 'number',
    leastSurvival: 'number',
    scores: 'numbers',
    permutations: 'number',
    seed: 'number',
  });
  const method = 'weighted-log-rank';
  const { weights = 'fleming-harrington', rho = 0, gamma = 1, scores, permutations = 0, seed = 1 } = options;
  const { milestone, leastSurvival } = options;
  checkModest(weights, milestone, leastSurvival);
  const weightOf = logRankWeight(method, weights, rho, gamma, leastSurvival);
  const columns = readSurvivalColumns(method, input);
  checkWholeWeights(method, columns.weight);
  const group = readNames(method, 'group', input.group, columns.n);
  const strata =
    input.strata === undefined
      ? singleLevel('', columns.n)
      : readNames(method, 'strata', input.strata, columns.n);
  const size = group.levels.length;
  if (scores !== undefined && (scores.length !== size || !scores.every(Number.isFinite))) {
    throw argumentError(
      method,
      'scores',
      'does not fit the groups',
      `[${scores.join(', ')}]`,
      `${size} numbers`,
    );
  }
  if (!(Number.isInteger(permutations) && permutations >= 0)) {
    throw argumentError(
      method,
      'permutations',
      'is no count',
      String(permutations),
      'a whole number of 0 or more',
    );
  }
  if (permutations > 0 && (columns.entry !== null || columns.weight !== null)) {
    throw argumentError(
      method,
      'permutations',
      'cannot go with late entry or case weights',
      String(permutations),
      '0',
    );
  }
  const sums = weightedLogRankSums(buildRiskTable(columns, group, strata), weightOf, milestone);
  if (!sums.observed.every(Number.isFinite) || !sums.variance.every(Number.isFinite)) {
    throw argumentError(
      method,
      'milestone',
      'gives infinite weights, since the pooled curve reaches 0 before it while subjects are still to enter',
      String(milestone),
      'an earlier time',
    );
  }
  const n = new Float64Array(size);
  const events = new Float64Array(size);
  for (let row = 0; row < columns.n; row += 1) {
    const share = columns.weight === null ? 1 : columns.weight[row]!;
    n[group.codes[row]!]! += share;
    if (columns.event[row] === 1) events[group.codes[row]!]! += share;
  }
  const difference = sums.observed.map((value, code) => value - sums.expected[code]!);
  const form = generalisedQuadraticForm(difference, sums.variance);
  const reason: NotEstimableReason | null =
    n.filter((count) => count > 0).length < 2
      ? 'empty-group'
      : events.every((count) => count === 0)
        ? 'no-events'
        : form.rank === 0
          ? 'no-variation'
          : null;
  const chiSquare: Estimable = reason === null ? form.value : notEstimable(reason);
  return {
    weights,
    rho,
    gamma,
    stratified: input.strata !== undefined,
    groups: group.levels.map((name, code) => ({
      group: name,
      n: n[code]!,
      events: events[code]!,
      difference: difference[code]!,
    })),
    variance: group.levels.map((_, code) =>
      Array.from(sums.variance.subarray(code * size, (code + 1) * size)),
    ),
    chiSquare,
    df: form.rank,
    p: mapEstimable(chiSquare, (value) => chiSquareUpperTail(value, form.rank)),
    trend: scores === undefined ? null : trendTest(scores, difference, sums.variance, reason),
    permutation:
      permutations === 0 || reason !== null
        ? null
        : permutationTest(columns, group, strata, weightOf, permutations, seed, milestone),
  };
}

function checkModest(
  weights: LogRankWeightName,
  milestone: number | undefined,
  leastSurvival: number | undefined,
): void {
  const given = [milestone, leastSurvival].filter((value) => value !== undefined).length;
  const name = milestone === undefined ? 'leastSurvival' : 'milestone';
  if (weights !== 'modestly-weighted' && given > 0) {
    throw argumentError(
      'weighted-log-rank',
      name,
      'has no meaning for these weights',
      weights,
      'modestly-weighted',
    );
  }
  if (weights === 'modestly-weighted' && given !== 1) {
    throw argumentError(
      'weighted-log-rank',
      'milestone',
      given === 0 ? 'is missing for modest weights' : 'and "leastSurvival" both end the rise of the weights',
      undefined,
      'a time as "milestone", or a share as "leastSurvival"',
    );
  }
  if (milestone !== undefined && !(milestone >= 0)) {
    throw argumentError(
      'weighted-log-rank',
      'milestone',
      'is no time',
      String(milestone),
      'a number of 0 or more',
    );
  }
}

function trendTest(
  scores: readonly number[],
  difference: Float64Array,
  variance: Float64Array,
  reason: NotEstimableReason | null,
): { z: Estimable; p: Estimable } {
  const size = scores.length;
  // Scores count from their mean: equal scores then have variance 0 exactly.
  const mean = scores.reduce((sum, score) => sum + score, 0) / size;
  let sum = 0;
  let spread = 0;
  for (let row = 0; row < size; row += 1) {
    sum += (scores[row]! - mean) * difference[row]!;
    for (let column = 0; column < size; column += 1) {
      spread += (scores[row]! - mean) * (scores[column]! - mean) * variance[row * size + column]!;
    }
  }
  const z: Estimable =
    reason === null && spread > 0 ? sum / Math.sqrt(spread) : notEstimable(reason ?? 'no-variation');
  return { z, p: mapEstimable(z, normalTwoSidedP) };
}
