import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { fUpperQuantile, fUpperTail } from '../../../math/distributions/f.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type Ratings, ratedSubjects } from '../rated-subjects.js';

/** One coefficient with its interval; it can be negative, which means no agreement. */
export interface IntraclassEstimate {
  readonly estimate: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

export interface IntraclassCorrelation {
  /** Raters drawn anew for each subject: ICC(1,1) of Shrout and Fleiss, and ICC(1,k) of their mean. */
  readonly oneWaySingle: IntraclassEstimate;
  readonly oneWayAverage: IntraclassEstimate;
  /** The same raters, whose differences in level count as disagreement: ICC(2,1) or ICC(A,1), and of their mean. */
  readonly agreementSingle: IntraclassEstimate;
  readonly agreementAverage: IntraclassEstimate;
  /** The same raters, whose differences in level do not count: ICC(3,1) or ICC(C,1), and of their mean. */
  readonly consistencySingle: IntraclassEstimate;
  readonly consistencyAverage: IntraclassEstimate;
  /** F test that subjects do not differ, raters' levels taken out. */
  readonly f: Estimable;
  readonly df1: number;
  readonly df2: number;
  readonly p: Estimable;
  readonly subjects: number;
  readonly raters: number;
  readonly missing: number;
  readonly level: number;
}

/**
 * How much of the variation of measurements lies between subjects rather than between the raters who measured them.
 *
 * All six forms of Shrout and Fleiss with F-based intervals (McGraw and Wong 1996, tables 4 and 7, with Satterthwaite
 * degrees of freedom for agreement). Subjects without every rating are left out and counted. Fewer than two subjects:
 * `too-few-observations`; measurements that never vary: `no-variation`; raters who agree but for their levels make the
 * consistency forms exactly 1 with no interval. Raters who contradict each other can make the variance of ratings, or of
 * their means, come out as 0 or less: what divides by it is `no-variation`, the other forms stand.
 *
 * @throws MethodError for fewer than two raters, infinite values and lists of different lengths.
 *
 * Sources: Shrout PE, Fleiss JL. Psychol Bull 1979;86:420-428. McGraw KO, Wong SP. Psychol Methods 1996;1:30-46.
 * Oracle: test/oracles/intraclass-correlation.
 */
export function intraclassCorrelation(
  ratings: Ratings,
  options: { readonly level?: number } = {},
): IntraclassCorrelation {
  requireOptions('intraclass-correlation', options, { level: 'checked later' });
  const { level = 0.95 } = options;
  requireLevel('intraclass-correlation', 'level', level);
  const { rows, raters: k, missing } = ratedSubjects('intraclass-correlation', ratings);
  const n = rows.length;
  const counted = {
    subjects: n,
    raters: k,
    missing,
    level,
    df1: Math.max(0, n - 1),
    df2: Math.max(0, (n - 1) * (k - 1)),
  };
  if (n < 2) return { ...noForms('too-few-observations'), ...counted };
  const squares = meanSquares(rows, k);
  const { subject, within, rater, error } = squares;
  const total = subject * (n - 1) + within * n * (k - 1);
  if (!(total > 0)) return { ...noForms('no-variation'), ...counted };
  const tail = (1 - level) / 2;
  const limits = (f: number, df2: number): readonly [number, number] => [
    f / fUpperQuantile(tail, n - 1, df2),
    f * fUpperQuantile(tail, df2, n - 1),
  ];
  const single = (low: number, high: number, between: number, rest: number): IntraclassEstimate => ({
    estimate: (between - rest) / (between + (k - 1) * rest),
    lower: (low - 1) / (low + k - 1),
    upper: (high - 1) / (high + k - 1),
  });
  const average = (low: number, high: number, between: number, rest: number): IntraclassEstimate =>
    between > 1e-14 * rest
      ? { estimate: (between - rest) / between, lower: 1 - 1 / low, upper: 1 - 1 / high }
      : noEstimate('no-variation');
  const forms = (between: number, rest: number, df2: number) => {
    if (rest <= 1e-14 * between) {
      const none = notEstimable('no-variation');
      const full = { estimate: 1, lower: none, upper: none };
      return [full, full] as const;
    }
    const [low, high] = limits(between / rest, df2);
    return [single(low, high, between, rest), average(low, high, between, rest)] as const;
  };
  const [oneWaySingle, oneWayAverage] = forms(subject, within, n * (k - 1));
  const [consistencySingle, consistencyAverage] = forms(subject, error, (n - 1) * (k - 1));
  const varies = error > 1e-14 * subject;
  const f = subject / error;
  return {
    oneWaySingle,
    oneWayAverage,
    ...agreementForms(subject, rater, error, n, k, tail),
    consistencySingle,
    consistencyAverage,
    f: varies ? f : notEstimable('no-variation'),
    p: varies ? fUpperTail(f, n - 1, (n - 1) * (k - 1)) : notEstimable('no-variation'),
    ...counted,
  };
}

/**
 * Absolute agreement: raters' levels count (McGraw and Wong 1996, case 2A). Where raters contradict each other so far that
 * the estimated variance of ratings, or of their means, is not positive, there is no coefficient.
 */
function agreementForms(subject: number, rater: number, error: number, n: number, k: number, tail: number) {
  const none = notEstimable('no-variation');
  const positive = (variance: number) => variance > 1e-12 * (subject + rater + error);
  const ofMeans = subject + (rater - error) / n;
  const average: Estimable = positive(ofMeans) ? (subject - error) / ofMeans : none;
  const ofRatings = subject + (k - 1) * error + (k * (rater - error)) / n;
  const without = (single: Estimable) => ({
    agreementSingle: { estimate: single, lower: none, upper: none },
    agreementAverage: { estimate: average, lower: none, upper: none },
  });
  if (!positive(ofRatings)) return without(none);
  const one = (subject - error) / ofRatings;
  if (!(1 - one > 1e-12)) return without(one);
  const a = (k * one) / (n * (1 - one));
  const b = 1 + (k * one * (n - 1)) / (n * (1 - one));
  const noise = a * rater + b * error;
  // 0 where the means of all subjects are the same, among others; Satterthwaite's degrees of freedom are then 0 or 0/0.
  if (!(Math.abs(noise) > 1e-14 * (Math.abs(a * rater) + Math.abs(b * error)))) return without(one);
  const df = noise ** 2 / ((a * rater) ** 2 / (k - 1) + (b * error) ** 2 / ((n - 1) * (k - 1)));
  const below = fUpperQuantile(tail, n - 1, df);
  const above = fUpperQuantile(tail, df, n - 1);
  const rest = (k * n - k - n) * error;
  // Divided by the quantile, which is infinite where the degrees of freedom are close to 0.
  const lower = (n * (subject / below - error)) / (k * rater + rest + (n * subject) / below);
  const upper = (n * (above * subject - error)) / (k * rater + rest + n * above * subject);
  // Below -1 / (k - 1) one rating has no mean of k to be stepped up to.
  const stepUp = (r: number): Estimable => (1 + r * (k - 1) > 0 ? (r * k) / (1 + r * (k - 1)) : none);
  return {
    agreementSingle: { estimate: one, lower, upper },
    agreementAverage: { estimate: average, lower: stepUp(lower), upper: stepUp(upper) },
  };
}

/** Mean squares of subjects, within subjects, of raters and of what is left, in units of the largest deviation. */
function meanSquares(rows: readonly Float64Array[], k: number) {
  const n = rows.length;
  let origin = 0;
  for (const row of rows) for (const value of row) origin += value / (n * k);
  // In that unit no square over- or underflows.
  let unit = 0;
  for (const row of rows) for (const value of row) unit = Math.max(unit, Math.abs(value - origin));
  const scaled = (value: number) => (unit > 0 ? (value - origin) / unit : 0);
  const ofRater = new Float64Array(k);
  let between = 0;
  let within = 0;
  for (const row of rows) {
    let mean = 0;
    for (const value of row) mean += scaled(value) / k;
    between += k * mean * mean;
    row.forEach((value, rater) => {
      within += (scaled(value) - mean) ** 2;
      ofRater[rater]! += scaled(value) / n;
    });
  }
  let raters = 0;
  for (const mean of ofRater) raters += n * mean * mean;
  const error = Math.max(0, within - raters);
  return {
    subject: between / (n - 1),
    within: within / (n * (k - 1)),
    rater: raters / (k - 1),
    error: error / ((n - 1) * (k - 1)),
  };
}

function noEstimate(reason: NotEstimableReason): IntraclassEstimate {
  const none = notEstimable(reason);
  return { estimate: none, lower: none, upper: none };
}

function noForms(reason: NotEstimableReason) {
  const none = noEstimate(reason);
  return {
    oneWaySingle: none,
    oneWayAverage: none,
    agreementSingle: none,
    agreementAverage: none,
    consistencySingle: none,
    consistencyAverage: none,
    f: notEstimable(reason),
    p: notEstimable(reason),
  };
}
