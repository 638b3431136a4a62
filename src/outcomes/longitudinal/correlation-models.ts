import { correlationsOfPartials, meanByLag, type PartialCorrelations } from './partial-correlations.js';

/** A correlation matrix as a function of its parameters, with derivatives; see `CovarianceStructure`. */
export interface CorrelationModel {
  readonly parameters: readonly string[];
  /** Parameters of a positive definite matrix with these partial correlations, or near them. */
  start(partials: PartialCorrelations): readonly number[];
  /** null where a parameter is outside its range. */
  matrix(parameters: Float64Array): Float64Array | null;
  firstDerivatives(parameters: Float64Array): readonly Float64Array[];
  secondDerivative(parameters: Float64Array, j: number, k: number): Float64Array | null;
}

/** Fills a symmetric matrix from its cells above the diagonal; the diagonal is `diagonal`. */
function symmetric(
  visits: number,
  diagonal: number,
  cell: (row: number, column: number) => number,
): Float64Array {
  const matrix = new Float64Array(visits * visits);
  for (let row = 0; row < visits; row += 1) {
    matrix[row * visits + row] = diagonal;
    for (let column = row + 1; column < visits; column += 1) {
      const value = cell(row, column);
      matrix[row * visits + column] = value;
      matrix[column * visits + row] = value;
    }
  }
  return matrix;
}

const withinOne = (parameters: Float64Array) => parameters.every((value) => Math.abs(value) < 1);

/** One correlation of all pairs must be above −1 / (visits − 1). */
export function possibleCommon(visits: number, correlation: number): number {
  return Math.max(correlation, -0.95 / (visits - 1));
}

/** One correlation for each distance between visits. */
export function toeplitzCorrelation(visits: number): CorrelationModel {
  const lags = Math.max(visits - 1, 0);
  const indicators = Array.from({ length: lags }, (_, lag) =>
    symmetric(visits, 0, (row, column) => (column - row === lag + 1 ? 1 : 0)),
  );
  return {
    parameters: indicators.map((_, lag) => `correlation at lag ${lag + 1}`),
    start: (partials) =>
      Array.from(correlationsOfPartials(visits, meanByLag(visits, partials)).subarray(1, visits)),
    matrix: (parameters) =>
      withinOne(parameters) ? symmetric(visits, 1, (row, column) => parameters[column - row - 1]!) : null,
    firstDerivatives: () => indicators,
    secondDerivative: () => null,
  };
}

/** One correlation for all pairs of visits. */
export function exchangeable(visits: number): CorrelationModel {
  const ones = symmetric(visits, 0, () => 1);
  return {
    parameters: visits > 1 ? ['correlation'] : [],
    start: (partials) => (visits > 1 ? [possibleCommon(visits, meanByLag(visits, partials)(1, 0))] : []),
    matrix: (parameters) => (withinOne(parameters) ? symmetric(visits, 1, () => parameters[0]!) : null),
    firstDerivatives: () => (visits > 1 ? [ones] : []),
    secondDerivative: () => null,
  };
}

/** Correlation ρ^d of visits d apart in order. */
export function autoregressive(visits: number): CorrelationModel {
  const power = (rho: number, exponent: number) => (exponent < 0 ? 0 : rho ** exponent);
  return {
    parameters: visits > 1 ? ['correlation'] : [],
    start: (partials) => (visits > 1 ? [meanByLag(visits, partials)(1, 0)] : []),
    matrix: (parameters) =>
      withinOne(parameters) ? symmetric(visits, 1, (row, column) => parameters[0]! ** (column - row)) : null,
    firstDerivatives: ([rho]) =>
      rho === undefined
        ? []
        : [symmetric(visits, 0, (row, column) => (column - row) * power(rho, column - row - 1))],
    secondDerivative: ([rho]) =>
      symmetric(
        visits,
        0,
        (row, column) => (column - row) * (column - row - 1) * power(rho!, column - row - 2),
      ),
  };
}

/** Neighbouring visits have a correlation each; the correlation of others is the product along the way. */
export function antedependence(visits: number): CorrelationModel {
  /** Product of the correlations from `row` to `column` without those of `left` and `right`. */
  const product = (
    parameters: Float64Array,
    row: number,
    column: number,
    left: number | null,
    right: number | null,
  ) => {
    let value = 1;
    for (const skipped of [left, right]) {
      if (skipped !== null && (skipped < row || skipped >= column)) return 0;
    }
    for (let step = row; step < column; step += 1) {
      if (step !== left && step !== right) value *= parameters[step]!;
    }
    return value;
  };
  const steps = Array.from({ length: Math.max(visits - 1, 0) }, (_, step) => step);
  return {
    parameters: steps.map((step) => `correlation(${step + 1},${step + 2})`),
    start: (partials) => steps.map((step) => partials(1, step)),
    matrix: (parameters) =>
      withinOne(parameters)
        ? symmetric(visits, 1, (row, column) => product(parameters, row, column, null, null))
        : null,
    firstDerivatives: (parameters) =>
      steps.map((step) =>
        symmetric(visits, 0, (row, column) => product(parameters, row, column, step, null)),
      ),
    secondDerivative: (parameters, j, k) =>
      j === k ? null : symmetric(visits, 0, (row, column) => product(parameters, row, column, j, k)),
  };
}

/** Correlation exp(−d / range) of visits d apart in time (SAS `SP(EXP)`); at a range of 0 there is none. */
export function exponentialDecay(times: Float64Array): CorrelationModel {
  const visits = times.length;
  const gap = (row: number, column: number) => Math.abs(times[column]! - times[row]!);
  const power = powerDecay(times);
  /** Function of distance / range; 0 at a range of 0, where the correlation and all its derivatives vanish. */
  const cell = (range: number, value: (ratio: number) => number) =>
    symmetric(visits, 0, (row, column) => (range === 0 ? 0 : value(gap(row, column) / range)));
  return {
    parameters: visits > 1 ? ['range'] : [],
    start: (partials) => power.start(partials).map((correlation) => rangeOf(times, correlation)),
    matrix: (parameters) => {
      const range = parameters[0] ?? 1;
      if (!(range >= 0)) return null;
      return symmetric(visits, 1, (row, column) => (range === 0 ? 0 : Math.exp(-gap(row, column) / range)));
    },
    firstDerivatives: ([range]) =>
      range === undefined ? [] : [cell(range, (ratio) => (Math.exp(-ratio) * ratio) / range)],
    secondDerivative: ([range]) =>
      cell(range!, (ratio) => (Math.exp(-ratio) * ratio * (ratio - 2)) / (range! * range!)),
  };
}

/**
 * The same correlations by that of the two visits closest in time, κ: κ^(d / shortest distance). Unlike the range, it
 * has a slope where the correlation vanishes, so that a search sees whether the likelihood rises from there.
 */
export function powerDecay(times: Float64Array): CorrelationModel {
  const visits = times.length;
  const shortest = shortestGap(times);
  const exponent = (row: number, column: number) => Math.abs(times[column]! - times[row]!) / shortest;
  /** factor · κ^exponent; a root of 0 below the first power counts as 0. */
  const term = (factor: number, kappa: number, power: number) =>
    factor === 0 || (kappa === 0 && power !== 0) ? 0 : factor * kappa ** power;
  return {
    parameters: visits > 1 ? ['correlation of the visits closest in time'] : [],
    start: (partials) => {
      if (visits < 2) return [];
      const typical = (Math.max(...times) - Math.min(...times)) / (visits - 1);
      const neighbours = Math.min(Math.max(meanByLag(visits, partials)(1, 0), 0), 0.98);
      return [neighbours ** (shortest / typical)];
    },
    matrix: (parameters) => {
      const kappa = parameters[0] ?? 0;
      return kappa >= 0 && kappa < 1
        ? symmetric(visits, 1, (row, column) => kappa ** exponent(row, column))
        : null;
    },
    firstDerivatives: ([kappa]) =>
      kappa === undefined
        ? []
        : [
            symmetric(visits, 0, (row, column) => {
              const power = exponent(row, column);
              return term(power, kappa, power - 1);
            }),
          ],
    secondDerivative: ([kappa]) =>
      symmetric(visits, 0, (row, column) => {
        const power = exponent(row, column);
        return term(power * (power - 1), kappa!, power - 2);
      }),
  };
}

/** The range that gives visits closest in time this correlation. */
export function rangeOf(times: Float64Array, correlation: number): number {
  return correlation > 0 ? -shortestGap(times) / Math.log(correlation) : 0;
}

function shortestGap(times: Float64Array): number {
  const sorted = Float64Array.from(times).sort();
  let shortest = Number.POSITIVE_INFINITY;
  for (let visit = 1; visit < sorted.length; visit += 1) {
    shortest = Math.min(shortest, sorted[visit]! - sorted[visit - 1]!);
  }
  return shortest;
}
