import { argumentError } from '../../core/errors.js';
import { criticalZ } from '../../math/distributions/normal.js';
import { requireOptions } from '../../math/option-checks.js';
import { type IntervalTransform, intervalTransforms } from '../probability-interval.js';
import { checkLevel, readSurvivalColumns } from '../survival-columns.js';
import { armCurves, type BeyondRule, beyondRules, checkTimes, heightAt, without } from './arm-curves.js';
import { describeProbability, type LandmarkInput, type SurvivalEstimate } from './landmark-survival.js';

export interface ConditionalOptions {
  /** Times already survived. */
  readonly given: readonly number[];
  /** Times to be reached, on the same clock; pairs with a time before the given one are left out. */
  readonly times: readonly number[];
  /** Default 0.95. */
  readonly level?: number;
  /** Scale of the intervals. Default `log-log`, which keeps them inside 0 and 1. */
  readonly transform?: IntervalTransform;
  /** Default `not-estimable`: a conditional probability beyond follow-up would be 1 by decree. */
  readonly beyondLastObservation?: BeyondRule;
}

/** The probability of being free of the event at `time` for a subject free of it at `given`. */
export interface ConditionalSurvival extends SurvivalEstimate {
  readonly group: string | null;
  readonly given: number;
}

/**
 * Estimates the outlook of a subject who has already stayed free of the event until some time: S(t) / S(s).
 *
 * Conventions. The variance of log S(t) - log S(s) is Greenwood's sum over the events after s and up to t, since the
 * ratio uses only what happens to those at risk after s. Intervals log-log by default.
 *
 * Units: both times on the clock of `time`. 1 when nothing happens between them. Not estimable:
 * `not-applicable` when nobody is free of the event at `given`; `beyond-last-observation` by default; `empty-group`.
 * Errors: `MethodError` for negative times, or when every time comes before every given one. O(n log n).
 *
 * Source: Hieke S, Kleber M, Konig C, et al. Clin Cancer Res 2015;21:1530-1536; for the interval:
 * Kalbfleisch JD, Prentice RL 2002, section 1.4. Oracle: test/oracles/landmark-survival/conditional.json.
 */
export function conditionalSurvival(
  input: LandmarkInput,
  options: ConditionalOptions,
): readonly ConditionalSurvival[] {
  requireOptions('landmark-survival', options, {
    given: 'numbers',
    times: 'numbers',
    level: 'number',
    transform: intervalTransforms,
    beyondLastObservation: beyondRules,
  });
  const method = 'landmark-survival';
  const { given, times, level = 0.95, transform = 'log-log' } = options;
  const { beyondLastObservation = 'not-estimable' } = options;
  checkLevel(method, level);
  checkTimes(method, 'given', given);
  checkTimes(method, 'times', times);
  const pairs = given.flatMap((from) => times.filter((time) => time >= from).map((time) => ({ from, time })));
  if (pairs.length === 0) {
    throw argumentError(
      method,
      'times',
      'has no time at or after "given"',
      `times ${times.join(', ')} and given ${given.join(', ')}`,
      'at least one time to be reached after a time survived',
    );
  }
  const critical = criticalZ(level);
  return armCurves(method, readSurvivalColumns(method, input), input.group).flatMap(({ group, curve }) =>
    pairs.map(({ from, time }): ConditionalSurvival => {
      const names = { group, given: from, time };
      const start = heightAt(curve, from, beyondLastObservation);
      const end = heightAt(curve, time, beyondLastObservation);
      if (typeof start === 'string') return { ...names, ...without(start) };
      if (typeof end === 'string') return { ...names, ...without(end) };
      if (start.survival === 0) return { ...names, ...without('not-applicable') };
      const survival = end.survival / start.survival;
      const logVariance = survival === 0 ? 0 : Math.max(0, end.logVariance - start.logVariance);
      return { ...names, ...describeProbability(survival, logVariance, critical, transform) };
    }),
  );
}
