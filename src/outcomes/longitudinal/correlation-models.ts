/** A correlation matrix as a function of its parameters, with derivatives; see `CovarianceStructure`. */
export interface CorrelationModel {
  readonly parameters: readonly string[];
  /** Parameters near one correlation for all pairs of visits. */
  start(correlation: number): readonly number[];
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

/** One correlation for each distance between visits. */
export function toeplitzCorrelation(visits: number): CorrelationModel {
  const lags = Math.max(visits - 1, 0);
  const indicators = Array.from({ length: lags }, (_, lag) =>
    symmetric(visits, 0, (row, column) => (column - row === lag + 1 ? 1 : 0)),
  );
  return {
    parameters: indicators.map((_, lag) => `correlation at lag ${lag + 1}`),
    start: (correlation) => indicators.map(() => correlation),
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
    start: (correlation) => (visits > 1 ? [correlation] : []),
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
    start: (correlation) => (visits > 1 ? [correlation] : []),
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
    start: (correlation) => steps.map(() => correlation),
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

/** Correlation exp(−d / range) of visits d apart in time (SAS `SP(EXP)`). */
export function exponentialDecay(times: Float64Array): CorrelationModel {
  const visits = times.length;
  const gap = (row: number, column: number) => Math.abs(times[column]! - times[row]!);
  const sorted = Float64Array.from(times).sort();
  const typical = visits > 1 ? (sorted.at(-1)! - sorted[0]!) / (visits - 1) : 1;
  return {
    parameters: visits > 1 ? ['range'] : [],
    start: (correlation) =>
      visits > 1 ? [typical / -Math.log(Math.min(Math.max(correlation, 0.1), 0.9))] : [],
    matrix: (parameters) => {
      const range = parameters[0] ?? 1;
      return range > 0 ? symmetric(visits, 1, (row, column) => Math.exp(-gap(row, column) / range)) : null;
    },
    firstDerivatives: ([range]) =>
      range === undefined
        ? []
        : [
            symmetric(visits, 0, (row, column) => {
              const ratio = gap(row, column) / range;
              return (Math.exp(-ratio) * ratio) / range;
            }),
          ],
    secondDerivative: ([range]) =>
      symmetric(visits, 0, (row, column) => {
        const ratio = gap(row, column) / range!;
        return (Math.exp(-ratio) * ratio * (ratio - 2)) / (range! * range!);
      }),
  };
}
