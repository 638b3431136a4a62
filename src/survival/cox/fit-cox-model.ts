import { argumentError } from '../../core/errors.js';
import { cholesky } from '../../math/linear-algebra/cholesky.js';
import { type CovariateColumns, type HazardTerm, readHazardTerms } from '../hazard-terms.js';
import { type DependentColumn, independentColumns } from '../independent-columns.js';
import { type LikelihoodMaximum, maximiseLikelihood } from '../maximise-likelihood.js';
import {
  checkLevel,
  type NameColumn,
  readClusters,
  readNames,
  readSurvivalColumns,
  type SurvivalInput,
  singleLevel,
} from '../survival-columns.js';
import type { CoxResult } from './cox-result.js';
import { type CoxRows, sortCoxRows } from './cox-rows.js';
import { describeCoxFit } from './describe-cox-fit.js';
import { limitCovariance } from './limit-covariance.js';
import { CoxPartialLikelihood } from './partial-likelihood.js';
import { robustCovariance } from './robust-covariance.js';
import { scoreResiduals } from './score-residuals.js';

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
}

export interface CoxOptions {
  /** Ties: `efron` (default, as R) or `breslow` (as SAS by default). */
  readonly ties?: 'efron' | 'breslow';
  /** `model`: inverse information (default). `robust`: sandwich, by `cluster` if given. */
  readonly variance?: 'model' | 'robust';
  /** Coverage of the intervals. Default 0.95. */
  readonly level?: number;
  /** Newton steps before the fit is given up. Default 50. */
  readonly maximumIterations?: number;
}

/** A fitted model with the arrays that residuals, tests and predictions need. Coefficients are of standardised columns. */
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
}

/**
 * Fits a Cox model and keeps what residuals, tests of proportional hazards and predicted curves need; `cox` gives the
 * result alone. Conventions, errors and sources are those of `cox`.
 */
export function fitCoxModel(input: CoxInput, options: CoxOptions = {}): CoxModel {
  const { ties = 'efron', variance = 'model', level = 0.95, maximumIterations = 50 } = options;
  checkLevel('cox', level);
  if (!(Number.isInteger(maximumIterations) && maximumIterations > 0)) {
    throw argumentError(
      'cox',
      'maximumIterations',
      'is no count',
      String(maximumIterations),
      'a whole number above 0',
    );
  }
  const columns = readSurvivalColumns('cox', input);
  const strata =
    input.strata === undefined
      ? singleLevel('', columns.n)
      : readNames('cox', 'strata', input.strata, columns.n);
  const terms = readHazardTerms('cox', columns.n, input.group, input.reference, input.covariates);
  const cluster =
    input.cluster === undefined ? null : readClusters('cox', 'cluster', input.cluster, columns.n);

  const screened = screenColumns(terms, (list) => sortCoxRows(columns, list, strata), ties);
  const { rows, likelihood, kept, dependent } = screened;
  const fitted = kept.length > 0 && rows.eventTime.length > 0;
  const maximum = fitted
    ? maximiseLikelihood((beta) => likelihood.evaluate(beta), kept.length, maximumIterations, screened.start)
    : null;
  const infinite = infiniteColumns(maximum);
  const limit =
    maximum?.status === 'separated'
      ? limitCovariance(maximum.point.information, screened.start.information, kept.length, infinite)
      : null;
  const modelCovariance =
    maximum?.status === 'converged'
      ? (cholesky(maximum.point.information, kept.length, 1e-15)?.inverse() ?? null)
      : (limit?.covariance ?? null);
  const covariance =
    modelCovariance === null || maximum === null || variance === 'model'
      ? modelCovariance
      : robustCovariance(
          rows,
          scoreResiduals(rows, likelihood, maximum.beta).residuals,
          modelCovariance,
          cluster === null ? null : { codes: cluster.codes, count: cluster.levels.length },
        );
  const flat = limit?.flat ?? [];
  const model = {
    terms,
    kept,
    dependent,
    rows,
    likelihood,
    maximum,
    infinite,
    flat,
    modelCovariance,
    covariance,
  };
  const result = describeCoxFit(model, { ties, variance, level, maximumIterations });
  return { ...model, result, strataLevels: strata.levels };
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

/** Leaves out columns that do not vary or repeat others, judged by the information at no effect. */
function screenColumns(
  terms: readonly HazardTerm[],
  sort: (columns: readonly Float64Array[]) => CoxRows,
  ties: 'efron' | 'breslow',
) {
  const all = sort(terms.map((term) => term.values));
  const likelihood = new CoxPartialLikelihood(all, ties);
  const start = likelihood.evaluate(new Float64Array(terms.length));
  let events = 0;
  for (let place = 0; place < all.n; place += 1) {
    if (all.event[place] === 1) events += all.weight === null ? 1 : all.weight[place]!;
  }
  const { kept, dependent } = independentColumns(start.information, terms.length, events);
  if (dependent.length === 0 || events === 0) return { rows: all, likelihood, start, kept, dependent };
  const rows = sort(kept.map((index) => terms[index]!.values));
  const remaining = new CoxPartialLikelihood(rows, ties);
  return {
    rows,
    likelihood: remaining,
    start: remaining.evaluate(new Float64Array(kept.length)),
    kept,
    dependent,
  };
}
