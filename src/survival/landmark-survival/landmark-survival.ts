import { type Estimable, notEstimable } from '../../core/estimable.js';
import type { NameColumn } from '../../math/columns/name-column.js';
import { criticalZ } from '../../math/distributions/normal.js';
import { requireOptions } from '../../math/option-checks.js';
import { type IntervalTransform, intervalTransforms, probabilityInterval } from '../probability-interval.js';
import type { ProductLimit } from '../product-limit.js';
import { type QuantileRule, quantileRules, stepQuantile } from '../step-quantile.js';
import { checkLevel, type SurvivalInput } from '../survival-columns.js';
import {
  armCurves,
  type BeyondRule,
  beyondRules,
  checkTimes,
  heightAt,
  readGroup,
  without,
} from './arm-curves.js';
import { landmarkRows } from './landmark-rows.js';

export interface LandmarkInput extends SurvivalInput {
  /** Arm of each subject, or what became of the subject by the landmark; one curve a group. */
  readonly group?: NameColumn | undefined;
}

export interface LandmarkOptions {
  /** Time at which subjects must still be followed and free of the event. */
  readonly landmark: number;
  /** Times after the landmark at which survival is wanted. Default none. */
  readonly times?: readonly number[];
  /** Default 0.95. */
  readonly level?: number;
  /** Scale of the intervals. Default `log`, as R; SAS uses `log-log`. */
  readonly transform?: IntervalTransform;
  /** Default `r`; see `stepQuantile`. */
  readonly quantileRule?: QuantileRule;
  /** Default `carry-forward`, as R. */
  readonly beyondLastObservation?: BeyondRule;
}

/** A probability of staying free of the event, with its interval. */
export interface SurvivalEstimate {
  /** From the landmark. */
  readonly time: number;
  readonly survival: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

/** Arrays have one entry for each distinct time after the landmark, ascending; null where a number does not exist. */
export interface LandmarkCurve {
  readonly group: string | null;
  /** Subjects at the landmark. */
  readonly n: number;
  /** After the landmark. Sums of case weights. */
  readonly totalEvents: number;
  readonly time: readonly number[];
  readonly atRisk: readonly number[];
  readonly events: readonly number[];
  readonly censored: readonly number[];
  readonly survival: readonly number[];
  readonly standardError: readonly (number | null)[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  readonly median: { readonly time: Estimable; readonly lower: Estimable; readonly upper: Estimable };
  readonly at: readonly SurvivalEstimate[];
}

export interface LandmarkResult {
  readonly landmark: number;
  readonly level: number;
  readonly transform: IntervalTransform;
  /** Subjects left out: with the event, or no longer followed, by the landmark. */
  readonly hadEvent: number;
  readonly censored: number;
  /** Rows of the input that were analysed. */
  readonly rows: readonly number[];
  readonly curves: readonly LandmarkCurve[];
}

/**
 * Estimates how long subjects stay free of the event after a landmark, among those still free of it there. Groups
 * known at the landmark (such as response by week 8) can then be compared without the advantage of having lived
 * long enough to belong to them.
 *
 * Conventions. Times start anew at the landmark. Subjects with the event or censored at or before it are left out
 * and counted. Without late entry the curve equals S(landmark + t) / S(landmark), with Greenwood's variance of the
 * part after the landmark. Intervals `log` by default as R's survfit; SAS `log-log`.
 *
 * Units: `landmark` as `time`; curve times and `at` counted from the landmark. Landmark 0 keeps everybody.
 * Not estimable: `empty-group` where nobody of a group reached the landmark, `not-reached` medians,
 * `beyond-last-observation` if asked for. Errors: `MethodError` for a negative landmark or time. O(n log n).
 *
 * Source: Anderson JR, Cain KC, Gelber RD. J Clin Oncol 1983;1:710-719. Oracle: test/oracles/landmark-survival.
 */
export function landmarkSurvival(input: LandmarkInput, options: LandmarkOptions): LandmarkResult {
  requireOptions('landmark-survival', options, {
    landmark: 'number',
    times: 'numbers',
    level: 'number',
    transform: intervalTransforms,
    quantileRule: quantileRules,
    beyondLastObservation: beyondRules,
  });
  const method = 'landmark-survival';
  const { landmark, times = [], level = 0.95, transform = 'log' } = options;
  const { quantileRule = 'r', beyondLastObservation = 'carry-forward' } = options;
  checkLevel(method, level);
  checkTimes(method, 'times', times);
  const kept = landmarkRows(input, landmark);
  const names = input.group && readGroup(method, input.group, input.time.length);
  const group = names && { levels: names.levels, codes: kept.rows.map((row) => names.codes[row]!) };
  const critical = criticalZ(level);
  const curves = armCurves(method, kept, group).map(({ group: name, curve }): LandmarkCurve => {
    const steps = describeSteps(curve, critical, transform);
    const quantile = (heights: readonly (number | null)[]): Estimable =>
      curve.n === 0
        ? notEstimable('empty-group')
        : (stepQuantile(steps.time, heights, 0.5, quantileRule) ?? notEstimable('not-reached'));
    return {
      group: name,
      n: curve.n,
      totalEvents: curve.events.reduce((sum, count) => sum + count, 0),
      ...steps,
      median: {
        time: quantile(steps.survival),
        lower: quantile(steps.lower),
        upper: quantile(steps.upper),
      },
      at: times.map((time) => survivalEstimate(curve, time, critical, transform, beyondLastObservation)),
    };
  });
  const { hadEvent, censored } = kept;
  return { landmark, level, transform, hadEvent, censored, rows: Array.from(kept.rows), curves };
}

function describeSteps(curve: ProductLimit, critical: number, transform: IntervalTransform) {
  const standardError: (number | null)[] = [];
  const lower: (number | null)[] = [];
  const upper: (number | null)[] = [];
  for (let step = 0; step < curve.time.length; step += 1) {
    const survival = curve.survival[step]!;
    const relativeError = Math.sqrt(curve.logVariance[step]!);
    const limits = probabilityInterval(survival, relativeError, critical, transform);
    standardError.push(survival === 0 ? null : survival * relativeError);
    lower.push(limits.lower);
    upper.push(limits.upper);
  }
  return {
    time: Array.from(curve.time),
    atRisk: Array.from(curve.atRisk),
    events: Array.from(curve.events),
    censored: Array.from(curve.censored),
    survival: Array.from(curve.survival),
    standardError,
    lower,
    upper,
  };
}

function survivalEstimate(
  curve: ProductLimit,
  time: number,
  critical: number,
  transform: IntervalTransform,
  beyond: BeyondRule,
): SurvivalEstimate {
  const height = heightAt(curve, time, beyond);
  if (typeof height === 'string') return { time, ...without(height) };
  return { time, ...describeProbability(height.survival, height.logVariance, critical, transform) };
}

/** A probability with the interval of its transform: certain (1, 1, 1) while nothing has happened. */
export function describeProbability(
  survival: number,
  logVariance: number,
  critical: number,
  transform: IntervalTransform,
): Omit<SurvivalEstimate, 'time'> {
  if (survival === 0) return { ...without('no-variation'), survival };
  const relativeError = Math.sqrt(logVariance);
  const limits = probabilityInterval(survival, relativeError, critical, transform);
  const limit = (value: number | null) =>
    value ?? (logVariance === 0 ? survival : notEstimable('no-variation'));
  return {
    survival,
    standardError: survival * relativeError,
    lower: limit(limits.lower),
    upper: limit(limits.upper),
  };
}
