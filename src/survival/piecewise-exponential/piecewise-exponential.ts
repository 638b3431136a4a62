import { argumentError } from '../../core/errors.js';
import {
  type Estimable,
  mapEstimable,
  type NotEstimableReason,
  notEstimable,
  ratioFromLog,
} from '../../core/estimable.js';
import { chiSquareUpperTail } from '../../math/distributions/chi-square.js';
import { criticalZ, normalTwoSidedP } from '../../math/distributions/normal.js';
import { requireOptions } from '../../math/option-checks.js';
import { deltaStandardError, transformCovariance, transformParameters } from '../delta-method.js';
import { armProfile, type ModelTerms, readModelTerms, standardiseColumns } from '../model-terms.js';
import type { RegressionInput } from '../regression-terms.js';
import { maximiseByRidgedNewton } from '../ridged-newton.js';
import {
  checkLevel,
  readSurvivalColumns,
  type SurvivalColumns,
  type SurvivalInput,
} from '../survival-columns.js';
import { type PiecewiseRows, piecewiseLikelihood } from './piecewise-likelihood.js';
import { exposureWithin, pieceOf, type TimePieces, timePieces } from './time-pieces.js';

export type PiecewiseExponentialInput = SurvivalInput & RegressionInput;

export interface PiecewiseExponentialOptions {
  /** Ascending times at which the hazard may change. Default: so that events are shared out evenly over `pieces`. */
  readonly cuts?: readonly number[] | undefined;
  /** Number of pieces where no cuts are given. Default 4. */
  readonly pieces?: number;
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number;
  /** Times at which survival is predicted. Default none. */
  readonly times?: readonly number[];
  /** Newton steps before a fit is given up. Default 100. */
  readonly maximumIterations?: number;
}

/** A constant event rate of an arm over a piece of time, covariates at their means. */
export interface PieceRate {
  readonly from: number;
  /** null for the last piece, which has no end. */
  readonly to: number | null;
  /** Observed in the arm, sums of case weights. */
  readonly events: number;
  readonly exposure: number;
  /** Events per unit of time; 0 where no arm had an event in the piece. */
  readonly rate: Estimable;
  readonly logStandardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

export interface PiecewiseArm {
  readonly group: string | null;
  readonly n: number;
  readonly events: number;
  readonly pieces: readonly PieceRate[];
  readonly at: readonly {
    readonly time: number;
    readonly survival: Estimable;
    readonly standardError: Estimable;
    readonly lower: Estimable;
    readonly upper: Estimable;
  }[];
  readonly median: Estimable;
}

export interface PiecewiseHazardRatio {
  readonly name: string;
  readonly role: 'comparison' | 'covariate';
  readonly of: string | null;
  readonly versus: string | null;
  readonly logHazardRatio: Estimable;
  readonly standardError: Estimable;
  readonly logLower: Estimable;
  readonly logUpper: Estimable;
  readonly hazardRatio: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly p: Estimable;
}

export interface PiecewiseExponentialResult {
  readonly status: 'converged' | 'not-converged' | 'no-events' | 'no-variation' | 'empty-group';
  readonly level: number;
  readonly n: number;
  readonly events: number;
  readonly cuts: readonly number[];
  readonly arms: readonly PiecewiseArm[];
  readonly hazardRatios: readonly PiecewiseHazardRatio[];
  /** Of the times: the sum of log hazards at events, less all cumulative hazards. */
  readonly logLikelihood: Estimable;
  /** With the same pieces and no arms or covariates. */
  readonly nullLogLikelihood: Estimable;
  readonly likelihoodRatioTest: { readonly chiSquare: Estimable; readonly df: number; readonly p: Estimable };
  readonly akaikeInformation: Estimable;
}

const method = 'piecewise-exponential';

/**
 * Fits event rates that are constant within pieces of time and differ between arms by hazard ratios: between the
 * exponential model, with one piece, and the Cox model, with a piece for each event.
 *
 * A piece holds times after its start and up to its end, so an event at a cut belongs to the piece before it. The fit
 * is that of a Poisson regression on person-time split at the cuts, as people do it in R or SAS GENMOD; the
 * log-likelihood given is that of the times (the Poisson one has constants added). A piece in which no fitted subject
 * has an event has rate 0, the limit of the likelihood. Intervals: Wald on the log rate and log ratio; on the log
 * cumulative hazard for survival. Predictions are for covariates at their means over the fitted rows.
 *
 * Not estimable: `no-events`; `separated` for an arm without events, or against such a reference; `collinear`;
 * `no-variation`; `empty-group`; `not-reached` for a median beyond the last piece with a rate; `not-converged`.
 * Errors: `MethodError` for cuts that do not ascend from above 0, unequal lengths, missing values.
 * Cost: O(n (pieces + columns)^2) an iteration.
 *
 * Source: Holford TR. Biometrics 1980;36:299-305; Laird N, Olivier D. J Am Stat Assoc 1981;76:231-240; Friedman M.
 * Ann Stat 1982;10:101-113. Oracle: test/oracles/piecewise-exponential.
 */
export function piecewiseExponential(
  input: PiecewiseExponentialInput,
  options: PiecewiseExponentialOptions = {},
): PiecewiseExponentialResult {
  requireOptions(method, options, {
    cuts: 'numbers',
    pieces: 'number',
    level: 'number',
    times: 'numbers',
    maximumIterations: 'number',
  });
  const { level = 0.95, times = [], pieces: count = 4, maximumIterations = 100 } = options;
  checkLevel(method, level);
  if (!(Number.isInteger(count) && count > 0)) {
    throw argumentError(method, 'pieces', 'is no count', String(count), 'a whole number above 0');
  }
  const wrong = times.find((time) => !(time >= 0 && time < Number.POSITIVE_INFINITY));
  if (wrong !== undefined)
    throw argumentError(method, 'times', 'cannot be used', String(wrong), 'times of 0 or more');
  const columns = readSurvivalColumns(method, input);
  const pieces = timePieces(method, columns, options.cuts, count);
  const terms = readModelTerms(method, columns.n, (row) => columns.event[row] === 1, input);
  const fit = fitPieces(columns, pieces, terms, maximumIterations);
  const critical = criticalZ(level);
  const failed = fit.failure === null ? null : notEstimable(fit.failure);
  const df = terms.columns.length;
  const gain = Math.max(0, 2 * (fit.logLikelihood - fit.nullLogLikelihood));
  const noTest = failed ?? (df === 0 ? notEstimable('not-applicable') : null);
  return {
    status: statusOf(fit.failure),
    level,
    n: columns.n,
    events: columns.event.reduce((sum, event) => sum + event, 0),
    cuts: pieces.from.slice(1),
    arms: terms.arms.map((arm) => describeArm(columns, pieces, terms, fit, arm, input, times, critical)),
    hazardRatios: terms.effects.map((effect) => hazardRatioOf(effect, fit, critical)),
    logLikelihood: failed ?? fit.logLikelihood,
    nullLogLikelihood: failed ?? fit.nullLogLikelihood,
    likelihoodRatioTest: { chiSquare: noTest ?? gain, df, p: noTest ?? chiSquareUpperTail(gain, df) },
    akaikeInformation: failed ?? 2 * fit.parameters.length - 2 * fit.logLikelihood,
  };
}

interface PiecewiseFit {
  readonly failure: NotEstimableReason | null;
  /** Piece of each log hazard; other pieces had no events. */
  readonly active: readonly number[];
  readonly parameters: Float64Array;
  readonly covariance: Float64Array;
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
}

function statusOf(failure: NotEstimableReason | null): PiecewiseExponentialResult['status'] {
  if (failure === null) return 'converged';
  return failure === 'no-events' || failure === 'no-variation' || failure === 'empty-group'
    ? failure
    : 'not-converged';
}

function fitPieces(
  columns: SurvivalColumns,
  pieces: TimePieces,
  terms: ModelTerms,
  maximumIterations: number,
): PiecewiseFit {
  const eventsOf = new Float64Array(pieces.from.length);
  const exposureOf = new Float64Array(pieces.from.length);
  for (const row of terms.keep) {
    const weight = columns.weight?.[row] ?? 1;
    if (columns.event[row] === 1) eventsOf[pieceOf(pieces, columns.time[row]!)]! += weight;
    pieces.from.forEach((_, piece) => {
      exposureOf[piece]! +=
        weight * exposureWithin(pieces, piece, columns.entry?.[row] ?? 0, columns.time[row]!);
    });
  }
  const active = pieces.from.flatMap((_, piece) => (eventsOf[piece]! > 0 ? [piece] : []));
  const { standardised, means, deviations } = standardiseColumns(terms.columns);
  const size = active.length + means.length;
  const none = {
    active,
    parameters: new Float64Array(size),
    covariance: new Float64Array(size * size),
    logLikelihood: 0,
    nullLogLikelihood: 0,
  };
  if (terms.keep.length === 0) return { ...none, failure: columns.n === 0 ? 'empty-group' : 'no-events' };
  if (active.some((piece) => exposureOf[piece] === 0)) return { ...none, failure: 'no-variation' };
  const rows = rowsOf(columns, pieces, terms.keep, active);
  // Without columns the maximum is known: events over time.
  const start = active.map((piece) => Math.log(eventsOf[piece]! / exposureOf[piece]!));
  const alone = piecewiseLikelihood(rows, [])(Float64Array.from(start));
  const outcome = maximiseByRidgedNewton(
    [...start, ...means.map(() => 0)],
    piecewiseLikelihood(rows, standardised),
    maximumIterations,
  );
  if (outcome.status !== 'converged' || outcome.factor === null) return { ...none, failure: 'not-converged' };
  const change = new Float64Array(size * size);
  active.forEach((_, piece) => {
    change[piece * size + piece] = 1;
    means.forEach((mean, k) => {
      change[piece * size + active.length + k] = -mean / deviations[k]!;
    });
  });
  deviations.forEach((deviation, k) => {
    const place = active.length + k;
    change[place * size + place] = 1 / deviation;
  });
  return {
    active,
    failure: null,
    parameters: transformParameters(change, outcome.parameters),
    covariance: transformCovariance(change, outcome.factor.inverse(), size),
    logLikelihood: outcome.logLikelihood,
    nullLogLikelihood: alone.logLikelihood,
  };
}

function rowsOf(
  columns: SurvivalColumns,
  pieces: TimePieces,
  keep: Int32Array,
  active: readonly number[],
): PiecewiseRows {
  const exposure = new Float64Array(keep.length * active.length);
  const eventPiece = new Int32Array(keep.length);
  keep.forEach((row, place) => {
    const time = columns.time[row]!;
    active.forEach((piece, index) => {
      const within = exposureWithin(pieces, piece, columns.entry?.[row] ?? 0, time);
      exposure[place * active.length + index] = within;
    });
    eventPiece[place] = columns.event[row] === 1 ? active.indexOf(pieceOf(pieces, time)) : -1;
  });
  const weight = columns.weight === null ? null : Float64Array.from(keep, (row) => columns.weight![row]!);
  return { n: keep.length, pieces: active.length, exposure, eventPiece, weight };
}

function describeArm(
  columns: SurvivalColumns,
  pieces: TimePieces,
  terms: ModelTerms,
  fit: PiecewiseFit,
  arm: ModelTerms['arms'][number],
  input: PiecewiseExponentialInput,
  times: readonly number[],
  critical: number,
): PiecewiseArm {
  const reason: NotEstimableReason | null =
    fit.failure ?? (arm.n === 0 ? 'empty-group' : arm.events === 0 ? 'no-events' : null);
  const names = { group: arm.name, n: arm.n, events: arm.events };
  const observed = observedOf(columns, pieces, input, arm.name);
  const bare = pieces.from.map((from, piece) => ({
    from,
    to: pieces.to[piece] === Number.POSITIVE_INFINITY ? null : pieces.to[piece]!,
    ...observed[piece]!,
  }));
  if (reason !== null) {
    const none = notEstimable(reason);
    return {
      ...names,
      pieces: bare.map((piece) => ({
        ...piece,
        rate: none,
        logStandardError: none,
        lower: none,
        upper: none,
      })),
      at: times.map((time) => ({ time, survival: none, standardError: none, lower: none, upper: none })),
      median: none,
    };
  }
  const profile = armProfile(terms.columns, arm.name);
  const effect = profile.reduce((sum, x, k) => sum + x * fit.parameters[fit.active.length + k]!, 0);
  const rateOf = (piece: number) => {
    const place = fit.active.indexOf(piece);
    return place < 0 ? 0 : Math.exp(fit.parameters[place]! + effect);
  };
  return {
    ...names,
    pieces: bare.map((piece, index): PieceRate => {
      const place = fit.active.indexOf(index);
      if (place < 0) {
        const none = notEstimable('no-events');
        return { ...piece, rate: 0, logStandardError: none, lower: none, upper: none };
      }
      const slopes = [...fit.active.map((_, own) => (own === place ? 1 : 0)), ...profile];
      const logStandardError = deltaStandardError(slopes, fit.covariance);
      const rate = rateOf(index);
      const factor = Math.exp(critical * logStandardError);
      return { ...piece, rate, logStandardError, lower: rate / factor, upper: rate * factor };
    }),
    at: times.map((time) => {
      const shares = fit.active.map((piece) => rateOf(piece) * exposureWithin(pieces, piece, 0, time));
      const total = shares.reduce((sum, share) => sum + share, 0);
      if (total === 0) return { time, survival: 1, standardError: 0, lower: 1, upper: 1 };
      const error = deltaStandardError([...shares, ...profile.map((x) => x * total)], fit.covariance);
      const factor = Math.exp((critical * error) / total);
      const survival = Math.exp(-total);
      return {
        time,
        survival,
        standardError: survival * error,
        lower: Math.exp(-total * factor),
        upper: Math.exp(-total / factor),
      };
    }),
    median: medianOf(pieces, rateOf),
  };
}

function medianOf(pieces: TimePieces, rateOf: (piece: number) => number): Estimable {
  let left = Math.LN2;
  for (let piece = 0; piece < pieces.from.length; piece += 1) {
    const rate = rateOf(piece);
    const hazard = rate === 0 ? 0 : rate * (pieces.to[piece]! - pieces.from[piece]!);
    if (hazard >= left) return pieces.from[piece]! + left / rate;
    left -= hazard;
  }
  return notEstimable('not-reached');
}

function observedOf(
  { n, time, event, entry, weight }: SurvivalColumns,
  pieces: TimePieces,
  input: PiecewiseExponentialInput,
  arm: string | null,
): readonly { events: number; exposure: number }[] {
  const sums = pieces.from.map(() => ({ events: 0, exposure: 0 }));
  const { group } = input;
  for (let row = 0; row < n; row += 1) {
    const own =
      group === undefined ? null : 'codes' in group ? group.levels[group.codes[row]!]! : group[row]!;
    if (own !== arm) continue;
    const share = weight?.[row] ?? 1;
    if (event[row] === 1) sums[pieceOf(pieces, time[row]!)]!.events += share;
    sums.forEach((sum, piece) => {
      sum.exposure += share * exposureWithin(pieces, piece, entry?.[row] ?? 0, time[row]!);
    });
  }
  return sums;
}

function hazardRatioOf(
  { name, role, of, versus, column, reason }: ModelTerms['effects'][number],
  fit: PiecewiseFit,
  critical: number,
): PiecewiseHazardRatio {
  const names = { name, role, of, versus };
  const why = fit.failure ?? reason;
  if (why !== null || column === null) {
    const none = notEstimable(why ?? 'not-applicable');
    return {
      ...names,
      logHazardRatio: none,
      standardError: none,
      logLower: none,
      logUpper: none,
      hazardRatio: none,
      lower: none,
      upper: none,
      p: none,
    };
  }
  const place = fit.active.length + column;
  const logHazardRatio = fit.parameters[place]!;
  const standardError = Math.sqrt(fit.covariance[place * fit.parameters.length + place]!);
  const logLower = logHazardRatio - critical * standardError;
  const logUpper = logHazardRatio + critical * standardError;
  return {
    ...names,
    logHazardRatio,
    standardError,
    logLower,
    logUpper,
    hazardRatio: ratioFromLog(logHazardRatio),
    lower: ratioFromLog(logLower),
    upper: ratioFromLog(logUpper),
    p: mapEstimable(logHazardRatio / standardError, normalTwoSidedP),
  };
}
