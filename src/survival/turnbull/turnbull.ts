import { argumentError } from '../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import { requireObject } from '../../math/argument-checks.js';
import { type NameColumn, readNames } from '../../math/columns/name-column.js';
import { criticalZ } from '../../math/distributions/normal.js';
import { requireOptions } from '../../math/option-checks.js';
import { Xoshiro256 } from '../../math/random/xoshiro256.js';
import { type IntervalInput, readIntervalColumns } from '../interval-columns.js';
import { rowsByLevel } from '../product-limit.js';
import { checkLevel, singleLevel } from '../survival-columns.js';
import { innermostIntervals } from './innermost-intervals.js';
import { maximiseMixture } from './maximise-mixture.js';
import { bootstrapErrors, informationErrors, type SurvivalError } from './survival-errors.js';

export interface TurnbullInput extends Omit<IntervalInput, 'entry'> {
  /** Arm of each subject; one curve an arm. */
  readonly group?: NameColumn | undefined;
}

export interface TurnbullOptions {
  /** Times at which survival is wanted. Default none. */
  readonly times?: readonly number[];
  /** Shares of subjects with the event whose times are wanted. Default 0.5, the median. */
  readonly quantiles?: readonly number[];
  /** Where standard errors and limits of survival come from. Default `none`. */
  readonly interval?: TurnbullInterval;
  /** Coverage of the limits. Default 0.95. */
  readonly level?: number;
  /** Resamples of the bootstrap. Default 500. */
  readonly resamples?: number;
  /** Seed of the bootstrap: the same seed gives the same limits. Default 1. */
  readonly seed?: number;
  /** Newton steps before the fit is given up. Default 1000. */
  readonly maximumIterations?: number;
}

/** `information`: inverse observed information on the steps found. `bootstrap`: subjects drawn with replacement. */
export const turnbullIntervals = ['none', 'information', 'bootstrap'] as const;
export type TurnbullInterval = (typeof turnbullIntervals)[number];

/** A stretch of time in which events occurred; where within it is not known. */
export interface TurnbullStep {
  /** The events lie after this time ... */
  readonly lower: number;
  /** ... and up to this one; null where no end is known. Equal to `lower` for exact times. */
  readonly upper: number | null;
  readonly probability: number;
  /** Event-free share from `upper` on, up to the next step. */
  readonly survival: number;
}

export interface TurnbullCurve {
  readonly group: string | null;
  readonly n: number;
  /** Subjects seen to have the event; sums of case weights. */
  readonly events: number;
  readonly status: 'converged' | 'not-converged' | 'empty-group';
  /** Steps with a probability above 0, in time. */
  readonly steps: readonly TurnbullStep[];
  readonly logLikelihood: Estimable;
  /** Largest breach of the conditions of a maximum, per subject; 0 at the maximum. */
  readonly gap: Estimable;
  /** Survival at a time: one number, or the limits between which it may lie when the time is within a step. */
  readonly at: readonly {
    readonly time: number;
    readonly lowest: Estimable;
    readonly highest: Estimable;
    /** Of `highest`, with its limits; `not-applicable` where none were asked for. */
    readonly standardError: Estimable;
    readonly lower: Estimable;
    readonly upper: Estimable;
  }[];
  /** Time by which a share of subjects has had the event: within these limits. */
  readonly quantiles: readonly {
    readonly probability: number;
    readonly earliest: Estimable;
    readonly latest: Estimable;
  }[];
}

export interface TurnbullResult {
  readonly curves: readonly TurnbullCurve[];
}

/**
 * Estimates the share of subjects still free of the event when events are only known to lie between two visits, as
 * relapses found at a scheduled scan are: the counterpart of Kaplan-Meier, to which it comes down for exact and
 * right-censored times.
 *
 * Conventions. An event lies after `lower` and up to `upper`, as in SAS ICLIFETEST; R's survfit counts both limits in, so
 * it differs where one row ends when another begins. Probability goes to innermost intervals only, and within them the
 * curve is not determined, so a time inside one has two limits. Case weights count as so many subjects. Late entry is not
 * taken.
 *
 * Standard errors, at `times`, are those of the highest curve that fits. `information`: the inverse of the observed
 * information on the steps found, limits on the log(-log) scale as SAS ICLIFETEST has them by default; Greenwood's
 * formula for exact and right-censored times. It takes the steps as known and the number of steps as fixed, which
 * holds for a few common visits; with visit times as varied as the subjects the curve converges at the rate n^(1/3),
 * to no normal distribution, and errors are too small. `bootstrap`: seeded resamples of subjects, limits are
 * percentiles; its theory has the same gap for varied visits, where it is a description and no more.
 *
 * Iterates until the conditions of the maximum hold to 1e-11 per subject. Where the maximum is not unique, one is given.
 *
 * Not estimable: `empty-group`; `not-converged`; errors where the information is singular are `collinear`; a quantile
 * that the curve does not reach is `not-reached`.
 * Errors: `MethodError` for missing or negative limits, an upper limit below its lower one.
 * O(m^3) an iteration for m innermost intervals, typically ten.
 *
 * Source: Peto R. J R Stat Soc C 1973;22:86-91; Turnbull BW. J R Stat Soc B 1976;38:290-295; Gentleman R, Geyer CJ.
 * Biometrika 1994;81:618-623. Oracle: test/oracles/turnbull.
 */
export function turnbull(input: TurnbullInput, options: TurnbullOptions = {}): TurnbullResult {
  const method = 'turnbull';
  requireObject(method, 'input', input, 'columns such as { lower, upper }');
  requireOptions(method, options, {
    times: 'numbers',
    quantiles: 'numbers',
    interval: turnbullIntervals,
    level: 'number',
    resamples: 'number',
    seed: 'number',
    maximumIterations: 'number',
  });
  const { times = [], quantiles = [0.5], maximumIterations = 1000 } = options;
  const { interval = 'none', level = 0.95, resamples = 500, seed = 1 } = options;
  checkLevel(method, level);
  if (!turnbullIntervals.includes(interval)) {
    throw argumentError(method, 'interval', 'is not known', `"${interval}"`, turnbullIntervals.join(', '));
  }
  if (!(Number.isInteger(resamples) && resamples >= 2)) {
    throw argumentError(method, 'resamples', 'is no count', String(resamples), 'a whole number of 2 or more');
  }
  requireAll('times', times, (time) => time >= 0 && time < Number.POSITIVE_INFINITY, 'times of 0 or more');
  requireAll('quantiles', quantiles, (share) => share > 0 && share < 1, 'shares between 0 and 1');
  const columns = readIntervalColumns(method, input);
  const group =
    input.group === undefined
      ? singleLevel('', columns.n)
      : readNames(method, 'group', input.group, columns.n);
  const order = Int32Array.from({ length: columns.n }, (_, row) => row);
  const streams = interval === 'bootstrap' ? new Xoshiro256(seed).streams(group.levels.length) : [];
  const curves = rowsByLevel(order, group).map((rows, code): TurnbullCurve => {
    const name = input.group === undefined ? null : group.levels[code]!;
    const sumOf = (keep: (row: number) => boolean) =>
      rows.reduce((sum, row) => sum + (keep(row) ? (columns.weight?.[row] ?? 1) : 0), 0);
    const counts = {
      group: name,
      n: rows.length,
      events: sumOf((row) => columns.upper[row]! < Number.POSITIVE_INFINITY),
    };
    if (rows.length === 0) return { ...counts, ...nothing('empty-group', times, quantiles) };
    const intervals = innermostIntervals(columns, rows);
    const maximum = maximiseMixture(intervals, maximumIterations);
    if (!maximum.converged) return { ...counts, ...nothing('not-converged', times, quantiles) };
    const steps: TurnbullStep[] = [];
    const probabilities = maximum.probability;
    probabilities.forEach((probability, index) => {
      if (probability <= 0) return;
      const upper = intervals.upper[index]!;
      // Summed from the end, so that the curve ends at exactly what is left.
      const survival = probabilities.subarray(index + 1).reduceRight((sum, value) => sum + value, 0);
      const open = upper === Number.POSITIVE_INFINITY;
      steps.push({ lower: intervals.lower[index]!, upper: open ? null : upper, probability, survival });
    });
    const errors =
      interval === 'none' || times.length === 0
        ? null
        : interval === 'information'
          ? informationErrors(intervals, probabilities, times, criticalZ(level))
          : bootstrapErrors(columns, rows, times, level, resamples, streams[code]!, maximumIterations);
    const missing =
      interval === 'none' ? 'not-applicable' : interval === 'information' ? 'collinear' : 'not-converged';
    return {
      ...counts,
      status: 'converged',
      steps,
      logLikelihood: maximum.logLikelihood,
      gap: maximum.gap,
      at: times.map((time, index) => ({
        ...survivalAt(steps, time),
        ...limitsOf(errors?.[index] ?? null, missing),
      })),
      quantiles: quantiles.map((probability) => quantileAt(steps, probability)),
    };
  });
  return { curves };
}

function requireAll(
  argument: string,
  values: readonly number[],
  holds: (value: number) => boolean,
  expected: string,
): void {
  const wrong = values.find((value) => !holds(value));
  if (wrong !== undefined)
    throw argumentError('turnbull', argument, 'cannot be used', String(wrong), expected);
}

function nothing(
  status: 'empty-group' | 'not-converged',
  times: readonly number[],
  quantiles: readonly number[],
): Omit<TurnbullCurve, 'group' | 'n' | 'events'> {
  const none = notEstimable(status);
  return {
    status,
    steps: [],
    logLikelihood: none,
    gap: none,
    at: times.map((time) => ({ time, lowest: none, highest: none, ...limitsOf(null, status) })),
    quantiles: quantiles.map((probability) => ({ probability, earliest: none, latest: none })),
  };
}

function limitsOf(error: SurvivalError | null, missing: NotEstimableReason) {
  const none = notEstimable(missing);
  if (error === null) return { standardError: none, lower: none, upper: none };
  const { standardError, lower, upper } = error;
  const noLimit = notEstimable('no-variation');
  return { standardError, lower: lower ?? noLimit, upper: upper ?? noLimit };
}

function survivalAt(
  steps: readonly TurnbullStep[],
  time: number,
): Pick<TurnbullCurve['at'][number], 'time' | 'lowest' | 'highest'> {
  let highest = 1;
  let lowest = 1;
  for (const { lower, upper, survival } of steps) {
    const passed = upper !== null && upper <= time;
    if (passed) highest = survival;
    if (passed || lower < time) lowest = survival;
  }
  return { time, lowest, highest };
}

/** Survival reaches 1 - probability within a step; a share that is met exactly between two steps has both as limits. */
function quantileAt(steps: readonly TurnbullStep[], probability: number): TurnbullCurve['quantiles'][number] {
  const target = 1 - probability;
  const tolerance = 1e-9;
  const index = steps.findIndex(({ survival }) => survival <= target + tolerance);
  const step = steps[index];
  const none = notEstimable('not-reached');
  if (step === undefined || step.upper === null) return { probability, earliest: none, latest: none };
  const flat = Math.abs(step.survival - target) <= tolerance ? steps[index + 1] : undefined;
  const latest = flat === undefined ? step.upper : (flat.upper ?? none);
  return { probability, earliest: step.lower, latest };
}
