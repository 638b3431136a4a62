import type { Factor } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import {
  type Estimable,
  isEstimable,
  type NotEstimableReason,
  notEstimable,
  ratioFromLog,
} from '../../core/estimable.js';
import { type NameColumn, readNames } from '../../math/columns/name-column.js';
import { chiSquareUpperTail } from '../../math/distributions/chi-square.js';
import { criticalZ, normalTwoSidedP } from '../../math/distributions/normal.js';
import { generalisedQuadraticForm } from '../../math/linear-algebra/generalised-quadratic-form.js';
import { requireOptions } from '../../math/option-checks.js';
import { buildRiskTable } from '../risk-table.js';
import { checkLevel, readSurvivalColumns, type SurvivalInput, singleLevel } from '../survival-columns.js';
import { weightedLogRankSums } from '../weighted-log-rank-sums.js';
import { checkWholeWeights } from '../whole-weights.js';

export interface LogRankInput extends SurvivalInput {
  readonly group: NameColumn;
  /** Stratum of each subject: groups are compared within strata and the comparisons added. */
  readonly strata?: NameColumn | undefined;
}

export interface LogRankOptions {
  /** Weight S(t-)^rho of each event time: 0 (default) log-rank, 1 Peto and Peto's modification of Wilcoxon. */
  readonly rho?: number;
  /** Coverage of the interval of the rate ratio. Default 0.95. */
  readonly level?: number;
  /** Comparator of the rate ratio of two groups. Default the first level. */
  readonly reference?: string | null | undefined;
}

export interface LogRankGroup {
  readonly group: string;
  readonly n: number;
  /** Events, not weighted by S(t-)^rho. */
  readonly events: number;
  /** Sum of weights of the events; equals `events` when rho is 0. */
  readonly observed: number;
  readonly expected: number;
}

/** One-step rate ratio of two groups: the logarithm is (O - E) / V, with standard error 1 / sqrt(V). */
export interface PetoRateRatio {
  readonly of: string;
  readonly versus: string;
  readonly logRateRatio: Estimable;
  readonly standardError: Estimable;
  readonly logLower: Estimable;
  readonly logUpper: Estimable;
  readonly rateRatio: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly p: Estimable;
}

export interface LogRankResult {
  readonly rho: number;
  readonly level: number;
  readonly stratified: boolean;
  readonly groups: readonly LogRankGroup[];
  /** Covariance of observed less expected, one row and column a group. */
  readonly variance: readonly (readonly number[])[];
  readonly chiSquare: Estimable;
  readonly df: number;
  readonly p: Estimable;
  /** null unless two groups are compared with rho 0. */
  readonly rateRatio: PetoRateRatio | null;
}

/**
 * Tests whether two or more groups have the same event rate over time, by the events each group had against the
 * events expected had all rates been equal.
 *
 * Conventions. Hypergeometric variance with (Y - d) / (Y - 1) for ties, as R survdiff and SAS PROC LIFETEST. With
 * `rho` the G-rho family of Harrington and Fleming, weights S(t-)^rho from the pooled Kaplan-Meier estimate of each
 * stratum, as R survdiff. Strata are added before the test is formed. Times that differ by rounding error are equal.
 * Late entry is allowed. Case weights must be whole numbers and count as so many subjects. The rate ratio of two
 * groups is Peto's one-step estimate exp((O - E) / V), near the hazard ratio when that is near 1.
 *
 * Not estimable: `no-events`; `empty-group` when fewer than two groups have subjects; `no-variation` when no event
 * happened while two groups were at risk. Groups without variance are left out of the degrees of freedom.
 * Errors: `MethodError` for unequal lengths, unusable values, a reference that is no group. O(n log n).
 *
 * Source: Mantel N. Cancer Chemother Rep 1966;50:163-170; Peto R, Peto J. J R Stat Soc A 1972;135:185-207;
 * Harrington DP, Fleming TR. Biometrika 1982;69:553-566; Peto R et al. Br J Cancer 1977;35:1-39 (rate ratio).
 * Oracle: test/oracles/log-rank.
 */
export function logRank(input: LogRankInput, options: LogRankOptions = {}): LogRankResult {
  requireOptions('log-rank', options, {
    rho: 'number',
    level: 'number',
    reference: 'checked later',
  });
  const { rho = 0, level = 0.95 } = options;
  checkLevel('log-rank', level);
  if (!Number.isFinite(rho))
    throw argumentError('log-rank', 'rho', 'is no number', String(rho), 'a number such as 0');
  const columns = readSurvivalColumns('log-rank', input);
  checkWholeWeights('log-rank', columns.weight);
  const group = readNames('log-rank', 'group', input.group, columns.n);
  const strata =
    input.strata === undefined
      ? singleLevel('', columns.n)
      : readNames('log-rank', 'strata', input.strata, columns.n);
  const reference = options.reference ?? group.levels[0] ?? '';
  if (!group.levels.includes(reference)) {
    throw argumentError('log-rank', 'reference', 'is no group', `"${reference}"`, group.levels.join(', '));
  }
  const table = buildRiskTable(columns, group, strata);
  const sums = weightedLogRankSums(table, (survival) => (rho === 0 ? 1 : survival ** rho));
  if (!sums.variance.every(Number.isFinite)) {
    throw argumentError(
      'log-rank',
      'rho',
      'gives infinite weights, since the pooled curve reaches 0 while subjects are at risk',
      String(rho),
      'a rho of 0 or more',
    );
  }
  const size = group.levels.length;
  const n = countByLevel(group, columns.weight);
  const events = new Float64Array(size);
  for (let cell = 0; cell < table.events.length; cell += 1) events[cell % size]! += table.events[cell]!;
  const groups = group.levels.map((name, code) => ({
    group: name,
    n: n[code]!,
    events: events[code]!,
    observed: sums.observed[code]!,
    expected: sums.expected[code]!,
  }));
  const difference = groups.map((row) => row.observed - row.expected);
  const form = generalisedQuadraticForm(difference, sums.variance);
  const reason = missing(groups, form.rank);
  const chiSquare: Estimable = reason === null ? form.value : notEstimable(reason);
  return {
    rho,
    level,
    stratified: input.strata !== undefined,
    groups,
    variance: group.levels.map((_, code) =>
      Array.from(sums.variance.subarray(code * size, (code + 1) * size)),
    ),
    chiSquare,
    df: form.rank,
    p: isEstimable(chiSquare) ? chiSquareUpperTail(chiSquare, form.rank) : chiSquare,
    rateRatio:
      size === 2 && rho === 0
        ? petoRateRatio(group.levels, reference, difference, sums.variance, level, reason)
        : null,
  };
}

/** Subjects of each level, or sums of their case weights. */
function countByLevel({ levels, codes }: Factor, weight: Float64Array | null): Float64Array {
  const counts = new Float64Array(levels.length);
  if (weight === null) for (let row = 0; row < codes.length; row += 1) counts[codes[row]!]! += 1;
  else for (let row = 0; row < codes.length; row += 1) counts[codes[row]!]! += weight[row]!;
  return counts;
}

function missing(groups: readonly LogRankGroup[], rank: number): NotEstimableReason | null {
  if (groups.filter((row) => row.n > 0).length < 2) return 'empty-group';
  if (groups.every((row) => row.events === 0)) return 'no-events';
  return rank === 0 ? 'no-variation' : null;
}

function petoRateRatio(
  levels: readonly string[],
  reference: string,
  difference: readonly number[],
  variance: Float64Array,
  level: number,
  reason: NotEstimableReason | null,
): PetoRateRatio {
  const of = levels[0] === reference ? 1 : 0;
  const names = { of: levels[of]!, versus: reference };
  if (reason !== null) {
    const nothing = notEstimable(reason);
    return {
      ...names,
      logRateRatio: nothing,
      standardError: nothing,
      logLower: nothing,
      logUpper: nothing,
      rateRatio: nothing,
      lower: nothing,
      upper: nothing,
      p: nothing,
    };
  }
  const spread = variance[of * 3]!;
  const logRateRatio = difference[of]! / spread;
  const standardError = 1 / Math.sqrt(spread);
  const margin = criticalZ(level) * standardError;
  return {
    ...names,
    logRateRatio,
    standardError,
    logLower: logRateRatio - margin,
    logUpper: logRateRatio + margin,
    rateRatio: ratioFromLog(logRateRatio),
    lower: ratioFromLog(logRateRatio - margin),
    upper: ratioFromLog(logRateRatio + margin),
    p: normalTwoSidedP(logRateRatio / standardError),
  };
}
