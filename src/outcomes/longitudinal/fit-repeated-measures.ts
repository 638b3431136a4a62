import { type PivotedQr, pivotedQr } from '../../math/linear-algebra/pivoted-qr.js';
import {
  type CovarianceStructure,
  type CovarianceStructureName,
  covarianceStructure,
} from './covariance-structure.js';
import type { CovarianceMaximum, MaximumStatus } from './maximise-covariance.js';
import type { LikelihoodModel } from './repeated-measures-likelihood.js';
import { type OrderedRows, orderRows, type RepeatedMeasuresRows } from './repeated-measures-rows.js';
import { searchCovariance } from './search-covariance.js';
import { startingMoments } from './starting-moments.js';
import { sumPatterns } from './visit-patterns.js';

export type { RepeatedMeasuresRows } from './repeated-measures-rows.js';

export interface RepeatedMeasuresOptions {
  /** A structure by its name, or one of the caller's for the same visits. */
  readonly covariance?: CovarianceStructureName | CovarianceStructure;
  /** `restricted` maximum likelihood (REML), or `full` (ML). */
  readonly likelihood?: 'restricted' | 'full';
  readonly maxIterations?: number;
}

/**
 * - `no-variation`: residuals are 0 within rounding, at all visits or at one with a variance of its own.
 * - `too-few-observations`: as many coefficients as rows.
 * - others: see `MaximumStatus`.
 */
export type RepeatedMeasuresStatus = MaximumStatus | 'no-variation' | 'too-few-observations';

export interface RepeatedMeasuresFit {
  readonly status: RepeatedMeasuresStatus;
  readonly observations: number;
  readonly subjects: number;
  /** Positions of columns that earlier columns determine; they were set aside. */
  readonly collinear: readonly number[];
  /** Coefficients that were fitted. */
  readonly rank: number;
  /** One a column; 0 for those set aside. Numbers even where not converged: ask `status` first. */
  readonly coefficients: Float64Array;
  /** columns², 0 in the rows and columns of those set aside: inverse of the information, not adjusted. */
  readonly coefficientCovariance: Float64Array;
  /** Covariance matrix of the visits, visits² numbers, one a covariance group. */
  readonly covariances: readonly Float64Array[];
  readonly covarianceParameters: readonly {
    readonly name: string;
    readonly group: number;
    readonly value: number;
    /** Whether the likelihood would rise beyond the least value possible: a range of 0 is no correlation at all. */
    readonly atBoundary: boolean;
  }[];
  /** With all constants: −½ [(n − p) log 2π + ...] when restricted, −½ [n log 2π + ...] when full. */
  readonly logLikelihood: number;
  readonly iterations: number;
  /** What degrees of freedom, adjustments and robust covariances are worked out from; null without a maximum. */
  readonly working: WorkingFit | null;
}

/** The fit in the units it was made in: columns of length √n, residuals of mean square 1. */
export interface WorkingFit {
  readonly rows: OrderedRows;
  readonly model: LikelihoodModel;
  readonly structure: CovarianceStructure;
  readonly maximum: CovarianceMaximum;
  /** rows × rank, scaled, in the order of `rows`. */
  readonly design: Float64Array;
  /** Residuals of ordinary least squares, scaled: the outcome of the working model. */
  readonly outcome: Float64Array;
  /** Columns kept, in their order. */
  readonly kept: readonly number[];
  /** A contrast of the coefficients in working units is contrast · unit, one factor a kept column. */
  readonly units: Float64Array;
  /** Root mean square of every column. */
  readonly columnLength: Float64Array;
  /** What each column set aside is in terms of those kept, all scaled to length √n; rank numbers each. */
  readonly aliases: ReadonlyMap<number, Float64Array>;
}

/**
 * Fits a linear model to outcomes measured repeatedly on each subject, without n × n matrices.
 *
 * The covariance of a subject's rows is the part of one visits × visits matrix at the visits seen (missing at random),
 * divided by the roots of the weights. Collinear columns are set aside, later ones first. Fisher scoring and Newton's
 * method with exact derivatives until the score is 0 within rounding, from several starts where there may be several
 * maxima (see `searchCovariance`); the same bits on every run and for every order of rows. Subjects are gathered by
 * pattern of visits seen, so that an iteration costs patterns, not subjects.
 *
 * Cost of one iteration O(patterns · parameters · visits² · c²) for c columns in use at a visit.
 *
 * @throws MethodError for malformed rows (see `orderRows`) or an unknown structure.
 *
 * Sources: Laird NM, Ware JH. Biometrics 1982;38:963-974. Jennrich RI, Schluchter MD. Biometrics 1986;42:805-820.
 * Oracle: test/oracles/mixed-model-repeated-measures.
 */
export function fitRepeatedMeasures(
  input: RepeatedMeasuresRows,
  {
    covariance = 'unstructured',
    likelihood = 'restricted',
    maxIterations = 200,
  }: RepeatedMeasuresOptions = {},
): RepeatedMeasuresFit {
  const rows = orderRows(input);
  const structure =
    typeof covariance === 'object'
      ? covariance
      : covarianceStructure(covariance, input.visits, input.visitTimes ?? null);
  const { qr, columnLength } = factorDesign(rows);
  const kept = Array.from(qr.pivot.subarray(0, qr.rank));
  const ordinary = qr.solve(rows.outcome);
  const restricted = likelihood === 'restricted';
  const degrees = rows.rows - qr.rank;
  const scale = Math.sqrt(ordinary.residualSumOfSquares / rows.rows);
  const largest = rows.outcome.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const subjects = rows.start.length - 1;
  const base = {
    observations: rows.rows,
    subjects,
    collinear: qr.collinear,
    rank: qr.rank,
  };
  const none = (status: RepeatedMeasuresStatus): RepeatedMeasuresFit => ({
    ...base,
    status,
    coefficients: unscale(ordinary.coefficients, columnLength),
    coefficientCovariance: new Float64Array(rows.columns ** 2),
    covariances: [],
    covarianceParameters: [],
    logLikelihood: Number.NaN,
    iterations: 0,
    working: null,
  });
  if (degrees <= 0) return none('too-few-observations');
  if (!(scale > 100 * Number.EPSILON * largest)) return none('no-variation');

  const { design, outcome } = workingData(rows, kept, columnLength, ordinary.coefficients, scale);
  const sums = sumPatterns(rows, design, qr.rank, outcome);
  const model: LikelihoodModel = { sums, structure, matrices: rows.matrices, restricted };
  const moments = startingMoments(rows, outcome, structure);
  if (moments === null) return none('no-variation');
  const maximum = searchCovariance(model, moments, maxIterations);
  if (maximum === null) return none('not-converged');
  const units = Float64Array.from(kept, (column) => scale / columnLength[column]!);
  const { point } = maximum;
  const coefficients = unscale(ordinary.coefficients, columnLength);
  const coefficientCovariance = new Float64Array(rows.columns ** 2);
  kept.forEach((column, place) => {
    coefficients[column] = coefficients[column]! + units[place]! * point.coefficients[place]!;
    kept.forEach((other, otherPlace) => {
      coefficientCovariance[column * rows.columns + other] =
        units[place]! * units[otherPlace]! * point.coefficientCovariance[place * qr.rank + otherPlace]!;
    });
  });
  const constant = restricted ? degrees : rows.rows;
  const logUnits = restricted ? units.reduce((sum, unit) => sum - Math.log(unit / scale), 0) : 0;
  return {
    ...base,
    status: maximum.status,
    coefficients,
    coefficientCovariance,
    covariances: point.covariances.map((matrix) => matrix.map((value) => value * scale * scale)),
    covarianceParameters: Array.from(point.parameters, (value, index) => ({
      name: structure.parameters[index % structure.parameters.length]!,
      group: Math.floor(index / structure.parameters.length),
      value: value * parameterUnit(structure, index % structure.parameters.length, scale),
      atBoundary: maximum.held.includes(index),
    })),
    logLikelihood:
      point.logLikelihood -
      (constant * Math.log(2 * Math.PI)) / 2 -
      constant * Math.log(scale) +
      rows.sumLogWeights / 2 -
      logUnits,
    iterations: maximum.iterations,
    working: {
      rows,
      model,
      structure,
      maximum,
      design,
      outcome,
      kept,
      units,
      columnLength,
      aliases: aliases(rows, qr, kept, columnLength),
    },
  };
}

/**
 * Variances and covariances carry the square of the outcome's unit, deviations the unit; correlations and ranges none.
 */
function parameterUnit(structure: CovarianceStructure, index: number, scale: number): number {
  const name = structure.parameters[index]!;
  if (/^(co)?variance/.test(name)) return scale * scale;
  return name.startsWith('deviation') ? scale : 1;
}

/** QR of the design with columns scaled to length √n, so that no unit of a covariate matters. */
function factorDesign(rows: OrderedRows): { qr: PivotedQr; columnLength: Float64Array } {
  const columnLength = new Float64Array(rows.columns);
  const matrix = new Float64Array(rows.rows * rows.columns);
  for (let column = 0; column < rows.columns; column += 1) {
    let sum = 0;
    for (let row = 0; row < rows.rows; row += 1) sum += rows.design[row * rows.columns + column]! ** 2;
    const length = sum > 0 ? Math.sqrt(sum / rows.rows) : 1;
    columnLength[column] = length;
    for (let row = 0; row < rows.rows; row += 1) {
      matrix[column * rows.rows + row] = rows.design[row * rows.columns + column]! / length;
    }
  }
  return { qr: pivotedQr(matrix, rows.rows, rows.columns), columnLength };
}

function unscale(coefficients: Float64Array, columnLength: Float64Array): Float64Array {
  return coefficients.map((value, column) => value / columnLength[column]!);
}

/** Scaled columns and scaled residuals of ordinary least squares. */
function workingData(
  rows: OrderedRows,
  kept: readonly number[],
  columnLength: Float64Array,
  coefficients: Float64Array,
  scale: number,
): { design: Float64Array; outcome: Float64Array } {
  const size = kept.length;
  const design = new Float64Array(rows.rows * size);
  const outcome = new Float64Array(rows.rows);
  for (let row = 0; row < rows.rows; row += 1) {
    let rest = rows.outcome[row]!;
    for (let place = 0; place < size; place += 1) {
      const column = kept[place]!;
      const value = rows.design[row * rows.columns + column]! / columnLength[column]!;
      design[row * size + place] = value;
      rest -= value * coefficients[column]!;
    }
    outcome[row] = rest / scale;
  }
  return { design, outcome };
}

function aliases(
  rows: OrderedRows,
  qr: PivotedQr,
  kept: readonly number[],
  columnLength: Float64Array,
): ReadonlyMap<number, Float64Array> {
  return new Map(
    qr.collinear.map((column) => {
      const values = Float64Array.from(
        { length: rows.rows },
        (_, row) => rows.design[row * rows.columns + column]!,
      );
      const { coefficients } = qr.solve(values);
      return [
        column,
        Float64Array.from(kept, (other) => coefficients[other]! / columnLength[column]!),
      ] as const;
    }),
  );
}

/** A weighted sum of coefficients with its variance, or null where collinear columns leave it undetermined. */
export interface ContrastInUnits {
  readonly estimate: number;
  /** In working units: its product with the working coefficient covariance gives the variance. */
  readonly weights: Float64Array;
}

/**
 * Brings a contrast (one weight a column) to the columns that were kept, or null where it is not estimable: a column set
 * aside has weight that its stand-ins among the kept ones do not account for. Source: Searle SR. Linear Models 1971: 5.4.
 */
export function contrastOf(fit: RepeatedMeasuresFit, weights: ArrayLike<number>): ContrastInUnits | null {
  const { working } = fit;
  if (working === null) return null;
  const scaled = Float64Array.from(weights, (weight, column) => weight / working.columnLength[column]!);
  const largest = scaled.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0);
  for (const [column, alias] of working.aliases) {
    let implied = 0;
    working.kept.forEach((other, place) => {
      implied += alias[place]! * scaled[other]!;
    });
    if (Math.abs(implied - scaled[column]!) > 1e-6 * largest) return null;
  }
  let estimate = 0;
  for (const column of working.kept) estimate += weights[column]! * fit.coefficients[column]!;
  return {
    estimate,
    weights: Float64Array.from(working.kept, (column, place) => weights[column]! * working.units[place]!),
  };
}
