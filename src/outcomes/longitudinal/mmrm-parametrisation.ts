import { transpose } from '../../math/linear-algebra/matrix-products.js';
import { solveLinear } from '../../math/linear-algebra/solve-linear.js';
import type { CovarianceStructure } from './covariance-structure.js';

/** Which parameters of the covariance Kenward and Roger's second derivatives are taken by. */
export const parametrisations = ['natural', 'mmrm'] as const;
export type Parametrisation = (typeof parametrisations)[number];

/** How the parameters θ of a structure follow from other parameters η, both of the same count. */
interface Change {
  /** ∂θ_k/∂η_j at [k · count + j]. */
  readonly first: Float64Array;
  /** Σ_ij weight_ij ∂²θ_k/∂η_i∂η_j for each k; weights are count × count and symmetric. */
  readonly curve: (weights: Float64Array) => Float64Array;
}

/**
 * What parameters of R mmrm in place of those of a structure add to Σ_jk W_jk ∂²V/∂θ_j∂θ_k in Kenward and Roger's
 * adjustment, as one factor for each ∂V/∂θ_k: c_k = Σ_ij (J⁻¹WJ⁻ᵀ)_ij ∂²θ_k/∂η_i∂η_j, by the chain rule. Everything else
 * in the adjustment is the same for all parameters, since the score is 0 at the maximum.
 *
 * R mmrm has logarithms of standard deviations; x with correlation x / √(1 + x²); for compound symmetry the logit of
 * (ρ + a) / (1 + a), a = 1 / (visits − 1); for spatial-exponential the logit of the correlation at distance 1; and for
 * unstructured Σ = D U Uᵀ D, the logarithm of the diagonal D and the cells of the unit lower triangle U. `spread` is W,
 * count². Source: vignettes "Covariance Structures" and "Model Fitting
 * Algorithm" of R mmrm (Sabanés Bové D et al.).
 */
export function mmrmCurvature(
  structure: CovarianceStructure,
  parameters: Float64Array,
  spread: Float64Array,
): Float64Array {
  const { first, curve } = changeToMmrm(structure, parameters);
  const count = parameters.length;
  const half = solveColumns(first, spread, count);
  return curve(solveColumns(first, transpose(half, count, count), count));
}

/** J⁻¹ · matrix, all row after row; J has an inverse wherever the covariance matrix is positive definite. */
function solveColumns(jacobian: Float64Array, matrix: Float64Array, count: number): Float64Array {
  const columns = transpose(jacobian, count, count);
  const product = new Float64Array(count * count);
  for (let column = 0; column < count; column += 1) {
    const solution = solveLinear(
      columns,
      Float64Array.from({ length: count }, (_, row) => matrix[row * count + column]!),
      0,
    );
    if (solution === null) return product.fill(Number.NaN);
    for (let row = 0; row < count; row += 1) product[row * count + column] = solution[row]!;
  }
  return product;
}

function changeToMmrm(structure: CovarianceStructure, parameters: Float64Array): Change {
  switch (structure.name) {
    case 'unstructured':
      return triangular(structure, parameters);
    case 'toeplitz':
      return covariances(parameters, correlationByX);
    case 'compound-symmetry':
      return covariances(parameters, correlationByLogit(structure.visits));
    default: {
      const byLogit = correlationByLogit(structure.visits);
      return oneByOne(
        Array.from(parameters, (value, index) => {
          const name = structure.parameters[index]!;
          if (/^(co)?variance/.test(name)) return varianceByLog(value);
          if (name === 'range') return rangeByLogit(value);
          return structure.name === 'heterogeneous-compound-symmetry'
            ? byLogit(value)
            : correlationByX(value);
        }),
      );
    }
  }
}

/** First and second derivative of a parameter by the one that stands for it. */
type Derivatives = readonly [first: number, second: number];

const varianceByLog = (variance: number): Derivatives => [2 * variance, 4 * variance];

const correlationByX = (rho: number): Derivatives => {
  const rest = 1 - rho * rho;
  return [rest ** 1.5, -3 * rho * rest * rest];
};

const correlationByLogit = (visits: number) => {
  const bound = 1 / Math.max(visits - 1, 1);
  return (rho: number): Derivatives => {
    const share = (rho + bound) / (1 + bound);
    const first = (1 + bound) * share * (1 - share);
    return [first, first * (1 - 2 * share)];
  };
};

/**
 * range = −1 / log ρ, where ρ is the correlation at distance 1. A range of 0 is held there: it has no part in
 * anything.
 */
const rangeByLogit = (range: number): Derivatives => {
  if (range === 0) return [1, 0];
  const rest = -Math.expm1(-1 / range);
  return [range * range * rest, range * range * rest * (2 * range * rest - Math.exp(-1 / range))];
};

function oneByOne(derivatives: readonly Derivatives[]): Change {
  const count = derivatives.length;
  const first = new Float64Array(count * count);
  derivatives.forEach(([value], index) => {
    first[index * (count + 1)] = value;
  });
  return {
    first,
    curve: (weights) =>
      Float64Array.from(derivatives, ([, second], index) => second * weights[index * (count + 1)]!),
  };
}

/** A variance and covariances, from the logarithm of the standard deviation and a parameter for each correlation. */
function covariances(parameters: Float64Array, derivativesOf: (rho: number) => Derivatives): Change {
  const count = parameters.length;
  const variance = parameters[0]!;
  const derivatives = Array.from(parameters, (covariance) => derivativesOf(covariance / variance));
  const first = new Float64Array(count * count);
  first[0] = 2 * variance;
  for (let k = 1; k < count; k += 1) {
    first[k * count] = 2 * parameters[k]!;
    first[k * (count + 1)] = variance * derivatives[k]![0];
  }
  return {
    first,
    curve: (weights) =>
      Float64Array.from(parameters, (value, k) => {
        const [slope, second] = derivatives[k]!;
        const own = 4 * value * weights[0]!;
        return k === 0
          ? own
          : own + 4 * variance * slope * weights[k]! + variance * second * weights[k * (count + 1)]!;
      }),
  };
}

/** Cells of Σ = D U Uᵀ D. Parameters η: log d_1 .. log d_v, then the cells of U below its diagonal, row after row. */
function triangular({ visits }: CovarianceStructure, parameters: Float64Array): Change {
  const count = parameters.length;
  const cellOf = (row: number, column: number) => (row * (row + 1)) / 2 + column;
  const covariance = (row: number, column: number) =>
    parameters[row < column ? cellOf(column, row) : cellOf(row, column)]!;
  const { diagonal, unit } = factor(visits, covariance);
  const cells = Array.from({ length: visits }, (_, row) =>
    Array.from({ length: row }, (__, column) => [row, column] as const),
  ).flat();
  const scale = (row: number, column: number) => diagonal[row]! * diagonal[column]!;
  /** ∂(UUᵀ)_ij / ∂u_ab = δ_ia u_jb + δ_ja u_ib. */
  const byCell = (row: number, column: number, [a, b]: readonly [number, number]) =>
    scale(row, column) *
    ((row === a ? unit[column * visits + b]! : 0) + (column === a ? unit[row * visits + b]! : 0));
  const times = (row: number, column: number, visit: number) =>
    Number(row === visit) + Number(column === visit);
  const first = new Float64Array(count * count);
  for (let row = 0; row < visits; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      const k = cellOf(row, column) * count;
      for (let visit = 0; visit < visits; visit += 1) {
        first[k + visit] = times(row, column, visit) * covariance(row, column);
      }
      cells.forEach((cell, place) => {
        first[k + visits + place] = byCell(row, column, cell);
      });
    }
  }
  return {
    first,
    curve: (weights) => {
      const curved = new Float64Array(count);
      for (let row = 0; row < visits; row += 1) {
        for (let column = 0; column <= row; column += 1) {
          let sum = 0;
          for (const i of [row, column]) {
            for (const j of [row, column]) sum += weights[i * count + j]! * covariance(row, column);
            cells.forEach((cell, place) => {
              sum += 2 * weights[i * count + visits + place]! * byCell(row, column, cell);
            });
          }
          // ∂²(UUᵀ)_ij / ∂u_ab∂u_cb = 1 where {a, c} = {i, j}, and 2 where all are the same.
          for (let b = 0; b < column; b += 1) {
            const [left, right] = [visits + placeOf(row, b), visits + placeOf(column, b)];
            sum += 2 * scale(row, column) * weights[left * count + right]!;
          }
          curved[cellOf(row, column)] = sum;
        }
      }
      return curved;
    },
  };
}

/** Position of a cell below the diagonal, row after row. */
const placeOf = (row: number, column: number) => (row * (row - 1)) / 2 + column;

function factor(
  visits: number,
  covariance: (row: number, column: number) => number,
): { diagonal: Float64Array; unit: Float64Array } {
  const lower = new Float64Array(visits * visits);
  for (let row = 0; row < visits; row += 1) {
    for (let column = 0; column <= row; column += 1) {
      let rest = covariance(row, column);
      for (let inner = 0; inner < column; inner += 1) {
        rest -= lower[row * visits + inner]! * lower[column * visits + inner]!;
      }
      lower[row * visits + column] = row === column ? Math.sqrt(rest) : rest / lower[column * (visits + 1)]!;
    }
  }
  const diagonal = Float64Array.from({ length: visits }, (_, visit) => lower[visit * (visits + 1)]!);
  return { diagonal, unit: lower.map((value, cell) => value / diagonal[Math.floor(cell / visits)]!) };
}
