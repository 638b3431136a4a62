import {
  fitIntervalRegression,
  type IntervalRegressionFit,
  type IntervalRegressionInput,
  type IntervalRegressionOptions,
} from '../interval-regression.js';

/**
 * Fits a curve of a named form to events only known to lie between two visits: how many times as long (time ratio) or
 * by what factor the event rate differs (hazard ratio) between arms, and predicted event-free shares and medians.
 *
 * A row contributes the probability of its interval: after `lower` and up to `upper`, the density where they are equal,
 * the share beyond `lower` where `upper` is infinite. Because the fitted curve is smooth, it is determined between
 * visits, which Turnbull's is not. Forms, result, conventions and reasons for missing numbers are those of
 * `parametricSurvival`, which takes the same input. Errors: `MethodError` as there, and for an upper limit below its
 * lower one or at 0.
 *
 * Source: Kalbfleisch JD, Prentice RL. The Statistical Analysis of Failure Time Data, 2nd ed. 2002, chapter 3;
 * Odell PM, Anderson KM, D'Agostino RB. Biometrics 1992;48:951-959.
 * Oracle: test/oracles/parametric-interval-survival.
 */
export function parametricIntervalSurvival(
  input: IntervalRegressionInput,
  options: IntervalRegressionOptions = {},
): IntervalRegressionFit {
  return fitIntervalRegression(input, options);
}
