import type { Factor } from '../../../core/analysis-data.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireObject } from '../../../math/argument-checks.js';
import { type NameColumn, readNames } from '../../../math/columns/name-column.js';
import { criticalT } from '../../../math/distributions/student-t.js';
import { numbersWithGaps } from '../../../math/number-list.js';
import { requireOptions } from '../../../math/option-checks.js';
import { quantileOfSorted } from '../../../math/order/quantile.js';
import { requireFactor } from '../../require-factor.js';

/** One entry a row in every list; a row is one visit of one subject. */
export interface VisitRows {
  /** Levels in order of time. */
  readonly visit: Factor;
  /** NaN where missing. */
  readonly outcome: ArrayLike<number>;
  readonly group: NameColumn;
}

export interface VisitSummaryOptions {
  readonly level?: number;
}

/** What was seen of one arm at one visit. */
export interface VisitFigures {
  readonly group: string;
  readonly visit: string;
  readonly n: number;
  /** Rows without an outcome. */
  readonly missing: number;
  readonly mean: Estimable;
  readonly standardDeviation: Estimable;
  /** Of the mean. */
  readonly standardError: Estimable;
  /** Limits of the mean. */
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly median: Estimable;
  readonly firstQuartile: Estimable;
  readonly thirdQuartile: Estimable;
  readonly minimum: Estimable;
  readonly maximum: Estimable;
}

export interface VisitSummary {
  /** By arm, then by visit. */
  readonly figures: readonly VisitFigures[];
  readonly level: number;
}

const where = 'visit-summary';

/**
 * Describes the outcome of each arm at each visit as it was observed: number, mean with its t interval, spread, median
 * and quartiles. Nothing is modelled and nothing imputed: each visit has the subjects who were seen at it.
 *
 * Standard deviations with n − 1; quartiles as SAS PCTLDEF 5 (Hyndman and Fan type 2). No outcome: `empty-group`; one:
 * spread and limits are `too-few-observations`. Cost O(n log n).
 *
 * @throws MethodError when lengths differ, a code is no level, or level is not in (0, 1).
 *
 * Source: Hyndman RJ, Fan Y. Am Stat 1996;50:361-365 (quartiles). Oracle: test/oracles/visit-summary.
 */
export function visitSummary(rows: VisitRows, options: VisitSummaryOptions = {}): VisitSummary {
  requireOptions(where, options, { level: 'checked later' });
  const { level = 0.95 } = options;
  requireLevel(where, 'level', level);
  requireObject(where, 'rows', rows, 'visit, outcome and group');
  const outcome = numbersWithGaps(where, 'outcome', rows.outcome);
  const total = outcome.length;
  requireFactor(where, 'visit', rows.visit, total);
  const arms = readNames(where, 'group', rows.group, total);
  const visits = rows.visit.levels.length;
  const values: number[][] = Array.from({ length: arms.levels.length * visits }, () => []);
  const missing = new Float64Array(values.length);
  for (let row = 0; row < total; row += 1) {
    const cell = arms.codes[row]! * visits + rows.visit.codes[row]!;
    const value = outcome[row]!;
    if (Number.isNaN(value)) missing[cell]! += 1;
    else values[cell]!.push(value);
  }
  return {
    figures: arms.levels.flatMap((group, arm) =>
      rows.visit.levels.map((visit, when) => ({
        group,
        visit,
        missing: missing[arm * visits + when]!,
        ...describe(Float64Array.from(values[arm * visits + when]!).sort(), level),
      })),
    ),
    level,
  };
}

/** Figures of sorted values. */
function describe(sorted: Float64Array, level: number): Omit<VisitFigures, 'group' | 'visit' | 'missing'> {
  const n = sorted.length;
  const ordered = (probability: number) =>
    n === 0 ? notEstimable('empty-group') : quantileOfSorted(sorted, probability, 2);
  const order = {
    n,
    median: ordered(0.5),
    firstQuartile: ordered(0.25),
    thirdQuartile: ordered(0.75),
    minimum: ordered(0),
    maximum: ordered(1),
  };
  const reason = notEstimable(n === 0 ? 'empty-group' : 'too-few-observations');
  const none = { standardDeviation: reason, standardError: reason, lower: reason, upper: reason };
  if (n === 0) return { ...order, ...none, mean: reason };
  const mean = sorted.reduce((sum, value) => sum + value, 0) / n;
  if (n === 1) return { ...order, ...none, mean };
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const standardDeviation = Math.sqrt(squares / (n - 1));
  const standardError = standardDeviation / Math.sqrt(n);
  const half = criticalT(level, n - 1) * standardError;
  return { ...order, mean, standardDeviation, standardError, lower: mean - half, upper: mean + half };
}
