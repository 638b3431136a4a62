import type { Factor } from '../../core/analysis-data.js';
import { argumentError } from '../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable, ratioFromLog } from '../../core/estimable.js';
import { readCovariates } from '../../math/columns/covariate-columns.js';
import { type NameColumn, readNames } from '../../math/columns/name-column.js';
import { criticalZ } from '../../math/distributions/normal.js';
import { requireOptions } from '../../math/option-checks.js';
import { countUpTo } from '../../math/order/count-up-to.js';
import {
  type CoxCoefficient,
  type CoxInput,
  type FittedCoxModel,
  fitCoxModel,
  whyNoPrediction,
} from '../cox-influence.js';
import { type IntervalTransform, intervalTransforms, probabilityInterval } from '../probability-interval.js';
import { checkLevel, readSurvivalColumns } from '../survival-columns.js';
import { type WaldContrast, waldContrast } from '../wald-contrast.js';
import { averageCurves } from './average-curves.js';
import {
  type AverageSurvival,
  type MarginalQuantity,
  marginalLogHazardRatio,
  type RiskMeasure,
  riskContrast,
  riskMeasures,
  survivalAt,
} from './marginal-effects.js';
import { bootstrapErrors, influenceErrors, type Units } from './quantity-errors.js';

/** A Cox model's input with arms; the covariates are what the curves are standardised over. */
export interface StandardisedInput extends CoxInput {
  readonly group: NameColumn;
}

export interface StandardisedOptions {
  /** Times at which survival and effects are wanted. Default none. */
  readonly times?: readonly number[];
  /** End of the follow-up that the marginal hazard ratio stands for. Default the last event time. */
  readonly horizon?: number | undefined;
  /** Ties: `efron` (default, as R) or `breslow` (as SAS). */
  readonly ties?: 'efron' | 'breslow';
  /** `influence` (default): closed form. `bootstrap`: subjects resampled and the model fitted again. */
  readonly variance?: 'influence' | 'bootstrap';
  /** Resamples of a bootstrap. Default 500. */
  readonly resamples?: number;
  /** Seed of a bootstrap, a whole number. Default 1. */
  readonly seed?: number;
  /** Default 0.95. */
  readonly level?: number;
  /** Scale of the intervals of probabilities. Default `log-log`. */
  readonly transform?: IntervalTransform;
  readonly maximumIterations?: number;
}

/** One entry for each event time, ascending; before the first survival is 1. */
export interface StandardisedCurve {
  readonly group: string;
  readonly time: readonly number[];
  readonly survival: readonly number[];
  readonly standardError: readonly number[];
  readonly lower: readonly (number | null)[];
  readonly upper: readonly (number | null)[];
}

export interface StandardisedSurvivalAt {
  readonly group: string;
  readonly time: number;
  readonly survival: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

/** `scale` log: estimate and interval are logarithms of the ratio. Of the event: above 0 means more of it. */
export interface StandardisedContrast extends WaldContrast {
  readonly time: number;
  readonly of: string;
  readonly versus: string;
  readonly measure: RiskMeasure;
  readonly scale: 'linear' | 'log';
}

/** A marginal hazard ratio: the fields of `WaldContrast` are logarithms, these three are not. */
export interface MarginalHazardRatio extends WaldContrast {
  readonly of: string;
  readonly versus: string;
  readonly hazardRatio: Estimable;
  readonly ratioLower: Estimable;
  readonly ratioUpper: Estimable;
}

export interface StandardisedSurvivalResult {
  readonly level: number;
  readonly ties: 'efron' | 'breslow';
  readonly variance: 'influence' | 'bootstrap';
  readonly transform: IntervalTransform;
  readonly n: number;
  readonly events: number;
  /** null without a fit. */
  readonly horizon: number | null;
  readonly curves: readonly StandardisedCurve[];
  readonly at: readonly StandardisedSurvivalAt[];
  readonly contrasts: readonly StandardisedContrast[];
  readonly hazardRatios: readonly MarginalHazardRatio[];
  /** The model's own hazard ratios, which hold for subjects with equal covariates. */
  readonly conditional: readonly CoxCoefficient[];
  /** Bootstrap resamples in which no model could be fitted. */
  readonly failedResamples: number;
}

const method = 'standardised-survival';

/**
 * Estimates what share of the whole study population would stay free of the event if everybody were in one arm, for
 * each arm, adjusted for covariates: a Cox model predicts each subject under each arm and the predictions are
 * averaged (g-computation). From the averages: risk differences and ratios at times, and a marginal hazard ratio.
 *
 * A Cox model's own hazard ratio compares subjects with equal covariates. It changes when covariates are added even
 * in a randomised trial (non-collapsibility); the effects here do not.
 *
 * Conventions. Curves are exp(-cumulative hazard) with the fit's rule of ties, as R's survfit on coxph. The marginal
 * hazard ratio is what a Cox model with the arm alone finds in endless data with the two curves, equal arms and full
 * follow-up to `horizon` (Daniel et al., by solving their equation instead of simulating). Variances take covariates
 * as sampled and the model as possibly wrong: influence functions by the case weights (infinitesimal jackknife), or
 * a seeded bootstrap; both by `cluster` if given. Normal intervals, on the log scale for ratios.
 *
 * Units: one row a subject; times as `time`; survival from 0 to 1. Not estimable: the reason of a fit without
 * estimates (`no-events`, `separated`, `collinear`, `empty-group`, `not-converged`); `beyond-last-observation` after
 * the last time; `no-events` for ratios before the first event; `no-variation` without variance.
 * Errors: `MethodError` for unusable columns or times, one arm only, resamples or seed that are no whole numbers.
 * Cost: O(n arms p) for each event time.
 *
 * Source: Makuch RW. J Chronic Dis 1982;35:437-443; Chen P-Y, Tsiatis AA. Biometrics 2001;57:1030-1038; Daniel R,
 * Zhang J, Farewell D. Biom J 2021;63:528-557. Oracle: test/oracles/standardised-survival.
 */
export function standardisedSurvival(
  input: StandardisedInput,
  options: StandardisedOptions = {},
): StandardisedSurvivalResult {
  requireOptions(method, options, {
    times: 'numbers',
    horizon: 'number',
    ties: ['efron', 'breslow'],
    variance: ['influence', 'bootstrap'],
    resamples: 'number',
    seed: 'number',
    level: 'number',
    transform: intervalTransforms,
    maximumIterations: 'number',
  });
  const { times = [], ties = 'efron', variance = 'influence', level = 0.95, transform = 'log-log' } = options;
  const { resamples = 500, seed = 1, maximumIterations = 50, horizon } = options;
  checkLevel(method, level);
  checkTimes('times', times);
  if (horizon !== undefined) checkTimes('horizon', [horizon]);
  checkWhole('resamples', resamples, 2);
  checkWhole('seed', seed, 0);
  const columns = readSurvivalColumns(method, input);
  const group = readNames(method, 'group', input.group, columns.n);
  const reference = input.reference ?? group.levels[0] ?? '';
  if (group.levels.length < 2) {
    throw argumentError(method, 'group', 'has one level only', `"${reference}"`, 'two arms or more');
  }
  const fit = { ties, maximumIterations };
  const model = fitCoxModel({ ...input, group }, fit);
  const { n, events, coefficients: conditional } = model.result;
  const shared = { level, ties, variance, transform, n, events, conditional };
  const reason = whyNoPrediction(model);
  const arms = group.levels;
  const pairs = arms.flatMap((_, of) =>
    arms[of] === reference ? [] : [{ of, versus: arms.indexOf(reference) }],
  );
  if (reason !== null) return { ...shared, ...withoutFit(reason, arms, pairs, times, level) };

  const fitted = model as FittedCoxModel;
  const grid = Float64Array.from(new Set(fitted.rows.eventTime)).sort();
  const lastTime = columns.time.reduce((last, time) => Math.max(last, time), 0);
  const end = horizon ?? grid[grid.length - 1]!;
  const beyond = (time: number) => time > lastTime + timeTolerance;
  const wanted = (survival: AverageSurvival): readonly MarginalQuantity[] => [
    ...times.flatMap((time) =>
      arms.map((_, arm) => (beyond(time) ? none : survivalAt(survival, arm, stepOf(grid, time)))),
    ),
    ...times.flatMap((time) =>
      pairs.flatMap(({ of, versus }) =>
        riskMeasures.map((measure) =>
          beyond(time) ? none : riskContrast(survival, measure, of, versus, stepOf(grid, time)),
        ),
      ),
    ),
    ...pairs.map(({ of, versus }) =>
      beyond(end) ? none : marginalLogHazardRatio(survival, of, versus, stepOf(grid, end)),
    ),
  ];
  const survival = averageCurves(fitted, arms, grid);
  const quantities = wanted(survival);
  const units = unitsOf(input, columns.n);
  const errors =
    variance === 'influence'
      ? influenceErrors(fitted, arms, grid, quantities, units)
      : bootstrapErrors(arms, grid, quantities.length, units, {
          resamples,
          seed,
          fit,
          pick: (rows) => pickRows({ ...input, group }, columns.n, rows),
          quantities: wanted,
        });
  const critical = criticalZ(level);
  const estimates = quantities.map(({ value }, index) => ({
    value: typeof value === 'string' ? notEstimable(value) : value,
    error: errors.quantities[index] ?? notEstimable('no-variation'),
  }));
  const contrastsFrom = times.length * arms.length;
  const ratiosFrom = contrastsFrom + times.length * pairs.length * riskMeasures.length;
  return {
    ...shared,
    horizon: end,
    curves: arms.map((arm, index) =>
      describeCurve(arm, grid, survival[index]!, errors.curves[index]!, critical, transform),
    ),
    at: names.at(times, arms).map((name, index) => ({
      ...name,
      ...probability(estimates[index]!, critical, transform),
    })),
    contrasts: names.contrasts(times, arms, pairs).map((name, index) => {
      const { value, error } = estimates[contrastsFrom + index]!;
      return { ...name, ...waldContrast(value, error, level) };
    }),
    hazardRatios: pairs.map((pair, index) => {
      const { value, error } = estimates[ratiosFrom + index]!;
      return hazardRatio(arms[pair.of]!, arms[pair.versus]!, waldContrast(value, error, level));
    }),
    failedResamples: errors.failedResamples,
  };
}

/** Times within this gap mean the same time; the gap of the near-tie rule. */
const timeTolerance = Math.sqrt(Number.EPSILON);
const none: MarginalQuantity = { value: 'beyond-last-observation', slopes: [] };

interface Pair {
  readonly of: number;
  readonly versus: number;
}
interface Estimate {
  readonly value: Estimable;
  readonly error: Estimable;
}

/** The names of results, in the order of the quantities. */
const names = {
  at: (times: readonly number[], arms: readonly string[]) =>
    times.flatMap((time) => arms.map((group) => ({ group, time }))),
  contrasts: (times: readonly number[], arms: readonly string[], pairs: readonly Pair[]) =>
    times.flatMap((time) =>
      pairs.flatMap(({ of, versus }) =>
        riskMeasures.map((measure) => ({
          time,
          of: arms[of]!,
          versus: arms[versus]!,
          measure,
          scale: measure === 'risk-difference' ? ('linear' as const) : ('log' as const),
        })),
      ),
    ),
};

function withoutFit(
  reason: NotEstimableReason,
  arms: readonly string[],
  pairs: readonly Pair[],
  times: readonly number[],
  level: number,
) {
  const nothing = notEstimable(reason);
  const contrast = waldContrast(nothing, nothing, level);
  return {
    horizon: null,
    curves: [],
    at: names.at(times, arms).map((name) => ({
      ...name,
      survival: nothing,
      standardError: nothing,
      lower: nothing,
      upper: nothing,
    })),
    contrasts: names.contrasts(times, arms, pairs).map((name) => ({ ...name, ...contrast })),
    hazardRatios: pairs.map(({ of, versus }) => hazardRatio(arms[of]!, arms[versus]!, contrast)),
    failedResamples: 0,
  };
}

function hazardRatio(of: string, versus: string, contrast: WaldContrast): MarginalHazardRatio {
  return {
    of,
    versus,
    ...contrast,
    hazardRatio: ratioFromLog(contrast.estimate),
    ratioLower: ratioFromLog(contrast.lower),
    ratioUpper: ratioFromLog(contrast.upper),
  };
}

function describeCurve(
  group: string,
  grid: Float64Array,
  survival: Float64Array,
  errors: Float64Array,
  critical: number,
  transform: IntervalTransform,
): StandardisedCurve {
  const limits = Array.from(survival, (value, step) =>
    probabilityInterval(value, errors[step]! / value, critical, transform),
  );
  return {
    group,
    time: Array.from(grid),
    survival: Array.from(survival),
    standardError: Array.from(errors),
    lower: limits.map(({ lower }) => lower),
    upper: limits.map(({ upper }) => upper),
  };
}

function probability(
  { value, error }: Estimate,
  critical: number,
  transform: IntervalTransform,
): Omit<StandardisedSurvivalAt, 'group' | 'time'> {
  if (typeof value !== 'number') return { survival: value, standardError: value, lower: value, upper: value };
  if (value === 1 && error === 0) return { survival: 1, standardError: 0, lower: 1, upper: 1 };
  if (typeof error !== 'number') return { survival: value, standardError: error, lower: error, upper: error };
  const { lower, upper } = probabilityInterval(value, error / value, critical, transform);
  const limit = (found: number | null) => found ?? notEstimable('no-variation');
  return { survival: value, standardError: error, lower: limit(lower), upper: limit(upper) };
}

/** Index of the last grid time at or before a time; -1 before the first. */
function stepOf(grid: Float64Array, time: number): number {
  return countUpTo(grid, time + timeTolerance) - 1;
}

function unitsOf({ cluster }: StandardisedInput, n: number): Units {
  if (cluster === undefined) return { codes: Int32Array.from({ length: n }, (_, row) => row), count: n };
  const { codes, levels } = readNames(method, 'cluster', cluster, n);
  return { codes, count: levels.length };
}

/** The input with some rows of it, in that order. */
function pickRows(input: StandardisedInput, n: number, rows: Int32Array): CoxInput {
  const numbers = <Value>(values: ArrayLike<Value>) => Array.from(rows, (row) => values[row]!);
  const factor = (name: string, values: NameColumn): Factor => {
    const { levels, codes } = readNames(method, name, values, n);
    return { levels, codes: rows.map((row) => codes[row]!) };
  };
  return {
    time: numbers(input.time),
    event: numbers(input.event),
    entry: input.entry && numbers(input.entry),
    weight: input.weight && numbers(input.weight),
    offset: input.offset && numbers(input.offset),
    group: factor('group', input.group),
    reference: input.reference,
    strata: input.strata && factor('strata', input.strata),
    covariates: readCovariates(method, input.covariates, n).map((column) => ({
      ...column,
      values: numbers(column.values),
    })),
  };
}

function checkTimes(argument: string, times: readonly number[]): void {
  const bad = times.find((time) => !(time >= 0 && Number.isFinite(time)));
  if (bad === undefined) return;
  throw argumentError(method, argument, 'has a value that is no time', String(bad), 'numbers of 0 or more');
}

function checkWhole(argument: string, value: number, least: number): void {
  if (Number.isSafeInteger(value) && value >= least) return;
  throw argumentError(
    method,
    argument,
    'is no whole number in range',
    String(value),
    `a whole number from ${least} up`,
  );
}
