import { cox } from './cox/cox.js';
import type { CoxResult } from './cox/cox-result.js';
import type { CoxInput, CoxOptions } from './cox/fit-cox-model.js';

/** A Cox fit for methods that are Cox models of rearranged rows, such as those of recurrent events. */
export type CountingProcessFit = CoxResult;
export type CountingProcessRows = CoxInput;

/** Fits a Cox model whose standard errors hold when rows of one `cluster` depend on each other (Lin and Wei 1989). */
export function fitClusteredCox(
  rows: CoxInput & { readonly cluster: NonNullable<CoxInput['cluster']> },
  options: Pick<CoxOptions, 'ties' | 'level' | 'maximumIterations'>,
): CoxResult {
  return cox(rows, { ...options, variance: 'robust' });
}
