import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { criticalZ, normalTwoSidedP } from '../../../math/distributions/normal.js';
import { studentTTwoSidedP } from '../../../math/distributions/student-t.js';
import { requireOptions } from '../../../math/option-checks.js';
import { midRanks } from '../../../math/order/ranks.js';
import { ratedSubjects } from '../rated-subjects.js';
import { kendallExactP, kendallScore } from './kendall.js';
import { spearmanExactP } from './spearman-exact.js';

export const correlationKinds = ['pearson', 'spearman', 'kendall'] as const;
export type CorrelationKind = (typeof correlationKinds)[number];

export interface CorrelationOptions {
  /** `pearson` (default): of the values; `spearman`: of their ranks; `kendall`: tau-b, of the order of pairs. */
  readonly kind?: CorrelationKind;
  readonly level?: number;
}

export interface Correlation {
  /** From -1 to 1. */
  readonly correlation: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Two-sided test of no association. */
  readonly p: Estimable;
  /** How p was taken. */
  readonly test: 't' | 'exact' | 'normal';
  readonly n: number;
  readonly missing: number;
  readonly kind: CorrelationKind;
  readonly level: number;
}

/**
 * How closely two measurements of the same subjects go together.
 *
 * Intervals are on Fisher's z scale: standard error 1/sqrt(n - 3) for Pearson (as R `cor.test`), sqrt((1 + r²/2)/(n - 3))
 * for Spearman (Bonett and Wright 2000), sqrt(0.437/(n - 4)) for Kendall (Fieller, Hartley and Pearson 1957). Tests: t
 * for Pearson and Spearman; exact for Spearman up to 9 pairs and Kendall below 50, without ties; else the normal
 * approximation with ties for Kendall, all as R `cor.test` (for Spearman with `exact = FALSE` from 10 pairs up). Pairs
 * with a missing value are left out and counted. Fewer than three pairs: `too-few-observations` (the interval needs
 * four, Kendall's five); a constant measurement: `no-variation`.
 *
 * @throws MethodError for lists of different lengths and infinite values.
 *
 * Sources: Fisher RA. Metron 1921;1:3-32. Bonett DG, Wright TA. Psychometrika 2000;65:23-28. Kendall MG. Biometrika
 * 1938;30:81-93. Oracle: test/oracles/correlation.
 */
export function correlation(
  first: ArrayLike<number | null>,
  second: ArrayLike<number | null>,
  options: CorrelationOptions = {},
): Correlation {
  requireOptions('correlation', options, { kind: correlationKinds, level: 'checked later' });
  const { kind = 'pearson', level = 0.95 } = options;
  requireLevel('correlation', 'level', level);
  const { rows, missing } = ratedSubjects('correlation', [first, second]);
  const x = Float64Array.from(rows, (row) => row[0]!);
  const y = Float64Array.from(rows, (row) => row[1]!);
  const n = x.length;
  const counted = { n, missing, kind, level };
  const without = (reason: NotEstimableReason): Correlation => {
    const none = notEstimable(reason);
    return { correlation: none, lower: none, upper: none, p: none, test: 't', ...counted };
  };
  if (n < 3) return without('too-few-observations');
  if (x.every((value) => value === x[0]) || y.every((value) => value === y[0]))
    return without('no-variation');
  const ranks = [midRanks(x), midRanks(y)] as const;
  const ties = ranks.some(({ tieSizes }) => tieSizes.length < n);
  if (kind === 'kendall') {
    const score = kendallScore(x, y, ranks[0].tieSizes, ranks[1].tieSizes);
    const exact = !ties && n < 50;
    return {
      correlation: score.tau,
      ...fisherInterval(score.tau, n < 5 ? null : Math.sqrt(0.437 / (n - 4)), level),
      p: exact ? kendallExactP(score.concordantLessDiscordant, n) : normalTwoSidedP(score.z),
      test: exact ? 'exact' : 'normal',
      ...counted,
    };
  }
  const r = kind === 'pearson' ? productMoment(x, y) : productMoment(ranks[0].ranks, ranks[1].ranks);
  const spread = n < 4 ? null : Math.sqrt((kind === 'pearson' ? 1 : 1 + (r * r) / 2) / (n - 3));
  const exact = kind === 'spearman' && !ties && n <= 9;
  // (1 - r)(1 + r) keeps the digits of r near 1
  const t = r * Math.sqrt((n - 2) / ((1 - r) * (1 + r)));
  return {
    correlation: r,
    ...fisherInterval(r, spread, level),
    p: exact
      ? spearmanExactP(ranks[0].ranks, ranks[1].ranks)
      : Math.abs(r) === 1
        ? 0
        : studentTTwoSidedP(t, n - 2),
    test: exact ? 'exact' : 't',
    ...counted,
  };
}

function fisherInterval(r: number, spread: number | null, level: number) {
  // Rounding may leave a perfect correlation a little short of 1.
  if (spread === null || Math.abs(r) > 1 - 8 * Number.EPSILON) {
    const none = notEstimable(spread === null ? 'too-few-observations' : 'no-variation');
    return { lower: none, upper: none };
  }
  const half = criticalZ(level) * spread;
  return { lower: Math.tanh(Math.atanh(r) - half), upper: Math.tanh(Math.atanh(r) + half) };
}

function productMoment(x: Float64Array, y: Float64Array): number {
  const n = x.length;
  const centred = (values: Float64Array) => {
    let mean = 0;
    for (const value of values) mean += value / n;
    const deviations = values.map((value) => value - mean);
    // In units of the largest, so that no square over- or underflows.
    const largest = deviations.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    return largest > 0 ? deviations.map((value) => value / largest) : deviations;
  };
  const [a, b] = [centred(x), centred(y)];
  let [aa, bb, ab] = [0, 0, 0];
  for (let index = 0; index < n; index += 1) {
    aa += a[index]! ** 2;
    bb += b[index]! ** 2;
    ab += a[index]! * b[index]!;
  }
  return Math.max(-1, Math.min(1, ab / Math.sqrt(aa) / Math.sqrt(bb)));
}
