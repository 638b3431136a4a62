import { type CholeskyFactor, cholesky } from '../../math/linear-algebra/cholesky.js';
import type { CovarianceStructure } from './covariance-structure.js';
import {
  addWeightedProducts,
  mirror,
  type PatternSums,
  sumQuadratic,
  type VisitPattern,
} from './visit-patterns.js';

/** A pivot below this share of its diagonal element makes the information of the fixed effects singular. */
const informationTolerance = 1e-15;

/** The model at one value of its covariance parameters: fixed effects at their best for it. */
export interface LikelihoodPoint {
  readonly parameters: Float64Array;
  /** Without its constant; restricted or full. */
  readonly logLikelihood: number;
  /** One matrix a covariance group. */
  readonly covariances: readonly Float64Array[];
  readonly inverses: readonly Float64Array[];
  /** Generalised least-squares coefficients. */
  readonly coefficients: Float64Array;
  /** (Σ XᵀV⁻¹X)⁻¹. */
  readonly coefficientCovariance: Float64Array;
}

export interface LikelihoodDerivatives {
  readonly score: Float64Array;
  /** Expected minus second derivatives. */
  readonly expected: Float64Array;
  /** Minus the second derivatives. */
  readonly observed: Float64Array;
  /** Σ XᵀV⁻¹ (∂V/∂θ_j) V⁻¹X for each parameter: minus the derivative of the information of the fixed effects. */
  readonly slopes: readonly Float64Array[];
}

export interface LikelihoodModel {
  readonly sums: PatternSums;
  readonly structure: CovarianceStructure;
  /** Covariance groups, each with parameters of its own, one after the other. */
  readonly matrices: number;
  readonly restricted: boolean;
}

/**
 * Log-likelihood of repeated measures with the fixed effects profiled out, or null where a covariance matrix is not
 * positive definite. −½ [Σ log|V| (+ log|XᵀV⁻¹X| when restricted) + rᵀV⁻¹r], the constant left out.
 * Source: Jennrich RI, Schluchter MD. Biometrics 1986;42:805-820.
 */
export function evaluateLikelihood(model: LikelihoodModel, parameters: Float64Array): LikelihoodPoint | null {
  const { sums, structure, matrices, restricted } = model;
  const { size } = sums;
  const covariances: Float64Array[] = [];
  const count = structure.parameters.length;
  for (let matrix = 0; matrix < matrices; matrix += 1) {
    const covariance = structure.matrix(parameters.subarray(matrix * count, (matrix + 1) * count));
    if (covariance === null || cholesky(covariance, structure.visits) === null) return null;
    covariances.push(covariance);
  }
  const width = size + 1;
  const products = new Float64Array(width * width);
  const inverses: Float64Array[] = [];
  let logDeterminant = 0;
  for (const pattern of sums.patterns) {
    const factor = cholesky(
      subMatrix(covariances[pattern.matrix]!, structure.visits, pattern.visits),
      pattern.visits.length,
    );
    if (factor === null) return null;
    logDeterminant += pattern.subjects * factor.logDeterminant;
    const inverse = factor.inverse();
    inverses.push(inverse);
    addWeightedProducts(products, pattern, sums, inverse);
  }
  mirror(products, width);
  const information = leadingBlock(products, size, width);
  const factor: CholeskyFactor | null = cholesky(information, size, informationTolerance);
  if (factor === null) return null;
  const outcome = products.slice(size * width, size * width + size);
  const coefficients = factor.solve(outcome);
  let residual = products[width * width - 1]!;
  for (let column = 0; column < size; column += 1) residual -= coefficients[column]! * outcome[column]!;
  const logLikelihood = -(logDeterminant + (restricted ? factor.logDeterminant : 0) + residual) / 2;
  return Number.isFinite(logLikelihood)
    ? {
        parameters,
        logLikelihood,
        covariances,
        inverses,
        coefficients,
        coefficientCovariance: factor.inverse(),
      }
    : null;
}

/** Rows and columns of some visits. */
export function subMatrix(matrix: Float64Array, size: number, visits: Int32Array): Float64Array {
  const seen = visits.length;
  const sub = new Float64Array(seen * seen);
  for (let a = 0; a < seen; a += 1) {
    const offset = visits[a]! * size;
    for (let b = 0; b < seen; b += 1) sub[a * seen + b] = matrix[offset + visits[b]!]!;
  }
  return sub;
}

export function leadingBlock(matrix: Float64Array, size: number, width: number): Float64Array {
  const block = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    block.set(matrix.subarray(row * width, row * width + size), row * size);
  }
  return block;
}

/** Left · right of two square matrices held row after row. */
export function squareProduct(left: Float64Array, right: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let inner = 0; inner < size; inner += 1) {
      const value = left[row * size + inner]!;
      if (value === 0) continue;
      for (let column = 0; column < size; column += 1) {
        product[row * size + column]! += value * right[inner * size + column]!;
      }
    }
  }
  return product;
}

/** Trace of left · right, where right is symmetric. */
export function symmetricTrace(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let cell = 0; cell < left.length; cell += 1) sum += left[cell]! * right[cell]!;
  return sum;
}

/**
 * First and second derivatives of the log-likelihood by the covariance parameters, exact and expected.
 *
 * With P = V⁻¹ − V⁻¹XΦXᵀV⁻¹, D_j = ∂V/∂θ_j, u = V⁻¹r: score ½ (uᵀD_ju − tr PD_j); expected information ½ tr PD_jPD_k;
 * observed −½ tr PD_jPD_k + uᵀD_jPD_ku + ½ (tr PD_jk − uᵀD_jku). Without restriction V⁻¹ stands for P in the traces.
 * Everything is assembled from visit-sized matrices a pattern. Sources: Harville DA. J Am Stat Assoc 1977;72:320-338.
 * Wolfinger R, Tobias R, Sall J. SIAM J Sci Comput 1994;15:1294-1310.
 */
export function differentiateLikelihood(
  model: LikelihoodModel,
  point: LikelihoodPoint,
): LikelihoodDerivatives {
  const { sums, structure, matrices, restricted } = model;
  const { size } = sums;
  const width = size + 1;
  const { visits } = structure;
  const count = structure.parameters.length;
  const total = count * matrices;
  const covarianceWeights = augmented(point.coefficientCovariance, null, size);
  const residualWeights = augmented(null, point.coefficients, size);
  const slopesWithOutcome = Array.from({ length: total }, () => new Float64Array(width * width));
  const traces = new Float64Array(total * total);
  const quadratics = new Float64Array(total * total);
  const gradients = Array.from({ length: matrices }, () => new Float64Array(visits * visits));
  const firsts = Array.from({ length: matrices }, (_, matrix) =>
    structure.firstDerivatives(point.parameters.subarray(matrix * count, (matrix + 1) * count)),
  );
  for (let index = 0; index < sums.patterns.length; index += 1) {
    const pattern = sums.patterns[index]!;
    const seen = pattern.visits.length;
    const inverse = point.inverses[index]!;
    const spread = new Float64Array(seen * seen);
    const residuals = new Float64Array(seen * seen);
    sumQuadratic(residuals, pattern, sums, residualWeights);
    if (restricted) sumQuadratic(spread, pattern, sums, covarianceWeights);
    const residualRight = squareProduct(residuals, inverse, seen);
    const spreadRight = squareProduct(spread, inverse, seen);
    addGradient(gradients[pattern.matrix]!, visits, pattern, inverse, residualRight, spreadRight);
    const offset = pattern.matrix * count;
    const first = firsts[pattern.matrix]!.map((matrix) => subMatrix(matrix, visits, pattern.visits));
    for (let k = 0; k < count; k += 1) {
      const middle = sandwiched(inverse, first[k]!, seen);
      addWeightedProducts(slopesWithOutcome[offset + k]!, pattern, sums, middle);
      const byResidual = squareProduct(middle, residualRight, seen);
      const bySpread = restricted ? squareProduct(middle, spreadRight, seen) : null;
      for (let j = 0; j <= k; j += 1) {
        const cell = (offset + j) * total + offset + k;
        const derivative = first[j]!;
        traces[cell]! +=
          pattern.subjects * symmetricTrace(middle, derivative) -
          (bySpread === null ? 0 : 2 * symmetricTrace(bySpread, derivative));
        quadratics[cell]! += symmetricTrace(byResidual, derivative);
      }
    }
  }
  return assemble(model, point, { slopesWithOutcome, traces, quadratics, gradients, firsts });
}

/** [Φ 0; 0 0], or the outer product of (−coefficients, 1). */
function augmented(
  matrix: Float64Array | null,
  coefficients: Float64Array | null,
  size: number,
): Float64Array {
  const width = size + 1;
  const weights = new Float64Array(width * width);
  const sign = (index: number) => (index === size ? 1 : -coefficients![index]!);
  for (let row = 0; row < (matrix === null ? width : size); row += 1) {
    for (let column = 0; column < (matrix === null ? width : size); column += 1) {
      weights[row * width + column] =
        matrix === null ? sign(row) * sign(column) : matrix[row * size + column]!;
    }
  }
  return weights;
}

/** inverse · derivative · inverse; derivatives hold few cells that are not 0. */
function sandwiched(inverse: Float64Array, derivative: Float64Array, seen: number): Float64Array {
  return squareProduct(inverse, squareProduct(derivative, inverse, seen), seen);
}

/** Adds V⁻¹ (residuals + spread) V⁻¹ − subjects V⁻¹ at the pattern's visits: twice the score is its trace with D_j. */
function addGradient(
  target: Float64Array,
  visits: number,
  pattern: VisitPattern,
  inverse: Float64Array,
  residualRight: Float64Array,
  spreadRight: Float64Array,
): void {
  const seen = pattern.visits.length;
  const sum = residualRight.map((value, cell) => value + spreadRight[cell]!);
  const outer = squareProduct(inverse, sum, seen);
  for (let a = 0; a < seen; a += 1) {
    for (let b = 0; b < seen; b += 1) {
      target[pattern.visits[a]! * visits + pattern.visits[b]!]! +=
        outer[a * seen + b]! - pattern.subjects * inverse[a * seen + b]!;
    }
  }
}

interface Accumulated {
  readonly slopesWithOutcome: readonly Float64Array[];
  readonly traces: Float64Array;
  readonly quadratics: Float64Array;
  readonly gradients: readonly Float64Array[];
  readonly firsts: readonly (readonly Float64Array[])[];
}

function assemble(
  { sums: { size }, structure, matrices, restricted }: LikelihoodModel,
  point: LikelihoodPoint,
  { slopesWithOutcome, traces, quadratics, gradients, firsts }: Accumulated,
): LikelihoodDerivatives {
  const width = size + 1;
  const count = structure.parameters.length;
  const total = count * matrices;
  for (const one of slopesWithOutcome) mirror(one, width);
  const slopes = slopesWithOutcome.map((one) => leadingBlock(one, size, width));
  const shares = slopes.map((slope) => squareProduct(point.coefficientCovariance, slope, size));
  /** XᵀV⁻¹D_ju. */
  const pulls = slopesWithOutcome.map((one, index) => {
    const pull = one.slice(size * width, size * width + size);
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        pull[row]! -= slopes[index]![row * size + column]! * point.coefficients[column]!;
      }
    }
    return pull;
  });
  const carried = pulls.map((pull) => {
    const product = new Float64Array(size);
    for (let row = 0; row < size; row += 1) {
      for (let column = 0; column < size; column += 1) {
        product[row]! += point.coefficientCovariance[row * size + column]! * pull[column]!;
      }
    }
    return product;
  });
  const score = new Float64Array(total);
  const expected = new Float64Array(total * total);
  const observed = new Float64Array(total * total);
  for (let k = 0; k < total; k += 1) {
    const matrix = Math.floor(k / count);
    score[k] = symmetricTrace(firsts[matrix]![k % count]!, gradients[matrix]!) / 2;
    const parameters = point.parameters.subarray(matrix * count, (matrix + 1) * count);
    for (let j = 0; j <= k; j += 1) {
      let trace = traces[j * total + k]!;
      let quadratic = quadratics[j * total + k]!;
      if (restricted) trace += transposedTrace(shares[j]!, shares[k]!, size);
      for (let column = 0; column < size; column += 1) quadratic -= pulls[j]![column]! * carried[k]![column]!;
      const second =
        Math.floor(j / count) === matrix
          ? structure.secondDerivative(parameters, j % count, k % count)
          : null;
      const curvature = second === null ? 0 : symmetricTrace(second, gradients[matrix]!) / 2;
      const exact = quadratic - trace / 2 - curvature;
      expected[j * total + k] = trace / 2;
      expected[k * total + j] = trace / 2;
      observed[j * total + k] = exact;
      observed[k * total + j] = exact;
    }
  }
  return { score, expected, observed, slopes };
}

/** Trace of left · right. */
export function transposedTrace(left: Float64Array, right: Float64Array, size: number): number {
  let sum = 0;
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      sum += left[row * size + column]! * right[column * size + row]!;
    }
  }
  return sum;
}
