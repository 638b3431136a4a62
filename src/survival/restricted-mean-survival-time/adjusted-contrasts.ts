import type { Factor } from '../../core/analysis-data.js';
import type { NotEstimableReason } from '../../core/estimable.js';
import { cholesky } from '../../math/linear-algebra/cholesky.js';
import { type LikelihoodPoint, maximiseByNewton } from '../../math/optimise/newton.js';
import { transformCovariance } from '../delta-method.js';
import type { HazardTerm } from '../hazard-terms.js';
import { independentColumns } from '../independent-columns.js';
import type { SurvivalColumns } from '../survival-columns.js';
import { type CensoringTieRule, censoringWeights } from './censoring-weighted-scores.js';
import { type Formed, type MeanMeasure, meanMeasures } from './mean-contrast.js';

/** What each measure says of each term of the model, in the order of the terms. */
export type AdjustedMeans = Readonly<Record<MeanMeasure, readonly Formed[]>>;

const roundingShare = 1e-14;

/**
 * Regression of the time free of the event up to tau on arms and covariates: an analysis of covariance for restricted
 * means. Differences come of the identity link, ratios of a log link, ratios of times lost of a log link on tau less the
 * time. Subjects whose time up to tau was censored have weight 0 and the others stand for them.
 *
 * Solves the sum of w_i (Y_i - h(x_i'b)) x_i = 0 with w_i one over the probability of remaining uncensored up to Y_i
 * in the own arm; covariance A^-1 B A^-1, A the derivative of that sum, the sum of w_i h' x_i x_i', and B the sum over
 * subjects of their squared scores with what estimating the weights adds.
 *
 * Source: Tian L, Zhao L, Wei LJ. Biostatistics 2014;15:222-233, section 2.
 */
export function adjustedMeans(
  columns: SurvivalColumns,
  arms: Factor,
  terms: readonly HazardTerm[],
  tau: number,
  ties: CensoringTieRule,
): AdjustedMeans {
  const { n } = columns;
  const counts = columns.weight ?? new Float64Array(n).fill(1);
  const { restricted, weight, addCensoring } = censoringWeights(columns, arms, tau, ties);
  const total = weight.map((value, row) => value * counts[row]!);
  const scaled = terms.map(({ values }) => standardise(values));
  const all = designOf(scaled, n);
  const width = terms.length + 1;
  const { kept, dependent } = independentColumns(
    weightedProducts(all, width, total),
    width,
    total.reduce((sum, value) => sum + value, 0),
  );
  const columnsKept = kept.filter((column) => column > 0);
  const design = designOf(
    columnsKept.map((column) => scaled[column - 1]!),
    n,
  );
  const size = columnsKept.length + 1;

  const formed = (measure: MeanMeasure): readonly Formed[] => {
    const outcome = measure === 'time-lost-ratio' ? restricted.map((value) => tau - value) : restricted;
    if (measure === 'time-lost-ratio' && !outcome.some((value, row) => value > 0 && weight[row]! > 0)) {
      return terms.map(() => 'no-events' as const);
    }
    const fit = solveEquation(design, size, outcome, total, measure === 'difference');
    const failed = typeof fit === 'string' ? fit : null;
    const covariance = typeof fit === 'string' ? null : sandwich(fit);
    return terms.map((term, index): Formed => {
      if (term.empty) return 'empty-group';
      const repeated = dependent.find(({ column }) => column === index + 1);
      // The intercept is the first column: what repeats it alone does not vary.
      if (repeated !== undefined)
        return repeated.dependsOn.every((column) => column === 0) ? 'no-variation' : 'collinear';
      if (typeof fit === 'string' || covariance === null) return failed ?? 'not-converged';
      const place = columnsKept.indexOf(index + 1) + 1;
      const unit = scaled[index]!.deviation;
      return [fit.beta[place]! / unit, covariance[place * size + place]! / (unit * unit)];
    });

    function sandwich({ mean, inverse }: Solution): Float64Array {
      const scores = new Float64Array(n * size);
      for (let row = 0; row < n; row += 1) {
        const residual = weight[row]! * (outcome[row]! - mean[row]!);
        for (let k = 0; k < size; k += 1) scores[row * size + k] = residual * design[row * size + k]!;
      }
      const middle = weightedProducts(addCensoring(scores, size), size, counts);
      const covariance = transformCovariance(inverse, middle, size);
      // Scores that cancel leave rounding beside those of times that nothing explains.
      const unexplained = weightedProducts(
        design.map((value, at) => value * weight[Math.floor(at / size)]! * outcome[Math.floor(at / size)]!),
        size,
        counts,
      );
      const scale = transformCovariance(inverse, unexplained, size);
      return covariance.map((value, cell) =>
        cell % (size + 1) === 0 && value <= roundingShare * scale[cell]! ? 0 : value,
      );
    }
  };
  return Object.fromEntries(meanMeasures.map((measure) => [measure, formed(measure)])) as Record<
    MeanMeasure,
    readonly Formed[]
  >;
}

interface Scaled {
  readonly values: Float64Array;
  readonly deviation: number;
}

/** Mean 0 and standard deviation 1; a constant column becomes zeros. */
function standardise(values: Float64Array): Scaled {
  const n = Math.max(1, values.length);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
  const largest = values.reduce((size, value) => Math.max(size, Math.abs(value)), 0);
  const deviation = spread > 1e-12 * largest ? spread : 1;
  return {
    values: values.map((value) => (spread > 1e-12 * largest ? (value - mean) / spread : 0)),
    deviation,
  };
}

/** An intercept and the columns, row after row. */
function designOf(columns: readonly Scaled[], n: number): Float64Array {
  const size = columns.length + 1;
  const design = new Float64Array(n * size);
  for (let row = 0; row < n; row += 1) design[row * size] = 1;
  columns.forEach(({ values }, column) => {
    for (let row = 0; row < n; row += 1) design[row * size + column + 1] = values[row]!;
  });
  return design;
}

function weightedProducts(rows: Float64Array, size: number, weight: Float64Array): Float64Array {
  const products = new Float64Array(size * size);
  for (let row = 0, at = 0; row < weight.length; row += 1, at += size) {
    for (let i = 0; i < size; i += 1) {
      const left = weight[row]! * rows[at + i]!;
      for (let j = 0; j <= i; j += 1) products[i * size + j]! += left * rows[at + j]!;
    }
  }
  for (let i = 0; i < size; i += 1) {
    for (let j = 0; j < i; j += 1) products[j * size + i] = products[i * size + j]!;
  }
  return products;
}

interface Solution {
  readonly beta: Float64Array;
  /** The model's time of each row. */
  readonly mean: Float64Array;
  /** Of minus the derivative of the equation. */
  readonly inverse: Float64Array;
}

/** The root of the weighted equation: least squares, or with the log link the maximum of a Poisson likelihood. */
function solveEquation(
  design: Float64Array,
  size: number,
  outcome: Float64Array,
  weight: Float64Array,
  linear: boolean,
): Solution | NotEstimableReason {
  const n = outcome.length;
  const etaOf = (beta: Float64Array, row: number) => {
    let eta = 0;
    for (let k = 0; k < size; k += 1) eta += beta[k]! * design[row * size + k]!;
    return eta;
  };
  const sums = (residual: (row: number) => number) => {
    const score = new Float64Array(size);
    for (let row = 0; row < n; row += 1) {
      const share = weight[row]! * residual(row);
      for (let k = 0; k < size; k += 1) score[k]! += share * design[row * size + k]!;
    }
    return score;
  };
  if (linear) {
    const factor = cholesky(weightedProducts(design, size, weight), size);
    if (factor === null) return 'collinear';
    const first = factor.solve(sums((row) => outcome[row]!));
    // One step of refinement takes the rounding of the products out.
    const rest = factor.solve(sums((row) => outcome[row]! - etaOf(first, row)));
    const beta = first.map((value, k) => value + rest[k]!);
    return { beta, mean: outcome.map((_, row) => etaOf(beta, row)), inverse: factor.inverse() };
  }
  const meanAt = (beta: Float64Array) => outcome.map((_, row) => Math.exp(etaOf(beta, row)));
  const evaluate = (beta: Float64Array): LikelihoodPoint => {
    const mean = meanAt(beta);
    let logLikelihood = 0;
    for (let row = 0; row < n; row += 1) {
      if (weight[row]! > 0) logLikelihood += weight[row]! * (outcome[row]! * etaOf(beta, row) - mean[row]!);
    }
    return {
      logLikelihood,
      score: sums((row) => outcome[row]! - mean[row]!),
      information: weightedProducts(
        design,
        size,
        mean.map((value, row) => value * weight[row]!),
      ),
    };
  };
  const start = new Float64Array(size);
  const allWeight = weight.reduce((sum, value) => sum + value, 0);
  start[0] = Math.log(outcome.reduce((sum, value, row) => sum + weight[row]! * value, 0) / allWeight);
  const found = maximiseByNewton(start, evaluate);
  if (found.status === 'diverging') return 'separated';
  if (found.status !== 'converged' || found.factor === null) return 'not-converged';
  return { beta: found.parameters, mean: meanAt(found.parameters), inverse: found.factor.inverse() };
}
