import type { NotEstimableReason } from '../../core/estimable.js';
import type { LikelihoodPoint, NewtonOutcome } from '../../math/optimise/newton.js';
import type { IntervalInput } from '../interval-columns.js';
import { type RegressionInput, type RegressionTerms, readRegressionTerms } from '../regression-terms.js';
import { maximiseByRidgedNewton } from '../ridged-newton.js';
import type { SurvivalInput } from '../survival-columns.js';
import { type CensoredRows, isEvent, readCensoredRows, selectRows } from './censored-rows.js';
import type { ParametricFamily } from './families.js';
import { parametricLikelihood } from './parametric-likelihood.js';

export type ParametricInput = (SurvivalInput | IntervalInput) & RegressionInput;

/** A fit on the scale of the data: intercept, estimable columns, ancillary parameters. */
export interface ParametricFit {
  readonly rows: CensoredRows;
  readonly terms: RegressionTerms;
  /** The comparator whose arm the intercept belongs to: the reference, or another arm when that has no events. */
  readonly baseline: string | null;
  /** Arms of the input by name; those without events cannot be fitted. */
  readonly arms: readonly { readonly name: string | null; readonly n: number; readonly events: number }[];
  /** Indices of `terms.terms` that have a parameter, in order. */
  readonly kept: readonly number[];
  readonly means: readonly number[];
  /** Why there is no fit; null when there is one. */
  readonly failure: NotEstimableReason | null;
  readonly parameters: Float64Array;
  /** Size x size, row after row. */
  readonly covariance: Float64Array;
  readonly logLikelihood: number;
  /** With intercept and ancillary parameters alone. */
  readonly nullLogLikelihood: number;
  /** Whether the likelihood rises further towards an end of the space of parameters, where it has no maximum. */
  readonly higherElsewhere: boolean;
  readonly iterations: number;
}

/** Fits by maximum likelihood on standardised columns and times in units of their mean, and converts back. */
export function fitParametricModel(
  method: string,
  input: ParametricInput,
  family: ParametricFamily,
  maximumIterations: number,
): ParametricFit {
  const all = readCensoredRows(method, input);
  const named = readRegressionTerms(method, all.n, input);
  const arms = countArms(all, named);
  const barren = new Set(arms.filter((arm) => arm.events === 0).map((arm) => arm.name));
  const keep = Int32Array.from(
    Array.from({ length: all.n }, (_, row) => row).filter(
      (row) => !barren.has(named.arms[named.codes[row]!]!.name),
    ),
  );
  const fruitful = arms.filter((arm) => arm.events > 0);
  const baseline = barren.has(named.reference) ? (fruitful[0]?.name ?? null) : named.reference;
  const unit = meanTime(all, keep);
  const rows = selectRows(all, keep, unit);
  const terms = readRegressionTerms(method, keep.length, {
    ...(input.group === undefined
      ? {}
      : {
          group: {
            levels: named.arms.map((arm) => arm.name!),
            codes: Int32Array.from(keep, (row) => named.codes[row]!),
          },
        }),
    reference: baseline,
    covariates: named.terms
      .filter((term) => term.role === 'covariate')
      .map(({ name, values }) => ({ name, values: Float64Array.from(keep, (row) => values[row]!) })),
  });
  const kept = terms.terms.flatMap((term, index) => (term.excluded === null ? [index] : []));
  const { columns, means, deviations } = standardise(kept.map((index) => terms.terms[index]!.values));
  const size = 1 + kept.length + family.ancillary.length;
  const empty = {
    rows: all,
    terms,
    baseline,
    arms,
    kept,
    means,
    parameters: new Float64Array(size),
    covariance: new Float64Array(size * size),
    logLikelihood: 0,
    nullLogLikelihood: 0,
    higherElsewhere: false,
    iterations: 0,
  };
  if (fruitful.length === 0) return { ...empty, failure: all.n === 0 ? 'empty-group' : 'no-events' };
  if (family.ancillary.length > 0 && oneTimeOnly(rows)) return { ...empty, failure: 'no-variation' };

  const starts = startsOf(family, rows);
  const alone = bestMaximum(starts, parametricLikelihood(family, rows, []), maximumIterations);
  const fromNull = [alone.parameters, ...starts.slice(1)];
  const outcome =
    kept.length === 0
      ? alone
      : bestMaximum(
          fromNull.map((start) => [start[0]!, ...kept.map(() => 0), ...start.subarray(1)]),
          parametricLikelihood(family, rows, columns),
          maximumIterations,
        );
  const failed = outcome.status !== 'converged' || outcome.factor === null || alone.status !== 'converged';
  if (failed) return { ...empty, failure: 'not-converged', iterations: outcome.iterations };
  const shift = (family.predictor === 'time' ? 1 : -1) * Math.log(unit);
  const change = backTransform(family, means, deviations, unit);
  const parameters = multiply(change, outcome.parameters, size);
  parameters[0]! += shift;
  const density = exactWeight(rows) * Math.log(unit);
  return {
    ...empty,
    failure: null,
    parameters,
    covariance: sandwich(change, outcome.factor!.inverse(), size),
    logLikelihood: outcome.logLikelihood - density,
    nullLogLikelihood: alone.logLikelihood - density,
    higherElsewhere: outcome.higherElsewhere,
    iterations: outcome.iterations,
  };
}

function countArms(rows: CensoredRows, { arms, codes }: RegressionTerms): ParametricFit['arms'] {
  const events = new Int32Array(arms.length);
  for (let row = 0; row < rows.n; row += 1) if (isEvent(rows, row)) events[codes[row]!]! += 1;
  return arms.map(({ name, n, code }) => ({ name, n, events: events[code]! }));
}

function meanTime(rows: CensoredRows, keep: Int32Array): number {
  let sum = 0;
  for (const row of keep) sum += isEvent(rows, row) ? rows.upper[row]! : rows.lower[row]!;
  return sum > 0 ? sum / keep.length : 1;
}

/** All events at one exact time and nobody followed beyond: the scale would be 0 and the likelihood without end. */
function oneTimeOnly(rows: CensoredRows): boolean {
  const latest = rows.lower.reduce((largest, time) => Math.max(largest, time), 0);
  for (let row = 0; row < rows.n; row += 1) {
    if (isEvent(rows, row) && (rows.lower[row] !== latest || rows.upper[row] !== latest)) return false;
  }
  return true;
}

function standardise(values: readonly Float64Array[]) {
  const means = values.map((column) => column.reduce((sum, value) => sum + value, 0) / column.length);
  const deviations = values.map((column, index) =>
    Math.sqrt(column.reduce((sum, value) => sum + (value - means[index]!) ** 2, 0) / column.length),
  );
  const columns = values.map((column, index) =>
    column.map((value) => (value - means[index]!) / deviations[index]!),
  );
  return { columns, means, deviations };
}

/** Start values without columns: the exponential rate, and three shapes where a family has a second parameter. */
function startsOf(family: ParametricFamily, rows: CensoredRows): readonly Float64Array[] {
  let time = 0;
  let events = 0;
  for (let row = 0; row < rows.n; row += 1) {
    const weight = rows.weight === null ? 1 : rows.weight[row]!;
    time += weight * ((isEvent(rows, row) ? rows.upper[row]! : rows.lower[row]!) - (rows.entry?.[row] ?? 0));
    if (isEvent(rows, row)) events += weight;
  }
  const location = (family.predictor === 'time' ? 1 : -1) * Math.log(Math.max(time, 1e-3) / events);
  const shapes = family.ancillary.length < 2 ? [null] : [1, 0.1, -1];
  return shapes.map((shape) =>
    Float64Array.from([
      location,
      ...family.ancillary.map(({ start }, index) => (index === 1 ? (shape ?? start) : start)),
    ]),
  );
}

/** The highest of the maxima reached from several starts: the likelihood of some families has more than one. */
function bestMaximum(
  starts: readonly ArrayLike<number>[],
  evaluate: (parameters: Float64Array) => LikelihoodPoint,
  maximumIterations: number,
): NewtonOutcome & { readonly higherElsewhere: boolean } {
  const outcomes = starts.map((start, index) =>
    maximiseByRidgedNewton(
      start,
      evaluate,
      index === 0 ? maximumIterations : Math.min(60, maximumIterations),
    ),
  );
  const converged = outcomes.filter((outcome) => outcome.status === 'converged');
  const best = (converged.length > 0 ? converged : outcomes).reduce((highest, outcome) =>
    outcome.logLikelihood > highest.logLikelihood ? outcome : highest,
  );
  const slack = 1e-6 * (1 + Math.abs(best.logLikelihood));
  const higherElsewhere = outcomes.some((outcome) => outcome.logLikelihood > best.logLikelihood + slack);
  return { ...best, higherElsewhere };
}

/** Row after row, the linear map from parameters of standardised columns and scaled times to those of the data. */
function backTransform(
  family: ParametricFamily,
  means: readonly number[],
  deviations: readonly number[],
  unit: number,
): Float64Array {
  const size = 1 + means.length + family.ancillary.length;
  const change = new Float64Array(size * size);
  change[0] = 1;
  means.forEach((mean, index) => {
    change[1 + index] = -mean / deviations[index]!;
    change[(1 + index) * size + 1 + index] = 1 / deviations[index]!;
  });
  family.ancillary.forEach(({ unitPower }, index) => {
    const place = 1 + means.length + index;
    change[place * size + place] = unit ** unitPower;
  });
  return change;
}

function multiply(matrix: Float64Array, vector: Float64Array, size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, row) =>
    vector.reduce((sum, value, column) => sum + matrix[row * size + column]! * value, 0),
  );
}

/** change * covariance * change'. */
function sandwich(change: Float64Array, covariance: Float64Array, size: number): Float64Array {
  const half = new Float64Array(size * size);
  const full = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) {
      for (let k = 0; k < size; k += 1)
        half[i * size + j]! += change[i * size + k]! * covariance[k * size + j]!;
    }
  }
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < size; j += 1) {
      for (let k = 0; k < size; k += 1) full[i * size + j]! += half[i * size + k]! * change[j * size + k]!;
    }
  }
  return full;
}

function exactWeight(rows: CensoredRows): number {
  let sum = 0;
  for (let row = 0; row < rows.n; row += 1) {
    if (rows.lower[row] === rows.upper[row]) sum += rows.weight === null ? 1 : rows.weight[row]!;
  }
  return sum;
}
