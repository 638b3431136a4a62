import { argumentError } from '../../../core/errors.js';
import { type Estimable, isEstimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireList } from '../../../math/argument-checks.js';
import {
  criticalDunnett,
  criticalDunnettUpper,
  dunnettTwoSidedP,
  dunnettUpperP,
} from '../../../math/distributions/dunnett.js';
import { finiteOrOverflow } from '../../../math/finite-or-overflow.js';
import { requireOptions } from '../../../math/option-checks.js';
import {
  type NamedArm,
  poolArms,
  type SimultaneousDifference,
  simultaneousDifference,
} from '../pooled-arms.js';

export const dunnettAlternatives = ['two-sided', 'greater', 'less'] as const;
export type DunnettAlternative = (typeof dunnettAlternatives)[number];

export interface DunnettOptions {
  /** `greater`: that an arm is above the control; `less`: below. */
  readonly alternative?: DunnettAlternative;
  readonly level?: number;
}

export interface DunnettComparisons {
  /** Each other arm against the control, in the order of the arms. */
  readonly comparisons: readonly SimultaneousDifference[];
  /** Standard errors to the side, or to each side, of a difference that hold all of them with probability `level`. */
  readonly criticalValue: Estimable;
  readonly pooledStandardDeviation: Estimable;
  readonly df: number;
  readonly alternative: DunnettAlternative;
  readonly level: number;
}

/**
 * Compares the mean of each of several arms with that of one control, with the chance of any false claim held.
 *
 * Dunnett's many-to-one comparisons with the pooled variance, single step, for any numbers of subjects: p-values and
 * intervals come from the exact multivariate t distribution, not from a simulation or a table. Equal to R
 * `multcomp::glht(mcp = "Dunnett")` and SAS GLM `LSMEANS / ADJUST=DUNNETT` within the error of their integration.
 * One-sided (`greater`, `less`; SAS `PDIFF=CONTROLU`, `CONTROLL`) each difference has one limit, on the side of the
 * control; the other is `not-applicable`. Arms are printed n, mean and SD, or `values`. An empty arm: `empty-group` for
 * all tests; no residual degree of freedom: `too-few-observations`; no variation within arms: `no-variation`; the
 * differences stand. What is beyond the largest number is `overflow`.
 *
 * @throws MethodError when there are fewer than two arms, the control is not among them, a value is not finite, the
 * alternative is no such word or the level is not in (0, 1).
 *
 * Source: Dunnett CW. J Am Stat Assoc 1955;50:1096-1121; Biometrics 1964;20:482-491. Oracle: test/oracles/dunnett.
 */
export function dunnett(
  arms: readonly NamedArm[],
  control: string,
  options: DunnettOptions = {},
): DunnettComparisons {
  requireOptions('dunnett', options, { alternative: dunnettAlternatives, level: 'checked later' });
  const { alternative = 'two-sided', level = 0.95 } = options;
  requireLevel('dunnett', 'level', level);
  requireList('dunnett', 'arms', arms, 'named samples');
  const pool = poolArms('dunnett', arms);
  const place = pool.arms.findIndex(({ name }) => name === control);
  if (place < 0) {
    throw argumentError(
      'dunnett',
      'control',
      'names no arm',
      control,
      `one of ${pool.arms.map(({ name }) => name).join(', ')}`,
    );
  }
  const others = Array.from(pool.arms.keys()).filter((index) => index !== place);
  const { n: controls } = pool.arms[place]!;
  const { df, trouble } = pool;
  const loadings =
    trouble === null
      ? others.map((index) => Math.sqrt(pool.arms[index]!.n / (pool.arms[index]!.n + controls)))
      : [];
  const twoSided = alternative === 'two-sided';
  const find = twoSided ? criticalDunnett : criticalDunnettUpper;
  const critical = trouble === null ? find(level, loadings, df) : 0;
  const adjust = (t: number) =>
    twoSided
      ? dunnettTwoSidedP(t, loadings, df)
      : dunnettUpperP(alternative === 'greater' ? t : -t, loadings, df);
  return {
    comparisons: others.map((index) =>
      towardsControl(simultaneousDifference(pool, index, place, critical, adjust), alternative),
    ),
    criticalValue: trouble === null ? critical : notEstimable(trouble),
    pooledStandardDeviation:
      trouble === null ? finiteOrOverflow(pool.unit * pool.standardDeviation) : notEstimable(trouble),
    df,
    alternative,
    level,
  };
}

/** Leaves a one-sided comparison the limit on the side of the control. */
function towardsControl(
  comparison: SimultaneousDifference,
  alternative: DunnettAlternative,
): SimultaneousDifference {
  if (alternative === 'two-sided' || !isEstimable(comparison.lower)) return comparison;
  return { ...comparison, [alternative === 'greater' ? 'upper' : 'lower']: notEstimable('not-applicable') };
}
