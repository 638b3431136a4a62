import { argumentError } from '../../../core/errors.js';
import {
  type Estimable,
  type NotEstimableReason,
  notEstimable,
  ratioFromLog,
} from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { criticalZ, normalQuantile } from '../../../math/distributions/normal.js';
import { criticalT, studentTTwoSidedP } from '../../../math/distributions/student-t.js';
import { finiteOrOverflow } from '../../../math/finite-or-overflow.js';
import { requireOptions } from '../../../math/option-checks.js';
import { largestSize, safeUnit } from '../../../math/safe-unit.js';
import { ratedSubjects } from '../rated-subjects.js';

export interface BlandAltmanOptions {
  /** Analyse ratios instead of differences: limits are then ratios. All measurements must be above 0. */
  readonly ratio?: boolean;
  readonly level?: number;
}

export interface BlandAltman {
  /** Mean of first minus second; with `ratio`, the geometric mean of first over second. */
  readonly bias: Estimable;
  readonly biasLower: Estimable;
  readonly biasUpper: Estimable;
  /** Of the differences (of their logarithms with `ratio`). */
  readonly standardDeviation: Estimable;
  /** Bias minus 1.96 standard deviations, with its own interval. */
  readonly lowerLimit: Estimable;
  readonly lowerLimitLower: Estimable;
  readonly lowerLimitUpper: Estimable;
  readonly upperLimit: Estimable;
  readonly upperLimitLower: Estimable;
  readonly upperLimitUpper: Estimable;
  /**
   * Change of the difference per unit of the mean (with `ratio`, of the log ratio per unit of the log geometric mean);
   * away from 0 the limits do not hold over the range.
   */
  readonly slope: Estimable;
  readonly slopeStandardError: Estimable;
  readonly slopeP: Estimable;
  /** Lin's concordance correlation: agreement with the line of identity, 1 is full. */
  readonly concordance: Estimable;
  readonly concordanceLower: Estimable;
  readonly concordanceUpper: Estimable;
  /** Mean of both measurements (geometric with `ratio`) and their difference (or ratio), for the figure. */
  readonly mean: Float64Array;
  readonly difference: Float64Array;
  readonly n: number;
  readonly missing: number;
  readonly ratio: boolean;
  readonly level: number;
}

/**
 * How far two ways of measuring the same thing differ: the mean difference and the limits between which 95% of the
 * differences lie.
 *
 * Limits are the bias plus and minus 1.959964 standard deviations whatever the `level`, which is the coverage of the
 * intervals of bias and limits (Bland and Altman 1999, section 2.3). `ratio` works on logarithms and returns ratios.
 * Lin's coefficient has Lin's variance with the correction of 2000 and Fisher's z. Fewer than two subjects:
 * `too-few-observations`; three are needed for the slope and the concordance. Differences that never vary have no
 * intervals (`no-variation`), and neither has a concordance of exactly 1. What is beyond the largest number is `overflow`.
 *
 * @throws MethodError for lists of different lengths, infinite values, and with `ratio` values of 0 or less.
 *
 * Sources: Bland JM, Altman DG. Lancet 1986;1:307-310, and Stat Methods Med Res 1999;8:135-160. Lin LI. Biometrics
 * 1989;45:255-268, corrected 2000;56:324-325. Oracle: test/oracles/bland-altman.
 */
export function blandAltman(
  first: ArrayLike<number | null>,
  second: ArrayLike<number | null>,
  options: BlandAltmanOptions = {},
): BlandAltman {
  requireOptions('bland-altman', options, { ratio: 'yes or no', level: 'checked later' });
  const { ratio = false, level = 0.95 } = options;
  requireLevel('bland-altman', 'level', level);
  const { rows, missing } = ratedSubjects('bland-altman', [first, second]);
  if (ratio && rows.some((row) => row.some((value) => value <= 0))) {
    throw argumentError(
      'bland-altman',
      'ratio',
      'needs measurements above 0',
      'a value of 0 or less',
      'values above 0',
    );
  }
  // Squares are taken in a unit in which they neither overflow nor vanish; logarithms need none.
  const unit = ratio ? 1 : safeUnit(rows.reduce((most, row) => Math.max(most, largestSize(row)), 0));
  const scaled = (value: number) => (ratio ? Math.log(value) : value / unit);
  const natural = (value: number): Estimable =>
    ratio ? ratioFromLog(value) : finiteOrOverflow(unit * value);
  const drawable = (value: number) => (ratio ? Math.exp(value) : unit * value);
  const a = Float64Array.from(rows, (row) => scaled(row[0]!));
  const b = Float64Array.from(rows, (row) => scaled(row[1]!));
  const difference = a.map((value, index) => value - b[index]!);
  const mean = a.map((value, index) => (value + b[index]!) / 2);
  const n = rows.length;
  const drawn = { mean: mean.map(drawable), difference: difference.map(drawable), n, missing, ratio, level };
  if (n < 2) return { ...noLimits('too-few-observations'), ...noTrend('too-few-observations'), ...drawn };
  const bias = average(difference);
  const spread = Math.sqrt(sumOfSquares(difference, bias) / (n - 1));
  const trend =
    n < 3
      ? noTrend('too-few-observations')
      : { ...slopeOf(mean, difference), ...concordanceOf(a, b, difference, level) };
  const limit = normalQuantile(0.975) * spread;
  if (!(spread > 10 * Number.EPSILON * Math.abs(bias))) {
    const none = notEstimable('no-variation');
    const exact = natural(bias);
    return {
      ...noLimits('no-variation'),
      bias: exact,
      biasLower: none,
      biasUpper: none,
      standardDeviation: 0,
      lowerLimit: exact,
      upperLimit: exact,
      ...trend,
      ...drawn,
    };
  }
  const t = criticalT(level, n - 1);
  const biasHalf = (t * spread) / Math.sqrt(n);
  const limitHalf = t * spread * Math.sqrt(1 / n + normalQuantile(0.975) ** 2 / (2 * (n - 1)));
  return {
    bias: natural(bias),
    biasLower: natural(bias - biasHalf),
    biasUpper: natural(bias + biasHalf),
    standardDeviation: finiteOrOverflow(unit * spread),
    lowerLimit: natural(bias - limit),
    lowerLimitLower: natural(bias - limit - limitHalf),
    lowerLimitUpper: natural(bias - limit + limitHalf),
    upperLimit: natural(bias + limit),
    upperLimitLower: natural(bias + limit - limitHalf),
    upperLimitUpper: natural(bias + limit + limitHalf),
    ...trend,
    ...drawn,
  };
}

function average(values: Float64Array): number {
  let mean = 0;
  for (const value of values) mean += value / values.length;
  // A second pass takes back what rounding lost in the first.
  let rest = 0;
  for (const value of values) rest += (value - mean) / values.length;
  return mean + rest;
}

function sumOfSquares(values: Float64Array, mean: number): number {
  let sum = 0;
  for (const value of values) sum += (value - mean) ** 2;
  return sum;
}

/** Regression of the differences on the means. */
function slopeOf(mean: Float64Array, difference: Float64Array) {
  const n = mean.length;
  const centre = average(mean);
  const bias = average(difference);
  const width = sumOfSquares(mean, centre);
  if (!(width > 0)) {
    const none = notEstimable('no-variation');
    return { slope: none, slopeStandardError: none, slopeP: none };
  }
  let product = 0;
  for (let index = 0; index < n; index += 1) product += (mean[index]! - centre) * (difference[index]! - bias);
  const slope = product / width;
  let rest = 0;
  for (let index = 0; index < n; index += 1)
    rest += (difference[index]! - bias - slope * (mean[index]! - centre)) ** 2;
  const slopeStandardError = Math.sqrt(rest / (n - 2) / width);
  const varies = slopeStandardError > 1e-14 * Math.abs(slope) && slopeStandardError > 0;
  return {
    slope,
    slopeStandardError,
    slopeP: varies ? studentTTwoSidedP(slope / slopeStandardError, n - 2) : notEstimable('no-variation'),
  };
}

/**
 * Lin's concordance correlation with its interval on Fisher's scale. What is missing to 1, of it and of the squared
 * correlation, comes from the differences themselves, so that near agreement costs no digits.
 */
function concordanceOf(a: Float64Array, b: Float64Array, difference: Float64Array, level: number) {
  const n = a.length;
  const [meanA, meanB, bias] = [average(a), average(b), average(difference)];
  const varianceA = sumOfSquares(a, meanA) / n;
  const varianceB = sumOfSquares(b, meanB) / n;
  const variance = sumOfSquares(difference, bias) / n;
  let covariance = 0;
  let shared = 0;
  for (let index = 0; index < n; index += 1) {
    covariance += ((a[index]! - meanA) * (b[index]! - meanB)) / n;
    shared += ((a[index]! - meanA) * (difference[index]! - bias)) / n;
  }
  const divisor = varianceA + varianceB + bias ** 2;
  const none = notEstimable('no-variation');
  if (!(divisor > 0)) return { concordance: none, concordanceLower: none, concordanceUpper: none };
  const distance = (variance + bias ** 2) / divisor;
  const c = distance < 0.5 ? 1 - distance : Math.max(-1, (2 * covariance) / divisor);
  const product = varianceA * varianceB;
  const unexplained = Math.max(0, varianceA * variance - shared ** 2) / product;
  const squaredU = bias ** 2 / Math.sqrt(product);
  // The concordance over the correlation, which is defined where both are 0 too.
  const accuracy = (2 * Math.sqrt(product)) / divisor;
  // 1 - c².
  const open = distance * (2 - distance);
  const spread =
    ((unexplained * accuracy ** 2) / open +
      (2 * c ** 2 * accuracy * distance * squaredU) / open ** 2 -
      (c * accuracy * squaredU) ** 2 / (2 * open ** 2)) /
    (n - 2);
  if (!(open > 0 && spread >= 0 && Number.isFinite(spread))) {
    return { concordance: c, concordanceLower: none, concordanceUpper: none };
  }
  const half = criticalZ(level) * Math.sqrt(spread);
  const fisher = Math.log((2 - distance) / distance) / 2;
  return {
    concordance: c,
    concordanceLower: Math.min(c, Math.tanh(fisher - half)),
    concordanceUpper: Math.max(c, Math.tanh(fisher + half)),
  };
}

function noLimits(reason: NotEstimableReason) {
  const none = notEstimable(reason);
  return {
    bias: none,
    biasLower: none,
    biasUpper: none,
    standardDeviation: none,
    lowerLimit: none,
    lowerLimitLower: none,
    lowerLimitUpper: none,
    upperLimit: none,
    upperLimitLower: none,
    upperLimitUpper: none,
  };
}

function noTrend(reason: NotEstimableReason) {
  const none = notEstimable(reason);
  return {
    slope: none,
    slopeStandardError: none,
    slopeP: none,
    concordance: none,
    concordanceLower: none,
    concordanceUpper: none,
  };
}
