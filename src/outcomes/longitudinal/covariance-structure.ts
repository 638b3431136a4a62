import { argumentError } from '../../core/errors.js';
import {
  antedependence,
  autoregressive,
  type CorrelationModel,
  exchangeable,
  exponentialDecay,
  possibleCommon,
  powerDecay,
  rangeOf,
  toeplitzCorrelation,
} from './correlation-models.js';
import {
  commonCorrelation,
  correlationsOfPartials,
  meanByLag,
  type PartialCorrelations,
} from './partial-correlations.js';

/** How the outcomes of one subject at its visits vary together. */
export const covarianceStructureNames = [
  'unstructured',
  'heterogeneous-toeplitz',
  'toeplitz',
  'heterogeneous-autoregressive',
  'autoregressive',
  'heterogeneous-compound-symmetry',
  'compound-symmetry',
  'heterogeneous-antedependence',
  'antedependence',
  'spatial-exponential',
  'diagonal',
  'independence',
] as const;
export type CovarianceStructureName = (typeof covarianceStructureNames)[number];

/**
 * A covariance matrix of `visits` × `visits` as a function of a few parameters, with its derivatives. Matrices hold
 * visits² numbers and are symmetric. The parameters are those that SAS PROC MIXED reports (variances, covariances,
 * correlations, a range), since a Kenward-Roger adjustment depends on them where the matrix is not linear in them.
 */
export interface CovarianceStructure {
  readonly name: CovarianceStructureName | 'random-coefficients';
  readonly visits: number;
  readonly parameters: readonly string[];
  /** Whether every visit has a variance of its own. */
  readonly heterogeneous: boolean;
  /** Parameters of a positive definite matrix with these standard deviations and partial correlations, or near them. */
  start(standardDeviations: ArrayLike<number>, partials: PartialCorrelations): Float64Array;
  /** null where a parameter is outside its range; the matrix may still not be positive definite. */
  matrix(parameters: Float64Array): Float64Array | null;
  firstDerivatives(parameters: Float64Array): readonly Float64Array[];
  /** The derivative by parameters j and k, or null where it is 0 everywhere. */
  secondDerivative(parameters: Float64Array, j: number, k: number): Float64Array | null;
  /** Where the same matrices are easier to search by other parameters. */
  readonly search?: SearchedStructure;
}

/** The matrices of a structure by other parameters, some of which cannot fall below 0. */
export interface SearchedStructure {
  readonly structure: CovarianceStructure;
  /** Position of the parameter that ends at 0, and there alone is not free. */
  readonly bounded: number;
  /** Parameters of the structure itself. */
  natural(parameters: Float64Array): Float64Array;
}

/**
 * The covariance structure of a name for a number of visits; `times` are the planned times of the visits, which only
 * `spatial-exponential` needs.
 *
 * @throws MethodError for an unknown name, and for `spatial-exponential` without distinct finite times.
 */
export function covarianceStructure(
  name: CovarianceStructureName,
  visits: number,
  times: readonly (number | null)[] | null = null,
): CovarianceStructure {
  switch (name) {
    case 'unstructured':
      return linear(name, visits, unstructuredBasis(visits));
    case 'toeplitz':
      return linear(name, visits, toeplitzBasis(visits));
    case 'compound-symmetry':
      return linear(name, visits, visits < 2 ? toeplitzBasis(visits) : exchangeableBasis(visits));
    case 'diagonal':
      return linear(
        name,
        visits,
        unstructuredBasis(visits).filter(({ cells }) => cells[0]![0] === cells[0]![1]),
      );
    case 'independence':
      return linear(name, visits, toeplitzBasis(visits).slice(0, 1));
    case 'heterogeneous-toeplitz':
      return scaled(name, visits, true, toeplitzCorrelation(visits));
    case 'autoregressive':
      return scaled(name, visits, false, autoregressive(visits));
    case 'heterogeneous-autoregressive':
      return scaled(name, visits, true, autoregressive(visits));
    case 'heterogeneous-compound-symmetry':
      return scaled(name, visits, true, exchangeable(visits));
    case 'antedependence':
      return scaled(name, visits, false, antedependence(visits));
    case 'heterogeneous-antedependence':
      return scaled(name, visits, true, antedependence(visits));
    case 'spatial-exponential':
      return spatial(name, requireTimes(visits, times));
    default:
      throw argumentError(
        'mixed-model-repeated-measures',
        'covariance',
        'is no covariance structure',
        String(name),
        `one of ${covarianceStructureNames.join(', ')}`,
      );
  }
}

/** Searched by the correlation of the visits closest in time, reported by the range. */
function spatial(name: CovarianceStructureName, times: Float64Array): CovarianceStructure {
  const visits = times.length;
  const structure = scaled(name, visits, false, exponentialDecay(times));
  if (visits < 2) return structure;
  return {
    ...structure,
    search: {
      structure: scaled(name, visits, false, powerDecay(times)),
      bounded: 1,
      natural: ([variance, correlation]) => Float64Array.of(variance!, rangeOf(times, correlation!)),
    },
  };
}

function requireTimes(visits: number, times: readonly (number | null)[] | null): Float64Array {
  const list = times ?? [];
  const known = list.filter((time): time is number => time !== null && Number.isFinite(time));
  if (known.length !== visits || new Set(known).size !== visits) {
    throw argumentError(
      'mixed-model-repeated-measures',
      'visitTimes',
      'does not give every visit a time of its own',
      list.length === 0 ? 'none' : list.join(', '),
      `${visits} distinct numbers, as spatial-exponential needs`,
    );
  }
  return Float64Array.from(known);
}

interface Basis {
  readonly name: string;
  /** Cells on or below the diagonal that hold the parameter; their mirror images do too. */
  readonly cells: readonly (readonly [row: number, column: number])[];
}

/** Every variance and covariance a parameter of its own, row after row. */
function unstructuredBasis(visits: number): readonly Basis[] {
  return Array.from({ length: visits }, (_, row) =>
    Array.from({ length: row + 1 }, (__, column) => ({
      name: `covariance(${row + 1},${column + 1})`,
      cells: [[row, column] as const],
    })),
  ).flat();
}

/** One covariance for each distance between visits. */
function toeplitzBasis(visits: number): readonly Basis[] {
  return Array.from({ length: visits }, (_, lag) => ({
    name: lag === 0 ? 'variance' : `covariance at lag ${lag}`,
    cells: Array.from({ length: visits - lag }, (__, column) => [column + lag, column] as const),
  }));
}

function exchangeableBasis(visits: number): readonly Basis[] {
  const [variance, ...lags] = toeplitzBasis(visits);
  return [variance!, { name: 'covariance', cells: lags.flatMap(({ cells }) => cells) }];
}

/** Structures whose parameters are the variances and covariances themselves; second derivatives are 0. */
function linear(name: CovarianceStructureName, visits: number, basis: readonly Basis[]): CovarianceStructure {
  const derivatives = basis.map(({ cells }) => {
    const matrix = new Float64Array(visits * visits);
    for (const [row, column] of cells) {
      matrix[row * visits + column] = 1;
      matrix[column * visits + row] = 1;
    }
    return matrix;
  });
  const heterogeneous = name === 'unstructured' || name === 'diagonal';
  return {
    name,
    visits,
    parameters: basis.map((one) => one.name),
    heterogeneous,
    start: (deviations, partials) => {
      const correlations = correlationsOfPartials(
        visits,
        heterogeneous ? partials : impliedPartials(name, visits, partials),
      );
      const mean = meanSquare(deviations, visits);
      return Float64Array.from(basis, ({ cells: [[row, column] = [0, 0]] }) => {
        const scale = heterogeneous ? deviations[row]! * deviations[column]! : mean;
        return scale * correlations[row * visits + column]!;
      });
    },
    matrix: (parameters) => {
      const matrix = new Float64Array(visits * visits);
      for (const [index, { cells }] of basis.entries()) {
        for (const [row, column] of cells) {
          if (row === column && !(parameters[index]! > 0)) return null;
          matrix[row * visits + column] = parameters[index]!;
          matrix[column * visits + row] = parameters[index]!;
        }
      }
      return matrix;
    },
    firstDerivatives: () => derivatives,
    secondDerivative: () => null,
  };
}

/** Partial correlations of the nearest matrix with one correlation for each distance, or one for all. */
function impliedPartials(
  name: CovarianceStructureName,
  visits: number,
  partials: PartialCorrelations,
): PartialCorrelations {
  const means = meanByLag(visits, partials);
  return name === 'compound-symmetry' && visits > 1
    ? commonCorrelation(possibleCommon(visits, means(1, 0)))
    : means;
}

function meanSquare(deviations: ArrayLike<number>, visits: number): number {
  let sum = 0;
  for (let visit = 0; visit < visits; visit += 1) sum += deviations[visit]! ** 2;
  return sum / visits;
}

/** A correlation matrix scaled by standard deviations whose squares are parameters: one for all visits, or one each. */
function scaled(
  name: CovarianceStructureName,
  visits: number,
  heterogeneous: boolean,
  correlation: CorrelationModel,
): CovarianceStructure {
  const variances = heterogeneous ? visits : 1;
  const size = visits * visits;
  const varianceOf = (parameters: Float64Array, visit: number) => parameters[heterogeneous ? visit : 0]!;
  /** Multiplies a matrix on the correlation scale by the standard deviations of its row and column. */
  const scale = (parameters: Float64Array, matrix: Float64Array) => {
    const product = new Float64Array(size);
    for (let row = 0; row < visits; row += 1) {
      for (let column = 0; column < visits; column += 1) {
        const factor = Math.sqrt(varianceOf(parameters, row) * varianceOf(parameters, column));
        product[row * visits + column] = factor * matrix[row * visits + column]!;
      }
    }
    return product;
  };
  /** ∂/∂v of a matrix that is the product of standard deviations and numbers without v, by the variance at `index`. */
  const byVariance = (parameters: Float64Array, matrix: Float64Array, index: number) => {
    const derivative = new Float64Array(size);
    const variance = parameters[index]!;
    for (let row = 0; row < visits; row += 1) {
      for (let column = 0; column < visits; column += 1) {
        const cell = row * visits + column;
        const power = heterogeneous ? (Number(row === index) + Number(column === index)) / 2 : 1;
        derivative[cell] = (power * matrix[cell]!) / variance;
      }
    }
    return derivative;
  };
  const correlations = (parameters: Float64Array) => parameters.subarray(variances);
  const matrixOf = (parameters: Float64Array): Float64Array | null => {
    for (let index = 0; index < variances; index += 1) if (!(parameters[index]! > 0)) return null;
    const matrix = correlation.matrix(correlations(parameters));
    return matrix === null ? null : scale(parameters, matrix);
  };
  return {
    name,
    visits,
    parameters: [
      ...Array.from({ length: variances }, (_, index) =>
        heterogeneous ? `variance(${index + 1})` : 'variance',
      ),
      ...correlation.parameters,
    ],
    heterogeneous,
    start: (deviations, partials) =>
      Float64Array.from([
        ...(heterogeneous
          ? Array.from(deviations, (deviation) => deviation * deviation)
          : [meanSquare(deviations, visits)]),
        ...correlation.start(partials),
      ]),
    matrix: matrixOf,
    firstDerivatives: (parameters) => {
      const matrix = matrixOf(parameters)!;
      return [
        ...Array.from({ length: variances }, (_, index) => byVariance(parameters, matrix, index)),
        ...correlation.firstDerivatives(correlations(parameters)).map((one) => scale(parameters, one)),
      ];
    },
    secondDerivative: (parameters, j, k) => {
      const [low, high] = j < k ? [j, k] : [k, j];
      if (low >= variances) {
        const second = correlation.secondDerivative(
          correlations(parameters),
          low - variances,
          high - variances,
        );
        return second === null ? null : scale(parameters, second);
      }
      if (high >= variances) {
        const first = correlation.firstDerivatives(correlations(parameters))[high - variances]!;
        return byVariance(parameters, scale(parameters, first), low);
      }
      if (!heterogeneous) return null;
      return byVariances(parameters, matrixOf(parameters)!, visits, low, high);
    },
  };
}

/** ∂²/∂v∂w of √(v w) ρ and of v: ρ √(v w) / (4 v w) off the diagonal, −ρ √(v w) / (4 v²) for the same variance twice. */
function byVariances(
  parameters: Float64Array,
  matrix: Float64Array,
  visits: number,
  low: number,
  high: number,
): Float64Array {
  const derivative = new Float64Array(visits * visits);
  if (low !== high) {
    const value = matrix[low * visits + high]! / (4 * parameters[low]! * parameters[high]!);
    derivative[low * visits + high] = value;
    derivative[high * visits + low] = value;
    return derivative;
  }
  for (let other = 0; other < visits; other += 1) {
    if (other === low) continue;
    const value = -matrix[low * visits + other]! / (4 * parameters[low]! ** 2);
    derivative[low * visits + other] = value;
    derivative[other * visits + low] = value;
  }
  return derivative;
}
