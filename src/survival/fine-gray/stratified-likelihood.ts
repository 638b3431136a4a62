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
    influence(beta) {
      const result = new Float64Array(columns.n * p);
      pieces.forEach((piece, stratum) => {
        const own = piece.influence(beta);
        lists[stratum]!.forEach((row, place) => {
          result.set(own.subarray(place * p, (place + 1) * p), row * p);
        });
      });
      return result;
    },
  };
}

/** Inverse information times the sum over clusters (or rows) of squared influences times inverse information. */
export function sandwichCovariance(
  influence: Float64Array,
  inverse: Float64Array,
  size: number,
  cluster: Factor | null,
): Float64Array {
  const rows = influence.length / size;
  const count = cluster === null ? rows : cluster.levels.length;
  const totals = new Float64Array(count * size);
  for (let row = 0; row < rows; row += 1) {
    const target = cluster === null ? row : cluster.codes[row]!;
    for (let column = 0; column < size; column += 1) {
      totals[target * size + column]! += influence[row * size + column]!;
    }
  }
  const covariance = new Float64Array(size * size);
  const change = new Float64Array(size);
  for (let unit = 0; unit < count; unit += 1) {
    for (let row = 0; row < size; row += 1) {
      let value = 0;
      for (let column = 0; column < size; column += 1) {
        value += inverse[row * size + column]! * totals[unit * size + column]!;
      }
      change[row] = value;
    }
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        covariance[row * size + column]! += change[row]! * change[column]!;
      }
    }
  }
  return covariance;
}
