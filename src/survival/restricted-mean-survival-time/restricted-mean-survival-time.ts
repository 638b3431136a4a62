import { argumentError } from '../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import { criticalZ, normalTwoSidedP } from '../../math/distributions/normal.js';
import { sortOrder } from '../../math/order/sort-order.js';
import { probabilityInterval } from '../probability-interval.js';
import { type ProductLimit, productLimit, rowsByLevel } from '../product-limit.js';
import {
  checkLevel,
  type NameColumn,
  readNames,
  readSurvivalColumns,
  type SurvivalInput,
  singleLevel,
} from '../survival-columns.js';

export interface RestrictedMeanInput extends SurvivalInput {
  readonly group?: NameColumn | undefined;
}

export interface RestrictedMeanOptions {
  /** The time up to which means are taken. Default the largest that every group allows. */
  readonly tau?: number | undefined;
  readonly level?: number;
  /** Comparator of the contrasts. Default the first group. */
  readonly reference?: string | null | undefined;
}

export interface RestrictedMean {
  readonly group: string | null;
  readonly n: number;
  /** Mean time free of the event up to tau: the area under the curve. */
  readonly mean: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** tau less the mean. Its standard error is that of the mean. */
  readonly timeLost: Estimable;
}

/** One contrast on its analysis scale: a difference in time, or the logarithm of a ratio. */
export interface RestrictedMeanContrast {
  readonly of: string;
  readonly versus: string;
  readonly measure: 'difference' | 'ratio' | 'time-lost-ratio';
  readonly scale: 'linear' | 'log';
  readonly estimate: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly p: Estimable;
}

/** The Kaplan-Meier curve whose area is the mean, over all of follow-up, with log-transformed pointwise intervals. */
export interface RestrictedMeanCurve {
  readonly group: string | null;
  readonly time: readonly number[];
  readonly survival: readonly number[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  readonly atRisk: readonly number[];
  readonly events: readonly number[];
  readonly censored: readonly number[];
}

export interface RestrictedMeanResult {
  readonly tau: number;
  readonly level: number;
  readonly groups: readonly RestrictedMean[];
  readonly curves: readonly RestrictedMeanCurve[];
  readonly contrasts: readonly RestrictedMeanContrast[];
}

interface Area {
  readonly mean: number;
  readonly variance: number;
}

/**
 * Estimates the mean time that subjects stay free of the event up to a time tau, for each group, and how groups
 * differ: difference in means, ratio of means, ratio of mean times lost. No proportional hazards are needed.
 *
 * Conventions. The variance is the Greenwood plug-in, the sum over event times of the squared area still to come
 * times d / (Y (Y - d)), as R survival and survRM2; SAS offers a factor m / (m - 1) that is not applied here. Ratios
 * and their intervals are formed on the log scale. Without tau, the smallest of the groups' last observed times, as
 * survRM2.
 *
 * Units: `time` in, means and differences in the same unit. Not estimable: `beyond-last-observation` where a group
 * was not followed to tau and still had survivors; `empty-group`; `no-events` for the ratio of times lost when a
 * group lost none; `no-variation` for p and interval when no variance exists.
 * Errors: `MethodError` for a tau that is not above 0, unknown reference, unusable columns. O(n log n).
 *
 * Source: Irwin JO. J Hyg 1949;47:188-189; Royston P, Parmar MKB. BMC Med Res Methodol 2013;13:152; Uno H et al.
 * J Clin Oncol 2014;32:2380-2385. Oracle: test/oracles/restricted-mean-survival-time.
 */
export function restrictedMeanSurvivalTime(
  input: RestrictedMeanInput,
  options: RestrictedMeanOptions = {},
): RestrictedMeanResult {
  const method = 'restricted-mean-survival-time';
  const { level = 0.95 } = options;
  checkLevel(method, level);
  const columns = readSurvivalColumns(method, input);
  const group =
    input.group === undefined
      ? singleLevel('', columns.n)
      : readNames(method, 'group', input.group, columns.n);
  const rows = rowsByLevel(sortOrder(columns.time), group);
  const entryRows = columns.entry === null ? rows : rowsByLevel(sortOrder(columns.entry), group);
  const curves = rows.map((list, code) => productLimit(columns, list, entryRows[code]!, 'greenwood'));
  const tau = options.tau ?? largestCommonTime(curves);
  if (!(tau > 0 && Number.isFinite(tau))) {
    throw argumentError(method, 'tau', 'is no time', String(tau), 'a number above 0');
  }
  const reference = options.reference ?? group.levels[0] ?? '';
  if (!group.levels.includes(reference)) {
    throw argumentError(method, 'reference', 'is no group', `"${reference}"`, group.levels.join(', '));
  }
  const nameOf = (code: number): string | null => (input.group === undefined ? null : group.levels[code]!);
  const areas = curves.map((curve) => areaTo(curve, tau));
  const critical = criticalZ(level);
  const versus = group.levels.indexOf(reference);
  return {
    tau,
    level,
    groups: areas.map((area, code) => describe(nameOf(code), rows[code]!.length, area, tau, critical)),
    curves: curves.map((curve, code) => describeCurve(nameOf(code), curve, critical)),
    contrasts: group.levels.flatMap((of, code) =>
      code === versus ? [] : contrastsOf(of, areas[code]!, reference, areas[versus]!, tau, critical),
    ),
  };
}

function largestCommonTime(curves: readonly ProductLimit[]): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (const { time } of curves) if (time.length > 0) smallest = Math.min(smallest, time[time.length - 1]!);
  return smallest;
}

/** Area under a curve up to tau and its variance, from the last step before tau back to the first. */
function areaTo(curve: ProductLimit, tau: number): Area | NotEstimableReason {
  const { time, survival, atRisk, events } = curve;
  const last = time.length - 1;
  if (last < 0) return 'empty-group';
  if (tau > time[last]! && survival[last]! > 0) return 'beyond-last-observation';
  let area = 0;
  let variance = 0;
  let end = tau;
  for (let step = last; step >= 0; step -= 1) {
    if (time[step]! >= tau) continue;
    area += survival[step]! * (end - time[step]!);
    end = time[step]!;
    const deaths = events[step]!;
    if (deaths > 0 && area > 0)
      variance += (area * area * deaths) / (atRisk[step]! * (atRisk[step]! - deaths));
  }
  return { mean: area + end, variance };
}

function describe(
  group: string | null,
  n: number,
  area: Area | NotEstimableReason,
  tau: number,
  critical: number,
): RestrictedMean {
  if (typeof area === 'string') {
    const nothing = notEstimable(area);
    return {
      group,
      n,
      mean: nothing,
      standardError: nothing,
      lower: nothing,
      upper: nothing,
      timeLost: nothing,
    };
  }
  const standardError = Math.sqrt(area.variance);
  return {
    group,
    n,
    mean: area.mean,
    standardError,
    lower: area.mean - critical * standardError,
    upper: area.mean + critical * standardError,
    timeLost: tau - area.mean,
  };
}

function describeCurve(group: string | null, curve: ProductLimit, critical: number): RestrictedMeanCurve {
  const limits = Array.from(curve.survival, (survival, step) =>
    probabilityInterval(survival, Math.sqrt(curve.logVariance[step]!), critical, 'log'),
  );
  return {
    group,
    time: Array.from(curve.time),
    survival: Array.from(curve.survival),
    lower: limits.map(({ lower }) => lower),
    upper: limits.map(({ upper }) => upper),
    atRisk: Array.from(curve.atRisk),
    events: Array.from(curve.events),
    censored: Array.from(curve.censored),
  };
}

function contrastsOf(
  of: string,
  left: Area | NotEstimableReason,
  versus: string,
  right: Area | NotEstimableReason,
  tau: number,
  critical: number,
): readonly RestrictedMeanContrast[] {
  const contrast = (
    measure: RestrictedMeanContrast['measure'],
    form: (left: Area, right: Area) => readonly [estimate: number, variance: number] | NotEstimableReason,
  ): RestrictedMeanContrast => {
    const names = {
      of,
      versus,
      measure,
      scale: measure === 'difference' ? ('linear' as const) : ('log' as const),
    };
    const formed = typeof left === 'string' ? left : typeof right === 'string' ? right : form(left, right);
    if (typeof formed === 'string') {
      const nothing = notEstimable(formed);
      return {
        ...names,
        estimate: nothing,
        standardError: nothing,
        lower: nothing,
        upper: nothing,
        p: nothing,
      };
    }
    const [estimate, variance] = formed;
    const standardError = Math.sqrt(variance);
    return {
      ...names,
      estimate,
      standardError,
      lower: estimate - critical * standardError,
      upper: estimate + critical * standardError,
      p: standardError > 0 ? normalTwoSidedP(estimate / standardError) : notEstimable('no-variation'),
    };
  };
  const logRatio = (a: number, b: number, left: Area, right: Area): readonly [number, number] => [
    Math.log(a / b),
    left.variance / (a * a) + right.variance / (b * b),
  ];
  return [
    contrast('difference', (a, b) => [a.mean - b.mean, a.variance + b.variance]),
    contrast('ratio', (a, b) => (a.mean > 0 && b.mean > 0 ? logRatio(a.mean, b.mean, a, b) : 'no-variation')),
    contrast('time-lost-ratio', (a, b) => {
      const [lost, lostByReference] = [tau - a.mean, tau - b.mean];
      // Less than rounding in the area is nothing lost.
      const least = 1e-12 * tau;
      return lost > least && lostByReference > least ? logRatio(lost, lostByReference, a, b) : 'no-events';
    }),
  ];
}
