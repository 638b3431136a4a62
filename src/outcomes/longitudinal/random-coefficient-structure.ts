import type { CovarianceStructure } from './covariance-structure.js';
import { meanByLag, type PartialCorrelations } from './partial-correlations.js';

/** V = Z G Zᵀ + σ² I at planned times: G of an intercept, or of an intercept and a slope over time. */
export type RandomCoefficients = 'intercept' | 'intercept-and-slope';

/** Names of the parameters of `randomCoefficientStructure`, in their order. */
const parameterNames = {
  intercept: ['variance of intercepts', 'variance of residuals'],
  'intercept-and-slope': [
    'variance of intercepts',
    'covariance of intercepts and slopes',
    'variance of slopes',
    'variance of residuals',
  ],
} as const;

/**
 * The covariance of visits that subjects with a random intercept, or a random intercept and slope, have. It is linear in
 * the variances and covariances of the coefficients, which are not held to a non-negative definite matrix here: only the
 * covariance of the visits must be positive definite.
 */
export function randomCoefficientStructure(
  times: Float64Array,
  random: RandomCoefficients,
): CovarianceStructure {
  const visits = times.length;
  const ones = new Float64Array(visits).fill(1);
  const derivatives =
    random === 'intercept'
      ? [product(ones, ones), identity(visits)]
      : [product(ones, ones), product(ones, times, true), product(times, times), identity(visits)];
  const meanSquare = times.reduce((sum, time) => sum + time * time, 0) / visits;
  return {
    name: 'random-coefficients',
    visits,
    parameters: parameterNames[random],
    heterogeneous: false,
    start: (deviations, partials) => {
      const variance = meanVariance(deviations, visits);
      const shared = sharedPart(visits, partials) * variance;
      const rest = variance - shared;
      return Float64Array.from(
        random === 'intercept' ? [shared, rest] : [shared, 0, (0.1 * shared) / (meanSquare || 1), rest],
      );
    },
    matrix: (parameters) => {
      if (!(parameters.at(-1)! > 0)) return null;
      const matrix = new Float64Array(visits * visits);
      derivatives.forEach((derivative, index) => {
        for (let cell = 0; cell < matrix.length; cell += 1) {
          matrix[cell]! += parameters[index]! * derivative[cell]!;
        }
      });
      return matrix;
    },
    firstDerivatives: () => derivatives,
    secondDerivative: () => null,
  };
}

/**
 * The edge of the random intercepts and slopes that are possible: all subjects' coefficients lie on one line, so that G
 * is the product of (a, b) with itself. `direction` is a first guess of (a, b) up to its length.
 */
export function singularCoefficientStructure(
  times: Float64Array,
  direction: readonly [number, number],
): CovarianceStructure {
  const visits = times.length;
  const ones = new Float64Array(visits).fill(1);
  const loading = ([a, b]: Float64Array) => times.map((time) => a! + b! * time);
  const seconds = [product(ones, ones, true), product(ones, times, true), product(times, times, true)];
  return {
    name: 'random-coefficients',
    visits,
    parameters: ['deviation of intercepts', 'deviation of slopes', 'variance of residuals'],
    heterogeneous: false,
    start: (deviations, partials) => {
      const variance = meanVariance(deviations, visits);
      const shared = sharedPart(visits, partials) * variance;
      const length = Math.sqrt(
        loading(Float64Array.from(direction)).reduce((sum, value) => sum + value * value, 0) / visits,
      );
      const factor = length > 0 ? Math.sqrt(shared) / length : 0;
      return Float64Array.from([direction[0] * factor, direction[1] * factor, variance - shared]);
    },
    matrix: (parameters) => {
      const residual = parameters[2]!;
      if (!(residual > 0)) return null;
      const own = loading(parameters);
      const matrix = product(own, own);
      for (let visit = 0; visit < visits; visit += 1) matrix[visit * (visits + 1)]! += residual;
      return matrix;
    },
    firstDerivatives: (parameters) => {
      const own = loading(parameters);
      return [product(ones, own, true), product(times, own, true), identity(visits)];
    },
    secondDerivative: (_, j, k) => (j === 2 || k === 2 ? null : seconds[j + k]!),
  };
}

/** Share of the variance that the outcomes of a subject have in common: their correlation, away from its ends. */
function sharedPart(visits: number, partials: PartialCorrelations): number {
  return visits > 1 ? Math.min(Math.max(meanByLag(visits, partials)(1, 0), 0.05), 0.9) : 0.05;
}

function meanVariance(deviations: ArrayLike<number>, visits: number): number {
  let sum = 0;
  for (let visit = 0; visit < visits; visit += 1) sum += deviations[visit]! ** 2;
  return sum / visits;
}

function identity(visits: number): Float64Array {
  const matrix = new Float64Array(visits * visits);
  for (let visit = 0; visit < visits; visit += 1) matrix[visit * (visits + 1)] = 1;
  return matrix;
}

/** left · rightᵀ, and its mirror image added where asked. */
function product(left: Float64Array, right: Float64Array, both = false): Float64Array {
  const size = left.length;
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      matrix[row * size + column] = left[row]! * right[column]! + (both ? right[row]! * left[column]! : 0);
    }
  }
  return matrix;
}
