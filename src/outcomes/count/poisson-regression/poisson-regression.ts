import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { maximiseByNewton } from '../../../math/optimise/newton.js';
import { requireOptions } from '../../../math/option-checks.js';
import { readRegressionData } from '../../regression-data.js';
import {
  type RegressionInference,
  regressionInference,
  requireTermTest,
  withLikelihoodRatioTests,
} from '../../regression-inference.js';
import { chosenVariance, type RegressionVariance } from '../../regression-variance.js';
import { settleMaximum } from '../../settle-maximum.js';
import type { TermTestKind } from '../../term-tests.js';
import { failedCoefficients, noCoefficients } from '../../wald-coefficients.js';
import { countPoint, countResiduals, expectedEvents } from '../count-likelihood.js';
import { type CountRegressionData, countRows, overallRate } from '../count-rows.js';

export interface PoissonOptions {
  /** `model` unless given; `CR1` where the rows are in clusters. */
  readonly variance?: RegressionVariance | undefined;
  /** How terms of several columns are tested; likelihood ratios go with the model's variance only. */
  readonly termTest?: TermTestKind;
  readonly level?: number;
}

/** Coefficients are log rate ratios; the intercept is the log rate where every covariate is 0. */
export interface PoissonFit extends RegressionInference {
  readonly logLikelihood: Estimable;
  /** Pearson chi-square over residual degrees of freedom: far above 1 means that subjects vary more than Poisson counts. */
  readonly pearsonDispersion: Estimable;
  readonly rows: number;
  readonly variance: RegressionVariance;
  readonly level: number;
}

/**
 * Relates the rate of events to covariates, each adjusted for the others, for Poisson counts over time at risk.
 *
 * Log link with the logarithm of exposure as offset, as R `glm(poisson)` and SAS GENMOD `DIST=POISSON`; model-based
 * standard errors, no scaling by the dispersion, or robust ones (`variance`, see `sandwichCovariance`; rows in clusters
 * take CR1 unless said otherwise). Terms of several columns are tested together. No events: everything is `no-events`; no rows: `empty-group`.
 * Coefficients without bound (an arm without events) are `separated` and all others `not-converged`. A covariate that
 * earlier ones determine is `collinear`. Dispersion without residual degrees of freedom: `too-few-observations`.
 *
 * Cost O(n p²) an iteration.
 *
 * @throws MethodError when events are not whole or negative, an exposure is not above 0, lengths differ, a covariate is not
 * finite, or level is not in (0, 1).
 *
 * Source: McCullagh P, Nelder JA. Generalized Linear Models 1989: chapter 6. Oracle: test/oracles/poisson-regression.
 */
export function poissonRegression(input: CountRegressionData, options: PoissonOptions = {}): PoissonFit {
  requireOptions('poisson-regression', options, {
    variance: 'checked later',
    termTest: 'checked later',
    level: 'checked later',
  });
  const { level = 0.95, termTest = 'wald' } = options;
  requireLevel('poisson-regression', 'level', level);
  const data = readRegressionData('poisson-regression', input, ['events', 'exposure']);
  const variance = chosenVariance('poisson-regression', options.variance, 'model', data.cluster);
  requireTermTest('poisson-regression', termTest, variance);
  const names = data.covariates.map(({ name }) => name);
  const settings = { rows: data.events.length, variance, level };
  const without = (reason: NotEstimableReason): PoissonFit => ({
    ...noCoefficients(names, reason),
    termTests: [],
    logLikelihood: notEstimable(reason),
    pearsonDispersion: notEstimable(reason),
    ...settings,
  });
  if (data.events.length === 0) return without('empty-group');
  const rows = countRows('poisson-regression', data);
  if (rows.events.every((count) => count === 0)) return without('no-events');
  const { design } = rows;
  const evaluate = (parameters: Float64Array) => countPoint(rows, parameters, 0);
  const climb = maximiseByNewton(overallRate(rows), evaluate);
  const fit = climb.status === 'converged' ? settleMaximum(climb.parameters, evaluate, climb) : null;
  if (fit === null) return { ...without('not-converged'), ...failedCoefficients(names, design, climb) };
  const freedom = design.rows - design.size;
  const expected = expectedEvents(rows, fit.parameters);
  const pearson = expected.reduce((sum, mean, row) => sum + (rows.events[row]! - mean) ** 2 / mean, 0);
  const parts = {
    design,
    bread: fit.factor.inverse(),
    ...countResiduals(rows, fit.parameters, 0),
    parameters: fit.parameters,
  };
  const result: PoissonFit = {
    ...regressionInference('poisson-regression', data, parts, variance, level),
    logLikelihood: fit.logLikelihood,
    pearsonDispersion: freedom > 0 ? pearson / freedom : notEstimable('too-few-observations'),
    ...settings,
  };
  if (termTest === 'wald') return result;
  return withLikelihoodRatioTests(result, data.covariates, (covariates) =>
    poissonRegression({ ...data, covariates }, { level }),
  );
}
