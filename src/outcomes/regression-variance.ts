import { z } from 'zod';
import type { Factor } from '../core/analysis-data.js';
import { argumentError } from '../core/errors.js';
import { requireOneOf } from '../math/argument-checks.js';
import { robustVariances } from './sandwich-covariance.js';

/** How the standard errors of a regression are made. */
export const regressionVariances = ['model', ...robustVariances] as const;
export type RegressionVariance = (typeof regressionVariances)[number];

/** The `variance` option of regressions on subjects. */
export function varianceOption(plain: RegressionVariance) {
  return z
    .enum(regressionVariances)
    .optional()
    .describe(
      'Standard errors: `model`, robust for independent rows (`HC0` to `HC3`), or robust for rows in clusters (`CR0`, ' +
        '`CR1` times G/(G - 1), `CR1S` also times (n - 1)/(n - k)). ' +
        `${plain} unless given; CR1 where the endpoint names a cluster.`,
    );
}

/**
 * The variance that was asked for, or `CR1` for rows in clusters and `plain` for others.
 *
 * @throws MethodError when the word is no variance, or the rows are in clusters and the variance takes them for
 * independent.
 */
export function chosenVariance(
  method: string,
  asked: RegressionVariance | undefined,
  plain: RegressionVariance,
  cluster: Factor | undefined,
): RegressionVariance {
  const variance = asked ?? (cluster === undefined ? plain : 'CR1');
  requireOneOf(method, 'variance', variance, regressionVariances);
  const clustered = variance.startsWith('CR');
  if (cluster !== undefined && !clustered) {
    throw argumentError(
      method,
      'variance',
      'takes rows in clusters for independent',
      variance,
      'CR0, CR1 or CR1S',
      'Choose a variance for clusters, or leave the cluster out of the endpoint',
    );
  }
  if (cluster === undefined && clustered) {
    throw argumentError(
      method,
      'variance',
      'needs clusters',
      variance,
      'model, HC0, HC1, HC2 or HC3',
      'Name the column of clusters in the endpoint',
    );
  }
  return variance;
}

/** The variance in words, to stand behind the name of an interval; empty for the model's own. */
export function varianceWords(variance: RegressionVariance): string {
  if (variance === 'model') return '';
  return variance.startsWith('CR')
    ? `, cluster-robust variance ${variance}`
    : `, robust variance ${variance}`;
}
