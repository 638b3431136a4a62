/**
 * Rows of an ordered outcome. `outcome` holds 0 for the lowest category up to categoryCount - 1; every category has
 * positive weight. `columns` are the covariates, one array a column.
 */
export interface CumulativeLogitRows {
  readonly outcome: Int32Array;
  readonly weight: Float64Array;
  readonly categoryCount: number;
  readonly columns: readonly Float64Array[];
  /** Added to each row's predictor; absent for none. */
  readonly offset?: Float64Array;
  /** Terms left out because their probability is 1 in the limit; absent for none. See `limitOfSeparation`. */
  readonly settled?: SettledTerms;
}

/** Which terms of the likelihood are 1 in the limit: 1 for those, 0 for the others. */
export interface SettledTerms {
  /** Of each row: to be at most its category. */
  readonly atMost: Uint8Array;
  /** Of each row: to be at least its category. */
  readonly atLeast: Uint8Array;
  /** Of each category: the gap between the thresholds around it. */
  readonly gap: Uint8Array;
}
