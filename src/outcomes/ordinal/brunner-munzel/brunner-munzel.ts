import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { criticalT, studentTTwoSidedP } from '../../../math/distributions/student-t.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type TiedCounts, tiedCountsFromValues } from '../tied-counts.js';

export interface BrunnerMunzelResult {
  /** Probability of a higher value in the first group, ties as one half; 0.5 says no difference. */
  readonly probabilityIndex: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Above 0 when the first group tends to be higher. */
  readonly t: Estimable;
  /** Satterthwaite. */
  readonly df: Estimable;
  /** Two-sided. */
  readonly p: Estimable;
  readonly level: number;
}

/**
 * Are values in one group higher than in another, even if the groups differ in spread? The Brunner-Munzel test of the
 * probability index, with its interval.
 *
 * Unlike the Wilcoxon test it does not take the two distributions to be alike under no difference. Variance from the
 * placements of each subject in the other group, t reference with Satterthwaite's degrees of freedom; the limits are on
 * the scale of the index and can leave 0 to 1, as published. O(N log N). Not estimable: `empty-group`;
 * `too-few-observations` with one subject in a group; `no-variation` when the groups do not overlap, or all values are
 * the same (the index stands).
 *
 * @throws MethodError when a value is not a number or the level is not in (0, 1).
 *
 * Source: Brunner E, Munzel U. Biom J 2000;42:17-25. Oracle: test/oracles/brunner-munzel.
 */
export function brunnerMunzel(
  of: ArrayLike<number>,
  versus: ArrayLike<number>,
  options: { readonly level?: number } = {},
): BrunnerMunzelResult {
  return brunnerMunzelFromCounts(tiedCountsFromValues('brunner-munzel', of, versus), options);
}

/** The Brunner-Munzel test from distinct values and the subjects of each group at each value. See `brunnerMunzel`. */
export function brunnerMunzelFromCounts(
  { of, versus, ofTotal, versusTotal }: TiedCounts,
  options: { readonly level?: number } = {},
): BrunnerMunzelResult {
  requireOptions('brunner-munzel', options, { level: 'checked later' });
  const { level = 0.95 } = options;
  requireLevel('brunner-munzel', 'level', level);
  const without = (probabilityIndex: Estimable, reason: NotEstimableReason): BrunnerMunzelResult => {
    const none = notEstimable(reason);
    return {
      probabilityIndex,
      standardError: none,
      lower: none,
      upper: none,
      t: none,
      df: none,
      p: none,
      level,
    };
  };
  if (ofTotal === 0 || versusTotal === 0) return without(notEstimable('empty-group'), 'empty-group');
  const first = placements(of, versus, ofTotal, versusTotal);
  const second = placements(versus, of, versusTotal, ofTotal);
  const probabilityIndex = first.mean;
  if (ofTotal < 2 || versusTotal < 2) return without(probabilityIndex, 'too-few-observations');
  const variance = first.variance + second.variance;
  if (!(variance > 0)) return without(probabilityIndex, 'no-variation');
  const standardError = Math.sqrt(variance);
  const df =
    1 /
    ((first.variance / variance) ** 2 / (ofTotal - 1) +
      (second.variance / variance) ** 2 / (versusTotal - 1));
  const t = (probabilityIndex - 0.5) / standardError;
  const reach = criticalT(level, df) * standardError;
  return {
    probabilityIndex,
    standardError,
    lower: probabilityIndex - reach,
    upper: probabilityIndex + reach,
    t,
    df,
    p: studentTTwoSidedP(t, df),
    level,
  };
}

/** Mean share of the other group below a subject of one group (ties one half), and the variance of that mean. */
function placements(own: Float64Array, other: Float64Array, ownTotal: number, otherTotal: number) {
  const share = new Float64Array(own.length);
  let below = 0;
  let sum = 0;
  for (let value = 0; value < own.length; value += 1) {
    share[value] = (below + other[value]! / 2) / otherTotal;
    below += other[value]!;
    sum += own[value]! * share[value]!;
  }
  const mean = sum / ownTotal;
  let squares = 0;
  for (let value = 0; value < own.length; value += 1) squares += own[value]! * (share[value]! - mean) ** 2;
  return { mean, variance: squares / (ownTotal * (ownTotal - 1)) };
}
