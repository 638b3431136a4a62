import { cholesky } from '../../math/linear-algebra/cholesky.js';

/**
 * The correlation of visits `first` and `first + lag` given those between, from -1 to 1. Any such numbers belong to one
 * positive definite correlation matrix, which is why searches start from them.
 */
export type PartialCorrelations = (lag: number, first: number) => number;

/** The same correlation for all pairs of visits; above −1 / (visits − 1). */
export function commonCorrelation(correlation: number): PartialCorrelations {
  return (lag) => correlation / (1 + (lag - 1) * correlation);
}

/** The mean over pairs of visits the same number of visits apart: those of a Toeplitz matrix. */
export function meanByLag(visits: number, partials: PartialCorrelations): PartialCorrelations {
  const means = Array.from({ length: visits }, (_, lag) => {
    let sum = 0;
    for (let first = 0; first + lag < visits; first += 1) sum += lag === 0 ? 1 : partials(lag, first);
    return sum / (visits - lag);
  });
  return (lag) => means[lag]!;
}

/**
 * The correlation matrix, visits², that has these partial correlations.
 * Source: Joe H. J Multivar Anal 2006;97:2177-2189, equation 2.
 */
export function correlationsOfPartials(visits: number, partials: PartialCorrelations): Float64Array {
  const matrix = new Float64Array(visits * visits);
  for (let visit = 0; visit < visits; visit += 1) matrix[visit * (visits + 1)] = 1;
  for (let lag = 1; lag < visits; lag += 1) {
    for (let first = 0; first + lag < visits; first += 1) {
      const last = first + lag;
      const { product, left, right } = explainedBetween(matrix, visits, first, last);
      const value = product + partials(lag, first) * Math.sqrt((1 - left) * (1 - right));
      matrix[first * visits + last] = value;
      matrix[last * visits + first] = value;
    }
  }
  return matrix;
}

/**
 * Partial correlations of a matrix of correlations, held within ±`limit` where it is not positive definite or nearly
 * so.
 */
export function partialsOfCorrelations(
  visits: number,
  correlations: Float64Array,
  limit: number,
): PartialCorrelations {
  const partials = new Float64Array(visits * visits);
  const matrix = new Float64Array(visits * visits);
  for (let visit = 0; visit < visits; visit += 1) matrix[visit * (visits + 1)] = 1;
  for (let lag = 1; lag < visits; lag += 1) {
    for (let first = 0; first + lag < visits; first += 1) {
      const last = first + lag;
      const { product, left, right } = explainedBetween(matrix, visits, first, last);
      const root = Math.sqrt((1 - left) * (1 - right));
      const own = (correlations[first * visits + last]! - product) / root;
      const partial = Math.max(-limit, Math.min(limit, own));
      partials[first * visits + last] = partial;
      matrix[first * visits + last] = product + partial * root;
      matrix[last * visits + first] = product + partial * root;
    }
  }
  return (lag, first) => partials[first * visits + first + lag]!;
}

/** What the visits between two explain of their product and of the variance of each. */
function explainedBetween(matrix: Float64Array, visits: number, first: number, last: number) {
  const between = last - first - 1;
  if (between === 0) return { product: 0, left: 0, right: 0 };
  const inner = new Float64Array(between * between);
  const toFirst = new Float64Array(between);
  const toLast = new Float64Array(between);
  for (let row = 0; row < between; row += 1) {
    const offset = (first + 1 + row) * visits;
    toFirst[row] = matrix[offset + first]!;
    toLast[row] = matrix[offset + last]!;
    for (let column = 0; column < between; column += 1) {
      inner[row * between + column] = matrix[offset + first + 1 + column]!;
    }
  }
  const factor = cholesky(inner, between)!;
  const [left, right] = [factor.solveLower(toFirst), factor.solveLower(toLast)];
  const dot = (a: Float64Array, b: Float64Array) =>
    a.reduce((sum, value, index) => sum + value * b[index]!, 0);
  return { product: dot(left, right), left: dot(left, left), right: dot(right, right) };
}

/**
 * Partial correlations spread evenly over those possible: `index` counts points of an additive recurrence. Those of
 * visits far apart are smaller, so that matrices of many visits stay clear of singular ones.
 * Source: Niederreiter H. Random Number Generation and Quasi-Monte Carlo Methods 1992: section 3.
 */
export function scatteredPartials(visits: number, index: number): PartialCorrelations {
  const dimensions = (visits * (visits - 1)) / 2;
  // The positive root of φ^(dimensions + 1) = φ + 1: the golden ratio in one dimension.
  let ratio = 2;
  for (let step = 0; step < 40; step += 1) ratio = (1 + ratio) ** (1 / (dimensions + 1));
  return (lag, first) => {
    const dimension = (lag - 1) * visits - ((lag - 1) * lag) / 2 + first;
    const share = (0.5 + (index + 1) * ratio ** -(dimension + 1)) % 1;
    return (1.9 * share - 0.95) / Math.max(1, lag / 2);
  };
}
