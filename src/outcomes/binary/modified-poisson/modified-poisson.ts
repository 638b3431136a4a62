import type { NotEstimableReason } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { maximiseByNewton } from '../../../math/optimise/newton.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type CountRows, countPoint, expectedEvents } from '../../count/count-likelihood.js';
import { readRegressionData } from '../../regression-data.js';
import { type RegressionInference, regressionInference } from '../../regression-inference.js';
import { chosenVariance, type RegressionVariance } from '../../regression-variance.js';
import { settleMaximum } from '../../settle-maximum.js';
import { failedCoefficients, noCoefficients } from '../../wald-coefficients.js';
import { type RiskRegressionData, riskRegressionRows } from '../risk-regression-rows.js';

export interface ModifiedPoissonOptions {
  /** `HC0` unless given; `CR1` where the rows are in clusters. */
  readonly variance?: RegressionVariance | undefined;
  readonly level?: number;
}

/** Coefficients are log risk ratios; the intercept is the log risk where every covariate is 0. */
export interface ModifiedPoissonFit extends RegressionInference {
  readonly n: number;
  readonly events: number;
  readonly variance: RegressionVariance;
  readonly level: number;
}

/**
 * Risk ratios of a yes/no outcome, adjusted for covariates: Poisson regression with a robust variance.
 *
 * The Poisson likelihood estimates log risk ratios without bias, and the sandwich variance (unless said otherwise HC0,
 * no small-sample factor: R `sandwich::sandwich`, SAS GENMOD `REPEATED SUBJECT=`) corrects the standard errors for its
 * wrong variance. Rows in clusters (`cluster`) take CR1 unless said otherwise; the choices stand at
 * `sandwichCovariance`. Terms of several columns are tested together by Wald tests.
 * A fitted risk may exceed 1; that does not disturb the ratios. No event: `no-events`; no subjects: `empty-group`.
 * Coefficients without bound (an arm without events) are `separated` and all others `not-converged`. A covariate that
 * earlier ones determine is `collinear`. Unlike a logistic model it fits where a whole arm has the event; a
 * coefficient that then has no robust variance is `no-variation` beyond its estimate.
 *
 * Cost O(n p²) an iteration.
 *
 * @throws MethodError when an outcome is not 0 or 1, lengths differ, a covariate is not finite, or level is not in (0,
 * 1).
 *
 * Source: Zou G. Am J Epidemiol 2004;159:702-706. Oracle: test/oracles/modified-poisson.
 */
export function modifiedPoisson(
  input: RiskRegressionData,
  options: ModifiedPoissonOptions = {},
): ModifiedPoissonFit {
  requireOptions('modified-poisson', options, { variance: 'checked later', level: 'checked later' });
  const { level = 0.95 } = options;
  requireLevel('modified-poisson', 'level', level);
  const data = readRegressionData('modified-poisson', input, ['outcome']);
  const names = data.covariates.map(({ name }) => name);
  const { design, outcome, events } = riskRegressionRows('modified-poisson', data);
  const n = outcome.length;
  const variance = chosenVariance('modified-poisson', options.variance, 'HC0', data.cluster);
  const settings = { n, events, variance, level };
  const without = (reason: NotEstimableReason) => ({
    ...noCoefficients(names, reason),
    termTests: [],
    ...settings,
  });
  if (n === 0) return without('empty-group');
  if (events === 0) return without('no-events');
  const rows: CountRows = { design, events: outcome, logExposure: new Float64Array(n) };
  const evaluate = (parameters: Float64Array) => countPoint(rows, parameters, 0);
  const start = new Float64Array(design.size);
  start[0] = Math.log(events / n);
  const climb = maximiseByNewton(start, evaluate);
  const fit = climb.status === 'converged' ? settleMaximum(climb.parameters, evaluate, climb) : null;
  if (fit === null) return { ...failedCoefficients(names, design, climb), termTests: [], ...settings };
  const expected = expectedEvents(rows, fit.parameters);
  // A risk fitted to 1 leaves no residual: what rounding leaves of it would pass for a tiny variance.
  const residual = outcome.map((value, row) =>
    Math.abs(value - expected[row]!) < 1e-12 ? 0 : value - expected[row]!,
  );
  const parts = {
    design,
    bread: fit.factor.inverse(),
    residual,
    spread: expected,
    parameters: fit.parameters,
  };
  return { ...regressionInference('modified-poisson', data, parts, variance, level), ...settings };
}
