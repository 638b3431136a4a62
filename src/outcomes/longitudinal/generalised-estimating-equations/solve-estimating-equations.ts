import type { NotEstimableReason } from '../../../core/estimable.js';
import { type CholeskyFactor, cholesky } from '../../../math/linear-algebra/cholesky.js';
import { multiplyMatrices } from '../../../math/linear-algebra/matrix-products.js';
import type { MarginalFamily } from './marginal-family.js';
import {
  type ClusteredRows,
  type MomentRule,
  type WorkingCorrelation,
  workingMatrix,
} from './working-correlation.js';

export interface EstimatingRows extends ClusteredRows {
  readonly outcome: Float64Array;
  /** rows × columns, row after row; columns of full rank. */
  readonly design: Float64Array;
  readonly columns: number;
}

export interface EstimatingSolution {
  readonly status: 'converged' | NotEstimableReason;
  readonly coefficients: Float64Array;
  /** Inverse of the information under the working correlation, times the dispersion. */
  readonly modelCovariance: Float64Array;
  /** Sandwich (Liang and Zeger 1986), and with residuals corrected for leverage (Mancl and DeRouen 2001). */
  readonly robustCovariance: Float64Array;
  readonly correctedCovariance: Float64Array;
  readonly dispersion: number;
  /** visits × visits. */
  readonly correlation: Float64Array;
  readonly iterations: number;
}

/** Solves the equations by turns: moments of the residuals, then a Gauss-Newton step of the coefficients. */
export function solveEstimatingEquations(
  rows: EstimatingRows,
  family: MarginalFamily,
  kind: WorkingCorrelation,
  rule: MomentRule,
  maximumIterations: number,
): EstimatingSolution {
  const { columns, visits } = rows;
  const independent = workingMatrix('independence', rule, rows, rows.outcome, 1, columns)!;
  const started = start(rows, family, independent);
  if (typeof started === 'string') return failed(started, rows, 0);
  let coefficients = started;
  let correlation = independent;
  let dispersion = 1;
  for (let iteration = 1; iteration <= maximumIterations; iteration += 1) {
    const state = evaluate(rows, family, coefficients);
    if (state === null)
      return failed(family.link === 'logit' ? 'separated' : 'not-converged', rows, iteration);
    dispersion = dispersionOf(state.residuals, rule, columns);
    if (!(dispersion > 1e-24)) {
      return failed(family.name === 'binomial' ? 'separated' : 'no-variation', rows, iteration);
    }
    const matrix = workingMatrix(kind, rule, rows, state.residuals, dispersion, columns);
    if (matrix === null || cholesky(matrix, visits) === null) {
      return failed(isExtreme(family, state) ? 'separated' : 'not-converged', rows, iteration);
    }
    const change = correlation.reduce(
      (most, value, cell) => Math.max(most, Math.abs(value - matrix[cell]!)),
      0,
    );
    correlation = matrix;
    const step = gaussNewtonStep(rows, state, correlation);
    if (step === null) return failed('separated', rows, iteration);
    coefficients = coefficients.map((value, column) => value + step[column]!);
    const moved = step.reduce(
      (most, value, column) => Math.max(most, Math.abs(value) / Math.max(1, Math.abs(coefficients[column]!))),
      0,
    );
    if (family.link !== 'identity' && coefficients.some((value) => Math.abs(value) > 1e3)) {
      return failed('separated', rows, iteration);
    }
    if (moved < 1e-12 && iteration > 1 && change < 1e-12) {
      return describe(rows, family, coefficients, correlation, dispersion, iteration);
    }
  }
  const last = evaluate(rows, family, coefficients);
  const extreme = last !== null && isExtreme(family, last);
  return failed(extreme ? 'separated' : 'not-converged', rows, maximumIterations);
}

/** Whether some yes/no outcome is predicted all but surely, as coefficients that grow for ever do. */
function isExtreme(family: MarginalFamily, { means }: State): boolean {
  return family.name === 'binomial' && means.some((mean) => mean < 1e-6 || mean > 1 - 1e-6);
}

/** Coefficients of independent rows, from the mean of all outcomes. */
function start(
  rows: EstimatingRows,
  family: MarginalFamily,
  independent: Float64Array,
): Float64Array | NotEstimableReason {
  const { outcome, columns, design } = rows;
  const mean = outcome.reduce((sum, value) => sum + value, 0) / outcome.length;
  if (!family.allows(mean)) return 'no-variation';
  // Means between each outcome and the common mean give every row a possible predictor.
  const target = outcome.map((value) => family.predictor((value + 3 * mean) / 4));
  const cross = new Float64Array(columns * columns);
  const right = new Float64Array(columns);
  for (let row = 0; row < outcome.length; row += 1) {
    for (let one = 0; one < columns; one += 1) {
      const value = design[row * columns + one]!;
      right[one]! += value * target[row]!;
      for (let two = 0; two < columns; two += 1)
        cross[one * columns + two]! += value * design[row * columns + two]!;
    }
  }
  const factor = cholesky(cross, columns);
  if (factor === null) return 'collinear';
  let coefficients = factor.solve(right);
  for (let iteration = 0; iteration < 6; iteration += 1) {
    const state = evaluate(rows, family, coefficients);
    const step = state === null ? null : gaussNewtonStep(rows, state, independent);
    if (step === null) break;
    let share = 1;
    for (; share > 1e-3; share /= 2) {
      const trial = coefficients.map((value, column) => value + share * step[column]!);
      if (evaluate(rows, family, trial) === null) continue;
      coefficients = trial;
      break;
    }
  }
  return coefficients;
}

interface State {
  readonly means: Float64Array;
  /** (y - mean) over the root of the variance. */
  readonly residuals: Float64Array;
  /** Slope of the mean over the root of the variance. */
  readonly scale: Float64Array;
}

/** null where a mean is outside what the family allows. */
function evaluate(
  { outcome, design, columns }: EstimatingRows,
  family: MarginalFamily,
  coefficients: Float64Array,
): State | null {
  const n = outcome.length;
  const means = new Float64Array(n);
  const residuals = new Float64Array(n);
  const scale = new Float64Array(n);
  for (let row = 0; row < n; row += 1) {
    let predictor = 0;
    for (let column = 0; column < columns; column += 1)
      predictor += design[row * columns + column]! * coefficients[column]!;
    const mean = family.mean(predictor);
    if (!family.allows(mean)) return null;
    const spread = Math.sqrt(family.variance(mean));
    means[row] = mean;
    residuals[row] = (outcome[row]! - mean) / spread;
    scale[row] = family.slope(mean) / spread;
  }
  return { means, residuals, scale };
}

function dispersionOf(residuals: Float64Array, rule: MomentRule, parameters: number): number {
  const squares = residuals.reduce((sum, value) => sum + value * value, 0);
  return squares / Math.max(1, residuals.length - (rule === 'degrees-of-freedom' ? parameters : 0));
}

/** Inverses of the working correlation for the visits that subjects have, each made once. */
function inverses(rows: EstimatingRows, correlation: Float64Array): (subject: number) => Float64Array {
  const { start: first, visit, visits } = rows;
  const known = new Map<string, Float64Array>();
  return (subject) => {
    const own = visit.subarray(first[subject]!, first[subject + 1]!);
    const key = own.join(' ');
    const found = known.get(key);
    if (found !== undefined) return found;
    const part = new Float64Array(own.length * own.length);
    own.forEach((one, row) => {
      own.forEach((two, column) => {
        part[row * own.length + column] = correlation[one * visits + two]!;
      });
    });
    const inverse = cholesky(part, own.length)!.inverse();
    known.set(key, inverse);
    return inverse;
  };
}

/** Calls `visit` with each subject's scaled design M (n × p, row after row), R⁻¹M and R⁻¹r. */
function eachSubject(
  rows: EstimatingRows,
  state: State,
  correlation: Float64Array,
  visitSubject: (
    n: number,
    first: number,
    scaled: Float64Array,
    weighted: Float64Array,
    inverse: Float64Array,
  ) => void,
): void {
  const { start: starts, columns, design } = rows;
  const inverseOf = inverses(rows, correlation);
  for (let subject = 0; subject + 1 < starts.length; subject += 1) {
    const first = starts[subject]!;
    const n = starts[subject + 1]! - first;
    const inverse = inverseOf(subject);
    const scaled = new Float64Array(n * columns);
    const weighted = new Float64Array(n * columns);
    for (let row = 0; row < n; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        scaled[row * columns + column] =
          state.scale[first + row]! * design[(first + row) * columns + column]!;
      }
    }
    for (let row = 0; row < n; row += 1) {
      for (let other = 0; other < n; other += 1) {
        const factor = inverse[row * n + other]!;
        for (let column = 0; column < columns; column += 1) {
          weighted[row * columns + column]! += factor * scaled[other * columns + column]!;
        }
      }
    }
    visitSubject(n, first, scaled, weighted, inverse);
  }
}

/** Information Σ M'R⁻¹M and score Σ M'R⁻¹r. */
function equations(rows: EstimatingRows, state: State, correlation: Float64Array) {
  const { columns } = rows;
  const information = new Float64Array(columns * columns);
  const score = new Float64Array(columns);
  eachSubject(rows, state, correlation, (n, first, scaled, weighted) => {
    for (let row = 0; row < n; row += 1) {
      for (let one = 0; one < columns; one += 1) {
        const factor = weighted[row * columns + one]!;
        score[one]! += factor * state.residuals[first + row]!;
        for (let two = 0; two < columns; two += 1) {
          information[one * columns + two]! += factor * scaled[row * columns + two]!;
        }
      }
    }
  });
  return { information, score };
}

function gaussNewtonStep(rows: EstimatingRows, state: State, correlation: Float64Array): Float64Array | null {
  const { information, score } = equations(rows, state, correlation);
  return cholesky(information, rows.columns)?.solve(score) ?? null;
}

function describe(
  rows: EstimatingRows,
  family: MarginalFamily,
  coefficients: Float64Array,
  correlation: Float64Array,
  dispersion: number,
  iterations: number,
): EstimatingSolution {
  const { columns } = rows;
  const state = evaluate(rows, family, coefficients)!;
  const { information } = equations(rows, state, correlation);
  const factor = cholesky(information, columns);
  if (factor === null) return failed('separated', rows, iterations);
  const bread = factor.inverse();
  const meat = new Float64Array(columns * columns);
  const corrected = new Float64Array(columns * columns);
  eachSubject(rows, state, correlation, (n, first, scaled, weighted) => {
    const residuals = state.residuals.subarray(first, first + n);
    addSquare(meat, weighted, residuals, columns);
    addSquare(
      corrected,
      weighted,
      withoutLeverage(n, columns, scaled, weighted, information, residuals),
      columns,
    );
  });
  return {
    status: 'converged',
    coefficients,
    modelCovariance: bread.map((value) => value * dispersion),
    robustCovariance: sandwich(bread, meat, columns),
    correctedCovariance: sandwich(bread, corrected, columns),
    dispersion,
    correlation,
    iterations,
  };
}

/** Adds u u' for u = (R⁻¹M)' r. */
function addSquare(
  sum: Float64Array,
  weighted: Float64Array,
  residuals: ArrayLike<number>,
  columns: number,
): void {
  const score = new Float64Array(columns);
  for (let row = 0; row < residuals.length; row += 1) {
    for (let column = 0; column < columns; column += 1)
      score[column]! += weighted[row * columns + column]! * residuals[row]!;
  }
  for (let one = 0; one < columns; one += 1) {
    for (let two = 0; two < columns; two += 1) sum[one * columns + two]! += score[one]! * score[two]!;
  }
}

/**
 * (I - M B⁻¹ M'R⁻¹)⁻¹ r, through the p × p identity of Woodbury: r + M (B - M'R⁻¹M)⁻¹ M'R⁻¹ r. A subject without whom
 * the model could not be fitted keeps its residuals.
 */
function withoutLeverage(
  n: number,
  columns: number,
  scaled: Float64Array,
  weighted: Float64Array,
  information: Float64Array,
  residuals: Float64Array,
): Float64Array {
  const rest = information.slice();
  const score = new Float64Array(columns);
  for (let row = 0; row < n; row += 1) {
    for (let one = 0; one < columns; one += 1) {
      score[one]! += weighted[row * columns + one]! * residuals[row]!;
      for (let two = 0; two < columns; two += 1) {
        rest[one * columns + two]! -= weighted[row * columns + one]! * scaled[row * columns + two]!;
      }
    }
  }
  const factor: CholeskyFactor | null = cholesky(rest, columns);
  if (factor === null) return residuals;
  const moved = factor.solve(score);
  return residuals.map((value, row) => {
    let fitted = 0;
    for (let column = 0; column < columns; column += 1)
      fitted += scaled[row * columns + column]! * moved[column]!;
    return value + fitted;
  });
}

/** B⁻¹ S B⁻¹. */
function sandwich(bread: Float64Array, meat: Float64Array, size: number): Float64Array {
  const half = multiplyMatrices(bread, meat, size, size, size);
  return multiplyMatrices(half, bread, size, size, size);
}

function failed(
  status: NotEstimableReason,
  { columns, visits }: EstimatingRows,
  iterations: number,
): EstimatingSolution {
  const empty = new Float64Array(columns * columns);
  return {
    status,
    coefficients: new Float64Array(columns),
    modelCovariance: empty,
    robustCovariance: empty,
    correctedCovariance: empty,
    dispersion: 0,
    correlation: new Float64Array(visits * visits),
    iterations,
  };
}
