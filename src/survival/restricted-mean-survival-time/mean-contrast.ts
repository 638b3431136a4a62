import { type Estimable, type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import { normalTwoSidedP } from '../../math/distributions/normal.js';
import type { Area } from './restricted-mean-area.js';

export const meanMeasures = ['difference', 'ratio', 'time-lost-ratio'] as const;
export type MeanMeasure = (typeof meanMeasures)[number];

/** An estimate on its analysis scale: a difference in time, or the logarithm of a ratio. */
export interface MeasuredEffect {
  readonly measure: MeanMeasure;
  readonly scale: 'linear' | 'log';
  readonly estimate: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly p: Estimable;
}

/** An estimate with its variance, or the reason why there is none. */
export type Formed = readonly [estimate: number, variance: number] | NotEstimableReason;

/** Puts a normal interval and p around an estimate on its analysis scale. */
export function measuredEffect(measure: MeanMeasure, formed: Formed, critical: number): MeasuredEffect {
  const names = { measure, scale: measure === 'difference' ? ('linear' as const) : ('log' as const) };
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
}

/**
 * Difference, log ratio of means or log ratio of times lost of two independent areas, with the delta method's
 * variance.
 */
export function formContrast(measure: MeanMeasure, left: Area, right: Area, tau: number): Formed {
  if (measure === 'difference') return [left.mean - right.mean, left.variance + right.variance];
  if (measure === 'ratio') {
    return left.mean > 0 && right.mean > 0 ? logRatio(left.mean, right.mean, left, right) : 'no-variation';
  }
  const [lost, lostByReference] = [tau - left.mean, tau - right.mean];
  // Less than rounding in the area is nothing lost.
  const least = 1e-12 * tau;
  return lost > least && lostByReference > least ? logRatio(lost, lostByReference, left, right) : 'no-events';
}

function logRatio(a: number, b: number, left: Area, right: Area): readonly [number, number] {
  return [Math.log(a / b), left.variance / (a * a) + right.variance / (b * b)];
}
