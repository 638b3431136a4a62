import { argumentError } from '../../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireList } from '../../../math/argument-checks.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { fCdf, fUpperQuantile, fUpperTail } from '../../../math/distributions/f.js';
import { finiteOrOverflow } from '../../../math/finite-or-overflow.js';
import { requireOptions } from '../../../math/option-checks.js';
import { quantile } from '../../../math/order/quantile.js';
import { type Sample, sampleSummary } from '../sample-summary.js';
import { samplesInUnit } from '../samples-in-unit.js';

/** A test of variances against an F or chi-square distribution. */
export interface VarianceTest {
  readonly statistic: Estimable;
  readonly df: number;
  /** Of an F test; null for chi-square. */
  readonly denominatorDf: number | null;
  readonly p: Estimable;
}

export interface EqualVariances {
  /** F test of the absolute distances from the means. */
  readonly levene: VarianceTest;
  /** The same with distances from the medians: robust against skewness. */
  readonly brownForsythe: VarianceTest;
  /** Likelihood-ratio test of normal samples; sensitive to other shapes. */
  readonly bartlett: VarianceTest;
}

/**
 * Do several arms vary alike? The tests of Levene, of Brown and Forsythe, and of Bartlett.
 *
 * Levene's test is the analysis of variance of |value - mean|, Brown and Forsythe's of |value - median| (as
 * car::leveneTest by default); both need values, else `not-applicable`. Bartlett's takes printed summaries too. An arm
 * without subjects: `empty-group`; too few for a variance: `too-few-observations`; no spread: `no-variation`; a
 * statistic beyond the largest number: `overflow`.
 *
 * @throws MethodError when there are fewer than two arms or a value is not finite.
 *
 * Sources: Levene H. Contributions to Probability and Statistics 1960:278-292. Brown MB, Forsythe AB. J Am Stat Assoc
 * 1974;69:364-367. Bartlett MS. Proc R Soc A 1937;160:268-282. Oracle: test/oracles/equal-variances.
 */
export function equalVariances(arms: readonly Sample[]): EqualVariances {
  requireList(METHOD, 'arms', arms, 'a list of samples');
  if (arms.length < 2) {
    throw argumentError(METHOD, 'arms', 'are too few to compare', String(arms.length), 'two or more');
  }
  const { unit, samples } = samplesInUnit(
    arms.map((arm, index) => ({
      ...sampleSummary(METHOD, `arms[${index}]`, arm),
      values: valuesOf(arm),
    })),
  );
  const total = samples.reduce((sum, { n }) => sum + n, 0);
  const distances = (centre: (values: ArrayLike<number>, mean: number) => number): VarianceTest => {
    const df = samples.length - 1;
    const denominatorDf = total - samples.length;
    const fail = (reason: NotEstimableReason) => ({ ...noTest(reason, df), denominatorDf });
    if (samples.some(({ n }) => n === 0)) return fail('empty-group');
    if (samples.some(({ values }) => values === null)) return fail('not-applicable');
    if (denominatorDf <= 0) return fail('too-few-observations');
    const groups = samples.map(({ values, mean }) => {
      const inUnit = Float64Array.from(values!, (value) => value / unit);
      const middle = centre(inUnit, mean);
      return sampleSummary(
        METHOD,
        'distances',
        inUnit.map((value) => Math.abs(value - middle)),
      );
    });
    const grand = groups.reduce((sum, { n, mean }) => sum + n * mean, 0) / total;
    const between = groups.reduce((sum, { n, mean }) => sum + n * (mean - grand) ** 2, 0) / df;
    const within =
      groups.reduce((sum, { n, standardDeviation }) => sum + Math.max(0, n - 1) * standardDeviation ** 2, 0) /
      denominatorDf;
    if (!(Math.sqrt(within) > 10 * Number.EPSILON * grand)) return fail('no-variation');
    const statistic = between / within;
    if (!Number.isFinite(statistic)) return fail('overflow');
    return { statistic, df, denominatorDf, p: fUpperTail(statistic, df, denominatorDf) };
  };
  return {
    levene: distances((_, mean) => mean),
    brownForsythe: distances((values) => quantile(values, 0.5, 7)),
    bartlett: bartlett(samples, total),
  };
}

/** The ratio of two variances. */
export interface VarianceRatio {
  readonly ratio: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Two-sided: twice the smaller tail. */
  readonly p: Estimable;
  readonly numeratorDf: number;
  readonly denominatorDf: number;
  readonly level: number;
}

/**
 * How many times larger is the variance of one arm than of another? The F test of two variances with its interval, for
 * normal samples: as R `var.test` and SAS TTEST's folded F. Takes values or printed summaries; one subject in an arm:
 * `too-few-observations`; no spread in either: `no-variation`; a ratio beyond the numbers that a double holds:
 * `overflow`. Oracle: test/oracles/equal-variances.
 *
 * @throws MethodError when a value is not finite or the level is not in (0, 1).
 */
export function varianceRatio(
  of: Sample,
  versus: Sample,
  options: { readonly level?: number } = {},
): VarianceRatio {
  requireOptions(METHOD, options, { level: 'checked later' });
  const { level = 0.95 } = options;
  requireLevel(METHOD, 'level', level);
  const first = sampleSummary(METHOD, 'of', of);
  const second = sampleSummary(METHOD, 'versus', versus);
  const [numeratorDf, denominatorDf] = [Math.max(0, first.n - 1), Math.max(0, second.n - 1)];
  const ratio = (first.standardDeviation / second.standardDeviation) ** 2;
  const reason: NotEstimableReason | null =
    first.n === 0 || second.n === 0
      ? 'empty-group'
      : first.n < 2 || second.n < 2
        ? 'too-few-observations'
        : !(first.standardDeviation > 0 && second.standardDeviation > 0)
          ? 'no-variation'
          : !(ratio > 0 && Number.isFinite(ratio))
            ? 'overflow'
            : null;
  if (reason !== null) {
    const none = notEstimable(reason);
    return { ratio: none, lower: none, upper: none, p: none, numeratorDf, denominatorDf, level };
  }
  const tail = (1 - level) / 2;
  const smaller = Math.min(
    fCdf(ratio, numeratorDf, denominatorDf),
    fUpperTail(ratio, numeratorDf, denominatorDf),
  );
  return {
    ratio,
    lower: finiteOrOverflow(ratio / fUpperQuantile(tail, numeratorDf, denominatorDf)),
    // The lower quantile of F is one over the upper quantile of F with its degrees of freedom exchanged.
    upper: finiteOrOverflow(ratio * fUpperQuantile(tail, denominatorDf, numeratorDf)),
    p: Math.min(1, 2 * smaller),
    numeratorDf,
    denominatorDf,
    level,
  };
}

const METHOD = 'equal-variances';

function bartlett(
  samples: readonly { readonly n: number; readonly standardDeviation: number }[],
  total: number,
): VarianceTest {
  const df = samples.length - 1;
  if (samples.some(({ n }) => n === 0)) return noTest('empty-group', df);
  if (samples.some(({ n }) => n < 2)) return noTest('too-few-observations', df);
  if (samples.some(({ standardDeviation }) => !(standardDeviation > 0))) return noTest('no-variation', df);
  const within = total - samples.length;
  const pooled =
    samples.reduce((sum, { n, standardDeviation }) => sum + (n - 1) * standardDeviation ** 2, 0) / within;
  const distance = samples.reduce(
    (sum, { n, standardDeviation }) => sum + (n - 1) * Math.log(pooled / standardDeviation ** 2),
    0,
  );
  const correction = 1 + (samples.reduce((sum, { n }) => sum + 1 / (n - 1), 0) - 1 / within) / (3 * df);
  const statistic = Math.max(0, distance / correction);
  if (!Number.isFinite(statistic)) return noTest('overflow', df);
  return { statistic, df, denominatorDf: null, p: chiSquareUpperTail(statistic, df) };
}

function noTest(reason: NotEstimableReason, df: number): VarianceTest {
  return { statistic: notEstimable(reason), df, denominatorDf: null, p: notEstimable(reason) };
}

function valuesOf(arm: Sample): ArrayLike<number> | null {
  if (Array.isArray(arm) || ArrayBuffer.isView(arm)) return arm as ArrayLike<number>;
  return 'values' in arm && arm.values !== undefined ? arm.values : null;
}
