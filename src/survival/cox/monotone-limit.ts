import type { Factor } from '../../core/analysis-data.js';
import { cholesky } from '../../math/linear-algebra/cholesky.js';
import { sortOrder } from '../../math/order/sort-order.js';
import { independentColumns } from '../independent-columns.js';
import { type LikelihoodPoint, maximiseLikelihood } from '../maximise-likelihood.js';
import type { CoxRows } from './cox-rows.js';
import { CoxPartialLikelihood, type CoxTies } from './partial-likelihood.js';
import { recessionDirection } from './recession-direction.js';

export interface MonotoneLimit {
  /** The rows with strata split by score, and their likelihood: what is left of the model at the limit. */
  readonly rows: CoxRows;
  readonly likelihood: CoxPartialLikelihood;
  /** Finite coefficients of the standardised columns of `rows`; 0 where there is none. */
  readonly beta: Float64Array;
  readonly point: LikelihoodPoint;
  /** Where coefficients go: not 0 for the infinite ones. */
  readonly direction: Float64Array;
  /** Columns that share in a direction in which the limit is level, and so have no estimate; infinite ones too. */
  readonly unidentified: readonly number[];
  /** Inverse information, row-major, with zeros for columns that were left out; null when all were. */
  readonly covariance: Float64Array | null;
  readonly iterations: number;
}

/** Scores, which are centred, that differ by less than this share of the largest are one level. */
const sameLevel = 1e-9;

/**
 * The end of a log partial likelihood that rises for ever; null where no direction of rise exists.
 *
 * Far out along such a direction only those members of a risk set count whose score equals that of the events: what is
 * left is the partial likelihood stratified by the score. It is maximised in the columns that it still tells apart; if
 * it rises for ever in turn, the strata are split again. Efron's and Breslow's rule have the same limit, each of its
 * own kind. Source: Bryson MC, Johnson ME. Technometrics 1981;23:381-383; Jacobsen M. Scand J Stat 1989;16:335-349.
 */
export function monotoneLimit(
  first: CoxRows,
  ties: CoxTies,
  sort: (strata: Factor) => CoxRows,
  maximumIterations: number,
): MonotoneLimit | null {
  const p = first.columnCount;
  const direction = new Float64Array(p);
  const unidentified = new Set<number>();
  let rows = first;
  let columns: readonly number[] = Array.from({ length: p }, (_, column) => column);
  for (let split = 0; split < p; split += 1) {
    const { gradient } = new CoxPartialLikelihood(rows, ties).evaluate(new Float64Array(p));
    const rise = recessionDirection(rows, gradient, columns);
    if (rise === null) return null;
    rise.forEach((value, column) => {
      if (value === 0) return;
      unidentified.add(column);
      if (direction[column] === 0) direction[column] = value;
    });
    rows = sort(scoreStrata(rows, rise));
    const likelihood = new CoxPartialLikelihood(rows, ties);
    const evaluate = (beta: Float64Array): LikelihoodPoint => likelihood.evaluate(beta);
    const start = evaluate(new Float64Array(p));
    // Finite coefficients come first, so that an infinite one is left out where they depend on each other.
    const order = [...columns].sort(
      (one, other) => Number(direction[one] !== 0) - Number(direction[other] !== 0),
    );
    const { kept, dependent } = independentColumns(
      block(start.information, p, order),
      order.length,
      events(rows),
    );
    for (const { column, dependsOn } of dependent) {
      for (const index of [column, ...dependsOn]) unidentified.add(order[index]!);
    }
    columns = kept.map((index) => order[index]!).sort((one, other) => one - other);
    if (columns.length === 0) {
      const beta = new Float64Array(p);
      const none = { unidentified: [...unidentified], covariance: null, iterations: 0 };
      return { rows, likelihood, beta, point: start, direction, ...none };
    }
    const place = (chosen: Float64Array): Float64Array => {
      const beta = new Float64Array(p);
      columns.forEach((column, index) => {
        beta[column] = chosen[index]!;
      });
      return beta;
    };
    const summit = maximiseLikelihood(
      (chosen) => {
        const point = evaluate(place(chosen));
        return {
          logLikelihood: point.logLikelihood,
          gradient: Float64Array.from(columns, (column) => point.gradient[column]!),
          information: block(point.information, p, columns),
        };
      },
      columns.length,
      maximumIterations,
    );
    if (summit.status === 'converged') {
      const beta = place(summit.beta);
      const inverse = cholesky(summit.point.information, columns.length, 1e-15)?.inverse() ?? null;
      return {
        rows,
        likelihood,
        beta,
        point: evaluate(beta),
        direction,
        unidentified: [...unidentified],
        covariance: inverse === null ? null : embed(inverse, p, columns),
        iterations: summit.iterations,
      };
    }
  }
  return null;
}

function block(matrix: Float64Array, size: number, columns: readonly number[]): Float64Array {
  return Float64Array.from(columns.flatMap((row) => columns.map((column) => matrix[row * size + column]!)));
}

function embed(inner: Float64Array, size: number, columns: readonly number[]): Float64Array {
  const matrix = new Float64Array(size * size);
  columns.forEach((row, left) => {
    columns.forEach((column, right) => {
      matrix[row * size + column] = inner[left * columns.length + right]!;
    });
  });
  return matrix;
}

function events({ event, weight }: CoxRows): number {
  let sum = 0;
  for (let place = 0; place < event.length; place += 1) {
    if (event[place] === 1) sum += weight === null ? 1 : weight[place]!;
  }
  return sum;
}

/** Strata of rows with the same score in the same stratum, by row of the input. */
function scoreStrata({ n, columnCount: p, x, source, strataRows }: CoxRows, rise: Float64Array): Factor {
  const score = new Float64Array(n);
  for (let place = 0; place < n; place += 1) {
    for (let column = 0; column < p; column += 1) score[place]! += x[place * p + column]! * rise[column]!;
  }
  const gap = sameLevel * score.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const codes = new Int32Array(n);
  let count = 0;
  for (let stratum = 0; stratum + 1 < strataRows.length; stratum += 1) {
    const begin = strataRows[stratum]!;
    const own = score.subarray(begin, strataRows[stratum + 1]!);
    const order = sortOrder(own);
    if (order.length === 0) continue;
    order.forEach((index, position) => {
      if (position === 0 || own[index]! - own[order[position - 1]!]! > gap) count += 1;
      codes[source[begin + index]!] = count - 1;
    });
  }
  return { levels: Array.from({ length: count }, (_, level) => String(level)), codes };
}
