import type { Covariate, Factor } from '../core/analysis-data.js';
import type { Dataset } from '../core/dataset.js';
import type { CovariateEntry } from './covariate-entry.js';
import { distinctNames } from './distinct-names.js';
import { excludeRows, type GroupedRows } from './group-rows.js';
import { covariateTerms, hasValues, strataFactor } from './subject-covariates.js';
import { covariateOptions } from './subject-options.js';

/** Options of endpoints for regressions: covariates and strata. */
export const adjustmentOptions = {
  ...covariateOptions,
  strata: distinctNames()
    .default([])
    .describe('Columns whose combinations are the strata, such as those of randomisation.'),
};

interface AdjustmentOptions {
  readonly arm?: string;
  readonly covariates: readonly CovariateEntry[];
  readonly strata: readonly string[];
}

/** Leaves out, and counts, subjects without a stratum or a covariate. */
export function excludeUnadjusted(
  dataset: Dataset,
  grouped: GroupedRows,
  { covariates, strata }: AdjustmentOptions,
): GroupedRows {
  const placed = excludeRows(grouped, 'stratum missing', (row) => hasValues(dataset, strata, row));
  return excludeRows(placed, 'covariate missing', (row) => hasValues(dataset, covariates, row));
}

/**
 * Covariates and strata of the kept rows, as the data of a regression hold them. With the arms of these rows an
 * interaction can name the column that holds them.
 */
export function adjustment(
  dataset: Dataset,
  rows: Int32Array,
  { arm, covariates, strata }: AdjustmentOptions,
  arms?: Pick<GroupedRows, 'group' | 'reference'>,
): { readonly covariates: readonly Covariate[]; readonly strata?: Factor } {
  return {
    covariates: covariateTerms(dataset, covariates, rows, {
      arm: arm === undefined || arms === undefined ? undefined : { column: arm, ...arms },
      strata,
    }),
    ...(strata.length === 0 ? {} : { strata: strataFactor(dataset, strata, rows) }),
  };
}
