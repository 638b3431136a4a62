import type { Factor } from '../core/analysis-data.js';
import type { Dataset } from '../core/dataset.js';
import { distinctNames } from './distinct-names.js';
import { excludeRows, type GroupedRows } from './group-rows.js';
import { hasValues, strataFactor } from './subject-covariates.js';

/** The `cluster` option of endpoints for regressions. */
export const clusterOption = {
  cluster: distinctNames()
    .default([])
    .describe(
      'Columns whose combinations name rows that are not independent, such as those of one hospital. Methods with a robust variance then use it.',
    ),
};

interface ClusterOptions {
  readonly cluster: readonly string[];
}

/** Leaves out, and counts, subjects without a cluster, where clusters are asked for. */
export function excludeUnclustered(
  dataset: Dataset,
  grouped: GroupedRows,
  { cluster }: ClusterOptions,
): GroupedRows {
  return excludeRows(grouped, 'cluster missing', (row) => hasValues(dataset, cluster, row));
}

/** The clusters of the kept rows; nothing where none are asked for. */
export function clusters(
  dataset: Dataset,
  rows: Int32Array,
  { cluster }: ClusterOptions,
): { readonly cluster?: Factor } {
  return cluster.length === 0 ? {} : { cluster: strataFactor(dataset, cluster, rows) };
}
