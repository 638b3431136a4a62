import { pivotedQr } from '../../../math/linear-algebra/pivoted-qr.js';
import {
  fitIncompleteRegression,
  type IncompleteRegression,
  type IncompleteRegressionFailure,
  type PatternMoments,
  refitAccelerator,
} from '../../../math/multivariate/incomplete-regression.js';
import { adjustmentColumns, type CheckedOutcomes, type VisitOutcomes } from '../visit-outcomes.js';

/** Coefficients and covariance of the model of all visits: fitted, or drawn. */
export type ModelParameters = Pick<IncompleteRegression, 'coefficients' | 'covariance'>;

/** The model of all visits that imputes: means of arms at visits, covariates crossed with visits, one covariance. */
export interface IncompleteModel {
  /** Arms first (one column each), then centred covariates. */
  readonly predictors: number;
  readonly arms: number;
  readonly visits: number;
  /** Rows of predictors, one a subject. */
  readonly table: Float64Array;
  /** Outcomes less `centres`, one row a subject; NaN where missing. */
  readonly outcome: Float64Array;
  readonly centres: Float64Array;
  /** Fits to all subjects with the weights given (1 each unless given), or to all but one. */
  fit(how: ModelFit): IncompleteRegression | IncompleteRegressionFailure;
  /** What makes refits near a fit quick; undefined where there is no such help. */
  accelerator(criterion: 'reml' | 'ml', fit: IncompleteRegression): Float64Array | undefined;
}

export interface ModelFit {
  readonly criterion: 'reml' | 'ml';
  readonly start?: Float64Array;
  readonly accelerator?: Float64Array | undefined;
  /** How often each subject counts. */
  readonly weights?: ArrayLike<number>;
  /** A subject that is left out. */
  readonly without?: number;
  readonly tolerance?: number;
}

interface SubjectPattern {
  readonly observed: readonly number[];
  readonly subjects: number[];
}

/** Lays out the model. `used` says which observed values enter the fit: 1 for those that do. */
export function incompleteModel(
  data: VisitOutcomes,
  { subjects, visits, arms }: CheckedOutcomes,
  used: Uint8Array,
): IncompleteModel {
  const covariates = adjustmentColumns(data);
  const columns = arms + covariates.length;
  const matrix = new Float64Array(subjects * columns);
  for (let row = 0; row < subjects; row += 1) matrix[data.group.codes[row]! * subjects + row] = 1;
  for (const [index, { values }] of covariates.entries()) {
    const mean = values.reduce((sum, value) => sum + value, 0) / subjects;
    for (let row = 0; row < subjects; row += 1) {
      matrix[(arms + index) * subjects + row] = values[row]! - mean;
    }
  }
  const { rank, pivot } = pivotedQr(matrix, subjects, columns, 1e-5);
  const table = new Float64Array(subjects * rank);
  for (let column = 0; column < rank; column += 1) {
    for (let row = 0; row < subjects; row += 1) {
      table[row * rank + column] = matrix[pivot[column]! * subjects + row]!;
    }
  }
  const centres = new Float64Array(visits);
  for (let visit = 0; visit < visits; visit += 1) {
    let sum = 0;
    let count = 0;
    for (let subject = 0; subject < subjects; subject += 1) {
      const value = data.outcome[subject * visits + visit]!;
      if (Number.isNaN(value)) continue;
      sum += value;
      count += 1;
    }
    centres[visit] = count > 0 ? sum / count : 0;
  }
  const outcome = data.outcome.map((value, cell) => value - centres[cell % visits]!);
  const patterns = subjectPatterns(used, subjects, visits);
  const patternOf = new Int32Array(subjects).fill(-1);
  for (const [index, pattern] of patterns.entries()) {
    for (const subject of pattern.subjects) patternOf[subject] = index;
  }
  const moments = (pattern: SubjectPattern, weights: ArrayLike<number> | undefined): PatternMoments => {
    const sums = emptyMoments(pattern.observed, rank);
    let count = 0;
    for (const subject of pattern.subjects) {
      const weight = weights?.[subject] ?? 1;
      if (weight === 0) continue;
      addSubject(sums, table, outcome, rank, visits, subject, weight);
      count += weight;
    }
    return { ...sums, count };
  };
  const whole = patterns.map((pattern) => moments(pattern, undefined));
  return {
    predictors: rank,
    arms,
    visits,
    table,
    outcome,
    centres,
    accelerator: (criterion, fit) => refitAccelerator(whole, rank, visits, criterion, fit) ?? undefined,
    fit: ({ weights, without, accelerator, ...options }) => {
      let sums: readonly PatternMoments[] =
        weights === undefined ? whole : patterns.map((pattern) => moments(pattern, weights));
      const left = without === undefined ? -1 : patternOf[without]!;
      if (left >= 0) {
        const full = whole[left]!;
        const rest = {
          observed: full.observed,
          count: full.count - 1,
          predictorProducts: full.predictorProducts.slice(),
          crossProducts: full.crossProducts.slice(),
          outcomeProducts: full.outcomeProducts.slice(),
        };
        addSubject(rest, table, outcome, rank, visits, without!, -1);
        sums = sums.with(left, rest);
      }
      return fitIncompleteRegression(
        sums.filter(({ count }) => count > 0),
        rank,
        visits,
        accelerator === undefined ? options : { ...options, accelerator },
      );
    },
  };
}

/** Subjects with the same visits used, in the order in which the patterns first occur; those with none are in no pattern. */
function subjectPatterns(used: Uint8Array, subjects: number, visits: number): readonly SubjectPattern[] {
  const patterns = new Map<string, SubjectPattern>();
  for (let subject = 0; subject < subjects; subject += 1) {
    const observed = Array.from({ length: visits }, (_, visit) => visit).filter(
      (visit) => used[subject * visits + visit] === 1,
    );
    if (observed.length === 0) continue;
    const key = observed.join(' ');
    const pattern = patterns.get(key) ?? { observed, subjects: [] };
    pattern.subjects.push(subject);
    patterns.set(key, pattern);
  }
  return [...patterns.values()];
}

function emptyMoments(observed: readonly number[], predictors: number): Omit<PatternMoments, 'count'> {
  return {
    observed,
    predictorProducts: new Float64Array(predictors * predictors),
    crossProducts: new Float64Array(predictors * observed.length),
    outcomeProducts: new Float64Array(observed.length * observed.length),
  };
}

/** Adds one subject's products, `weight` times. */
function addSubject(
  { observed, predictorProducts, crossProducts, outcomeProducts }: Omit<PatternMoments, 'count'>,
  table: Float64Array,
  outcome: Float64Array,
  predictors: number,
  visits: number,
  subject: number,
  weight: number,
): void {
  const row = subject * predictors;
  const seen = observed.length;
  for (let column = 0; column < predictors; column += 1) {
    const z = weight * table[row + column]!;
    if (z === 0) continue;
    for (let other = 0; other < predictors; other += 1) {
      const place = column * predictors + other;
      predictorProducts[place] = predictorProducts[place]! + z * table[row + other]!;
    }
  }
  for (let column = 0; column < seen; column += 1) {
    const y = weight * outcome[subject * visits + observed[column]!]!;
    for (let other = 0; other < predictors; other += 1) {
      const place = column * predictors + other;
      crossProducts[place] = crossProducts[place]! + y * table[row + other]!;
    }
    for (let other = 0; other < seen; other += 1) {
      const place = column * seen + other;
      outcomeProducts[place] = outcomeProducts[place]! + y * outcome[subject * visits + observed[other]!]!;
    }
  }
}
