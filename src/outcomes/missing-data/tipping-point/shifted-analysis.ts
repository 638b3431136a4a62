import { isEstimable, notEstimable } from '../../../core/estimable.js';
import type { AdjustedDifferences } from '../adjusted-differences.js';
import { type DifferenceFigure, waldDifference } from '../difference-figure.js';
import { poolRubin } from '../pool-rubin.js';

/** What shifts a value: how many times the shift of its arm each subject's imputed value takes; 0 where observed. */
export interface ShiftCounts {
  readonly of: Float64Array;
  readonly versus: Float64Array;
}

/**
 * The pooled analysis of covariance of completed outcomes as a function of two shifts, one added to the imputed values of
 * each arm. The outcome is linear in the shifts and the residual sum of squares quadratic, so that after one pass over
 * the data each point of a grid costs no more than the number of imputations.
 *
 * `columns`: completed outcomes at the visit, one list an imputation; `contrast`: which of the model's differences.
 */
export function shiftedAnalysis(
  columns: readonly ArrayLike<number>[],
  model: AdjustedDifferences,
  contrast: number,
  shifts: ShiftCounts,
  names: readonly [of: string, versus: string],
  level: number,
): (ofShift: number, versusShift: number) => DifferenceFigure {
  const weight = model.weights[contrast]!;
  const factor = model.varianceFactors[contrast]!;
  const dot = (left: ArrayLike<number>, right: ArrayLike<number>): number => {
    let sum = 0;
    for (let row = 0; row < left.length; row += 1) sum += left[row]! * right[row]!;
    return sum;
  };
  const ofRest = model.residuals(shifts.of);
  const versusRest = model.residuals(shifts.versus);
  const ofGain = dot(weight, shifts.of);
  const versusGain = dot(weight, shifts.versus);
  const ofSquare = dot(ofRest, ofRest);
  const versusSquare = dot(versusRest, versusRest);
  const product = dot(ofRest, versusRest);
  const parts = columns.map((column) => {
    const rest = model.residuals(column);
    const first = model.analyse(column)[contrast]!;
    return {
      estimate: first.estimate,
      standardError: first.standardError,
      square: dot(rest, rest),
      ofProduct: dot(rest, ofRest),
      versusProduct: dot(rest, versusRest),
    };
  });
  const failure = parts.map(({ standardError }) => standardError).find((value) => !isEstimable(value));
  return (ofShift, versusShift) => {
    const gain = ofShift * ofGain + versusShift * versusGain;
    const estimates = parts.map(({ estimate }) => estimate + gain);
    if (failure !== undefined && model.df <= 0) {
      const mean = estimates.reduce((sum, value) => sum + value, 0) / estimates.length;
      return waldDifference(...names, mean, failure, null, level);
    }
    const added =
      ofShift ** 2 * ofSquare + versusShift ** 2 * versusSquare + 2 * ofShift * versusShift * product;
    const standardErrors = parts.map(({ square, ofProduct, versusProduct }) => {
      const squares = square + 2 * (ofShift * ofProduct + versusShift * versusProduct) + added;
      return Math.sqrt((Math.max(0, squares) / model.df) * factor);
    });
    if (standardErrors.every((value) => value === 0)) {
      return waldDifference(...names, estimates[0]!, notEstimable('no-variation'), null, level);
    }
    const pooled = poolRubin(estimates, standardErrors, { completeDf: model.df });
    return waldDifference(...names, pooled.estimate, pooled.standardError, pooled.df, level);
  };
}
