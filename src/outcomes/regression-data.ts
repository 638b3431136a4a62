import type { Covariate, Factor } from '../core/analysis-data.js';
import { requireList, requireObject } from '../math/argument-checks.js';
import { type CovariateColumns, readCovariates } from '../math/columns/covariate-columns.js';
import { type NameColumn, readClusters } from '../math/columns/name-column.js';

/** What every regression takes beside its outcome. */
export interface Regressors {
  /** Numbers, or names such as arms: a 0/1 column for each level but the first. */
  readonly covariates: CovariateColumns;
  /** Rows that are not independent share a name. */
  readonly cluster?: NameColumn | undefined;
}

/** The same as columns and codes. */
export interface RegressorColumns {
  readonly covariates: readonly Covariate[];
  readonly cluster?: Factor | undefined;
}

/**
 * The data of a regression with their covariates and clusters as columns and codes. Throws unless the data are an object
 * whose named fields are lists, the first of which says how many rows there are.
 */
export function readRegressionData<Data extends Regressors>(
  method: string,
  data: Data,
  lists: readonly [string, ...string[]],
): Omit<Data, 'covariates' | 'cluster'> & RegressorColumns {
  requireObject(method, 'data', data, `an object with ${lists.join(', ')} and covariates`);
  const fields = data as unknown as Readonly<Record<string, ArrayLike<unknown>>>;
  for (const name of lists) requireList(method, name, fields[name], 'one entry a subject or row');
  const rows = fields[lists[0]]!.length;
  requireObject(method, 'covariates', data.covariates, 'columns by name, or a list of names and values');
  return {
    ...data,
    covariates: readCovariates(method, data.covariates, rows),
    cluster: data.cluster === undefined ? undefined : readClusters(method, 'cluster', data.cluster, rows),
  };
}
