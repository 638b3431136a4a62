import { argumentError } from '../../core/errors.js';
import {
  type Estimable,
  isEstimable,
  mapEstimable,
  type NotEstimableReason,
  notEstimable,
} from '../../core/estimable.js';
import { type NameColumn, readNames } from '../../math/columns/name-column.js';
import { chiSquareUpperTail } from '../../math/distributions/chi-square.js';
import { criticalZ } from '../../math/distributions/normal.js';
import { requireOptions } from '../../math/option-checks.js';
import { sortOrder } from '../../math/order/sort-order.js';
import {
  type CompetingColumns,
  type CompetingInput,
  checkCause,
  readCompetingColumns,
} from '../competing-columns.js';
import { type IntervalTransform, intervalTransforms, probabilityInterval } from '../probability-interval.js';
import { rowsByLevel } from '../product-limit.js';
import { checkLevel, singleLevel } from '../survival-columns.js';
import { type WaldContrast, waldContrast } from '../wald-contrast.js';
import { checkWholeWeights } from '../whole-weights.js';
import {
  type AalenJohansen,
  aalenJohansen,
  type IncidenceVariance,
  incidenceVariances,
} from './aalen-johansen.js';
import { grayTest } from './gray-test.js';

export interface CumulativeIncidenceInput extends CompetingInput {
  readonly group?: NameColumn | undefined;
  /** Strata of Gray's test; curves are not stratified. */
  readonly strata?: NameColumn | undefined;
}

export interface CumulativeIncidenceOptions {
  /** The kind of event whose incidence is wanted. Default 1. */
  readonly cause?: number;
  readonly level?: number;
  /** Scale of the intervals of the incidence. Default `log-log`, as SAS; R's survfit uses `log`. */
  readonly transform?: IntervalTransform;
  /** Default `aalen`, as cmprsk and SAS; `delta` as R's survfit. */
  readonly variance?: IncidenceVariance;
  /** Times at which the incidence is wanted. Default none. */
  readonly times?: readonly number[];
  /** Weight (1 - pooled incidence)^rho of Gray's test. Default 0. */
  readonly rho?: number;
  /** Comparator of the differences at `times`. Default the first group. */
  readonly reference?: string | null | undefined;
}

export interface IncidenceAtTime {
  readonly time: number;
  readonly incidence: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly atRisk: number;
}

/** Arrays have one entry for each distinct time of the group, ascending. */
export interface CumulativeIncidenceCurve {
  readonly group: string | null;
  readonly n: number;
  readonly totalEvents: number;
  readonly totalCompeting: number;
  readonly time: readonly number[];
  readonly atRisk: readonly number[];
  readonly events: readonly number[];
  readonly competing: readonly number[];
  readonly censored: readonly number[];
  readonly incidence: readonly number[];
  readonly standardError: readonly number[];
  /** null before the first event, where the incidence is 0. */
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  readonly at: readonly IncidenceAtTime[];
}

export interface GrayTest {
  readonly chiSquare: Estimable;
  readonly df: number;
  readonly p: Estimable;
}

export interface CumulativeIncidenceResult {
  readonly cause: number;
  readonly level: number;
  readonly transform: IntervalTransform;
  readonly variance: IncidenceVariance;
  readonly curves: readonly CumulativeIncidenceCurve[];
  /** null without groups. */
  readonly grayTest: GrayTest | null;
  /** Incidence of each group less that of the reference, at each of `times`. */
  readonly differences: readonly IncidenceDifference[];
}

/** Incidence of one group less that of another at one time, with a symmetric interval and test. */
export interface IncidenceDifference extends WaldContrast {
  readonly time: number;
  readonly of: string;
  readonly versus: string;
}

/**
 * Estimates the share of subjects who have had one kind of event over time, when another kind, such as death, can
 * come first and make it impossible; and tests whether groups differ in it (Gray's test).
 *
 * One minus Kaplan-Meier would overstate this share, since it treats the competing event as censoring.
 *
 * Conventions. Variance `aalen` as cmprsk and PROC LIFETEST, `delta` as R's survfit. Intervals on the log(-log) scale
 * of the incidence by default, as SAS. All events precede censorings at equal times. After the last observation the
 * last incidence is carried forward only if everybody had an event; otherwise it is `beyond-last-observation`.
 * Case weights are counts of identical subjects. Differences between groups at `times` have the sum of both variances.
 * Gray's test agrees with cmprsk with ties and strata too.
 *
 * Units: `time` in, incidence from 0 to 1; `event` 0 censored, 1, 2, ... the kind. Not estimable: `empty-group`;
 * `beyond-last-observation`; limits where the incidence is 0 are `no-events`; the test without events is `no-events`.
 * Errors: `MethodError` for unusable columns or a cause that does not occur. O(n log n).
 *
 * Source: Aalen OO, Johansen S. Scand J Stat 1978;5:141-150; Gray RJ. Ann Stat 1988;16:1141-1154.
 * Oracle: test/oracles/cumulative-incidence.
 */
export function cumulativeIncidence(
  input: CumulativeIncidenceInput,
  options: CumulativeIncidenceOptions = {},
): CumulativeIncidenceResult {
  requireOptions('cumulative-incidence', options, {
    cause: 'number',
    level: 'number',
    transform: intervalTransforms,
    variance: incidenceVariances,
    times: 'numbers',
    rho: 'number',
    reference: 'checked later',
  });
  const method = 'cumulative-incidence';
  const { cause = 1, level = 0.95, transform = 'log-log', variance = 'aalen', times = [], rho = 0 } = options;
  checkLevel(method, level);
  const columns = readCompetingColumns(method, input, cause);
  checkWholeWeights(method, columns.weight);
  checkCause(method, cause, columns.causeCount);
  const bad = times.find((time) => !(time >= 0 && Number.isFinite(time)));
  if (bad !== undefined)
    throw argumentError(method, 'times', 'has a value that is no time', String(bad), '0 or more');
  const group =
    input.group === undefined
      ? singleLevel('', columns.n)
      : readNames(method, 'group', input.group, columns.n);
  const strata =
    input.strata === undefined
      ? singleLevel('', columns.n)
      : readNames(method, 'strata', input.strata, columns.n);
  const rows = rowsByLevel(sortOrder(columns.time), group);
  const critical = criticalZ(level);
  const curves = rows.map((list, code) =>
    describe(
      input.group === undefined ? null : group.levels[code]!,
      aalenJohansen(columns, list, cause, variance),
      times,
      (estimate, spread) => probabilityInterval(estimate, spread, critical, transform),
    ),
  );
  return {
    cause,
    level,
    transform,
    variance,
    curves,
    differences:
      input.group === undefined ? [] : differencesAt(curves, times, group.levels, options.reference, level),
    grayTest:
      input.group === undefined
        ? null
        : describeTest(columns, rows, cause, grayTest(columns, group, strata, cause, rho)),
  };
}

function describe(
  group: string | null,
  estimate: AalenJohansen,
  times: readonly number[],
  interval: (estimate: number, relativeError: number) => { lower: number | null; upper: number | null },
): CumulativeIncidenceCurve {
  const standardError = Array.from(estimate.variance, Math.sqrt);
  const limits = standardError.map((error, step) =>
    interval(estimate.incidence[step]!, error / estimate.incidence[step]!),
  );
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const curve = {
    group,
    n: sum(estimate.events) + sum(estimate.competing) + sum(estimate.censored),
    totalEvents: sum(estimate.events),
    totalCompeting: sum(estimate.competing),
    time: Array.from(estimate.time),
    atRisk: Array.from(estimate.atRisk),
    events: Array.from(estimate.events),
    competing: Array.from(estimate.competing),
    censored: Array.from(estimate.censored),
    incidence: Array.from(estimate.incidence),
    standardError,
    lower: limits.map((limit) => limit.lower),
    upper: limits.map((limit) => limit.upper),
  };
  return { ...curve, at: times.map((time) => atTime(curve, time)) };
}

function differencesAt(
  curves: readonly CumulativeIncidenceCurve[],
  times: readonly number[],
  groups: readonly string[],
  reference: string | null | undefined,
  level: number,
): readonly IncidenceDifference[] {
  const versus = reference ?? groups[0] ?? '';
  const place = groups.indexOf(versus);
  if (place < 0) {
    throw argumentError('cumulative-incidence', 'reference', 'is no group', `"${versus}"`, groups.join(', '));
  }
  return times.flatMap((time, index) =>
    groups.flatMap((of, code): IncidenceDifference[] => {
      if (code === place) return [];
      const own = curves[code]!.at[index]!;
      const other = curves[place]!.at[index]!;
      const names = { time, of, versus };
      if (!isEstimable(own.incidence)) return [{ ...names, ...waldContrast(own.incidence, 0, level) }];
      if (!isEstimable(other.incidence)) return [{ ...names, ...waldContrast(other.incidence, 0, level) }];
      const errors = [own.standardError, other.standardError].map((error) =>
        isEstimable(error) ? error : 0,
      );
      const error = Math.hypot(errors[0]!, errors[1]!);
      return [{ ...names, ...waldContrast(own.incidence - other.incidence, error, level) }];
    }),
  );
}

/** Times within this gap mean the same time; the gap of the near-tie rule. */
const timeTolerance = Math.sqrt(Number.EPSILON);

function atTime(curve: Omit<CumulativeIncidenceCurve, 'at'>, time: number): IncidenceAtTime {
  const later = curve.time.findIndex((observed) => observed > time + timeTolerance);
  const step = (later < 0 ? curve.time.length : later) - 1;
  const next = curve.time.findIndex((observed) => observed >= time - timeTolerance);
  const atRisk = next < 0 ? 0 : curve.atRisk[next]!;
  const none = (reason: NotEstimableReason): IncidenceAtTime => {
    const nothing = notEstimable(reason);
    return { time, atRisk, incidence: nothing, standardError: nothing, lower: nothing, upper: nothing };
  };
  const last = curve.time.length - 1;
  if (last < 0) return none('empty-group');
  if (time > curve.time[last]! + timeTolerance && curve.censored[last]! > 0)
    return none('beyond-last-observation');
  const noEvents = notEstimable('no-events');
  if (step < 0) return { time, atRisk, incidence: 0, standardError: 0, lower: noEvents, upper: noEvents };
  return {
    time,
    atRisk,
    incidence: curve.incidence[step]!,
    standardError: curve.standardError[step]!,
    lower: curve.lower[step] ?? noEvents,
    upper: curve.upper[step] ?? noEvents,
  };
}

function describeTest(
  { event }: CompetingColumns,
  rows: readonly Int32Array[],
  cause: number,
  form: { readonly value: number; readonly rank: number },
): GrayTest {
  const reason: NotEstimableReason | null = !event.includes(cause)
    ? 'no-events'
    : rows.filter((list) => list.length > 0).length < 2
      ? 'empty-group'
      : form.rank === 0
        ? 'no-variation'
        : null;
  const chiSquare: Estimable = reason === null ? form.value : notEstimable(reason);
  return {
    chiSquare,
    df: form.rank,
    p: mapEstimable(chiSquare, (value) => chiSquareUpperTail(value, form.rank)),
  };
}
