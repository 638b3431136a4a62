import { cholesky } from '../linear-algebra/cholesky.js';
import { solveLinear } from '../linear-algebra/solve-linear.js';

/** Sums over the subjects who have the same outcomes observed; what a fit needs to know of them. */
export interface PatternMoments {
  /** Positions of the observed outcomes, rising; at least one. */
  readonly observed: readonly number[];
  /** Subjects, or their total weight. */
  readonly count: number;
  /** Sum of z zᵀ: predictors × predictors. */
  readonly predictorProducts: Float64Array;
  /** Sum of z yᵀ: predictors × observed, column after column. */
  readonly crossProducts: Float64Array;
  /** Sum of y yᵀ: observed × observed. */
  readonly outcomeProducts: Float64Array;
}

export interface IncompleteRegressionOptions {
  /** `reml` divides by what the coefficients leave over; `ml` is maximum likelihood. */
  readonly criterion: 'reml' | 'ml';
  /** Starting covariance, outcomes × outcomes; the observed variances alone unless given. */
  readonly start?: Float64Array;
  /** Lengthens the steps of a refit to nearly the same data: what `refitAccelerator` gave for the first fit. */
  readonly accelerator?: Float64Array;
  /** Largest error of a covariance, as a share of the two standard deviations, at which the iteration stops. */
  readonly tolerance?: number;
  readonly maxIterations?: number;
}

export interface IncompleteRegression {
  /** Predictors × outcomes, column after column. */
  readonly coefficients: Float64Array;
  /** Outcomes × outcomes. */
  readonly covariance: Float64Array;
  readonly iterations: number;
}

export type IncompleteRegressionFailure =
  /** Some coefficients cannot be told from others with what was observed. */
  | 'collinear'
  /** The covariance became singular, or did not come to rest. */
  | 'not-converged';

/**
 * Regression of several correlated outcomes on the same predictors, each outcome with coefficients of its own, from
 * subjects who lack some of the outcomes: the unstructured mixed model for repeated measures in which every term is
 * crossed with the visit. Values are taken to be missing at random.
 *
 * Each iteration takes the generalised least-squares coefficients at the present covariance and then the EM step for the
 * covariance (ECME); with `reml` the coefficients are integrated out. Only sums over patterns of missing outcomes enter,
 * so that an iteration does not cost more for more subjects: O(patterns × q² J²) + O((q J)³) for q predictors and J
 * outcomes. It stops when the remaining error, judged by the rate at which steps shrink, is below `tolerance` (1e-10).
 *
 * Sources: Liu C, Rubin DB. Biometrika 1994;81:633-648. Laird NM, Ware JH. Biometrics 1982;38:963-974. Little RJA, Rubin
 * DB. Statistical analysis with missing data 2002: section 11.2. Oracle: test/oracles/reference-based-imputation.
 */
export function fitIncompleteRegression(
  patterns: readonly PatternMoments[],
  predictors: number,
  outcomes: number,
  options: IncompleteRegressionOptions,
): IncompleteRegression | IncompleteRegressionFailure {
  if (options.accelerator !== undefined) {
    const quick = iterate(patterns, predictors, outcomes, { ...options, maxIterations: 30 });
    if (typeof quick !== 'string') return quick;
  }
  const { accelerator: _, ...plain } = options;
  return iterate(patterns, predictors, outcomes, plain);
}

/**
 * What makes a refit to nearly the same data (a subject left out, a bootstrap sample) quick: the inverse of I - M, where
 * M holds the derivatives of the EM step at the first fit. A step that is multiplied by it goes where EM would end if the
 * step were linear, so that each iteration gains about as many digits as the data differ little. Null where M leaves no
 * inverse. Source: Jamshidian M, Jennrich RI. J R Stat Soc B 1997;59:569-587.
 */
export function refitAccelerator(
  patterns: readonly PatternMoments[],
  predictors: number,
  outcomes: number,
  criterion: 'reml' | 'ml',
  { covariance }: IncompleteRegression,
): Float64Array | null {
  const cells = lowerCells(outcomes);
  const size = cells.length;
  const matrix = new Float64Array(size * size);
  for (const [column, [row, other]] of cells.entries()) {
    const width = 1e-5 * Math.sqrt(covariance[row * outcomes + row]! * covariance[other * outcomes + other]!);
    const moved = [-width, width].map((step) => {
      const changed = covariance.slice();
      changed[other * outcomes + row] = changed[other * outcomes + row]! + step;
      if (row !== other) changed[row * outcomes + other] = changed[row * outcomes + other]! + step;
      return expectationStep(patterns, predictors, outcomes, criterion, changed);
    });
    const [below, above] = moved;
    if (typeof below !== 'object' || typeof above !== 'object') return null;
    for (const [index, [at, beside]] of cells.entries()) {
      const place = beside * outcomes + at;
      matrix[column * size + index] =
        (index === column ? 1 : 0) - (above.covariance[place]! - below.covariance[place]!) / (2 * width);
    }
  }
  const inverse = new Float64Array(size * size);
  for (let column = 0; column < size; column += 1) {
    const unit = new Float64Array(size);
    unit[column] = 1;
    const solved = solveLinear(matrix, unit);
    if (solved === null) return null;
    inverse.set(solved, column * size);
  }
  return inverse;
}

/** Cells of a lower triangle, column after column: row and column of each. */
function lowerCells(size: number): readonly (readonly [row: number, column: number])[] {
  return Array.from({ length: size }, (_, column) =>
    Array.from({ length: size - column }, (__, below) => [column + below, column] as const),
  ).flat();
}

function iterate(
  patterns: readonly PatternMoments[],
  predictors: number,
  outcomes: number,
  { criterion, start, accelerator, tolerance = 1e-10, maxIterations = 2000 }: IncompleteRegressionOptions,
): IncompleteRegression | IncompleteRegressionFailure {
  let covariance = start?.slice() ?? startingCovariance(patterns, outcomes);
  let lastChange = Number.POSITIVE_INFINITY;
  for (let iteration = 1; iteration <= maxIterations; iteration += 1) {
    const step = expectationStep(patterns, predictors, outcomes, criterion, covariance);
    if (typeof step === 'string') return step;
    const next =
      accelerator === undefined
        ? step.covariance
        : lengthened(covariance, step.covariance, accelerator, outcomes);
    let change = 0;
    for (let column = 0; column < outcomes; column += 1) {
      for (let row = column; row < outcomes; row += 1) {
        const place = column * outcomes + row;
        const size = Math.sqrt(next[column * outcomes + column]! * next[row * outcomes + row]!);
        change = Math.max(change, Math.abs(next[place]! - covariance[place]!) / size);
      }
    }
    if (!Number.isFinite(change)) return 'not-converged';
    const rate = iteration === 1 ? 1 : change / lastChange;
    covariance = next;
    if (change === 0 || (rate < 1 && (change * rate) / (1 - rate) < tolerance)) {
      const coefficients = coefficientsAt(patterns, predictors, outcomes, covariance);
      return coefficients === null ? 'not-converged' : { coefficients, covariance, iterations: iteration };
    }
    lastChange = change;
  }
  return 'not-converged';
}

/** Generalised least squares at a covariance; null where that is not positive definite. */
function coefficientsAt(
  patterns: readonly PatternMoments[],
  predictors: number,
  outcomes: number,
  covariance: Float64Array,
): Float64Array | null {
  const weights = patterns.map(({ observed }) => inverseOfObserved(covariance, outcomes, observed));
  if (weights.some((weight) => weight === null)) return null;
  return (
    leastSquares(patterns, weights as readonly Float64Array[], predictors, outcomes, false)?.coefficients ??
    null
  );
}

/** The point reached from `from` when the step to `to` is multiplied by the accelerator. */
function lengthened(
  from: Float64Array,
  to: Float64Array,
  accelerator: Float64Array,
  outcomes: number,
): Float64Array {
  const cells = lowerCells(outcomes);
  const size = cells.length;
  const next = from.slice();
  for (const [column, [row, other]] of cells.entries()) {
    const place = other * outcomes + row;
    const step = to[place]! - from[place]!;
    for (const [index, [at, beside]] of cells.entries()) {
      const target = beside * outcomes + at;
      next[target] = next[target]! + accelerator[column * size + index]! * step;
    }
  }
  for (const [row, column] of cells) next[row * outcomes + column] = next[column * outcomes + row]!;
  return next;
}

/** One iteration: coefficients at the present covariance, and the covariance expected given what was observed. */
function expectationStep(
  patterns: readonly PatternMoments[],
  predictors: number,
  outcomes: number,
  criterion: 'reml' | 'ml',
  covariance: Float64Array,
): { readonly coefficients: Float64Array; readonly covariance: Float64Array } | IncompleteRegressionFailure {
  const weights: Float64Array[] = [];
  let total = 0;
  for (const { observed, count } of patterns) {
    const weight = inverseOfObserved(covariance, outcomes, observed);
    if (weight === null) return 'not-converged';
    weights.push(weight);
    total += count;
  }
  const solved = leastSquares(patterns, weights, predictors, outcomes, criterion === 'reml');
  if (solved === null) return 'collinear';
  const next = new Float64Array(outcomes * outcomes);
  for (const [index, pattern] of patterns.entries()) {
    addExpectedProducts(
      next,
      pattern,
      weights[index]!,
      solved.coefficients,
      solved.variance,
      covariance,
      predictors,
      outcomes,
    );
  }
  for (let column = 0; column < outcomes; column += 1) {
    for (let row = column; row < outcomes; row += 1) {
      const place = column * outcomes + row;
      next[place] = next[place]! / total;
      next[row * outcomes + column] = next[place]!;
    }
  }
  return { coefficients: solved.coefficients, covariance: next };
}

/** Variances about 0 of what was observed, without correlation. */
function startingCovariance(patterns: readonly PatternMoments[], outcomes: number): Float64Array {
  const covariance = new Float64Array(outcomes * outcomes);
  for (let outcome = 0; outcome < outcomes; outcome += 1) {
    let squares = 0;
    let count = 0;
    for (const pattern of patterns) {
      const place = pattern.observed.indexOf(outcome);
      if (place < 0) continue;
      squares += pattern.outcomeProducts[place * pattern.observed.length + place]!;
      count += pattern.count;
    }
    covariance[outcome * outcomes + outcome] = squares > 0 ? squares / count : 1;
  }
  return covariance;
}

function inverseOfObserved(
  covariance: Float64Array,
  outcomes: number,
  observed: readonly number[],
): Float64Array | null {
  const size = observed.length;
  const part = new Float64Array(size * size);
  for (let column = 0; column < size; column += 1) {
    for (let row = 0; row < size; row += 1) {
      part[column * size + row] = covariance[observed[column]! * outcomes + observed[row]!]!;
    }
  }
  return cholesky(part, size)?.inverse() ?? null;
}

/** Generalised least squares at given weights; the variance of the coefficients is worked out only where asked for. */
function leastSquares(
  patterns: readonly PatternMoments[],
  weights: readonly Float64Array[],
  predictors: number,
  outcomes: number,
  withVariance: boolean,
): { readonly coefficients: Float64Array; readonly variance: Float64Array | null } | null {
  const size = predictors * outcomes;
  const information = new Float64Array(size * size);
  const right = new Float64Array(size);
  for (const [index, { observed, predictorProducts, crossProducts }] of patterns.entries()) {
    const weight = weights[index]!;
    const seen = observed.length;
    for (let left = 0; left < seen; left += 1) {
      const leftStart = observed[left]! * predictors;
      for (let other = 0; other < seen; other += 1) {
        const w = weight[other * seen + left]!;
        for (let a = 0; a < predictors; a += 1) {
          right[leftStart + a] = right[leftStart + a]! + w * crossProducts[other * predictors + a]!;
        }
        if (other < left) continue;
        const otherStart = observed[other]! * predictors;
        for (let b = 0; b < predictors; b += 1) {
          const column = (leftStart + b) * size + otherStart;
          for (let a = 0; a < predictors; a += 1) {
            information[column + a] = information[column + a]! + w * predictorProducts[b * predictors + a]!;
          }
        }
      }
    }
  }
  const factor = cholesky(information, size);
  if (factor === null) return null;
  return { coefficients: factor.solve(right), variance: withVariance ? factor.inverse() : null };
}

/** Adds the expected products of residuals of one pattern's subjects, given what was observed of them. */
function addExpectedProducts(
  sums: Float64Array,
  { observed, count, predictorProducts, crossProducts, outcomeProducts }: PatternMoments,
  weight: Float64Array,
  coefficients: Float64Array,
  variance: Float64Array | null,
  covariance: Float64Array,
  predictors: number,
  outcomes: number,
): void {
  const seen = observed.length;
  const size = predictors * outcomes;
  const products = new Float64Array(seen * seen);
  const fitted = new Float64Array(predictors);
  for (let column = 0; column < seen; column += 1) {
    const columnStart = observed[column]! * predictors;
    // predictorProducts · coefficients of this outcome
    for (let a = 0; a < predictors; a += 1) {
      let sum = 0;
      for (let b = 0; b < predictors; b += 1) {
        sum += predictorProducts[b * predictors + a]! * coefficients[columnStart + b]!;
      }
      fitted[a] = sum;
    }
    for (let row = 0; row < seen; row += 1) {
      const rowStart = observed[row]! * predictors;
      let value = outcomeProducts[column * seen + row]!;
      for (let a = 0; a < predictors; a += 1) {
        value +=
          coefficients[rowStart + a]! * (fitted[a]! - crossProducts[column * predictors + a]!) -
          crossProducts[row * predictors + a]! * coefficients[columnStart + a]!;
      }
      if (variance !== null) {
        for (let b = 0; b < predictors; b += 1) {
          const from = (columnStart + b) * size + rowStart;
          for (let a = 0; a < predictors; a += 1) {
            value += predictorProducts[b * predictors + a]! * variance[from + a]!;
          }
        }
      }
      products[column * seen + row] = value;
    }
  }
  // Each outcome as a combination of the observed ones: itself, or its regression on them.
  const combine = new Float64Array(outcomes * seen);
  const present = new Int8Array(outcomes);
  for (let place = 0; place < seen; place += 1) {
    combine[observed[place]! * seen + place] = 1;
    present[observed[place]!] = 1;
  }
  for (let outcome = 0; outcome < outcomes; outcome += 1) {
    if (present[outcome] === 1) continue;
    for (let place = 0; place < seen; place += 1) {
      let sum = 0;
      for (let other = 0; other < seen; other += 1) {
        sum += covariance[observed[other]! * outcomes + outcome]! * weight[place * seen + other]!;
      }
      combine[outcome * seen + place] = sum;
    }
  }
  const half = new Float64Array(seen);
  for (let column = 0; column < outcomes; column += 1) {
    for (let place = 0; place < seen; place += 1) {
      let sum = 0;
      for (let other = 0; other < seen; other += 1) {
        sum += products[other * seen + place]! * combine[column * seen + other]!;
      }
      half[place] = sum;
    }
    for (let row = column; row < outcomes; row += 1) {
      let value = 0;
      for (let place = 0; place < seen; place += 1) value += combine[row * seen + place]! * half[place]!;
      if (present[column] === 0 && present[row] === 0) {
        let explained = 0;
        for (let place = 0; place < seen; place += 1) {
          explained += combine[row * seen + place]! * covariance[column * outcomes + observed[place]!]!;
        }
        value += count * (covariance[column * outcomes + row]! - explained);
      }
      sums[column * outcomes + row] = sums[column * outcomes + row]! + value;
    }
  }
}
