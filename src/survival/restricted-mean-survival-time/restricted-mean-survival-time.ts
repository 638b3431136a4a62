import type { Factor } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import type { CovariateColumns } from '../../math/columns/covariate-columns.js';
import { type NameColumn, readNames } from '../../math/columns/name-column.js';
import { criticalZ } from '../../math/distributions/normal.js';
import { requireOptions } from '../../math/option-checks.js';
import { sortOrder } from '../../math/order/sort-order.js';
import { readHazardTerms } from '../hazard-terms.js';
import { probabilityInterval } from '../probability-interval.js';
import { type ProductLimit, productLimit, rowsByLevel } from '../product-limit.js';
import {
  checkLevel,
  readSurvivalColumns,
  type SurvivalColumns,
  type SurvivalInput,
  singleLevel,
  timeOrder,
} from '../survival-columns.js';
import { adjustedMeans } from './adjusted-contrasts.js';
import { type CensoringTieRule, censoringTieRules } from './censoring-weighted-scores.js';
import {
  formContrast,
  type MeanMeasure,
  type MeasuredEffect,
  meanMeasures,
  measuredEffect,
} from './mean-contrast.js';
import { type Area, areaTo } from './restricted-mean-area.js';
import {
  type StratumArm,
  type StratumWeighting,
  stratifiedContrast,
  stratumWeightings,
} from './stratified-contrasts.js';
import { type TruncationTime, truncationTime, type WindowRule, windowRules } from './truncation-time.js';

export interface RestrictedMeanInput extends SurvivalInput {
  readonly group?: NameColumn | undefined;
  /** Columns to adjust for, one number a subject. Late entry has no adjusted analysis. */
  readonly covariates?: CovariateColumns | undefined;
  /** Strata over which contrasts are averaged. */
  readonly strata?: NameColumn | undefined;
}

export interface RestrictedMeanOptions {
  /** The time up to which means are taken. Default by the rule in `window`. */
  readonly tau?: number | undefined;
  /** How tau is chosen where it is not given. Default `smallest-of-largest-times`. */
  readonly window?: WindowRule;
  /** At least this many in each arm, for the window `largest-time-with-n-at-risk`. Default 10. */
  readonly numberAtRisk?: number;
  /** How strata are weighted. Default `size`. */
  readonly stratumWeights?: StratumWeighting;
  /** What comes first at a time, for censoring weights. Default `after-events`. */
  readonly tiedCensoring?: CensoringTieRule;
  readonly level?: number;
  /** Comparator of the contrasts. Default the first group. */
  readonly reference?: string | null | undefined;
}

export interface RestrictedMean {
  readonly group: string | null;
  readonly n: number;
  /** Mean time free of the event up to tau: the area under the curve. */
  readonly mean: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** tau less the mean. Its standard error is that of the mean. */
  readonly timeLost: Estimable;
}

/** One contrast on its analysis scale: a difference in time, or the logarithm of a ratio. */
export interface RestrictedMeanContrast extends MeasuredEffect {
  readonly of: string;
  readonly versus: string;
}

/** What one unit more of a covariate does to the mean, on the analysis scale of the measure. */
export interface RestrictedMeanCovariate extends MeasuredEffect {
  readonly name: string;
}

/** Contrasts at equal covariates, from regression with censoring weights. */
export interface AdjustedRestrictedMeans {
  readonly contrasts: readonly RestrictedMeanContrast[];
  readonly covariates: readonly RestrictedMeanCovariate[];
}

/** Contrasts averaged over strata, each with the share of every stratum in it. */
export interface StratifiedRestrictedMeans {
  readonly weights: StratumWeighting;
  readonly strata: readonly string[];
  readonly contrasts: readonly (RestrictedMeanContrast & { readonly shares: readonly number[] })[];
}

/** The Kaplan-Meier curve whose area is the mean, over all of follow-up, with log-transformed pointwise intervals. */
export interface RestrictedMeanCurve {
  readonly group: string | null;
  readonly time: readonly number[];
  readonly survival: readonly number[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
  readonly atRisk: readonly number[];
  readonly events: readonly number[];
  readonly censored: readonly number[];
}

export interface RestrictedMeanResult {
  readonly tau: number;
  /** Where tau came from. */
  readonly window: Omit<TruncationTime, 'tau'>;
  readonly level: number;
  readonly groups: readonly RestrictedMean[];
  readonly curves: readonly RestrictedMeanCurve[];
  readonly contrasts: readonly RestrictedMeanContrast[];
  /** null without covariates. */
  readonly adjusted: AdjustedRestrictedMeans | null;
  /** null without strata. */
  readonly stratified: StratifiedRestrictedMeans | null;
}

const method = 'restricted-mean-survival-time';

/**
 * Estimates the mean time that subjects stay free of the event up to a time tau, for each group, and how groups
 * differ: difference in means, ratio of means, ratio of mean times lost. No proportional hazards are needed. With
 * covariates the same contrasts at equal covariates stand beside them; with strata, those averaged over strata.
 *
 * Conventions. The variance is the Greenwood plug-in, the sum over event times of the squared area still to come
 * times d / (Y (Y - d)), as R survival and survRM2; SAS offers a factor m / (m - 1) that is not applied here. Ratios
 * and their intervals are formed on the log scale. Without tau, the smallest of the groups' last observed times, or what
 * `window` says. Adjustment: `adjustedMeans`, weights from each arm's own censoring, as survRM2 has them; events come
 * before censorings at a time, so that a model without covariates gives the areas, `tiedCensoring` turns that round.
 * Strata: `stratifiedContrast`.
 *
 * Units: `time` in, means and differences in the same unit. Not estimable: `beyond-last-observation` where a group
 * (or a group within a stratum) was not followed to tau and still had survivors; `empty-group`; `no-events` for the ratio
 * of times lost when a group lost none; `no-variation` for p and interval when no variance exists; `collinear`,
 * `separated`, `not-converged` for adjusted contrasts.
 * Errors: `MethodError` for a tau that is not above 0, a rule that finds none, unknown reference, late entry with
 * covariates, unusable columns. O(n log n).
 *
 * Source: Irwin JO. J Hyg 1949;47:188-189; Royston P, Parmar MKB. BMC Med Res Methodol 2013;13:152; Uno H et al.
 * J Clin Oncol 2014;32:2380-2385; Tian L, Zhao L, Wei LJ. Biostatistics 2014;15:222-233 (adjustment). Oracle:
 * test/oracles/restricted-mean-survival-time.
 */
export function restrictedMeanSurvivalTime(
  input: RestrictedMeanInput,
  options: RestrictedMeanOptions = {},
): RestrictedMeanResult {
  requireOptions(method, options, {
    tau: 'number',
    window: windowRules,
    numberAtRisk: 'number',
    stratumWeights: stratumWeightings,
    tiedCensoring: censoringTieRules,
    level: 'number',
    reference: 'checked later',
  });
  const { level = 0.95, window = 'smallest-of-largest-times', numberAtRisk = 10 } = options;
  checkLevel(method, level);
  const columns = readSurvivalColumns(method, input);
  const group =
    input.group === undefined
      ? singleLevel('', columns.n)
      : readNames(method, 'group', input.group, columns.n);
  const curves = curvesOf(columns, group);
  const { tau, ...chosen } = truncationTime(method, curves, options.tau, window, numberAtRisk);
  const reference = options.reference ?? group.levels[0] ?? '';
  if (!group.levels.includes(reference)) {
    throw argumentError(method, 'reference', 'is no group', `"${reference}"`, group.levels.join(', '));
  }
  const nameOf = (code: number): string | null => (input.group === undefined ? null : group.levels[code]!);
  const areas = curves.map((curve) => areaTo(curve, tau));
  const critical = criticalZ(level);
  const versus = group.levels.indexOf(reference);
  return {
    tau,
    window: chosen,
    level,
    groups: areas.map((area, code) => describe(nameOf(code), curves[code]!.n, area, tau, critical)),
    curves: curves.map((curve, code) => describeCurve(nameOf(code), curve, critical)),
    contrasts: group.levels.flatMap((of, code) =>
      code === versus
        ? []
        : meanMeasures.map((measure) => ({
            of,
            versus: reference,
            ...measuredEffect(measure, contrastOfAreas(measure, areas[code]!, areas[versus]!, tau), critical),
          })),
    ),
    adjusted: adjust(input, options, columns, group, areas, tau, critical),
    stratified:
      input.strata === undefined
        ? null
        : stratify(input.strata, options, columns, group, versus, tau, critical),
  };
}

function curvesOf(columns: SurvivalColumns, cells: Factor): readonly ProductLimit[] {
  const rows = rowsByLevel(timeOrder(columns), cells);
  const entryRows = columns.entry === null ? rows : rowsByLevel(sortOrder(columns.entry), cells);
  return rows.map((list, code) => productLimit(columns, list, entryRows[code]!, 'greenwood'));
}

function contrastOfAreas(
  measure: MeanMeasure,
  left: Area | NotEstimableReason,
  right: Area | NotEstimableReason,
  tau: number,
) {
  if (typeof left === 'string') return left;
  return typeof right === 'string' ? right : formContrast(measure, left, right, tau);
}

function adjust(
  input: RestrictedMeanInput,
  { tiedCensoring = 'after-events', reference }: RestrictedMeanOptions,
  columns: SurvivalColumns,
  group: Factor,
  areas: readonly (Area | NotEstimableReason)[],
  tau: number,
  critical: number,
): AdjustedRestrictedMeans | null {
  const covariates = input.covariates ?? {};
  if (Object.keys(covariates).length === 0) return null;
  if (!censoringTieRules.includes(tiedCensoring)) {
    throw argumentError(
      method,
      'tiedCensoring',
      'is no rule',
      `"${tiedCensoring}"`,
      censoringTieRules.join(', '),
    );
  }
  if (columns.entry !== null) {
    throw argumentError(
      method,
      'entry',
      'has no place in an adjusted analysis',
      'late entry with covariates',
      'follow-up from the origin, or no covariates',
      'Leave the covariates out, or use the method cox',
    );
  }
  const terms = readHazardTerms(
    method,
    columns.n,
    input.group === undefined ? undefined : group,
    reference,
    covariates,
  );
  // An arm that was not followed to tau says nothing of the time that its censored subjects had.
  const short = areas.find((area) => area === 'beyond-last-observation') as NotEstimableReason | undefined;
  const effects = short === undefined ? adjustedMeans(columns, group, terms, tau, tiedCensoring) : null;
  const effect = (measure: MeanMeasure, index: number) =>
    measuredEffect(measure, effects === null ? short! : effects[measure][index]!, critical);
  return {
    contrasts: terms.flatMap(({ role, of, versus }, index) =>
      role === 'comparison'
        ? meanMeasures.map((measure) => ({ of: of!, versus: versus!, ...effect(measure, index) }))
        : [],
    ),
    covariates: terms.flatMap(({ role, name }, index) =>
      role === 'covariate' ? meanMeasures.map((measure) => ({ name, ...effect(measure, index) })) : [],
    ),
  };
}

function stratify(
  names: NameColumn,
  { stratumWeights: weights = 'size' }: RestrictedMeanOptions,
  columns: SurvivalColumns,
  group: Factor,
  versus: number,
  tau: number,
  critical: number,
): StratifiedRestrictedMeans {
  if (!stratumWeightings.includes(weights)) {
    throw argumentError(
      method,
      'stratumWeights',
      'is no weighting',
      `"${weights}"`,
      stratumWeightings.join(', '),
    );
  }
  const strata = readNames(method, 'strata', names, columns.n);
  const arms = group.levels.length;
  const cells = {
    levels: strata.levels.flatMap((stratum) => group.levels.map((arm) => `${stratum}, ${arm}`)),
    codes: Int32Array.from(strata.codes, (stratum, row) => stratum * arms + group.codes[row]!),
  };
  const sizes = new Float64Array(cells.levels.length);
  for (let row = 0; row < columns.n; row += 1) {
    sizes[cells.codes[row]!]! += columns.weight === null ? 1 : columns.weight[row]!;
  }
  const own = curvesOf(columns, cells).map(
    (curve, cell): StratumArm => ({ n: sizes[cell]!, area: areaTo(curve, tau) }),
  );
  const contrasts = group.levels.flatMap((of, code) => {
    if (code === versus) return [];
    const pairs = strata.levels.map(
      (_, stratum) => [own[stratum * arms + code]!, own[stratum * arms + versus]!] as const,
    );
    return meanMeasures.map((measure) => {
      const { formed, shares } = stratifiedContrast(measure, pairs, weights, tau);
      return { of, versus: group.levels[versus]!, ...measuredEffect(measure, formed, critical), shares };
    });
  });
  return { weights, strata: strata.levels, contrasts };
}

function describe(
  group: string | null,
  n: number,
  area: Area | NotEstimableReason,
  tau: number,
  critical: number,
): RestrictedMean {
  if (typeof area === 'string') {
    const nothing = notEstimable(area);
    return {
      group,
      n,
      mean: nothing,
      standardError: nothing,
      lower: nothing,
      upper: nothing,
      timeLost: nothing,
    };
  }
  const standardError = Math.sqrt(area.variance);
  return {
    group,
    n,
    mean: area.mean,
    standardError,
    lower: area.mean - critical * standardError,
    upper: area.mean + critical * standardError,
    timeLost: tau - area.mean,
  };
}

function describeCurve(group: string | null, curve: ProductLimit, critical: number): RestrictedMeanCurve {
  const count = curve.time.length;
  const lower = new Array<number | null>(count);
  const upper = new Array<number | null>(count);
  for (let step = 0; step < count; step += 1) {
    const error = Math.sqrt(curve.logVariance[step]!);
    const limits = probabilityInterval(curve.survival[step]!, error, critical, 'log');
    lower[step] = limits.lower;
    upper[step] = limits.upper;
  }
  return {
    group,
    time: listOf(curve.time),
    survival: listOf(curve.survival),
    lower,
    upper,
    atRisk: listOf(curve.atRisk),
    events: listOf(curve.events),
    censored: listOf(curve.censored),
  };
}

/** A plain list; a loop, because curves may have a million steps. */
function listOf(values: Float64Array): number[] {
  const list = new Array<number>(values.length);
  for (let index = 0; index < values.length; index += 1) list[index] = values[index]!;
  return list;
}
