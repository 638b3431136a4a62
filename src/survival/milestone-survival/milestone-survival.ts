import { argumentError } from '../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import { criticalZ, normalTwoSidedP } from '../../math/distributions/normal.js';
import { type CurvePoint, curveAtTime, groupCurves } from '../curve-at-time.js';
import { type IntervalTransform, probabilityInterval } from '../probability-interval.js';
import { checkLevel, type NameColumn, type SurvivalInput } from '../survival-columns.js';

export interface MilestoneInput extends SurvivalInput {
  readonly group?: NameColumn | undefined;
}

export interface MilestoneOptions {
  /** The times at which arms are compared. */
  readonly times: readonly number[];
  readonly level?: number;
  /** Scale of each arm's interval. Default `log-log`. */
  readonly transform?: IntervalTransform;
  /** Scale of the test of no difference: `log-log` (default) keeps its level with few subjects; `plain` is Wald's. */
  readonly test?: 'log-log' | 'plain';
  /** Comparator. Default the first group. */
  readonly reference?: string | null | undefined;
}

export interface MilestoneArm {
  readonly group: string | null;
  readonly time: number;
  readonly survival: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

export interface MilestoneDifference {
  readonly of: string;
  readonly versus: string;
  readonly time: number;
  /** Event-free share of `of` less that of `versus`, with Wald limits. */
  readonly difference: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly z: Estimable;
  readonly p: Estimable;
}

export interface MilestoneResult {
  readonly level: number;
  readonly test: 'log-log' | 'plain';
  readonly arms: readonly MilestoneArm[];
  readonly differences: readonly MilestoneDifference[];
}

/**
 * Compares the event-free shares of arms at chosen times, such as one year, from their Kaplan-Meier curves.
 *
 * Conventions: Greenwood's variance; the difference has Wald limits; the test of no difference is made on the
 * complementary log-log scale by default, as Klein and colleagues advise, so it need not agree with the limits.
 * Not estimable: `beyond-last-observation` where an arm was not followed to the time and had survivors;
 * `empty-group`; `no-variation` for a standard error where nobody, or everybody, has had the event; the log-log test
 * then has none either. Errors: `MethodError` for no times, an unknown reference. O(n log n).
 *
 * Source: Klein JP, Logan B, Harhoff M, Andersen PK. Stat Med 2007;26:4505-4519. Oracle: test/oracles/milestone-survival.
 */
export function milestoneSurvival(input: MilestoneInput, options: MilestoneOptions): MilestoneResult {
  const method = 'milestone-survival';
  const { times, level = 0.95, transform = 'log-log', test = 'log-log' } = options;
  checkLevel(method, level);
  if (times.length === 0 || times.some((time) => !(time >= 0 && time < Number.POSITIVE_INFINITY))) {
    throw argumentError(
      method,
      'times',
      'cannot be used',
      times.join(', '),
      'one or more times of 0 or more',
    );
  }
  const curves = groupCurves(method, input);
  const reference = options.reference ?? curves[0]?.group ?? null;
  const names = curves.map(({ group }) => group);
  if (!names.includes(reference)) {
    throw argumentError(method, 'reference', 'is no group', `"${reference}"`, names.join(', '));
  }
  const critical = criticalZ(level);
  const at = (group: string | null, time: number) => {
    const { curve } = curves.find((own) => own.group === group)!;
    const point = curveAtTime(curve, time);
    return point === null ? 'empty-group' : point.beyond ? 'beyond-last-observation' : point;
  };
  return {
    level,
    test,
    arms: times.flatMap((time) =>
      names.map((group) => ({ group, time, ...describeArm(at(group, time), critical, transform) })),
    ),
    differences: times.flatMap((time) =>
      names
        .filter((group) => group !== reference)
        .map((of) => ({
          of: of!,
          versus: reference!,
          time,
          ...describeDifference(at(of, time), at(reference, time), critical, test),
        })),
    ),
  };
}

type Reading = CurvePoint | NotEstimableReason;

function describeArm(point: Reading, critical: number, transform: IntervalTransform) {
  if (typeof point === 'string') {
    const none = notEstimable(point);
    return { survival: none, standardError: none, lower: none, upper: none };
  }
  const { survival } = point;
  const error = Math.sqrt(point.logVariance);
  const limits = probabilityInterval(survival, error, critical, transform);
  const none = notEstimable('no-variation');
  return {
    survival,
    standardError: survival === 0 ? none : survival * error,
    lower: limits.lower ?? none,
    upper: limits.upper ?? none,
  };
}

function describeDifference(left: Reading, right: Reading, critical: number, test: 'log-log' | 'plain') {
  const reason = typeof left === 'string' ? left : typeof right === 'string' ? right : null;
  if (typeof left === 'string' || typeof right === 'string') {
    const none = notEstimable(reason!);
    return { difference: none, standardError: none, lower: none, upper: none, z: none, p: none };
  }
  const difference = left.survival - right.survival;
  const none = notEstimable('no-variation');
  // At 0 the variance is unknown; at 1 in both arms it is 0.
  if (left.survival === 0 || right.survival === 0) {
    return { difference, standardError: none, lower: none, upper: none, z: none, p: none };
  }
  const standardError = Math.hypot(
    left.survival * Math.sqrt(left.logVariance),
    right.survival * Math.sqrt(right.logVariance),
  );
  const z = zOf(left, right, difference, standardError, test);
  return {
    difference,
    standardError,
    lower: difference - critical * standardError,
    upper: difference + critical * standardError,
    z: z ?? none,
    p: z === null ? none : normalTwoSidedP(z),
  };
}

/** Positive when more of the first arm are free of the event; null without a variance. */
function zOf(
  left: CurvePoint,
  right: CurvePoint,
  difference: number,
  standardError: number,
  test: 'log-log' | 'plain',
): number | null {
  if (test === 'plain') return standardError > 0 ? difference / standardError : null;
  const logs = [Math.log(left.survival), Math.log(right.survival)] as const;
  if (logs[0] === 0 || logs[1] === 0) return null;
  const variance = left.logVariance / logs[0] ** 2 + right.logVariance / logs[1] ** 2;
  return (Math.log(-logs[1]) - Math.log(-logs[0])) / Math.sqrt(variance);
}
