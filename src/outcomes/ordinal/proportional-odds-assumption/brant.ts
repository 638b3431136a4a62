import { cholesky } from '../../../math/linear-algebra/cholesky.js';
import { type CumulativeLogitFit, fitCumulativeLogit } from '../cumulative-logit-fit.js';
import type { CumulativeLogitRows } from '../cumulative-logit-rows.js';

/** Logistic fits at every cut of the scale, and how their slopes go together. */
export interface BinaryFits {
  /** One fit for each threshold: higher than it against not. */
  readonly fits: readonly CumulativeLogitFit[];
  /** Slopes, those of the first threshold first. */
  readonly slopes: Float64Array;
  /** Joint covariance of all slopes; null when a fit has no maximum. */
  readonly covariance: Float64Array | null;
}

/**
 * Fits an ordinary logistic model at each threshold and the joint covariance of their slopes.
 * Cost O(k^2 n p^2) for k thresholds. Source: Brant R. Biometrics 1990;46:1171-1178, section 3.
 */
export function binaryFits(rows: CumulativeLogitRows): BinaryFits {
  const cuts = rows.categoryCount - 1;
  const size = rows.columns.length;
  const fits = Array.from({ length: cuts }, (_, cut) =>
    fitCumulativeLogit({
      ...rows,
      categoryCount: 2,
      outcome: rows.outcome.map((category) => (category > cut ? 1 : 0)),
    }),
  );
  const slopes = Float64Array.from(fits.flatMap((fit) => Array.from(fit.coefficients)));
  if (fits.some((fit) => fit.status !== 'converged')) return { fits, slopes, covariance: null };

  const design = [new Float64Array(rows.outcome.length).fill(1), ...rows.columns];
  const above = fits.map((fit) =>
    Float64Array.from(rows.outcome, (_, row) => {
      const predictor = rows.columns.reduce(
        (sum, column, index) => sum + column[row]! * fit.coefficients[index]!,
        0,
      );
      return 1 / (1 + Math.exp(fit.thresholds[0]! - predictor));
    }),
  );
  const bread = above.map((probability) =>
    cholesky(crossProduct(design, rows.weight, probability, probability), size + 1)?.inverse(),
  );
  const covariance = new Float64Array((cuts * size) ** 2);
  for (let first = 0; first < cuts; first += 1) {
    for (let second = first; second < cuts; second += 1) {
      const [left, right] = [bread[first], bread[second]];
      if (left === undefined || right === undefined) return { fits, slopes, covariance: null };
      const meat = crossProduct(design, rows.weight, above[second]!, above[first]!);
      const block = multiply(multiply(left, meat, size + 1), right, size + 1);
      for (let row = 0; row < size; row += 1) {
        for (let column = 0; column < size; column += 1) {
          const value = block[(column + 1) * (size + 1) + row + 1]!;
          const rowPlace = first * size + row;
          const columnPlace = second * size + column;
          covariance[columnPlace * cuts * size + rowPlace] = value;
          covariance[rowPlace * cuts * size + columnPlace] = value;
        }
      }
    }
  }
  return { fits, slopes, covariance };
}

/**
 * Wald statistic for equal slopes at all thresholds, of the columns named; null when the covariance is singular, as
 * when a category is so thin that two cuts are nearly one.
 */
export function equalSlopesStatistic(
  found: BinaryFits,
  size: number,
  columns: readonly number[],
): number | null {
  const { slopes, covariance, fits } = found;
  const total = slopes.length;
  if (covariance === null) return null;
  const terms = Array.from({ length: fits.length - 1 }, (_, cut) =>
    columns.map((column) => [column, (cut + 1) * size + column] as const),
  ).flat();
  const at = (row: number, column: number) => covariance[column * total + row]!;
  const differences = terms.map(([base, other]) => slopes[base]! - slopes[other]!);
  const spread = new Float64Array(terms.length ** 2);
  terms.forEach(([base, other], row) => {
    terms.forEach(([otherBase, otherOther], column) => {
      spread[column * terms.length + row] =
        at(base, otherBase) - at(base, otherOther) - at(other, otherBase) + at(other, otherOther);
    });
  });
  // Slopes of the same subjects differ by nothing but rounding.
  const isRounding = terms.some(
    ([base, other], row) => spread[row * (terms.length + 1)]! <= 1e-12 * (at(base, base) + at(other, other)),
  );
  if (isRounding) return null;
  const root = cholesky(spread, terms.length)?.solveLower(differences);
  return root === undefined ? null : root.reduce((sum, value) => sum + value * value, 0);
}

/** X' diag(weight * lower (1 - upper)) X with the probability above the higher cut first. */
function crossProduct(
  design: readonly Float64Array[],
  weight: Float64Array,
  aboveHigher: Float64Array,
  aboveLower: Float64Array,
): Float64Array {
  const size = design.length;
  const result = new Float64Array(size * size);
  for (let index = 0; index < weight.length; index += 1) {
    const spread = weight[index]! * aboveHigher[index]! * (1 - aboveLower[index]!);
    for (let column = 0; column < size; column += 1) {
      const scaled = spread * design[column]![index]!;
      for (let row = column; row < size; row += 1) {
        const cell = column * size + row;
        result[cell] = result[cell]! + scaled * design[row]![index]!;
      }
    }
  }
  for (let column = 0; column < size; column += 1) {
    for (let row = 0; row < column; row += 1) result[column * size + row] = result[row * size + column]!;
  }
  return result;
}

function multiply(left: Float64Array, right: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let column = 0; column < size; column += 1) {
    for (let inner = 0; inner < size; inner += 1) {
      const factor = right[column * size + inner]!;
      for (let row = 0; row < size; row += 1) {
        const cell = column * size + row;
        product[cell] = product[cell]! + left[inner * size + row]! * factor;
      }
    }
  }
  return product;
}
