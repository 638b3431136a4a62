import type { IntervalInput } from './interval-columns.js';
import type { ParametricSurvivalResult } from './parametric-survival/parametric-result.js';
import {
  type ParametricSurvivalOptions,
  parametricSurvival,
} from './parametric-survival/parametric-survival.js';
import type { RegressionInput } from './regression-terms.js';

/** A parametric fit for methods whose events lie within intervals. */
export type IntervalRegressionInput = IntervalInput & RegressionInput;
export type IntervalRegressionOptions = ParametricSurvivalOptions;
export type IntervalRegressionFit = ParametricSurvivalResult;

/** Fits a parametric model to intervals: the likelihood of each row is the probability of its interval. */
export function fitIntervalRegression(
  input: IntervalRegressionInput,
  options: IntervalRegressionOptions,
): IntervalRegressionFit {
  return parametricSurvival(input, options);
}
