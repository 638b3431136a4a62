import { argumentError } from '../../core/errors.js';
import { type Estimable, notEstimable } from '../../core/estimable.js';
import type { NameColumn } from '../../math/columns/name-column.js';
import { criticalZ } from '../../math/distributions/normal.js';
import { requireOptions } from '../../math/option-checks.js';
import { sortOrder } from '../../math/order/sort-order.js';
import {
  type RecurrentEventsInput,
  type RecurrentRows,
  readRecurrentRows,
  readSubjectArms,
} from '../recurrent-rows.js';
import { checkLevel, singleLevel } from '../survival-columns.js';

export interface MeanCumulativeInput extends RecurrentEventsInput {
  /** Arm of each row's subject; one curve an arm. */
  readonly group?: NameColumn | undefined;
}

export interface MeanCumulativeOptions {
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number;
  /** Scale on which pointwise intervals are symmetric. Default `log`, which stays above 0. */
  readonly interval?: 'log' | 'plain';
  /** Times at which the mean number of events is wanted. Default none. */
  readonly times?: readonly number[];
}

export interface MeanCumulativeAt {
  readonly time: number;
  readonly mean: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

/** Arrays have one entry for each distinct time at which an event occurred or follow-up ended, ascending. */
export interface MeanCumulativeCurve {
  readonly group: string | null;
  readonly subjects: number;
  readonly totalEvents: number;
  readonly time: readonly number[];
  readonly atRisk: readonly number[];
  readonly events: readonly number[];
  /** Subjects whose follow-up ended at the time. */
  readonly ended: readonly number[];
  /** Mean number of events a subject has up to the time. */
  readonly mean: readonly number[];
  readonly standardError: readonly number[];
  /** null where the mean is 0 and the interval on the log scale does not exist. */
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  readonly at: readonly MeanCumulativeAt[];
}

const method = 'mean-cumulative-function';

/**
 * Estimates how many events a subject has had on average by each time, when events such as relapses can recur.
 *
 * At each time the events are divided by the subjects at risk and added up (Nelson and Aalen's form). The standard
 * error holds whatever the dependence between the events of a subject: the root of the summed squared influences of
 * subjects (Lawless and Nadeau), the same as R's `survfit` with `id`. Events at a time precede the end of follow-up
 * there. It estimates events among subjects under observation: with deaths, they must be a separate endpoint.
 *
 * Not estimable: `empty-group`; `beyond-last-observation` after follow-up of an arm ends; an interval at mean 0 on the
 * log scale is `no-events`. Errors: `MethodError` for rows that overlap or change arm within a subject, missing values.
 * O(n log n).
 *
 * Source: Nelson W. J Qual Technol 1988;20:24-35; Lawless JF, Nadeau C. Technometrics 1995;37:158-168.
 * Oracle: test/oracles/mean-cumulative-function.
 */
export function meanCumulativeFunction(
  input: MeanCumulativeInput,
  options: MeanCumulativeOptions = {},
): { readonly level: number; readonly curves: readonly MeanCumulativeCurve[] } {
  requireOptions(method, options, {
    level: 'number',
    interval: ['log', 'plain'],
    times: 'numbers',
  });
  const { level = 0.95, interval = 'log', times = [] } = options;
  checkLevel(method, level);
  const wrong = times.find((time) => !(time >= 0 && time < Number.POSITIVE_INFINITY));
  if (wrong !== undefined)
    throw argumentError(method, 'times', 'cannot be used', String(wrong), 'times of 0 or more');
  const rows = readRecurrentRows(method, input);
  const group =
    input.group === undefined ? singleLevel('', rows.columns.n) : readSubjectArms(method, rows, input.group);
  const order = sortOrder(rows.columns.time);
  const entryOrder = sortOrder(rows.entry);
  const critical = criticalZ(level);
  const curves = group.levels.map((name, code) => {
    const own = (row: number) => group.codes[row] === code;
    const estimate = accumulate(rows, order.filter(own), entryOrder.filter(own));
    const limits = estimate.mean.map((mean, step) =>
      limitsOf(mean, estimate.standardError[step]!, critical, interval),
    );
    return {
      group: input.group === undefined ? null : name,
      subjects: new Set(order.filter(own).map((row) => rows.subject[row]!)).size,
      totalEvents: estimate.events.reduce((sum, events) => sum + events, 0),
      ...estimate,
      lower: limits.map(({ lower }) => lower),
      upper: limits.map(({ upper }) => upper),
      at: times.map((time) => meanAt(estimate, limits, time)),
    };
  });
  return { level, curves };
}

interface Estimate {
  readonly time: readonly number[];
  readonly atRisk: readonly number[];
  readonly events: readonly number[];
  readonly ended: readonly number[];
  readonly mean: readonly number[];
  readonly standardError: readonly number[];
}

/**
 * One pass in time. Influences of subjects at risk all fall by the same amount at an event, so each is kept as a
 * difference from a running sum, and the sum of squares is updated from the sum over those at risk.
 */
function accumulate(rows: RecurrentRows, order: Int32Array, entryOrder: Int32Array): Estimate {
  const { time, event } = rows.columns;
  const result = {
    time: [] as number[],
    atRisk: [] as number[],
    events: [] as number[],
    ended: [] as number[],
    mean: [] as number[],
    standardError: [] as number[],
  };
  const influence = new Float64Array(rows.subjects.length);
  let fallen = 0;
  let atRisk = 0;
  let sumAtRisk = 0;
  let squares = 0;
  let mean = 0;
  let entered = 0;
  let index = 0;
  while (index < order.length) {
    const now = time[order[index]!]!;
    let end = index;
    while (end < order.length && time[order[end]!]! === now) end += 1;
    // A row of no length, at time 0 without entry, is at risk there.
    while (entered < entryOrder.length && (rows.entry[entryOrder[entered]!]! < now || now === 0)) {
      const subject = rows.subject[entryOrder[entered]!]!;
      atRisk += 1;
      sumAtRisk += influence[subject]!;
      influence[subject]! += fallen;
      entered += 1;
    }
    let count = 0;
    for (let place = index; place < end; place += 1) count += event[order[place]!]!;
    if (count > 0) {
      const rise = 1 / atRisk;
      const fall = count / (atRisk * atRisk);
      squares += atRisk * fall * fall - 2 * fall * sumAtRisk;
      sumAtRisk -= atRisk * fall;
      fallen += fall;
      for (let place = index; place < end; place += 1) {
        const row = order[place]!;
        if (event[row] !== 1) continue;
        const subject = rows.subject[row]!;
        const present = influence[subject]! - fallen;
        squares += 2 * present * rise + rise * rise;
        sumAtRisk += rise;
        influence[subject]! += rise;
      }
      mean += count / atRisk;
    }
    result.time.push(now);
    result.atRisk.push(atRisk);
    result.events.push(count);
    result.mean.push(mean);
    // Influences that cancel leave their rounding behind.
    result.standardError.push(squares > 1e-14 * mean * mean ? Math.sqrt(squares) : 0);
    let ended = 0;
    for (; index < end; index += 1) {
      const row = order[index]!;
      const subject = rows.subject[row]!;
      if (rows.order[rows.first[subject + 1]! - 1] === row) ended += 1;
      atRisk -= 1;
      influence[subject]! -= fallen;
      sumAtRisk -= influence[subject]!;
    }
    result.ended.push(ended);
  }
  return result;
}

function limitsOf(mean: number, standardError: number, critical: number, interval: 'log' | 'plain') {
  if (interval === 'plain') {
    return { lower: Math.max(0, mean - critical * standardError), upper: mean + critical * standardError };
  }
  if (mean === 0) return { lower: null, upper: null };
  const factor = Math.exp((critical * standardError) / mean);
  return { lower: mean / factor, upper: mean * factor };
}

/** Times within this gap mean the same time; the gap of the near-tie rule. */
const timeTolerance = Math.sqrt(Number.EPSILON);

function meanAt(
  { time, mean, standardError }: Estimate,
  limits: readonly { readonly lower: number | null; readonly upper: number | null }[],
  at: number,
): MeanCumulativeAt {
  const last = time[time.length - 1];
  if (last === undefined || at > last + timeTolerance) {
    const none = notEstimable(last === undefined ? 'empty-group' : 'beyond-last-observation');
    return { time: at, mean: none, standardError: none, lower: none, upper: none };
  }
  const step = time.findLastIndex((own) => own <= at + timeTolerance);
  const limit = limits[step] ?? { lower: null, upper: null };
  return {
    time: at,
    mean: step < 0 ? 0 : mean[step]!,
    standardError: step < 0 ? 0 : standardError[step]!,
    lower: limit.lower ?? notEstimable('no-events'),
    upper: limit.upper ?? notEstimable('no-events'),
  };
}
