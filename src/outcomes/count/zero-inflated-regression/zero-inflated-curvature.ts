import { cholesky } from '../../../math/linear-algebra/cholesky.js';
import type { LikelihoodPoint } from '../../../math/optimise/newton.js';
import { weightedCrossProducts } from '../../design-products.js';
import type { RegressionDesign } from '../../regression-design.js';
import { type ZeroInflatedRows, zeroInflatedPoint } from './zero-inflated-point.js';

/**
 * Log-likelihood with the observed information where that is positive definite, else with the information there would
 * be if structural zeros were known: a step by the latter goes up too (Lange K. J R Stat Soc B 1995;57:425-437).
 */
export function curvedPoint(rows: ZeroInflatedRows, parameters: Float64Array): LikelihoodPoint {
  const { logLikelihood, score, weight, zeroWeight } = zeroInflatedPoint(rows, parameters);
  const observed = observedInformation(rows, parameters);
  const total = parameters.length;
  if (!Number.isFinite(logLikelihood) || cholesky(observed, total) !== null) {
    return { logLikelihood, score, information: observed };
  }
  const information = new Float64Array(total * total);
  addBlock(information, total, 0, rows.design, weight);
  const { design, zero } = rows;
  if (zero !== null) {
    const floor = 1e-3 / design.rows;
    addBlock(
      information,
      total,
      design.size,
      zero,
      zeroWeight.map((value) => Math.max(value, floor)),
    );
  }
  if (total > design.size + (zero?.size ?? 0)) information[total * total - 1] = design.rows / 4;
  return { logLikelihood, score, information };
}

function addBlock(
  into: Float64Array,
  total: number,
  from: number,
  design: RegressionDesign,
  weight: Float64Array,
): void {
  const products = weightedCrossProducts(design, weight);
  for (let column = 0; column < design.size; column += 1) {
    into.set(
      products.subarray(column * design.size, (column + 1) * design.size),
      (from + column) * total + from,
    );
  }
}

/** Minus the second derivatives, by fourth-order differences of the score; steps follow the units of the covariates. */
export function observedInformation(rows: ZeroInflatedRows, parameters: Float64Array): Float64Array {
  const total = parameters.length;
  const lengths = [rows.design, rows.zero].flatMap((design) =>
    design === null ? [] : Array.from(columnLengths(design)),
  );
  const information = new Float64Array(total * total);
  for (let column = 0; column < total; column += 1) {
    const width = 1e-3 / (lengths[column] ?? 1);
    const at = (steps: number) => {
      const moved = parameters.slice();
      moved[column] = moved[column]! + steps * width;
      return zeroInflatedPoint(rows, moved).score;
    };
    const [below2, below, above, above2] = [at(-2), at(-1), at(1), at(2)];
    for (let row = 0; row < total; row += 1) {
      const slope = (8 * (above[row]! - below[row]!) - (above2[row]! - below2[row]!)) / (12 * width);
      information[column * total + row] = information[column * total + row]! - slope / 2;
      information[row * total + column] = information[row * total + column]! - slope / 2;
    }
  }
  return information;
}

/** Root mean square of every column of a design. */
export function columnLengths({ matrix, rows, size }: RegressionDesign): Float64Array {
  const lengths = new Float64Array(size);
  for (let index = 0; index < matrix.length; index += 1) {
    lengths[index % size]! += matrix[index]! ** 2 / rows;
  }
  return lengths.map(Math.sqrt);
}
