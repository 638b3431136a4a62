import { argumentError } from '../../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireList } from '../../../math/argument-checks.js';
import { fUpperTail } from '../../../math/distributions/f.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type Sample, type SampleSummary, sampleSummary } from '../sample-summary.js';
import { samplesInUnit } from '../samples-in-unit.js';

export const anovaVariances = ['equal', 'unequal'] as const;
export type AnovaVariances = (typeof anovaVariances)[number];

export interface AnovaOptions {
  readonly variances?: AnovaVariances;
}

export interface AnovaTest {
  readonly f: Estimable;
  /** Arms less one. */
  readonly numeratorDf: number;
  /** Subjects less arms; with unequal variances Welch's, rarely a whole number. */
  readonly denominatorDf: Estimable;
  readonly p: Estimable;
  readonly variances: AnovaVariances;
}

/**
 * Tests whether the mean is the same in all arms.
 *
 * `variances: 'equal'` (default) is the one-way analysis of variance, as R `aov` and SAS ANOVA; `'unequal'` is Welch's
 * test, as R `oneway.test` by default and SAS `MEANS / WELCH`. With two arms they are the squared t tests. Takes
 * printed n, mean and SD, or values (an array, a typed array or `{ values }`). An empty arm: `empty-group`. Too few
 * subjects for a variance (with unequal variances fewer than two in an arm): `too-few-observations`. Zero variance
 * within arms (with unequal variances within any arm): `no-variation`. F beyond the largest number: `overflow`.
 *
 * @throws MethodError when there are fewer than two arms, a value or mean is not finite, n is not whole, or an SD is
 * negative.
 *
 * Sources: Fisher RA. Statistical Methods for Research Workers 1925: chapter 7. Welch BL. Biometrika 1951;38:330-336.
 * Oracle: test/oracles/anova.
 */
export function anova(arms: readonly Sample[], options: AnovaOptions = {}): AnovaTest {
  requireOptions('anova', options, { variances: anovaVariances });
  const { variances = 'equal' } = options;
  requireList('anova', 'arms', arms, 'a list of samples');
  if (arms.length < 2) {
    throw argumentError('anova', 'arms', 'are too few to compare', String(arms.length), 'two or more');
  }
  const { samples } = samplesInUnit(arms.map((arm, index) => sampleSummary('anova', `arms[${index}]`, arm)));
  const numeratorDf = samples.length - 1;
  const without = (reason: NotEstimableReason): AnovaTest => {
    const none = notEstimable(reason);
    return { f: none, numeratorDf, denominatorDf: none, p: none, variances };
  };
  if (samples.some(({ n }) => n === 0)) return without('empty-group');
  const subjects = samples.reduce((sum, { n }) => sum + n, 0);
  const tooFew = variances === 'equal' ? subjects <= samples.length : samples.some(({ n }) => n < 2);
  if (tooFew) return without('too-few-observations');
  const rounding =
    10 * Number.EPSILON * samples.reduce((most, { mean }) => Math.max(most, Math.abs(mean)), 0);
  const constant = ({ n, standardDeviation }: SampleSummary) => n < 2 || standardDeviation <= rounding;
  if (variances === 'equal' ? samples.every(constant) : samples.some(constant))
    return without('no-variation');
  const { f, denominatorDf } = variances === 'equal' ? pooledF(samples, subjects) : welchF(samples);
  if (!Number.isFinite(f)) return without('overflow');
  return { f, numeratorDf, denominatorDf, p: fUpperTail(f, numeratorDf, denominatorDf), variances };
}

function pooledF(samples: readonly SampleSummary[], subjects: number) {
  const between = weightedSpread(
    samples,
    samples.map(({ n }) => n),
  ).sum;
  const within = samples.reduce(
    (sum, { n, standardDeviation }) => sum + (n > 1 ? (n - 1) * standardDeviation ** 2 : 0),
    0,
  );
  const denominatorDf = subjects - samples.length;
  return { f: between / (samples.length - 1) / (within / denominatorDf), denominatorDf };
}

/** Welch 1951, equations 28 to 30. */
function welchF(samples: readonly SampleSummary[]) {
  const weights = samples.map(({ n, standardDeviation }) => n / standardDeviation ** 2);
  const { sum, total } = weightedSpread(samples, weights);
  const arms = samples.length;
  const imbalance = samples.reduce(
    (part, { n }, index) => part + (1 - weights[index]! / total) ** 2 / (n - 1),
    0,
  );
  return {
    f: sum / (arms - 1) / (1 + (2 * (arms - 2) * imbalance) / (arms * arms - 1)),
    denominatorDf: (arms * arms - 1) / (3 * imbalance),
  };
}

/** Weighted sum of squares of the means around their weighted mean, taken from the first so that offsets cancel. */
function weightedSpread(samples: readonly SampleSummary[], weights: readonly number[]) {
  const origin = samples[0]!.mean;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const centre = samples.reduce((sum, { mean }, index) => sum + weights[index]! * (mean - origin), 0) / total;
  const sum = samples.reduce(
    (part, { mean }, index) => part + weights[index]! * (mean - origin - centre) ** 2,
    0,
  );
  return { sum, total };
}
