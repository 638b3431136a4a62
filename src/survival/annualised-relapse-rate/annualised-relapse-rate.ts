import { argumentError } from '../../core/errors.js';
import {
  type Estimable,
  mapEstimable,
  type NotEstimableReason,
  notEstimable,
  ratioFromLog,
} from '../../core/estimable.js';
import { requireList, requireObject } from '../../math/argument-checks.js';
import { criticalZ, normalTwoSidedP } from '../../math/distributions/normal.js';
import { cholesky } from '../../math/linear-algebra/cholesky.js';
import type { NewtonOutcome } from '../../math/optimise/newton.js';
import { requireOptions } from '../../math/option-checks.js';
import { deltaStandardError, transformCovariance, transformParameters } from '../delta-method.js';
import { armProfile, type ModelTerms, readModelTerms, standardiseColumns } from '../model-terms.js';
import type { RegressionInput } from '../regression-terms.js';
import { maximiseByRidgedNewton } from '../ridged-newton.js';
import { checkLevel, type NumberColumn, readNumbers } from '../survival-columns.js';
import { type CountRows, countLikelihood } from './count-likelihood.js';
import { exactRateLimits, exactRatioLimits } from './exact-poisson.js';

export const relapseRateModels = ['poisson-exact', 'poisson', 'negative-binomial'] as const;
export type RelapseRateModel = (typeof relapseRateModels)[number];

export interface RelapseRateInput extends RegressionInput {
  /** Relapses of each subject. */
  readonly events: NumberColumn;
  /** Time at risk of each subject, above 0. */
  readonly exposure: NumberColumn;
}

export interface RelapseRateOptions {
  /** Default `negative-binomial`. */
  readonly model?: RelapseRateModel;
  /** Units of exposure that rates are given for: 365.25 turns days into a rate a year. Default 1. */
  readonly per?: number;
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number;
  /** Standard errors from the observed information (default, SAS GENMOD and Stata) or the expected (R's glm.nb). */
  readonly information?: 'observed' | 'expected';
  /** Widens Poisson standard errors by the root of Pearson's chi-square over its degrees of freedom. Default `fixed`. */
  readonly scale?: 'fixed' | 'pearson';
}

export interface ArmRelapseRate {
  readonly group: string | null;
  readonly n: number;
  readonly events: number;
  readonly exposure: number;
  /** Relapses per `per` units of exposure, covariates at their means. */
  readonly rate: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

export interface RelapseRateRatio {
  readonly name: string;
  readonly role: 'comparison' | 'covariate';
  readonly of: string | null;
  readonly versus: string | null;
  readonly logRateRatio: Estimable;
  readonly standardError: Estimable;
  readonly logLower: Estimable;
  readonly logUpper: Estimable;
  readonly rateRatio: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly p: Estimable;
}

export interface RelapseRateResult {
  readonly status: 'converged' | 'not-converged' | 'no-events' | 'empty-group';
  readonly model: RelapseRateModel;
  readonly per: number;
  readonly level: number;
  readonly arms: readonly ArmRelapseRate[];
  readonly ratios: readonly RelapseRateRatio[];
  /** Variance is mean + dispersion mean^2; 0 when counts vary no more than Poisson counts. R's theta is its inverse. */
  readonly dispersion: Estimable;
  /** Of the logarithm of the dispersion. */
  readonly logDispersionStandardError: Estimable;
  /** Pearson's chi-square over its degrees of freedom: above 1, counts vary more than the model says. */
  readonly pearsonScale: Estimable;
  readonly logLikelihood: Estimable;
  readonly akaikeInformation: Estimable;
}

const method = 'annualised-relapse-rate';

/**
 * Estimates how many relapses a year (or per any unit of time) each arm has, and the ratio between arms, from the
 * relapses and the time at risk of each subject.
 *
 * Models. `negative-binomial`: subjects differ in their rates; maximum likelihood with log time as offset, dispersion
 * included. `poisson`: one rate for all subjects of an arm, with `scale: 'pearson'` if wanted. `poisson-exact`:
 * Garwood's limits for rates and limits given the sum of events for ratios, p as twice the smaller tail, no covariates;
 * the standard error of the log ratio, sqrt(1/a + 1/b), is given besides. Rates and ratios of the other models have
 * Wald limits on the log scale.
 * Standard errors: `observed` information with the dispersion estimated along (SAS GENMOD, Stata nbreg), or `expected`
 * with the dispersion taken as known (R's MASS::glm.nb). For Poisson counts both are the same.
 *
 * Not estimable: `no-events`; `separated` for an arm without events, or against such a reference (rate 0; exact limits
 * remain); `zero-cells` for a limit of an exact ratio that is 0 or infinite; `collinear`, `no-variation`,
 * `empty-group`, `not-converged`. The dispersion is 0 when the likelihood falls from there on; the fit is then Poisson.
 * Errors: `MethodError` for events that are not whole, exposure that is not above 0, covariates with `poisson-exact`.
 *
 * Source: Lawless JF. Can J Stat 1987;15:209-225; Garwood F. Biometrika 1936;28:437-442; Clopper CJ, Pearson ES.
 * Biometrika 1934;26:404-413. Oracle: test/oracles/annualised-relapse-rate.
 */
export function annualisedRelapseRate(
  input: RelapseRateInput,
  options: RelapseRateOptions = {},
): RelapseRateResult {
  requireOptions(method, options, {
    model: relapseRateModels,
    per: 'number',
    level: 'number',
    information: ['observed', 'expected'],
    scale: ['fixed', 'pearson'],
  });
  const {
    model = 'negative-binomial',
    per = 1,
    level = 0.95,
    information = 'observed',
    scale = 'fixed',
  } = options;
  checkLevel(method, level);
  if (!relapseRateModels.includes(model)) {
    throw argumentError(method, 'model', 'is not known', `"${model}"`, relapseRateModels.join(', '));
  }
  if (!(per > 0 && per < Number.POSITIVE_INFINITY)) {
    throw argumentError(method, 'per', 'is no unit', String(per), 'a number above 0');
  }
  const counts = readCounts(input);
  const terms = readModelTerms(method, counts.events.length, (row) => counts.events[row]! > 0, input);
  const exact = model === 'poisson-exact';
  if (exact && terms.effects.some((effect) => effect.role === 'covariate')) {
    throw argumentError(
      method,
      'covariates',
      'do not go with exact limits',
      undefined,
      'none',
      'Choose another model',
    );
  }
  const totals = armTotals(counts, terms, input);
  const fit = fitCounts(counts, terms, model === 'negative-binomial', information, scale);
  const critical = criticalZ(level);
  const failed = fit.failure === null ? null : notEstimable(fit.failure);
  const status =
    fit.failure === null
      ? 'converged'
      : fit.failure === 'no-events' || fit.failure === 'empty-group'
        ? fit.failure
        : 'not-converged';
  return {
    status,
    model,
    per,
    level,
    arms: totals.map((total) =>
      exact ? exactArm(total, per, level) : modelArm(total, terms, fit, per, critical),
    ),
    ratios: terms.effects.map((effect) => {
      const wald = waldRatio(effect, fit, critical);
      if (!exact) return wald;
      const of = totals.find((total) => total.group === effect.of)!;
      const versus = totals.find((total) => total.group === effect.versus)!;
      return exactRatio(wald, of, versus, level);
    }),
    dispersion: failed ?? (model === 'negative-binomial' ? fit.dispersion : notEstimable('not-applicable')),
    logDispersionStandardError: failed ?? fit.logDispersionError,
    pearsonScale: failed ?? fit.pearson,
    logLikelihood: failed ?? fit.logLikelihood,
    akaikeInformation:
      failed ?? 2 * (fit.parameters.length + (model === 'negative-binomial' ? 1 : 0)) - 2 * fit.logLikelihood,
  };
}

function readCounts(input: RelapseRateInput): CountRows {
  requireObject(method, 'input', input, 'columns such as { events, exposure }');
  requireList(method, 'events', input.events, 'one count a subject');
  requireList(method, 'exposure', input.exposure, 'one time at risk a subject');
  const n = input.events.length;
  const events = readNumbers(method, 'events', input.events, n, 0, 'a whole number of 0 or more');
  const row = events.findIndex((count) => !Number.isInteger(count));
  if (row >= 0) {
    const got = String(events[row]);
    throw argumentError(
      method,
      'events',
      `is no count in row ${row + 1}`,
      got,
      'a whole number of 0 or more',
    );
  }
  const exposure = readNumbers(
    method,
    'exposure',
    input.exposure,
    n,
    Number.MIN_VALUE,
    'a time at risk above 0; leave subjects without time at risk out',
  );
  return { events, exposure };
}

interface ArmTotal {
  readonly group: string | null;
  readonly n: number;
  readonly events: number;
  readonly exposure: number;
}

function armTotals(counts: CountRows, terms: ModelTerms, { group }: RelapseRateInput): readonly ArmTotal[] {
  return terms.arms.map(({ name, n }) => {
    let events = 0;
    let exposure = 0;
    counts.events.forEach((count, row) => {
      const own =
        group === undefined ? null : 'codes' in group ? group.levels[group.codes[row]!]! : group[row]!;
      if (own !== name) return;
      events += count;
      exposure += counts.exposure[row]!;
    });
    return { group: name, n, events, exposure };
  });
}

interface CountFit {
  readonly failure: NotEstimableReason | null;
  /** Intercept and columns. */
  readonly parameters: Float64Array;
  readonly covariance: Float64Array;
  readonly dispersion: number;
  readonly logDispersionError: Estimable;
  readonly pearson: Estimable;
  readonly logLikelihood: number;
}

function fitCounts(
  all: CountRows,
  terms: ModelTerms,
  dispersed: boolean,
  information: 'observed' | 'expected',
  scale: 'fixed' | 'pearson',
): CountFit {
  const { standardised, means, deviations } = standardiseColumns(terms.columns);
  const size = 1 + means.length;
  const none = {
    parameters: new Float64Array(size),
    covariance: new Float64Array(size * size),
    dispersion: 0,
    logDispersionError: notEstimable('not-applicable'),
    pearson: notEstimable('not-applicable'),
    logLikelihood: 0,
  };
  if (terms.keep.length === 0) {
    return { ...none, failure: all.events.length === 0 ? 'empty-group' : 'no-events' };
  }
  const rows = {
    events: Float64Array.from(terms.keep, (row) => all.events[row]!),
    exposure: Float64Array.from(terms.keep, (row) => all.exposure[row]!),
  };
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const start = [Math.log(sum(rows.events) / sum(rows.exposure)), ...means.map(() => 0)];
  let outcome: NewtonOutcome = maximiseByRidgedNewton(start, countLikelihood(rows, standardised, false));
  let dispersion = 0;
  if (outcome.status === 'converged' && dispersed) {
    const moment = excessVariance(rows, standardised, outcome.parameters);
    if (moment > 0) {
      const from = [...outcome.parameters, Math.log(moment)];
      outcome = maximiseByRidgedNewton(from, countLikelihood(rows, standardised, true));
      dispersion = Math.exp(outcome.parameters[size]!);
    }
  }
  if (outcome.status !== 'converged' || outcome.factor === null) return { ...none, failure: 'not-converged' };
  const joint = outcome.factor.inverse();
  const full = outcome.parameters.length;
  const slopesOnly = (matrix: Float64Array, from: number) =>
    Float64Array.from(
      { length: size * size },
      (_, cell) => matrix[Math.floor(cell / size) * from + (cell % size)]!,
    );
  const ownInformation =
    information === 'expected'
      ? cholesky(
          slopesOnly(
            countLikelihood(rows, standardised, full > size, 'expected')(outcome.parameters).information,
            full,
          ),
          size,
        )?.inverse()
      : slopesOnly(joint, full);
  if (ownInformation === undefined) return { ...none, failure: 'collinear' };
  const change = new Float64Array(size * size);
  change[0] = 1;
  means.forEach((mean, k) => {
    change[1 + k] = -mean / deviations[k]!;
    change[(1 + k) * size + 1 + k] = 1 / deviations[k]!;
  });
  const pearson = pearsonScale(rows, standardised, outcome.parameters, dispersion, size);
  const factor = scale === 'pearson' && !dispersed && typeof pearson === 'number' ? pearson : 1;
  return {
    failure: null,
    parameters: transformParameters(change, outcome.parameters.slice(0, size)),
    covariance: transformCovariance(change, ownInformation, size).map((value) => value * factor),
    dispersion,
    logDispersionError: full > size ? Math.sqrt(joint[full * full - 1]!) : notEstimable('not-applicable'),
    pearson,
    logLikelihood: outcome.logLikelihood,
  };
}

function meansOf(rows: CountRows, columns: readonly Float64Array[], parameters: Float64Array): Float64Array {
  return rows.exposure.map((exposure, row) => {
    const location = columns.reduce(
      (sum, column, k) => sum + parameters[1 + k]! * column[row]!,
      parameters[0]!,
    );
    return exposure * Math.exp(location);
  });
}

/** Moment estimate of the dispersion; its sign is that of the slope of the likelihood at dispersion 0. */
function excessVariance(rows: CountRows, columns: readonly Float64Array[], parameters: Float64Array): number {
  const means = meansOf(rows, columns, parameters);
  let excess = 0;
  let squares = 0;
  means.forEach((mean, row) => {
    excess += (rows.events[row]! - mean) ** 2 - rows.events[row]!;
    squares += mean * mean;
  });
  return excess / squares;
}

function pearsonScale(
  rows: CountRows,
  columns: readonly Float64Array[],
  parameters: Float64Array,
  dispersion: number,
  size: number,
): Estimable {
  const df = rows.events.length - size;
  if (df <= 0) return notEstimable('too-few-observations');
  let chiSquare = 0;
  meansOf(rows, columns, parameters).forEach((mean, row) => {
    chiSquare += (rows.events[row]! - mean) ** 2 / (mean * (1 + dispersion * mean));
  });
  return chiSquare / df;
}

function exactArm(total: ArmTotal, per: number, level: number): ArmRelapseRate {
  if (total.exposure === 0) {
    const none = notEstimable('empty-group');
    return { ...total, rate: none, lower: none, upper: none };
  }
  const exposure = total.exposure / per;
  return { ...total, rate: total.events / exposure, ...exactRateLimits(total.events, exposure, level) };
}

function modelArm(
  total: ArmTotal,
  terms: ModelTerms,
  fit: CountFit,
  per: number,
  critical: number,
): ArmRelapseRate {
  if (total.n > 0 && total.events === 0) {
    const none = notEstimable('no-events');
    return { ...total, rate: 0, lower: none, upper: none };
  }
  const why = total.n === 0 ? 'empty-group' : fit.failure;
  if (why !== null) {
    const none = notEstimable(why);
    return { ...total, rate: none, lower: none, upper: none };
  }
  const profile = [1, ...armProfile(terms.columns, total.group)];
  const location = profile.reduce((sum, x, k) => sum + x * fit.parameters[k]!, 0);
  const rate = per * Math.exp(location);
  const factor = Math.exp(critical * deltaStandardError(profile, fit.covariance));
  return { ...total, rate, lower: rate / factor, upper: rate * factor };
}

function waldRatio(
  { name, role, of, versus, column, reason }: ModelTerms['effects'][number],
  fit: CountFit,
  critical: number,
): RelapseRateRatio {
  const names = { name, role, of, versus };
  const why = fit.failure ?? reason;
  if (why !== null || column === null)
    return ratioFrom(names, notEstimable(why ?? 'not-applicable'), null, critical);
  const place = 1 + column;
  const error = Math.sqrt(fit.covariance[place * fit.parameters.length + place]!);
  return ratioFrom(names, fit.parameters[place]!, error, critical);
}

function ratioFrom(
  names: Pick<RelapseRateRatio, 'name' | 'role' | 'of' | 'versus'>,
  logRateRatio: Estimable,
  error: number | null,
  critical: number,
): RelapseRateRatio {
  const shifted = (sign: number) =>
    mapEstimable(logRateRatio, (value) => (error === null ? value : value + sign * critical * error));
  const standardError: Estimable =
    error ?? (typeof logRateRatio === 'number' ? notEstimable('not-applicable') : logRateRatio);
  return {
    ...names,
    logRateRatio,
    standardError,
    logLower: shifted(-1),
    logUpper: shifted(1),
    rateRatio: ratioFromLog(logRateRatio),
    lower: ratioFromLog(shifted(-1)),
    upper: ratioFromLog(shifted(1)),
    p: mapEstimable(logRateRatio, (value) => normalTwoSidedP(value / error!)),
  };
}

function exactRatio(wald: RelapseRateRatio, of: ArmTotal, versus: ArmTotal, level: number): RelapseRateRatio {
  if (of.exposure === 0 || versus.exposure === 0) return wald;
  const { logLower, logUpper, p } = exactRatioLimits(of, versus, level);
  return {
    ...wald,
    logLower,
    logUpper,
    lower: ratioFromLog(logLower),
    upper: ratioFromLog(logUpper),
    p,
  };
}
