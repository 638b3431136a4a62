import { maximiseByNewton } from '../../math/optimise/newton.js';
import { settleMaximum } from '../settle-maximum.js';
import { columnScale } from './category-ordered-rows.js';
import {
  type CumulativeLinkRows,
  cumulativeLinkLikelihood,
  parameterCount,
} from './cumulative-link-likelihood.js';
import type { LinkFunction } from './link-functions.js';
import { type ReducedParameters, trendParameters } from './slope-trend.js';

export interface CumulativeLinkFit {
  /** `separated`: the likelihood keeps rising as coefficients grow without bound. */
  readonly status: 'converged' | 'separated' | 'not-converged';
  readonly thresholds: Float64Array;
  readonly thresholdStandardErrors: Float64Array;
  /** For each free column its slopes at the thresholds, then the slopes of the other columns. */
  readonly slopes: Float64Array;
  /** Inverse observed information of the slopes, column after column. */
  readonly covariance: Float64Array;
  readonly logLikelihood: number;
}

/**
 * Fits a cumulative link model by maximum likelihood: Newton's method with the observed information, on centred and
 * scaled columns. Thresholds must each have subjects on both sides. O(n (2 (1 + q) + p)² + (k (1 + q) + p)³) a step for
 * k thresholds, q free and p other columns.
 *
 * With `scores` of the thresholds the slopes of each free column lie on a line over them; slopes and their covariance
 * are given at the thresholds all the same.
 */
export function fitCumulativeLink(
  rows: CumulativeLinkRows,
  link: LinkFunction,
  scores: readonly number[] | null = null,
): CumulativeLinkFit {
  const { thresholdCount, weight } = rows;
  const free = rows.freeColumns.map((column) => standardise(column, weight));
  const common = rows.columns.map((column) => standardise(column, weight));
  const scaled: CumulativeLinkRows = {
    ...rows,
    freeColumns: free.map(({ values }) => values),
    columns: common.map(({ values }) => values),
  };
  const total = parameterCount(rows);
  const few =
    scores === null
      ? null
      : trendParameters(thresholdCount, rows.freeColumns.length, rows.columns.length, scores);
  const start = new Float64Array(few?.count ?? total);
  start.set(marginalThresholds(rows, link));
  const evaluate = (at: Float64Array) =>
    few === null
      ? cumulativeLinkLikelihood(scaled, link, at)
      : few.compress(cumulativeLinkLikelihood(scaled, link, few.expand(at)));
  // The score of many rows carries more rounding; the last digits are settled below in any case.
  const climb = maximiseByNewton(start, evaluate, { tolerance: 1e-12 * Math.max(1, weight.length / 2000) });
  const settled = climb.status === 'converged' ? settleMaximum(climb.parameters, evaluate) : null;
  // The scale of each slope, in the order of the parameters.
  const scales = [
    ...free.flatMap((column) => Array.from({ length: thresholdCount }, () => column)),
    ...common,
  ];
  const size = scales.length;
  if (settled === null) {
    const status =
      climb.status === 'diverging' || climb.status === 'singular' ? 'separated' : 'not-converged';
    return {
      status,
      thresholds: new Float64Array(thresholdCount),
      thresholdStandardErrors: new Float64Array(thresholdCount),
      slopes: new Float64Array(size),
      covariance: new Float64Array(size * size),
      logLikelihood: climb.logLikelihood,
    };
  }
  const { factor, logLikelihood } = settled;
  const parameters = few === null ? settled.parameters : few.expand(settled.parameters);
  const inverse = few === null ? factor.inverse() : expandCovariance(factor.inverse(), total, few);
  const covariance = new Float64Array(size * size);
  for (let column = 0; column < size; column += 1) {
    for (let row = 0; row < size; row += 1) {
      covariance[column * size + row] =
        inverse[(thresholdCount + column) * total + thresholdCount + row]! /
        (scales[column]!.scale * scales[row]!.scale);
    }
  }
  // Where columns are 0 and not at their means, a threshold takes in the slopes times the means.
  const thresholds = new Float64Array(thresholdCount);
  const thresholdStandardErrors = new Float64Array(thresholdCount);
  const direction = new Float64Array(total);
  for (let threshold = 0; threshold < thresholdCount; threshold += 1) {
    direction.fill(0);
    direction[threshold] = 1;
    free.forEach(({ centre, scale }, column) => {
      direction[thresholdCount * (1 + column) + threshold] = centre / scale;
    });
    common.forEach(({ centre, scale }, column) => {
      direction[thresholdCount * (1 + free.length) + column] = centre / scale;
    });
    thresholds[threshold] = direction.reduce((sum, value, index) => sum + value * parameters[index]!, 0);
    const root = factor.solveLower(few === null ? direction : few.project(direction));
    thresholdStandardErrors[threshold] = Math.sqrt(root.reduce((sum, value) => sum + value * value, 0));
  }
  return {
    status: 'converged',
    thresholds,
    thresholdStandardErrors,
    slopes: Float64Array.from(scales, ({ scale }, index) => parameters[thresholdCount + index]! / scale),
    covariance,
    logLikelihood,
  };
}

/** The covariance of all parameters from that of the few they stand for. */
function expandCovariance(small: Float64Array, total: number, few: ReducedParameters): Float64Array {
  const { count, expand } = few;
  const half = Array.from({ length: count }, (_, column) =>
    expand(small.subarray(column * count, (column + 1) * count)),
  );
  const covariance = new Float64Array(total * total);
  const line = new Float64Array(count);
  for (let row = 0; row < total; row += 1) {
    for (let column = 0; column < count; column += 1) line[column] = half[column]![row]!;
    covariance.set(expand(line), row * total);
  }
  return covariance;
}

/** The thresholds that give each its share of subjects when all slopes are 0. */
function marginalThresholds(
  { below, above, weight, thresholdCount }: CumulativeLinkRows,
  link: LinkFunction,
): Float64Array {
  // Subjects between threshold i - 1 and i count under i; those above the last of a stratum close it.
  const under = new Float64Array(thresholdCount);
  const over = new Float64Array(thresholdCount);
  const joined = new Uint8Array(thresholdCount);
  for (let row = 0; row < weight.length; row += 1) {
    const [top, bottom] = [above[row]!, below[row]!];
    if (top >= 0) under[top] = under[top]! + weight[row]!;
    if (bottom >= 0) over[bottom] = over[bottom]! + weight[row]!;
    if (top >= 0 && bottom >= 0) joined[top] = 1;
  }
  for (let index = 1; index < thresholdCount; index += 1) {
    if (joined[index] === 1) under[index] = under[index]! + under[index - 1]!;
  }
  for (let index = thresholdCount - 2; index >= 0; index -= 1) {
    if (joined[index + 1] === 1) over[index] = over[index]! + over[index + 1]!;
  }
  return under.map((count, index) => {
    const total = count + over[index]!;
    return link.quantile(count / total, over[index]! / total);
  });
}

function standardise(column: Float64Array, weight: Float64Array) {
  const { centre, scale } = columnScale(column, weight);
  return { centre, scale, values: column.map((value) => (value - centre) / scale) };
}
