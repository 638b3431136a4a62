import { exponential } from '../../math/special/exponential.js';
import { logistic } from '../../math/special/logistic.js';
import {
  addLinearPredictor,
  addWeightedCrossProducts,
  addWeightedSums,
  blockRows,
  mirrored,
} from '../design-products.js';
import type { CategoryOrderedRows } from './category-ordered-rows.js';
import type { SymmetricTridiagonal } from './symmetric-tridiagonal.js';

/** Value, slope and curvature of the log likelihood at one point. The information is in blocks, see below. */
export interface CumulativeLogitLikelihood {
  readonly logLikelihood: number;
  readonly thresholdGradient: Float64Array;
  readonly coefficientGradient: Float64Array;
  /** Observed information of the thresholds. */
  readonly thresholdInformation: SymmetricTridiagonal;
  /** Observed information between thresholds and coefficients: one array of thresholds a coefficient. */
  readonly crossInformation: readonly Float64Array[];
  /** Observed information of the coefficients, p x p, column by column. */
  readonly coefficientInformation: Float64Array;
}

/** Within these a product can take one factor more and stay in the range of doubles. */
const LARGE = 1e40;
const SMALL = 1e-40;
/** Three exponentials of numbers within this reach can be multiplied without leaving that range. */
const REACH = 200;

/**
 * Log likelihood of the cumulative logit model logit P(Y <= j) = threshold_j - x'beta, with its gradient and
 * observed information, in one pass over the rows: O(n (1 + p^2)). Rows come category by category, so that the sums of a
 * threshold are those of two runs of rows.
 *
 * A category's probability F(a) - F(b), with a above b, is F(a) (1 - F(b)) (1 - exp(b - a)). The logarithm is
 * therefore two logistic terms of one row, free of cancellation, and a term of the gap between two thresholds that
 * all rows of a category share. Each part is concave, and no row ties more than two neighbouring thresholds.
 *
 * Thresholds must rise. Source: McCullagh P. J R Stat Soc B 1980;42:109-142, section 2.
 */
export function cumulativeLogitLikelihood(
  rows: CategoryOrderedRows,
  thresholds: Float64Array,
  coefficients: Float64Array,
): CumulativeLogitLikelihood {
  const { categoryCount, categoryWeight, firstRow, size, settled } = rows;
  const thresholdGradient = new Float64Array(thresholds.length);
  const coefficientGradient = new Float64Array(size);
  const diagonal = new Float64Array(thresholds.length);
  const offDiagonal = new Float64Array(Math.max(0, thresholds.length - 1));
  // Minus the information between each threshold and the coefficients, threshold by threshold.
  const cross = new Float64Array(thresholds.length * size);
  const coefficientInformation = new Float64Array(size * size);
  const block: Block = {
    predictor: new Float64Array(blockRows),
    slope: new Float64Array(blockRows),
    bendAbove: new Float64Array(blockRows),
    bendBelow: new Float64Array(blockRows),
    curvature: new Float64Array(blockRows),
  };
  const near = settled === undefined && thresholds.every((threshold) => Math.abs(threshold) < REACH);
  let logLikelihood = 0;

  for (let category = 0; category < categoryCount; category += 1) {
    // The thresholds around the category; beyond the ends of the scale there is nobody.
    const above = category < thresholds.length ? category : null;
    const below = category > 0 ? category - 1 : null;
    const upper = above === null ? Number.POSITIVE_INFINITY : thresholds[above]!;
    const lower = below === null ? Number.NEGATIVE_INFINITY : thresholds[below]!;
    for (let start = firstRow[category]!; start < firstRow[category + 1]!; start += blockRows) {
      const end = Math.min(start + blockRows, firstRow[category + 1]!);
      const sums = fillBlock(rows, coefficients, { start, end, lower, upper, near }, block);
      logLikelihood += sums.logLikelihood;
      addWeightedSums(rows, block.slope, start, end, coefficientGradient);
      addWeightedCrossProducts(rows, block.curvature, start, end, coefficientInformation);
      if (above !== null) {
        thresholdGradient[above] = thresholdGradient[above]! + sums.pullAbove;
        diagonal[above] = diagonal[above]! + sums.bendAbove;
        addWeightedSums(rows, block.bendAbove, start, end, cross.subarray(above * size, (above + 1) * size));
      }
      if (below !== null) {
        thresholdGradient[below] = thresholdGradient[below]! - sums.pullBelow;
        diagonal[below] = diagonal[below]! + sums.bendBelow;
        addWeightedSums(rows, block.bendBelow, start, end, cross.subarray(below * size, (below + 1) * size));
      }
    }
  }
  mirrored(coefficientInformation, size);

  for (let category = 1; category < categoryCount - 1; category += 1) {
    if (settled?.gap[category] === 1) continue;
    const gap = thresholds[category]! - thresholds[category - 1]!;
    const subjects = categoryWeight[category]!;
    logLikelihood += subjects * Math.log(-Math.expm1(-gap));
    const pull = subjects / Math.expm1(gap);
    const bend = pull / -Math.expm1(-gap);
    thresholdGradient[category] = thresholdGradient[category]! + pull;
    thresholdGradient[category - 1] = thresholdGradient[category - 1]! - pull;
    diagonal[category] = diagonal[category]! + bend;
    diagonal[category - 1] = diagonal[category - 1]! + bend;
    offDiagonal[category - 1] = -bend;
  }
  // A threshold that no term holds any longer stays where it is.
  if (settled !== undefined) {
    diagonal.forEach((value, threshold) => {
      if (value === 0) diagonal[threshold] = 1;
    });
  }
  return {
    logLikelihood,
    thresholdGradient,
    coefficientGradient,
    thresholdInformation: { diagonal, offDiagonal },
    crossInformation: Array.from({ length: size }, (_, column) =>
      Float64Array.from(thresholds, (_value, threshold) => -cross[threshold * size + column]!),
    ),
    coefficientInformation,
  };
}

/** What a block of rows of one category adds, row by row. */
interface Block {
  readonly predictor: Float64Array;
  /** Derivative of the log likelihood by the predictor. */
  readonly slope: Float64Array;
  /** Minus the second derivative of the part of the upper threshold, of the lower one, and both together. */
  readonly bendAbove: Float64Array;
  readonly bendBelow: Float64Array;
  readonly curvature: Float64Array;
}

interface BlockSums {
  readonly logLikelihood: number;
  /** Subjects expected above the upper threshold, and below the lower one. */
  readonly pullAbove: number;
  readonly pullBelow: number;
  readonly bendAbove: number;
  readonly bendBelow: number;
}

/** Rows of one category, between its two thresholds. */
interface CategoryRun {
  readonly start: number;
  readonly end: number;
  readonly lower: number;
  readonly upper: number;
  /** Whether all thresholds are within reach and no term is settled. */
  readonly near: boolean;
}

/** Fills `block` for a run of rows, all terms but that of the gap between the thresholds. */
function fillBlock(
  rows: CategoryOrderedRows,
  coefficients: Float64Array,
  { start, end, lower, upper, near }: CategoryRun,
  block: Block,
): BlockSums {
  const { weight, offset, settled } = rows;
  const { predictor, slope, bendAbove, bendBelow, curvature } = block;
  if (offset === undefined) predictor.fill(0);
  else predictor.set(offset.subarray(start, end));
  addLinearPredictor(rows, coefficients, start, end, predictor);
  const shrinkage = Math.exp(-upper);
  const power = Math.exp(lower);
  let logLikelihood = 0;
  let pullAboveSum = 0;
  let pullBelowSum = 0;
  let bendAboveSum = 0;
  let bendBelowSum = 0;
  // What single subjects' likelihoods are divided by is multiplied up, and its logarithm taken once in a while.
  let product = 1;
  const count = end - start;
  for (let place = 0; place < count; place += 1) {
    const row = start + place;
    const subjects = weight[row]!;
    const value = predictor[place]!;
    // Probabilities of this category or a lower one and of a higher one; of this or a higher one and of a lower one.
    let atMost: number;
    let higher: number;
    let atLeast: number;
    let lesser: number;
    if (near && subjects === 1 && Math.abs(value) < REACH) {
      // One exponential and one division a row.
      const grown = exponential(value);
      const fromUpper = 1 + grown * shrinkage;
      const fromLower = grown + power;
      const both = fromUpper * fromLower;
      const share = 1 / both;
      atMost = fromLower * share;
      higher = grown * shrinkage * atMost;
      const rest = fromUpper * share;
      atLeast = grown * rest;
      lesser = power * rest;
      logLikelihood += value;
      product *= both;
      if (product > LARGE || product < SMALL) {
        logLikelihood -= Math.log(product);
        product = 1;
      }
    } else {
      const upperOdds = settled?.atMost[row] === 1 ? Number.NEGATIVE_INFINITY : value - upper;
      const lowerOdds = settled?.atLeast[row] === 1 ? Number.NEGATIVE_INFINITY : lower - value;
      atMost = logistic(-upperOdds);
      higher = logistic(upperOdds);
      atLeast = logistic(-lowerOdds);
      lesser = logistic(lowerOdds);
      logLikelihood -= subjects * (softPlus(upperOdds) + softPlus(lowerOdds));
    }
    const pullAbove = subjects * higher;
    const pullBelow = subjects * lesser;
    const above = pullAbove * atMost;
    const below = pullBelow * atLeast;
    slope[place] = pullBelow - pullAbove;
    bendAbove[place] = above;
    bendBelow[place] = below;
    curvature[place] = above + below;
    pullAboveSum += pullAbove;
    pullBelowSum += pullBelow;
    bendAboveSum += above;
    bendBelowSum += below;
  }
  return {
    logLikelihood: logLikelihood - Math.log(product),
    pullAbove: pullAboveSum,
    pullBelow: pullBelowSum,
    bendAbove: bendAboveSum,
    bendBelow: bendBelowSum,
  };
}

/** log(1 + exp(x)) without overflow. */
function softPlus(x: number): number {
  return Math.max(0, x) + Math.log1p(Math.exp(-Math.abs(x)));
}
