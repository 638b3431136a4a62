import { requireObject } from '../../math/argument-checks.js';
import type { CovariateColumns } from '../../math/columns/covariate-columns.js';
import { type NameColumn, readClusters, readNames } from '../../math/columns/name-column.js';
import { criticalZ } from '../../math/distributions/normal.js';
import { cholesky } from '../../math/linear-algebra/cholesky.js';
import { requireOptions } from '../../math/option-checks.js';
import { type HazardTerm, readHazardTerms } from '../hazard-terms.js';
import { type DependentColumn, independentColumns } from '../independent-columns.js';
import { type LikelihoodMaximum, type LikelihoodPoint, maximiseLikelihood } from '../maximise-likelihood.js';
import {
  type NumberColumn,
  readSurvivalColumns,
  type SurvivalInput,
  singleLevel,
  viewNumbers,
} from '../survival-columns.js';
import type { CoxResult } from './cox-result.js';
import { type CoxRows, sortCoxRows } from './cox-rows.js';
import { describeCoxFit } from './describe-cox-fit.js';
import { exactLikelihood } from './exact-likelihood.js';
import { firthLikelihood } from './firth-likelihood.js';
import { limitCovariance } from './limit-covariance.js';
import { monotoneLimit } from './monotone-limit.js';
import { CoxPartialLikelihood, type CoxTies } from './partial-likelihood.js';
import { type ProfileLimits, profileLimits } from './profile-limits.js';
import { type CoxSettings, readCoxOptions } from './read-cox-options.js';
import { robustCovariance } from './robust-covariance.js';
import { scoreResiduals } from './score-residuals.js';
import { termTests } from './term-tests.js';

export interface CoxInput extends SurvivalInput {
  /** Arms: one hazard ratio for each but the reference. */
  readonly group?: NameColumn | undefined;
  /** Comparator among the groups. Default the first level. */
  readonly reference?: string | null | undefined;
  /** Strata have baseline hazards of their own and share the hazard ratios. */
  readonly strata?: NameColumn | undefined;
  /** Covariates; a hazard ratio is per unit. */
  readonly covariates?: CovariateColumns | undefined;
  /** Rows that belong together, such as visits of one subject; used by robust variance. */
  readonly cluster?: NameColumn | undefined;
  /** Part of the log hazard that is known, such as the logarithm of a dose: its coefficient is held at 1. */
  readonly offset?: NumberColumn | undefined;
}

export interface CoxOptions {
  /** Ties: `efron` (default, as R), `breslow` (as SAS by default), or `exact`, the discrete likelihood. */
  readonly ties?: 'efron' | 'breslow' | 'exact';
  /** `model`: inverse information (default). `robust`: sandwich, by `cluster` if given. */
  readonly variance?: 'model' | 'robust';
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number;
  /** `firth`: finite, less biased estimates for few events or separation. `ridge`: shrinks towards 1. Default `none`. */
  readonly penalty?: 'none' | 'firth' | 'ridge';
  /** Size of a ridge: half of it times the squared log hazard ratios is taken off the log likelihood. Default 1. */
  readonly ridge?: number;
  /** Intervals and p-values from standard errors or from the likelihood. Default `profile` for `firth`, else `wald`. */
  readonly interval?: 'wald' | 'profile' | undefined;
  /** Newton steps before the fit is given up. Default 50. */
  readonly maximumIterations?: number;
}

/**
 * A fitted model with the arrays that residuals, tests and predictions need. Coefficients are of standardised columns.
 */
export interface CoxModel {
  readonly result: CoxResult;
  readonly terms: readonly HazardTerm[];
  /** Indices of `terms` that were estimated, in the order of the columns of `rows`. */
  readonly kept: readonly number[];
  readonly dependent: readonly DependentColumn[];
  readonly rows: CoxRows;
  readonly likelihood: CoxPartialLikelihood;
  readonly maximum: LikelihoodMaximum | null;
  /** Columns whose coefficients are infinite at the end of a monotone likelihood. */
  readonly infinite: readonly number[];
  /** Columns in which that limit is flat, so that they have no estimate either. */
  readonly flat: readonly number[];
  /** Inverse information of the standardised columns, row-major; null without a fit. */
  readonly modelCovariance: Float64Array | null;
  /** What intervals use: the same, or the sandwich. */
  readonly covariance: Float64Array | null;
  readonly strataLevels: readonly string[];
  /** Codes by row of the input of rows that belong together; null where each is its own. */
  readonly cluster: { readonly codes: Int32Array; readonly count: number } | null;
  /** Profile limits of each kept column, where they were asked for and exist. */
  readonly profile: readonly (ProfileLimits | null)[] | null;
  /** The log likelihood without its penalty at the estimates, and at no effect. */
  readonly unpenalised: { readonly start: LikelihoodPoint; readonly end: LikelihoodPoint } | null;
}

/**
 * Fits a Cox model and keeps what residuals, tests of proportional hazards and predicted curves need; `cox` gives the
 * result alone. Conventions, errors and sources are those of `cox`.
 */
export function fitCoxModel(input: CoxInput, options: CoxOptions = {}): CoxModel {
  requireObject('cox', 'input', input, 'columns such as { time, event, group }');
  requireOptions('cox', options, {
    ties: ['efron', 'breslow', 'exact'],
    variance: ['model', 'robust'],
    level: 'number',
    penalty: ['none', 'firth', 'ridge'],
    ridge: 'number',
    interval: ['wald', 'profile'],
    maximumIterations: 'number',
  });
  const settings = readCoxOptions(input, options);
  const { ties, variance, level, penalty, ridge, interval, maximumIterations } = settings;
  const columns = readSurvivalColumns('cox', input);
  const strata =
    input.strata === undefined
      ? singleLevel('', columns.n)
      : readNames('cox', 'strata', input.strata, columns.n);
  const terms = readHazardTerms('cox', columns.n, input.group, input.reference, input.covariates);
  const clusters =
    input.cluster === undefined ? null : readClusters('cox', 'cluster', input.cluster, columns.n);
  const cluster = clusters === null ? null : { codes: clusters.codes, count: clusters.levels.length };

  const offset = input.offset === undefined ? null : viewNumbers('cox', 'offset', input.offset, columns.n);

  const screened = screenColumns(terms, (list) => sortCoxRows(columns, list, strata, offset), ties);
  const { evaluate, kept, dependent } = screened;
  const fitted = kept.length > 0 && screened.rows.eventTime.length > 0;
  const objective =
    penalty === 'firth'
      ? firthLikelihood(screened.rows, hazardTies(ties), screened.likelihood)
      : penalty === 'ridge'
        ? ridgeLikelihood(evaluate, screened.rows.scale, ridge)
        : evaluate;
  const found = fitted
    ? maximiseLikelihood(
        objective,
        kept.length,
        maximumIterations,
        penalty === 'none' ? screened.start : undefined,
      )
    : null;
  // Newton's steps can only suggest that the likelihood rises for ever; the limit itself tells what is finite there.
  const monotone =
    found !== null &&
    !isSafeMaximum(found) &&
    penalty === 'none' &&
    (ties !== 'exact' || !hasTies(screened.rows))
      ? monotoneLimit(
          screened.rows,
          hazardTies(ties),
          (split) => {
            const list = kept.map((index) => terms[index]!.values);
            return sortCoxRows(columns, list, split, offset);
          },
          maximumIterations,
        )
      : null;
  const { rows, likelihood } = monotone ?? screened;
  const maximum =
    found === null || monotone === null
      ? found
      : {
          ...found,
          ...monotone,
          status: 'separated' as const,
          iterations: found.iterations + monotone.iterations,
        };
  const unpenalised =
    maximum === null || maximum.status === 'not-converged'
      ? null
      : { start: screened.start, end: penalty === 'none' ? maximum.point : evaluate(maximum.beta) };
  const infinite = monotone === null ? infiniteColumns(maximum) : nonZero(monotone.direction);
  const limit =
    monotone !== null
      ? {
          covariance: monotone.covariance,
          flat: monotone.unidentified.filter((column) => !infinite.includes(column)),
        }
      : maximum?.status === 'separated'
        ? limitCovariance(maximum.point.information, screened.start.information, kept.length, infinite)
        : null;
  // Firth's penalty vanishes beside the information as subjects are added; a ridge is part of it.
  const certain = penalty === 'firth' ? unpenalised?.end.information : maximum?.point.information;
  const modelCovariance =
    maximum?.status === 'converged'
      ? (cholesky(certain!, kept.length, 1e-15)?.inverse() ?? null)
      : (limit?.covariance ?? null);
  const covariance =
    modelCovariance === null || maximum === null || variance === 'model'
      ? modelCovariance
      : robustCovariance(
          rows,
          scoreResiduals(rows, likelihood, maximum.beta).residuals,
          modelCovariance,
          cluster,
        );
  const fit = {
    terms,
    kept,
    dependent,
    rows,
    likelihood,
    maximum,
    infinite,
    flat: limit?.flat ?? [],
    modelCovariance,
    covariance,
    unpenalised,
    cluster,
  };
  const profile =
    interval !== 'profile'
      ? null
      : monotone === null
        ? profileAll(fit, objective, criticalZ(level))
        : profileAll(fit, (beta) => likelihood.evaluate(beta), criticalZ(level), infinite);
  const model = { ...fit, profile };
  const result = { ...describeCoxFit(model, settings), termTests: termTests(model, settings, objective) };
  return { ...model, result, strataLevels: strata.levels };
}

/** A variance that has grown by more than this since no effect belongs to a likelihood that may rise for ever. */
const suspiciousGrowth = 1e6;

/** Whether a search ended at a maximum, and not on the way to infinity where steps of a rare column look short. */
function isSafeMaximum({ status, beta, start, point }: LikelihoodMaximum): boolean {
  if (status !== 'converged') return false;
  const size = beta.length;
  const before = cholesky(start.information, size, 1e-15)?.inverse();
  const after = cholesky(point.information, size, 1e-15)?.inverse();
  if (before === undefined || after === undefined) return false;
  return beta.every((_, column) => {
    const cell = column * size + column;
    return after[cell]! <= suspiciousGrowth * before[cell]!;
  });
}

/** Without tied events the three rules for ties are one. */
function hasTies({ deathCount }: CoxRows): boolean {
  return deathCount.some((count) => count > 1);
}

function nonZero(values: Float64Array): readonly number[] {
  return Array.from(values.keys()).filter((index) => values[index] !== 0);
}

/** Infinite coefficients move by at least this share of the largest step at the end of a monotone likelihood. */
const infiniteShare = 1e-2;

function infiniteColumns(maximum: LikelihoodMaximum | null): readonly number[] {
  if (maximum === null || maximum.status !== 'separated') return [];
  const longest = maximum.direction.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  return Array.from(maximum.direction.keys()).filter(
    (column) => Math.abs(maximum.direction[column]!) >= infiniteShare * longest,
  );
}

/** Hazards of the discrete likelihood are taken as Breslow's. */
function hazardTies(ties: CoxSettings['ties']): CoxTies {
  return ties === 'efron' ? 'efron' : 'breslow';
}

/** Leaves out columns that do not vary or repeat others, judged by the information at no effect. */
function screenColumns(
  terms: readonly HazardTerm[],
  sort: (columns: readonly Float64Array[]) => CoxRows,
  ties: CoxSettings['ties'],
) {
  const prepare = (rows: CoxRows) => {
    const likelihood = new CoxPartialLikelihood(rows, hazardTies(ties));
    const evaluate =
      ties === 'exact' ? exactLikelihood(rows) : (beta: Float64Array) => likelihood.evaluate(beta);
    return { rows, likelihood, evaluate, start: evaluate(new Float64Array(rows.columnCount)) };
  };
  const all = prepare(sort(terms.map((term) => term.values)));
  const { event, weight, n } = all.rows;
  let events = 0;
  for (let place = 0; place < n; place += 1) {
    if (event[place] === 1) events += weight === null ? 1 : weight[place]!;
  }
  const { kept, dependent } = independentColumns(all.start.information, terms.length, events);
  if (dependent.length === 0 || events === 0) return { ...all, kept, dependent };
  return { ...prepare(sort(kept.map((index) => terms[index]!.values))), kept, dependent };
}

/** The log likelihood less half of `ridge` times the squared coefficients per unit. */
function ridgeLikelihood(
  evaluate: (beta: Float64Array) => LikelihoodPoint,
  scale: Float64Array,
  ridge: number,
): (beta: Float64Array) => LikelihoodPoint {
  const size = scale.length;
  return (beta) => {
    const { logLikelihood, gradient, information } = evaluate(beta);
    const penalised = { logLikelihood, gradient: gradient.slice(), information: information.slice() };
    beta.forEach((value, column) => {
      const weight = ridge / scale[column]! ** 2;
      penalised.logLikelihood -= (weight * value * value) / 2;
      penalised.gradient[column]! -= weight * value;
      penalised.information[column * size + column]! += weight;
    });
    return penalised;
  };
}

function profileAll(
  { kept, maximum, modelCovariance, infinite, flat }: Omit<CoxModel, 'result' | 'strataLevels' | 'profile'>,
  objective: (beta: Float64Array) => LikelihoodPoint,
  critical: number,
  without: readonly number[] = [],
): readonly (ProfileLimits | null)[] | null {
  if (maximum === null || maximum.status === 'not-converged') return null;
  const size = kept.length;
  return kept.map((_, column) => {
    if (flat.includes(column) || without.includes(column)) return null;
    const direction = infinite.includes(column) ? (Math.sign(maximum.direction[column]!) as -1 | 1) : 0;
    if (direction === 0 && modelCovariance === null) return null;
    // An infinite coefficient has no standard error: search in steps of one standard deviation of its column.
    const standardError = direction === 0 ? Math.sqrt(modelCovariance![column * size + column]!) : 1;
    return profileLimits(objective, maximum, column, critical, standardError, direction);
  });
}
