import { sandwichCovariance } from '../sandwich-covariance.js';
import type { CoxRows } from './cox-rows.js';

/**
 * Sandwich covariance: the sum over clusters of the squared change in the coefficients when a cluster is left out,
 * to first order. Without clusters every row is one.
 *
 * @param residuals score residuals by sorted place, without case weights.
 * @param covariance inverse information, row-major, of the same standardised columns.
 * @param cluster codes by row of the input; null where each row is its own.
 * Source: Lin DY, Wei LJ. J Am Stat Assoc 1989;84:1074-1078. R: coxph(robust = TRUE), cluster(). No small-sample factor.
 */
export function robustCovariance(
  rows: CoxRows,
  residuals: Float64Array,
  covariance: Float64Array,
  cluster: { readonly codes: Int32Array; readonly count: number } | null,
): Float64Array {
  const { n, columnCount: p, source, weight } = rows;
  const count = cluster === null ? n : cluster.count;
  const totals = new Float64Array(count * p);
  for (let place = 0; place < n; place += 1) {
    const share = weight === null ? 1 : weight[place]!;
    const target = cluster === null ? place : cluster.codes[source[place]!]!;
    for (let column = 0; column < p; column += 1) {
      totals[target * p + column]! += share * residuals[place * p + column]!;
    }
  }
  return sandwichCovariance(totals, covariance, p);
}
