import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireFunction, requireLevel, requireObject } from '../../../math/argument-checks.js';
import { criticalT } from '../../../math/distributions/student-t.js';
import { finiteOrOverflow } from '../../../math/finite-or-overflow.js';
import { requireOptions } from '../../../math/option-checks.js';
import { largestSize, safeUnit } from '../../../math/safe-unit.js';
import { accelerationOf, type RowStatistic } from '../leave-one-out.js';
import { stratumRows } from '../resampled-strata.js';

export interface JackknifeInput {
  readonly size: number;
  /** A number from row numbers; it must keep none of the array. */
  readonly statistic: RowStatistic;
  /** Rows that are left out together, such as those of one hospital; one name a row. Default each row alone. */
  readonly blocks?: ArrayLike<string | number>;
}

export interface JackknifeResult {
  /** The statistic of all rows. */
  readonly estimate: Estimable;
  readonly bias: Estimable;
  /** Estimate minus bias. */
  readonly corrected: Estimable;
  readonly standardError: Estimable;
  /** t interval around the estimate with one degree of freedom fewer than there are blocks. */
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly df: number;
  /** The statistic without each block. */
  readonly leftOut: Float64Array;
  readonly pseudoValues: Float64Array;
  /** Of a BCa interval. */
  readonly acceleration: Estimable;
  readonly level: number;
}

/**
 * How uncertain and how biased a statistic is, by leaving out each subject (or block of subjects) in turn.
 *
 * Right for smooth statistics such as means, ratios and regression coefficients; not for medians, whose jackknife
 * standard error is not consistent: use `bootstrap`. Fewer than two blocks, or a statistic that is not finite without
 * some block, make everything but the estimate `too-few-observations` or `not-applicable`; a statistic that never
 * changes has no acceleration (`no-variation`). Figures beyond the largest number are `overflow`.
 *
 * @throws MethodError when size is not a whole number above 0, blocks have another length, or level is not in (0, 1).
 *
 * Sources: Efron B, Tibshirani RJ. An Introduction to the Bootstrap. Chapman and Hall 1993, chapter 11. Oracle:
 * test/oracles/jackknife.
 */
export function jackknife(input: JackknifeInput, options: { readonly level?: number } = {}): JackknifeResult {
  requireObject('jackknife', 'input', input, 'an object with size and statistic');
  requireOptions('jackknife', options, { level: 'checked later' });
  const { level = 0.95 } = options;
  requireLevel('jackknife', 'level', level);
  const { size, statistic } = input;
  requireFunction('jackknife', 'statistic', statistic, 'a function of row numbers that gives a number');
  const [rows] = stratumRows('jackknife', size, undefined);
  const every = rows!;
  const blocks = stratumRows('jackknife', size, input.blocks ?? every, 'blocks');
  const count = blocks.length;
  const whole = statistic(every.slice());
  const estimate: Estimable = Number.isFinite(whole) ? whole : notEstimable('not-applicable');
  const leftOut = Float64Array.from(count > 1 ? blocks : [], (block) => {
    const out = new Set(block);
    return statistic(every.filter((row) => !out.has(row)));
  });
  if (count < 2 || !Number.isFinite(whole) || !leftOut.every(Number.isFinite)) {
    const none = notEstimable(count < 2 ? 'too-few-observations' : 'not-applicable');
    return {
      estimate,
      bias: none,
      corrected: none,
      standardError: none,
      lower: none,
      upper: none,
      df: Math.max(0, count - 1),
      leftOut: leftOut.filter(Number.isFinite),
      pseudoValues: new Float64Array(0),
      acceleration: none,
      level,
    };
  }
  let shift = 0;
  for (const value of leftOut) shift += (value - whole) / count;
  const influences = leftOut.map((value) => shift - (value - whole));
  const unit = safeUnit(largestSize(influences));
  let squares = 0;
  for (const influence of influences) squares += (influence / unit) ** 2;
  const bias = (count - 1) * shift;
  const standardError = unit * Math.sqrt(((count - 1) / count) * squares);
  const half = criticalT(level, count - 1) * standardError;
  return {
    estimate: whole,
    bias: finiteOrOverflow(bias),
    corrected: finiteOrOverflow(whole - bias),
    standardError: finiteOrOverflow(standardError),
    lower: finiteOrOverflow(whole - half),
    upper: finiteOrOverflow(whole + half),
    df: count - 1,
    leftOut,
    pseudoValues: leftOut.map((value) => whole - (count - 1) * (value - whole)),
    acceleration: squares > 0 ? finiteOrOverflow(accelerationOf(influences)) : notEstimable('no-variation'),
    level,
  };
}
