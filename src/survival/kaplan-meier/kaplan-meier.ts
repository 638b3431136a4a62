import type { Factor } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { type Estimable, notEstimable } from '../../core/estimable.js';
import { type NameColumn, readClusters, readNames } from '../../math/columns/name-column.js';
import { criticalZ } from '../../math/distributions/normal.js';
import { requireOptions } from '../../math/option-checks.js';
import { sortOrder } from '../../math/order/sort-order.js';
import { type IntervalTransform, intervalTransforms, probabilityInterval } from '../probability-interval.js';
import {
  type ProductLimit,
  productLimits,
  rowsByLevel,
  type SurvivalEstimator,
  type SurvivalVariance,
  survivalEstimators,
  survivalVariances,
} from '../product-limit.js';
import { type QuantileRule, quantileRules, stepQuantile } from '../step-quantile.js';
import {
  checkLevel,
  readSurvivalColumns,
  type SurvivalColumns,
  type SurvivalInput,
  singleLevel,
} from '../survival-columns.js';
import {
  type BandKind,
  bandKinds,
  type CriticalValueRule,
  criticalValueRules,
} from './band-critical-value.js';
import { type SurvivalAtTime, survivalAtTime } from './survival-at-time.js';
import { type SurvivalBand, survivalBand } from './survival-band.js';
import { type SurvivalDifference, survivalDifferences } from './survival-difference.js';

export interface KaplanMeierInput extends SurvivalInput {
  /** Arm of each subject; one curve an arm. */
  readonly group?: NameColumn | undefined;
  /** Rows that belong together, as those of a subject or a centre: the robust variance counts clusters, not rows. */
  readonly cluster?: NameColumn | undefined;
}

export interface KaplanMeierOptions {
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number;
  /** Scale of the pointwise intervals. Default `log`, as R; SAS uses `log-log`. */
  readonly transform?: IntervalTransform;
  /** Greenwood's variance (default), or the infinitesimal jackknife, R's choice for fractional weights and clusters. */
  readonly variance?: SurvivalVariance;
  /** Shares of subjects with the event whose times are wanted. Default 0.25, 0.5 and 0.75; 0.5 is the median. */
  readonly quantiles?: readonly number[];
  /** Default `r`; see `stepQuantile`. */
  readonly quantileRule?: QuantileRule;
  /** Times at which survival and numbers at risk are wanted. Default none. */
  readonly times?: readonly number[];
  /** Survival after the last time observed: carried forward (default, R) or not estimable (SAS). */
  readonly beyondLastObservation?: 'carry-forward' | 'not-estimable';
  /** Default `kaplan-meier`; see `SurvivalEstimator`. */
  readonly estimator?: SurvivalEstimator;
  /** Band that holds for all times at once with the given coverage. Default none. */
  readonly band?: BandKind | 'none';
  /** First and last time of the band. Default the first and the last event time with survival above 0. */
  readonly bandFrom?: number | undefined;
  readonly bandTo?: number | undefined;
  /** Default `exact`; `miller-siegmund` for equal precision, as SAS. */
  readonly bandCriticalValue?: CriticalValueRule;
  /** Comparator of the differences at `times`. Default the first group. */
  readonly reference?: string | null | undefined;
}

export interface SurvivalQuantile {
  /** Share of subjects with the event. */
  readonly probability: number;
  readonly time: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

/** Arrays have one entry for each distinct time of the group, ascending; null where a number does not exist. */
export interface KaplanMeierCurve {
  readonly group: string | null;
  readonly n: number;
  /** Sums of case weights, so counts of subjects where there are none. */
  readonly totalEvents: number;
  readonly totalCensored: number;
  readonly time: readonly number[];
  readonly atRisk: readonly number[];
  readonly events: readonly number[];
  readonly censored: readonly number[];
  readonly survival: readonly number[];
  readonly standardError: readonly (number | null)[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  /** Nelson and Aalen's estimate (with ties one by one under `fleming-harrington-ties`), and its standard error. */
  readonly cumulativeHazard: readonly number[];
  readonly cumulativeHazardStandardError: readonly number[];
  /** null unless asked for. */
  readonly band: SurvivalBand | null;
  readonly median: SurvivalQuantile;
  readonly quantiles: readonly SurvivalQuantile[];
  readonly at: readonly SurvivalAtTime[];
}

export interface KaplanMeierResult {
  readonly level: number;
  readonly transform: IntervalTransform;
  readonly variance: SurvivalVariance;
  readonly quantileRule: QuantileRule;
  readonly estimator: SurvivalEstimator;
  readonly curves: readonly KaplanMeierCurve[];
  /** Event-free probability of each group less that of the reference, at each of `times`. */
  readonly differences: readonly SurvivalDifference[];
}

/**
 * Estimates the share of subjects still free of the event over time, for each group, with pointwise intervals,
 * medians and other quantiles, and numbers at risk.
 *
 * Conventions. Events precede censorings at equal times. Times that differ by rounding error only are equal, as in R.
 * Intervals: `log` by default as R's survfit; SAS PROC LIFETEST uses `log-log`. Limits of a quantile are where the
 * limits of the curve cross its height (Brookmeyer and Crowley), by the same rule as the quantile itself. After the
 * last time observed R (`extend = TRUE`) carries survival forward and SAS gives none; when the last subject has the
 * event, survival is 0 from there on in both. Case weights count as so many subjects under Greenwood's variance; for
 * fractional sampling weights choose `robust`, as R does by default; it holds for the cumulative hazard too. Bands
 * (`band`) hold for all times of their range at once and are wider than the pointwise limits; they need right-censored
 * data without late entry. Differences between groups at `times` have the sum of both variances; other scales are in
 * `milestoneSurvival`.
 *
 * Units: `time` in, times out; survival from 0 to 1; weights multiply numbers at risk and events.
 * Not estimable: a quantile that the curve (or limit) never reaches is `not-reached`; a group without subjects is
 * `empty-group`; survival after the last observation under `not-estimable` is `beyond-last-observation`.
 * Errors: `MethodError` for unequal lengths, missing or negative times, entries that are not before their time,
 * a band with late entry, clusters without robust variance.
 * O(n log n).
 *
 * Source: Kaplan EL, Meier P. J Am Stat Assoc 1958;53:457-481; Brookmeyer R, Crowley J. Biometrics 1982;38:29-41.
 * Oracle: test/oracles/kaplan-meier.
 */
export function kaplanMeier(input: KaplanMeierInput, options: KaplanMeierOptions = {}): KaplanMeierResult {
  requireOptions('kaplan-meier', options, {
    level: 'number',
    transform: intervalTransforms,
    variance: survivalVariances,
    quantiles: 'numbers',
    quantileRule: quantileRules,
    times: 'numbers',
    beyondLastObservation: ['carry-forward', 'not-estimable'],
    estimator: survivalEstimators,
    band: [...bandKinds, 'none'],
    bandFrom: 'number',
    bandTo: 'number',
    bandCriticalValue: criticalValueRules,
    reference: 'checked later',
  });
  const {
    level = 0.95,
    transform = 'log',
    variance = 'greenwood',
    quantiles = [0.25, 0.5, 0.75],
    quantileRule = 'r',
    times = [],
    beyondLastObservation = 'carry-forward',
    estimator = 'kaplan-meier',
    band = 'none',
  } = options;
  checkLevel('kaplan-meier', level);
  checkQuantiles(quantiles);
  checkTimes(times);
  const columns = readSurvivalColumns('kaplan-meier', input);
  checkCombination(columns, band);
  const group =
    input.group === undefined
      ? singleLevel('', columns.n)
      : readNames('kaplan-meier', 'group', input.group, columns.n);
  const entryRows = columns.entry === null ? null : rowsByLevel(sortOrder(columns.entry), group);
  const criticalValue = criticalZ(level);
  const cluster = readClusterColumn(input, variance, columns.n);
  const curves = productLimits(columns, group, variance, estimator, cluster).map((estimate, code) => {
    const name = group.levels[code]!;
    const select = (column: Float64Array | null) =>
      column === null || entryRows === null
        ? null
        : Float64Array.from(entryRows[code]!, (row) => column[row]!);
    const curve = describeCurve(input.group === undefined ? null : name, estimate, criticalValue, transform);
    const quantile = (probability: number) => quantileOf(curve, probability, quantileRule);
    const entries = select(columns.entry);
    const entryWeights = select(columns.weight);
    return {
      ...curve,
      band: band === 'none' ? null : survivalBand(estimate, { ...options, kind: band, level, transform }),
      median: quantile(0.5),
      quantiles: quantiles.map(quantile),
      at: times.map((time) => survivalAtTime(curve, time, { entries, entryWeights, beyondLastObservation })),
    };
  });
  const differences =
    times.length > 0 && input.group !== undefined
      ? survivalDifferences(curves, times, group.levels, options.reference, level)
      : [];
  return { level, transform, variance, quantileRule, estimator, curves, differences };
}

type BareCurve = Omit<KaplanMeierCurve, 'median' | 'quantiles' | 'at' | 'band'>;

function checkCombination(columns: SurvivalColumns, band: BandKind | 'none'): void {
  if (band !== 'none' && columns.entry !== null) {
    throw argumentError('kaplan-meier', 'band', 'does not go with late entry', `"${band}"`, 'none');
  }
}

function readClusterColumn(input: KaplanMeierInput, variance: SurvivalVariance, n: number): Factor | null {
  if (input.cluster === undefined) return null;
  if (variance !== 'robust') {
    throw argumentError('kaplan-meier', 'cluster', 'needs another variance', `"${variance}"`, 'robust');
  }
  return readClusters('kaplan-meier', 'cluster', input.cluster, n);
}

function describeCurve(
  group: string | null,
  estimate: ProductLimit,
  criticalValue: number,
  transform: IntervalTransform,
): BareCurve {
  const count = estimate.time.length;
  const standardError = new Array<number | null>(count);
  const lower = new Array<number | null>(count);
  const upper = new Array<number | null>(count);
  let totalEvents = 0;
  let totalCensored = 0;
  for (let step = 0; step < count; step += 1) {
    const survival = estimate.survival[step]!;
    const relativeError = Math.sqrt(estimate.logVariance[step]!);
    const limits = probabilityInterval(survival, relativeError, criticalValue, transform);
    standardError[step] = survival === 0 ? null : survival * relativeError;
    lower[step] = limits.lower;
    upper[step] = limits.upper;
    totalEvents += estimate.events[step]!;
    totalCensored += estimate.censored[step]!;
  }
  return {
    group,
    n: estimate.n,
    totalEvents,
    totalCensored,
    time: Array.from(estimate.time),
    atRisk: Array.from(estimate.atRisk),
    events: Array.from(estimate.events),
    censored: Array.from(estimate.censored),
    survival: Array.from(estimate.survival),
    standardError,
    lower,
    upper,
    cumulativeHazard: Array.from(estimate.hazard),
    cumulativeHazardStandardError: Array.from(estimate.hazardVariance, Math.sqrt),
  };
}

function quantileOf(curve: BareCurve, probability: number, rule: QuantileRule): SurvivalQuantile {
  const find = (heights: readonly (number | null)[]): Estimable => {
    if (curve.n === 0) return notEstimable('empty-group');
    return stepQuantile(curve.time, heights, 1 - probability, rule) ?? notEstimable('not-reached');
  };
  return { probability, time: find(curve.survival), lower: find(curve.lower), upper: find(curve.upper) };
}

function checkQuantiles(quantiles: readonly number[]): void {
  for (const probability of quantiles) {
    if (!(probability > 0 && probability < 1)) {
      throw argumentError(
        'kaplan-meier',
        'quantiles',
        'has a share that is none',
        String(probability),
        'numbers between 0 and 1, such as 0.5 for the median',
      );
    }
  }
}

function checkTimes(times: readonly number[]): void {
  for (const time of times) {
    if (!(time >= 0 && Number.isFinite(time))) {
      throw argumentError(
        'kaplan-meier',
        'times',
        'has a value that is no time',
        String(time),
        'numbers of 0 or more',
      );
    }
  }
}
