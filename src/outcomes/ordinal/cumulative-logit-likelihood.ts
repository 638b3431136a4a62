import type { SymmetricTridiagonal } from './symmetric-tridiagonal.js';

/**
 * Rows of an ordered outcome. `outcome` holds 0 for the lowest category up to categoryCount - 1; every category has
 * positive weight. `columns` are the covariates, one array a column.
 */
export interface CumulativeLogitRows {
  readonly outcome: Int32Array;
  readonly weight: Float64Array;
  readonly categoryCount: number;
  readonly columns: readonly Float64Array[];
  /** Added to each row's predictor; absent for none. */
  readonly offset?: Float64Array;
  /** Terms left out because their probability is 1 in the limit; absent for none. See `limitOfSeparation`. */
  readonly settled?: SettledTerms;
}

/** Which terms of the likelihood are 1 in the limit: 1 for those, 0 for the others. */
export interface SettledTerms {
  /** Of each row: to be at most its category. */
  readonly atMost: Uint8Array;
  /** Of each row: to be at least its category. */
  readonly atLeast: Uint8Array;
  /** Of each category: the gap between the thresholds around it. */
  readonly gap: Uint8Array;
}

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

/** A product of factors up to 2 that is still far from the largest number. */
const LARGE = 1e150;
/** Exponentials of numbers within this reach can be multiplied and divided without leaving the range of doubles. */
const REACH = 300;

/**
 * Log likelihood of the cumulative logit model logit P(Y <= j) = threshold_j - x'beta, with its gradient and
 * observed information, in one pass over the rows: O(n (1 + p^2)).
 *
 * A category's probability F(a) - F(b), with a above b, is F(a) (1 - F(b)) (1 - exp(b - a)). The logarithm is
 * therefore two logistic terms of one row, free of cancellation, and a term of the gap between two thresholds that
 * all rows of a category share. Each part is concave, and no row ties more than two neighbouring thresholds.
 *
 * Thresholds must rise. Source: McCullagh P. J R Stat Soc B 1980;42:109-142, section 2.
 */
export function cumulativeLogitLikelihood(
  rows: CumulativeLogitRows,
  thresholds: Float64Array,
  coefficients: Float64Array,
): CumulativeLogitLikelihood {
  const { outcome, weight, categoryCount, columns, offset, settled } = rows;
  const size = coefficients.length;
  const thresholdGradient = new Float64Array(thresholds.length);
  const coefficientGradient = new Float64Array(size);
  const diagonal = new Float64Array(thresholds.length);
  const offDiagonal = new Float64Array(Math.max(0, thresholds.length - 1));
  const crossInformation = columns.map(() => new Float64Array(thresholds.length));
  const coefficientInformation = new Float64Array(size * size);
  const categoryWeight = new Float64Array(categoryCount);
  const row = new Float64Array(size);
  let logLikelihood = 0;
  // Factors 1 + exp(-distance) of single subjects are multiplied up and their logarithm taken once in a while.
  let product = 1;
  const power = thresholds.map(Math.exp);
  const inversePower = power.map((value) => 1 / value);
  const near = thresholds.every((threshold) => Math.abs(threshold) < REACH);

  for (let index = 0; index < outcome.length; index += 1) {
    const subjects = weight[index]!;
    if (subjects === 0) continue;
    const category = outcome[index]!;
    categoryWeight[category] = categoryWeight[category]! + subjects;
    let predictor = offset === undefined ? 0 : offset[index]!;
    for (let column = 0; column < size; column += 1) {
      row[column] = columns[column]![index]!;
      predictor += row[column]! * coefficients[column]!;
    }
    // One exponential a row: those of the distances are quotients of it and of the thresholds'.
    const nearPredictor = Math.abs(predictor) < REACH;
    const grown = nearPredictor ? Math.exp(predictor) : 0;
    let slope = 0;
    let curvature = 0;
    if (product > LARGE) {
      logLikelihood -= Math.log(product);
      product = 1;
    }
    // Side +1: the threshold above the category; side -1: the threshold below it.
    for (let side = 1; side >= -1; side -= 2) {
      const threshold = side === 1 ? category : category - 1;
      if (threshold < 0 || threshold >= thresholds.length) continue;
      if (settled !== undefined && (side === 1 ? settled.atMost : settled.atLeast)[index] === 1) continue;
      const distance = side * (thresholds[threshold]! - predictor);
      // log of 1 / (1 + exp(-distance)) and the probability of the other side, exact in both tails.
      const decay =
        near && nearPredictor
          ? (side === 1) === distance < 0
            ? power[threshold]! / grown
            : grown * inversePower[threshold]!
          : Math.exp(-Math.abs(distance));
      const miss = distance < 0 ? 1 / (1 + decay) : decay / (1 + decay);
      if (distance < 0) logLikelihood += subjects * distance;
      if (subjects === 1) product *= 1 + decay;
      else logLikelihood -= subjects * Math.log1p(decay);
      const pull = subjects * side * miss;
      const bend = subjects * miss * (1 - miss);
      thresholdGradient[threshold] = thresholdGradient[threshold]! + pull;
      diagonal[threshold] = diagonal[threshold]! + bend;
      slope -= pull;
      curvature += bend;
      for (let column = 0; column < size; column += 1) {
        const cross = crossInformation[column]!;
        cross[threshold] = cross[threshold]! - bend * row[column]!;
      }
    }
    for (let column = 0; column < size; column += 1) {
      coefficientGradient[column] = coefficientGradient[column]! + slope * row[column]!;
      const scaled = curvature * row[column]!;
      for (let other = 0; other <= column; other += 1) {
        const cell = column * size + other;
        coefficientInformation[cell] = coefficientInformation[cell]! + scaled * row[other]!;
      }
    }
  }
  logLikelihood -= Math.log(product);
  for (let column = 0; column < size; column += 1) {
    for (let other = 0; other < column; other += 1) {
      coefficientInformation[other * size + column] = coefficientInformation[column * size + other]!;
    }
  }

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
    crossInformation,
    coefficientInformation,
  };
}
