import type { Factor } from '../../core/analysis-data.js';
import type { CompetingColumns } from '../competing-columns.js';
import { rowsByLevel } from '../product-limit.js';
import {
  columnScales,
  type SubdistributionLikelihood,
  subdistributionLikelihood,
} from './subdistribution-likelihood.js';

/** As `SubdistributionLikelihood`, with the scale that all strata share. */
export interface StratifiedLikelihood extends SubdistributionLikelihood {
  readonly scale: Float64Array;
}

/**
 * The Fine-Gray log likelihood added over strata, which have baselines and censoring distributions of their own and
 * share the coefficients. Strata are independent, so gradients, information and influences are added or put side by
 * side. One stratum is the unstratified model.
 * Source: Zhou B, Latouche A, Rocha V, Fine J. Biometrics 2011;67:661-670 (regularly stratified data).
 */
export function stratifiedLikelihood(
  columns: CompetingColumns,
  covariates: readonly Float64Array[],
  cause: number,
  censoring: Factor,
  strata: Factor,
): StratifiedLikelihood {
  const p = covariates.length;
  const scale = columnScales(covariates);
  const lists = rowsByLevel(Int32Array.from(columns.time.keys()), strata).filter((rows) => rows.length > 0);
  const pieces = lists.map((rows) => {
    const take = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!);
    const own: CompetingColumns = {
      n: rows.length,
      time: take(columns.time),
      event: Uint8Array.from(rows, (row) => columns.event[row]!),
      causeCount: columns.causeCount,
      weight: columns.weight === null ? null : take(columns.weight),
    };
    const group = { levels: censoring.levels, codes: Int32Array.from(rows, (row) => censoring.codes[row]!) };
    return subdistributionLikelihood(own, covariates.map(take), cause, group, scale);
  });
  return {
    scale,
    events: pieces.reduce((sum, piece) => sum + piece.events, 0),
    evaluate(beta) {
      const gradient = new Float64Array(p);
      const information = new Float64Array(p * p);
      let logLikelihood = 0;
      for (const piece of pieces) {
        const point = piece.evaluate(beta);
        logLikelihood += point.logLikelihood;
        for (let cell = 0; cell < p; cell += 1) gradient[cell]! += point.gradient[cell]!;
        for (let cell = 0; cell < p * p; cell += 1) information[cell]! += point.information[cell]!;
      }
      return { logLikelihood, gradient, information };
    },
    influence(beta, censoringKnown) {
      const result = new Float64Array(columns.n * p);
      pieces.forEach((piece, stratum) => {
        const own = piece.influence(beta, censoringKnown);
        lists[stratum]!.forEach((row, place) => {
          result.set(own.subarray(place * p, (place + 1) * p), row * p);
        });
      });
      return result;
    },
  };
}

/** Influences added within clusters: one row a cluster. */
export function addWithinClusters(influence: Float64Array, size: number, cluster: Factor): Float64Array {
  const totals = new Float64Array(cluster.levels.length * size);
  for (let row = 0; row < cluster.codes.length; row += 1) {
    const at = cluster.codes[row]! * size;
    for (let column = 0; column < size; column += 1) totals[at + column]! += influence[row * size + column]!;
  }
  return totals;
}
