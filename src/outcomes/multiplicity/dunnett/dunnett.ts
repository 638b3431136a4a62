import { argumentError } from '../../../core/errors.js';
import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireList, requireObject } from '../../../math/argument-checks.js';
import { criticalDunnett, dunnettTwoSidedP } from '../../../math/distributions/dunnett.js';
import {
  type NamedArm,
  poolArms,
  type SimultaneousDifference,
  simultaneousDifference,
} from '../pooled-arms.js';

export interface DunnettComparisons {
  /** Each other arm against the control, in the order of the arms. */
  readonly comparisons: readonly SimultaneousDifference[];
  /** Standard errors to each side of a difference that hold all of them with probability `level`. */
  readonly criticalValue: Estimable;
  readonly pooledStandardDeviation: Estimable;
  readonly df: number;
  readonly level: number;
}

/**
 * Compares the mean of each of several arms with that of one control, with the chance of any false claim held.
 *
 * Dunnett's many-to-one comparisons with the pooled variance, two-sided, single step, for any numbers of subjects:
 * p-values and intervals come from the exact multivariate t distribution, not from a simulation or a table. Equal to
 * R `multcomp::glht(mcp = "Dunnett")` and SAS GLM `LSMEANS / ADJUST=DUNNETT` within the error of their integration. Arms
 * are printed n, mean and SD, or `values`. An empty arm: `empty-group` for all tests; no residual degree of freedom:
 * `too-few-observations`; no variation within arms: `no-variation`; the differences stand.
 *
 * @throws MethodError when there are fewer than two arms, the control is not among them, a value is not finite or the
 * level is not in (0, 1).
 *
 * Source: Dunnett CW. J Am Stat Assoc 1955;50:1096-1121; Biometrics 1964;20:482-491. Oracle: test/oracles/dunnett.
 */
export function dunnett(
  arms: readonly NamedArm[],
  control: string,
  options: { readonly level?: number } = {},
): DunnettComparisons {
  requireObject('dunnett', 'options', options, 'an object of options');
  const { level = 0.95 } = options;
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
  const critical = trouble === null ? criticalDunnett(level, loadings, df) : 0;
  return {
    comparisons: others.map((index) =>
      simultaneousDifference(pool, index, place, critical, (t) => dunnettTwoSidedP(t, loadings, df)),
    ),
    criticalValue: trouble === null ? critical : notEstimable(trouble),
    pooledStandardDeviation: trouble === null ? pool.standardDeviation : notEstimable(trouble),
    df,
    level,
  };
}
