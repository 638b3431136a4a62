import type { NotEstimableReason } from '../../core/estimable.js';
import { brentRoot, findBracket } from '../../math/optimise/brent-root.js';

/** Average survival of each arm, one entry a time of the grid. */
export type AverageSurvival = readonly Float64Array[];

/** A number made of average survivals, and its slopes by them: what the delta method and a bootstrap need. */
export interface MarginalQuantity {
  readonly value: number | NotEstimableReason;
  readonly slopes: readonly { readonly arm: number; readonly step: number; readonly slope: number }[];
}

/** Survival of one arm at a step; step -1 is before the first event, where it is 1 for certain. */
export function survivalAt(survival: AverageSurvival, arm: number, step: number): MarginalQuantity {
  return step < 0
    ? { value: 1, slopes: [] }
    : { value: survival[arm]![step]!, slopes: [{ arm, step, slope: 1 }] };
}

/** Measures of effect at one time, all of the event: above 0 (or a log ratio above 0) means more of it in `of`. */
export const riskMeasures = ['risk-difference', 'risk-ratio', 'cumulative-hazard-ratio'] as const;
export type RiskMeasure = (typeof riskMeasures)[number];

const scales: Record<
  RiskMeasure,
  { readonly value: (survival: number) => number; readonly slope: (survival: number) => number }
> = {
  'risk-difference': { value: (s) => 1 - s, slope: () => -1 },
  'risk-ratio': { value: (s) => Math.log1p(-s), slope: (s) => -1 / (1 - s) },
  'cumulative-hazard-ratio': { value: (s) => Math.log(-Math.log(s)), slope: (s) => 1 / (s * Math.log(s)) },
};

/** A contrast of two arms at a step, on the log scale for ratios. */
export function riskContrast(
  survival: AverageSurvival,
  measure: RiskMeasure,
  of: number,
  versus: number,
  step: number,
): MarginalQuantity {
  const { value, slope } = scales[measure];
  if (step < 0) return { value: measure === 'risk-difference' ? 0 : 'no-events', slopes: [] };
  const [left, right] = [survival[of]![step]!, survival[versus]![step]!];
  const difference = value(left) - value(right);
  if (!Number.isFinite(difference)) return { value: 'zero-cells', slopes: [] };
  return {
    value: difference,
    slopes: [
      { arm: of, step, slope: slope(left) },
      { arm: versus, step, slope: -slope(right) },
    ],
  };
}

/**
 * The log hazard ratio that a Cox model with the arm alone would find in endless data with the two average curves,
 * equal arms and nobody censored before the last step: the root of Breslow's score equation in the curves' falls.
 * Its slopes are those of the root by every point of the curves (implicit differentiation). O(steps).
 *
 * Source: Daniel R, Zhang J, Farewell D. Biom J 2021;63:528-557 (there by simulation).
 */
export function marginalLogHazardRatio(
  survival: AverageSurvival,
  of: number,
  versus: number,
  lastStep: number,
): MarginalQuantity {
  if (lastStep < 0) return { value: 'no-events', slopes: [] };
  const [left, right] = [survival[of]!, survival[versus]!];
  const before = (curve: Float64Array, step: number) => (step === 0 ? 1 : curve[step - 1]!);
  const share = (logRatio: number, step: number) => {
    const [mine, other] = [Math.exp(logRatio) * before(left, step), before(right, step)];
    return mine / (mine + other);
  };
  const falls = (step: number) =>
    [before(left, step) - left[step]!, before(right, step) - right[step]!] as const;
  const score = (logRatio: number) => {
    let sum = 0;
    for (let step = 0; step <= lastStep; step += 1) {
      const [fall, otherFall] = falls(step);
      const expected = share(logRatio, step);
      sum += fall * (1 - expected) - otherFall * expected;
    }
    return sum;
  };
  const start = score(0);
  const bracket =
    start === 0 ? ([0, 0] as const) : findBracket(score, 0, start > 0 ? 0.5 : -0.5, start > 0 ? 50 : -50);
  if (bracket === null) return { value: 'separated', slopes: [] };
  const value = start === 0 ? 0 : brentRoot(score, bracket[0], bracket[1]);
  let information = 0;
  const slopes = Array.from({ length: lastStep + 1 }, () => [0, 0] as [number, number]);
  for (let step = 0; step <= lastStep; step += 1) {
    const [fall, otherFall] = falls(step);
    const expected = share(value, step);
    const spread = (fall + otherFall) * expected * (1 - expected);
    information += spread;
    slopes[step]![0] -= 1 - expected;
    slopes[step]![1] += expected;
    if (step > 0) {
      slopes[step - 1]![0] += 1 - expected - spread / before(left, step);
      slopes[step - 1]![1] += spread / before(right, step) - expected;
    }
  }
  return {
    value,
    slopes: slopes.flatMap(([mine, other], step) => [
      { arm: of, step, slope: mine / information },
      { arm: versus, step, slope: other / information },
    ]),
  };
}
