import { argumentError } from '../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import { criticalZ } from '../../math/distributions/normal.js';
import { curveAtTime, groupCurves } from '../curve-at-time.js';
import { type IntervalTransform, probabilityInterval } from '../probability-interval.js';
import type { ProductLimit } from '../product-limit.js';
import { checkLevel, type NameColumn, type SurvivalInput } from '../survival-columns.js';

export interface ConditionalSurvivalInput extends SurvivalInput {
  readonly group?: NameColumn | undefined;
}

export interface ConditionalSurvivalOptions {
  /** The time that subjects have already passed free of the event. */
  readonly given: number;
  /** Later times, from the same origin. */
  readonly times: readonly number[];
  readonly level?: number;
  /** Default `log-log`. */
  readonly transform?: IntervalTransform;
}

export interface ConditionalSurvival {
  readonly group: string | null;
  readonly given: number;
  readonly time: number;
  /** Share free of the event at `time` among those free of it at `given`. */
  readonly survival: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

/**
 * Estimates how likely a subject who is still free of the event at one time is to be so at later times:
 * S(t) / S(s) on the Kaplan-Meier curve, with Greenwood's sum over the times between. Those with the event at s itself
 * are not among the free; R's `survfit` with `start.time` counts their events in, so differs when there are any.
 *
 * Not estimable: `not-applicable` when nobody is free of the event at `given`; `beyond-last-observation`; `empty-group`;
 * `no-variation` for limits at a share of 1, where the transform has none, and for the error and limits at 0.
 * Errors: `MethodError` for times before `given`. O(n log n).
 *
 * Source: Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457-481; Zabor EC, Gonen M, Chapman PB, Panageas KS. Cancer
 * 2013;119:1589-1592. Oracle: test/oracles/milestone-survival.
 */
export function conditionalSurvival(
  input: ConditionalSurvivalInput,
  options: ConditionalSurvivalOptions,
): { readonly level: number; readonly rows: readonly ConditionalSurvival[] } {
  const method = 'conditional-survival';
  const { given, times, level = 0.95, transform = 'log-log' } = options;
  checkLevel(method, level);
  if (!(given >= 0 && given < Number.POSITIVE_INFINITY)) {
    throw argumentError(method, 'given', 'is no time', String(given), 'a number of 0 or more');
  }
  const wrong = times.find((time) => !(time >= given && time < Number.POSITIVE_INFINITY));
  if (wrong !== undefined) {
    throw argumentError(method, 'times', 'comes before "given"', String(wrong), `times from ${given} on`);
  }
  const critical = criticalZ(level);
  const rows = groupCurves(method, input).flatMap(({ group, curve }) =>
    times.map((time) => ({ group, given, time, ...describe(curve, given, time, critical, transform) })),
  );
  return { level, rows };
}

function describe(
  curve: ProductLimit,
  given: number,
  time: number,
  critical: number,
  transform: IntervalTransform,
): Omit<ConditionalSurvival, 'group' | 'given' | 'time'> {
  const start = curveAtTime(curve, given);
  const end = curveAtTime(curve, time);
  const reason: NotEstimableReason | null =
    start === null
      ? 'empty-group'
      : start.survival === 0
        ? 'not-applicable'
        : end!.beyond
          ? 'beyond-last-observation'
          : null;
  if (reason !== null) {
    const none = notEstimable(reason);
    return { survival: none, standardError: none, lower: none, upper: none };
  }
  const survival = end!.survival / start!.survival;
  const none = notEstimable('no-variation');
  if (survival === 0) return { survival, standardError: none, lower: none, upper: none };
  const error = Math.sqrt(Math.max(0, end!.logVariance - start!.logVariance));
  const limits = probabilityInterval(survival, error, critical, transform);
  return {
    survival,
    standardError: survival * error,
    lower: limits.lower ?? none,
    upper: limits.upper ?? none,
  };
}
