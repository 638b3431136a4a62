import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireList } from '../../../math/argument-checks.js';
import {
  criticalStudentizedRange,
  studentizedRangeUpperTail,
} from '../../../math/distributions/studentized-range.js';
import { requireOptions } from '../../../math/option-checks.js';
import {
  type NamedArm,
  poolArms,
  type SimultaneousDifference,
  simultaneousDifference,
} from '../pooled-arms.js';

export interface TukeyKramerComparisons {
  /** Every pair of arms: each later arm less each earlier one, in the order of the arms. */
  readonly comparisons: readonly SimultaneousDifference[];
  /** Standard errors to each side of a difference that hold all of them with probability `level`. */
  readonly criticalValue: Estimable;
  readonly df: number;
  readonly level: number;
}

/**
 * Compares the means of every pair of arms, with the chance of any false claim held.
 *
 * Tukey's comparisons from the studentised range with the pooled variance; with unequal numbers of subjects the standard
 * error is that of Kramer, which is conservative (Hayter 1984). As R `TukeyHSD` and SAS GLM `LSMEANS / ADJUST=TUKEY`.
 * Arms are printed n, mean and SD, or `values`. An empty arm: `empty-group` for all tests; no residual degree of
 * freedom: `too-few-observations`; no variation within arms: `no-variation`; the differences stand. What
 * is beyond the largest number is `overflow`.
 *
 * @throws MethodError when there are fewer than two arms, a value is not finite or the level is not in (0, 1).
 *
 * Sources: Tukey JW. The Problem of Multiple Comparisons 1953; Kramer CY. Biometrics 1956;12:307-310; Hayter AJ. Ann
 * Stat 1984;12:61-75. Oracle: test/oracles/tukey-kramer.
 */
export function tukeyKramer(
  arms: readonly NamedArm[],
  options: { readonly level?: number } = {},
): TukeyKramerComparisons {
  requireOptions('tukey-kramer', options, { level: 'checked later' });
  const { level = 0.95 } = options;
  requireLevel('tukey-kramer', 'level', level);
  requireList('tukey-kramer', 'arms', arms, 'named samples');
  const pool = poolArms('tukey-kramer', arms);
  const { df, trouble } = pool;
  const groups = pool.arms.length;
  const critical = trouble === null ? criticalStudentizedRange(level, groups, df) / Math.SQRT2 : 0;
  const adjust = (t: number) => studentizedRangeUpperTail(Math.SQRT2 * Math.abs(t), groups, df);
  return {
    comparisons: pool.arms.flatMap((_, later) =>
      Array.from({ length: later }, (__, earlier) =>
        simultaneousDifference(pool, later, earlier, critical, adjust),
      ),
    ),
    criticalValue: trouble === null ? critical : notEstimable(trouble),
    df,
    level,
  };
}
