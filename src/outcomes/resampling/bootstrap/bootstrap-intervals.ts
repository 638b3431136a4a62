import {
  type Estimable,
  isEstimable,
  type NotEstimableReason,
  notEstimable,
} from '../../../core/estimable.js';
import { criticalZ, normalCdf, normalQuantile } from '../../../math/distributions/normal.js';

export interface BootstrapInterval {
  readonly lower: Estimable;
  readonly upper: Estimable;
}

export interface BootstrapIntervals {
  /** Mean of the replicates minus the estimate. */
  readonly bias: Estimable;
  /** Standard deviation of the replicates. */
  readonly standardError: Estimable;
  /** Estimate minus bias, plus and minus z standard errors. */
  readonly normal: BootstrapInterval;
  /** The percentile interval mirrored at the estimate. */
  readonly basic: BootstrapInterval;
  readonly percentile: BootstrapInterval;
  /** Percentiles corrected for bias and for a spread that changes with the parameter. */
  readonly bca: BootstrapInterval;
  /** Normal quantile of the share of replicates below the estimate. */
  readonly biasCorrection: Estimable;
  readonly acceleration: Estimable;
}

/**
 * Bootstrap intervals from replicates of a statistic (Efron and Tibshirani 1993; Davison and Hinkley 1997, sections 5.2
 * and 5.3). Percentiles between two replicates are interpolated on the normal scale (Davison and Hinkley 1997, equation
 * 5.8), as R boot does. Pass NaN as `acceleration` where there is none: `bca` is then `no-variation`. Replicates all on
 * one side of the estimate have no bias correction (`not-applicable`); fewer than two give `too-few-observations`. Limits
 * beyond the outermost replicates are those replicates.
 */
export function bootstrapIntervals(
  estimate: number,
  replicates: Float64Array,
  acceleration: number,
  level: number,
): BootstrapIntervals {
  const sorted = replicates.slice().sort();
  const count = sorted.length;
  if (count < 2) return noIntervals('too-few-observations');
  // Around the estimate, so that a large mean costs no digits.
  let shift = 0;
  for (const value of sorted) shift += (value - estimate) / count;
  let squares = 0;
  for (const value of sorted) squares += (value - estimate - shift) ** 2;
  const standardError = Math.sqrt(squares / (count - 1));
  const half = criticalZ(level) * standardError;
  const tail = (1 - level) / 2;
  const low = interpolated(sorted, tail);
  const high = interpolated(sorted, 1 - tail);
  const below = sorted.findIndex((value) => value >= estimate);
  const share = (below === -1 ? count : below) / count;
  const biasCorrection: Estimable =
    share > 0 && share < 1 ? normalQuantile(share) : notEstimable('not-applicable');
  return {
    bias: shift,
    standardError,
    normal: { lower: estimate - shift - half, upper: estimate - shift + half },
    basic: { lower: 2 * estimate - high, upper: 2 * estimate - low },
    percentile: { lower: low, upper: high },
    bca: correctedInterval(sorted, biasCorrection, acceleration, tail),
    biasCorrection,
    acceleration: Number.isFinite(acceleration) ? acceleration : notEstimable('no-variation'),
  };
}

function correctedInterval(
  sorted: Float64Array,
  biasCorrection: Estimable,
  acceleration: number,
  tail: number,
): BootstrapInterval {
  const reason: NotEstimableReason | null = !isEstimable(biasCorrection)
    ? biasCorrection.notEstimable
    : Number.isFinite(acceleration)
      ? null
      : 'no-variation';
  if (reason !== null || !isEstimable(biasCorrection)) {
    const none = notEstimable(reason ?? 'not-applicable');
    return { lower: none, upper: none };
  }
  const limit = (probability: number) => {
    const moved = biasCorrection + normalQuantile(probability);
    const room = 1 - acceleration * moved;
    // With an acceleration so large the corrected percentile runs off, and would come back from the other side.
    if (!(room > 0)) return sorted[moved > 0 ? sorted.length - 1 : 0]!;
    return interpolated(sorted, normalCdf(biasCorrection + moved / room));
  };
  return { lower: limit(tail), upper: limit(1 - tail) };
}

/** The value at rank (count + 1) times the probability, between two ranks on the normal scale; ends at the extremes. */
function interpolated(sorted: Float64Array, probability: number): number {
  const count = sorted.length;
  const rank = (count + 1) * probability;
  const whole = Math.floor(rank + 1e-9);
  if (whole < 1) return sorted[0]!;
  if (whole >= count) return sorted[count - 1]!;
  const below = sorted[whole - 1]!;
  if (Math.abs(rank - whole) <= 1e-9) return below;
  const from = normalQuantile(whole / (count + 1));
  const to = normalQuantile((whole + 1) / (count + 1));
  return below + ((normalQuantile(probability) - from) / (to - from)) * (sorted[whole]! - below);
}

/** Every figure with the reason why there is none. */
export function noIntervals(reason: NotEstimableReason): BootstrapIntervals {
  const none = notEstimable(reason);
  const interval = { lower: none, upper: none };
  return {
    bias: none,
    standardError: none,
    normal: interval,
    basic: interval,
    percentile: interval,
    bca: interval,
    biasCorrection: none,
    acceleration: none,
  };
}
