import { argumentError } from '../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import type { NameColumn } from '../../math/columns/name-column.js';
import { requireOptions } from '../../math/option-checks.js';
import { checkLevel, readSurvivalColumns, type SurvivalInput } from '../survival-columns.js';
import { type WaldContrast, waldContrast } from '../wald-contrast.js';
import {
  armCurves,
  type BeyondRule,
  beyondRules,
  type CurveHeight,
  checkTimes,
  heightAt,
} from './arm-curves.js';

export interface MilestoneInput extends SurvivalInput {
  readonly group: NameColumn;
}

export interface MilestoneOptions {
  /** Times at which arms are compared. */
  readonly times: readonly number[];
  /** Default 0.95. */
  readonly level?: number;
  /** Comparator. Default the first group. */
  readonly reference?: string | null | undefined;
  /** Default `not-estimable`: arms are not compared where one was no longer followed. */
  readonly beyondLastObservation?: BeyondRule;
}

/** Scales on which two survival probabilities are compared; each has its own test. */
export const milestoneMeasures = [
  'difference',
  'ratio',
  'cumulative-hazard-ratio',
  'odds-ratio',
  'arcsine-difference',
] as const;
export type MilestoneMeasure = (typeof milestoneMeasures)[number];

/**
 * One contrast at one time. `scale` log: estimate and interval are logarithms, of the ratio of survival
 * probabilities, of -log survival, or of the odds of having had the event.
 */
export interface MilestoneContrast extends WaldContrast {
  readonly time: number;
  readonly of: string;
  readonly versus: string;
  readonly measure: MilestoneMeasure;
  readonly scale: 'linear' | 'log';
  readonly survivalOf: Estimable;
  readonly survivalVersus: Estimable;
}

interface Scale {
  readonly kind: 'linear' | 'log';
  /** Where survival is 0 or 1 the value may not exist. */
  readonly value: (survival: number) => number;
  /** Standard error of the value per relative standard error of survival. */
  readonly slope: (survival: number) => number;
}

const scales: Record<MilestoneMeasure, Scale> = {
  difference: { kind: 'linear', value: (s) => s, slope: (s) => s },
  ratio: { kind: 'log', value: Math.log, slope: () => 1 },
  'cumulative-hazard-ratio': {
    kind: 'log',
    value: (s) => Math.log(-Math.log(s)),
    slope: (s) => 1 / Math.log(s),
  },
  'odds-ratio': {
    kind: 'log',
    value: (s) => Math.log1p(-s) - Math.log(s),
    slope: (s) => 1 / (1 - s),
  },
  'arcsine-difference': {
    kind: 'linear',
    value: (s) => Math.asin(Math.sqrt(s)),
    slope: (s) => 0.5 * Math.sqrt(s / (1 - s)),
  },
};

/**
 * Compares the shares of subjects still free of the event at fixed times (milestones), each group with a reference:
 * as a difference, a ratio, a ratio of cumulative hazards (the log-log scale), an odds ratio of the event, and a
 * difference of arcsine square roots. Proportional hazards are not needed, and what comes after the time does not
 * matter.
 *
 * Conventions. Greenwood variances and the delta method on each scale; with small arms the log-log, logit and arcsine
 * tests keep their level better than the plain one (Klein et al.). Ratios above 1: more free of the event
 * (`ratio`), more of the event (`cumulative-hazard-ratio`, `odds-ratio`). No continuity correction.
 *
 * Not estimable: `empty-group`; `beyond-last-observation` (by default) where an arm was not followed as long;
 * `zero-cells` where survival 0 or 1 puts a ratio at 0 or infinity; `no-variation` for intervals without variance,
 * so also for the difference from an arm where nobody is left.
 * Errors: `MethodError` for negative times, one group only, an unknown reference. O(n log n).
 *
 * Source: Klein JP, Logan B, Harhoff M, Andersen PK. Stat Med 2007;26:4505-4519.
 * Oracle: test/oracles/landmark-survival/milestone.json.
 */
export function milestoneSurvival(
  input: MilestoneInput,
  options: MilestoneOptions,
): readonly MilestoneContrast[] {
  requireOptions('landmark-survival', options, {
    times: 'numbers',
    level: 'number',
    reference: 'checked later',
    beyondLastObservation: beyondRules,
  });
  const method = 'landmark-survival';
  const { times, level = 0.95, beyondLastObservation = 'not-estimable' } = options;
  checkLevel(method, level);
  checkTimes(method, 'times', times);
  const arms = armCurves(method, readSurvivalColumns(method, input), input.group);
  const reference = options.reference ?? arms[0]?.group ?? '';
  const comparator = arms.find(({ group }) => group === reference);
  if (comparator === undefined) {
    const known = arms.map(({ group }) => group).join(', ');
    throw argumentError(method, 'reference', 'is no group', `"${reference}"`, known);
  }
  if (arms.length < 2) {
    throw argumentError(method, 'group', 'has one level only', `"${reference}"`, 'two groups or more');
  }
  return times.flatMap((time) => {
    const right = heightAt(comparator.curve, time, beyondLastObservation);
    return arms.flatMap((arm) => {
      if (arm === comparator) return [];
      const left = heightAt(arm.curve, time, beyondLastObservation);
      return milestoneMeasures.map(
        (measure): MilestoneContrast => ({
          time,
          of: arm.group!,
          versus: reference,
          measure,
          scale: scales[measure].kind,
          survivalOf: typeof left === 'string' ? notEstimable(left) : left.survival,
          survivalVersus: typeof right === 'string' ? notEstimable(right) : right.survival,
          ...contrast(left, right, scales[measure], level),
        }),
      );
    });
  });
}

function contrast(
  left: CurveHeight | NotEstimableReason,
  right: CurveHeight | NotEstimableReason,
  { value, slope }: Scale,
  level: number,
): WaldContrast {
  if (typeof left === 'string') return waldContrast(notEstimable(left), 0, level);
  if (typeof right === 'string') return waldContrast(notEstimable(right), 0, level);
  const estimate = value(left.survival) - value(right.survival);
  if (!Number.isFinite(estimate)) return waldContrast(notEstimable('zero-cells'), 0, level);
  const error = Math.hypot(errorOf(left, slope), errorOf(right, slope));
  return waldContrast(estimate, Number.isFinite(error) ? error : notEstimable('no-variation'), level);
}

/** Not finite where survival is 0, nor where it is 1 and the scale has no slope. */
function errorOf({ survival, logVariance }: CurveHeight, slope: Scale['slope']): number {
  return survival === 0 ? Number.POSITIVE_INFINITY : slope(survival) * Math.sqrt(logVariance);
}
