import type { NotEstimableReason } from '../../core/estimable.js';
import { type NameColumn, readClusters } from '../../math/columns/name-column.js';
import type { LikelihoodPoint, NewtonOutcome } from '../../math/optimise/newton.js';
import { transformCovariance, transformParameters } from '../delta-method.js';
import type { IntervalInput } from '../interval-columns.js';
import { type ModelTerms, readModelTerms, standardiseColumns } from '../model-terms.js';
import type { RegressionInput } from '../regression-terms.js';
import { maximiseByRidgedNewton } from '../ridged-newton.js';
import { sandwichCovariance } from '../sandwich-covariance.js';
import type { SurvivalInput } from '../survival-columns.js';
import { type CensoredRows, isEvent, readCensoredRows, selectRows } from './censored-rows.js';
import type { ParametricFamily } from './families.js';
import { parametricLikelihood, parametricScores } from './parametric-likelihood.js';

export type ParametricInput = (SurvivalInput | IntervalInput) &
  RegressionInput & {
    /** Rows that belong together, such as those of one hospital: their scores are added before they are squared. */
    readonly cluster?: NameColumn | undefined;
  };

/** `model`: the inverse of the observed information. `robust`: the sandwich of scores, by row or by cluster. */
export const parametricVariances = ['model', 'robust'] as const;
export type ParametricVariance = (typeof parametricVariances)[number];

/** A fit on the scale of the data: intercept, columns, ancillary parameters. */
export interface ParametricFit {
  readonly n: number;
  readonly terms: ModelTerms;
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
  variance: ParametricVariance = input.cluster === undefined ? 'model' : 'robust',
): ParametricFit {
  const all = readCensoredRows(method, input);
  const terms = readModelTerms(method, all.n, (row) => isEvent(all, row), input);
  const unit = meanTime(all, terms.keep);
  const rows = selectRows(all, terms.keep, unit);
  const { standardised, means, deviations } = standardiseColumns(terms.columns);
  const size = 1 + means.length + family.ancillary.length;
  const empty = {
    n: all.n,
    terms,
    parameters: new Float64Array(size),
    covariance: new Float64Array(size * size),
    logLikelihood: 0,
    nullLogLikelihood: 0,
    higherElsewhere: false,
    iterations: 0,
  };
  if (rows.n === 0) return { ...empty, failure: all.n === 0 ? 'empty-group' : 'no-events' };
  if (family.ancillary.length > 0 && oneTimeOnly(rows)) return { ...empty, failure: 'no-variation' };

  const starts = startsOf(family, rows);
  const alone = bestMaximum(starts, parametricLikelihood(family, rows, []), maximumIterations);
  const fromNull = [alone.parameters, ...starts.slice(1)];
  const outcome =
    means.length === 0
      ? alone
      : bestMaximum(
          fromNull.map((start) => [start[0]!, ...means.map(() => 0), ...start.subarray(1)]),
          parametricLikelihood(family, rows, standardised),
          maximumIterations,
        );
  // Curves that fall within every interval at once come as near to certainty as one likes.
  const isCertain = exactWeight(rows) === 0 && outcome.logLikelihood > -1e-5;
  const failed =
    isCertain || outcome.status !== 'converged' || outcome.factor === null || alone.status !== 'converged';
  if (failed) return { ...empty, failure: 'not-converged', iterations: outcome.iterations };
  const shift = (family.predictor === 'time' ? 1 : -1) * Math.log(unit);
  const change = backTransform(family, means, deviations, unit);
  const parameters = transformParameters(change, outcome.parameters);
  parameters[0]! += shift;
  const density = exactWeight(rows) * Math.log(unit);
  const inverse = outcome.factor!.inverse();
  const covariance =
    variance === 'model'
      ? inverse
      : sandwichCovariance(
          addWithinClusters(
            parametricScores(family, rows, standardised, outcome.parameters),
            size,
            clustersOf(method, input.cluster, all.n, terms.keep),
          ),
          inverse,
          size,
        );
  return {
    ...empty,
    failure: null,
    parameters,
    covariance: transformCovariance(change, covariance, size),
    logLikelihood: outcome.logLikelihood - density,
    nullLogLikelihood: alone.logLikelihood - density,
    higherElsewhere: outcome.higherElsewhere,
    iterations: outcome.iterations,
  };
}

/** Codes of the fitted rows; null where each row stands alone. */
function clustersOf(
  method: string,
  names: NameColumn | undefined,
  n: number,
  keep: Int32Array,
): Int32Array | null {
  if (names === undefined) return null;
  const { codes } = readClusters(method, 'cluster', names, n);
  return Int32Array.from(keep, (row) => codes[row]!);
}

/** Scores added within clusters: one row a cluster. */
function addWithinClusters(scores: Float64Array, size: number, codes: Int32Array | null): Float64Array {
  if (codes === null) return scores;
  const count = codes.reduce((largest, code) => Math.max(largest, code), -1) + 1;
  const totals = new Float64Array(count * size);
  codes.forEach((code, row) => {
    for (let k = 0; k < size; k += 1) totals[code * size + k]! += scores[row * size + k]!;
  });
  return totals;
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

function exactWeight(rows: CensoredRows): number {
  let sum = 0;
  for (let row = 0; row < rows.n; row += 1) {
    if (rows.lower[row] === rows.upper[row]) sum += rows.weight === null ? 1 : rows.weight[row]!;
  }
  return sum;
}
