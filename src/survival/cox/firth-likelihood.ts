import { cholesky } from '../../math/linear-algebra/cholesky.js';
import type { LikelihoodPoint } from '../maximise-likelihood.js';
import type { CoxRows } from './cox-rows.js';
import { CoxPartialLikelihood, type CoxTies } from './partial-likelihood.js';

/** Step of the differences that give second derivatives, in standard deviations of a column. */
const differenceStep = 1e-4;

/**
 * The log partial likelihood plus half the logarithm of the determinant of its information: Firth's penalty, which
 * takes the first-order bias out of the estimates and has a finite maximum under separation.
 *
 * The slope of the penalty is half the sum over risk sets of E[(x - m)' A (x - m) (x - m)], A the inverse information
 * and m the mean of x. One more sweep gives it, with products of columns as columns of their own: O(n p^2). Second
 * derivatives are central differences of exact slopes; they only steer Newton's steps, and where they are not those of
 * a hill the information does.
 *
 * Source: Firth D. Biometrika 1993;80:27-38; Heinze G, Schemper M. Biometrics 2001;57:114-119.
 * Oracle: test/oracles/cox/firth.json.
 */
export function firthLikelihood(
  rows: CoxRows,
  ties: CoxTies,
  likelihood: CoxPartialLikelihood,
): (beta: Float64Array) => LikelihoodPoint {
  const p = rows.columnCount;
  const slopes = penaltySlopes(rows, ties);
  // The determinant is that of the information per unit of the columns.
  const unit = rows.scale.reduce((sum, size) => sum + Math.log(size), 0);
  const impossible = (point: LikelihoodPoint) => ({ ...point, logLikelihood: Number.NEGATIVE_INFINITY });

  function penalised(beta: Float64Array): LikelihoodPoint {
    const point = likelihood.evaluate(beta);
    if (!Number.isFinite(point.logLikelihood)) return impossible(point);
    const factor = cholesky(point.information, p);
    if (factor === null) return impossible(point);
    const slope = slopes(beta, factor.inverse());
    return {
      logLikelihood: point.logLikelihood + factor.logDeterminant / 2 + unit,
      gradient: point.gradient.map((value, column) => value + slope[column]! / 2),
      information: point.information,
    };
  }

  return (beta) => {
    const point = penalised(beta);
    if (!Number.isFinite(point.logLikelihood)) return point;
    const curvature = new Float64Array(p * p);
    for (let column = 0; column < p; column += 1) {
      const moved = (sign: number) =>
        penalised(beta.map((value, index) => (index === column ? value + sign * differenceStep : value)));
      const [up, down] = [moved(1), moved(-1)];
      for (let row = 0; row < p; row += 1) {
        curvature[row * p + column] = (down.gradient[row]! - up.gradient[row]!) / (2 * differenceStep);
      }
    }
    for (let row = 0; row < p; row += 1) {
      for (let column = 0; column < row; column += 1) {
        const both = (curvature[row * p + column]! + curvature[column * p + row]!) / 2;
        curvature[row * p + column] = both;
        curvature[column * p + row] = both;
      }
    }
    const hill = curvature.every(Number.isFinite) && cholesky(curvature, p) !== null;
    return hill ? { ...point, information: curvature } : point;
  };
}

/** The slopes of the log determinant of the information, given its inverse. */
function penaltySlopes(
  rows: CoxRows,
  ties: CoxTies,
): (beta: Float64Array, inverse: Float64Array) => Float64Array {
  const { n, columnCount: p, x } = rows;
  // Columns: x, the products of x with x (lower triangle, row after row), and x times x' A x.
  const pairs = (p * (p + 1)) / 2;
  const width = 2 * p + pairs;
  const wide = new Float64Array(n * width);
  for (let place = 0; place < n; place += 1) {
    let at = place * width;
    for (let row = 0; row < p; row += 1, at += 1) wide[at] = x[place * p + row]!;
    for (let row = 0; row < p; row += 1) {
      for (let column = 0; column <= row; column += 1, at += 1) {
        wide[at] = x[place * p + row]! * x[place * p + column]!;
      }
    }
  }
  const pairAt = (row: number, column: number) =>
    p + (row >= column ? (row * (row + 1)) / 2 + column : (column * (column + 1)) / 2 + row);
  const sweeper = new CoxPartialLikelihood({ ...rows, columnCount: width, x: wide }, ties);

  return (beta, inverse) => {
    for (let place = 0; place < n; place += 1) {
      let form = 0;
      for (let row = 0; row < p; row += 1) {
        for (let column = 0; column < p; column += 1) {
          form += inverse[row * p + column]! * x[place * p + row]! * x[place * p + column]!;
        }
      }
      for (let column = 0; column < p; column += 1) {
        wide[place * width + p + pairs + column] = form * x[place * p + column]!;
      }
    }
    const wideBeta = new Float64Array(width);
    wideBeta.set(beta);
    const slope = new Float64Array(p);
    const expected = new Float64Array(width);
    const turned = new Float64Array(p);
    sweeper.sweep(wideBeta, (_, __, mean, tied, { weight, terms, part }) => {
      for (let term = 0; term < terms; term += 1) {
        const fraction = term / terms;
        const left = 1 - fraction * part;
        for (let column = 0; column < width; column += 1) {
          expected[column] = (mean[column]! - fraction * tied[column]!) / left;
        }
        let form = 0; // E[x' A x]
        let center = 0; // m' A m
        for (let row = 0; row < p; row += 1) {
          turned[row] = 0;
          for (let column = 0; column < p; column += 1) {
            turned[row]! += inverse[row * p + column]! * expected[column]!;
            form += inverse[row * p + column]! * expected[pairAt(row, column)]!;
          }
          center += turned[row]! * expected[row]!;
        }
        for (let row = 0; row < p; row += 1) {
          const m = expected[row]!;
          let cross = 0;
          for (let column = 0; column < p; column += 1)
            cross += expected[pairAt(row, column)]! * turned[column]!;
          const third = expected[p + pairs + row]! - m * form - 2 * (cross - m * center);
          slope[row]! += (weight / terms) * third;
        }
      }
    });
    return slope;
  };
}
