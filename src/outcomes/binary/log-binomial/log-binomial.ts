import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { cholesky } from '../../../math/linear-algebra/cholesky.js';
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
import { type RiskRegressionData, riskRegressionRows } from '../risk-regression-rows.js';
import { logBinomialPoint, logBinomialResiduals } from './log-binomial-likelihood.js';

export interface LogBinomialOptions {
  /** `model` unless given; `CR1` where the rows are in clusters. */
  readonly variance?: RegressionVariance | undefined;
  /** How terms of several columns are tested; likelihood ratios go with the model's variance only. */
  readonly termTest?: TermTestKind;
  readonly level?: number;
}

/** Coefficients are log risk ratios; the intercept is the log risk where every covariate is 0. */
export interface LogBinomialFit extends RegressionInference {
  readonly logLikelihood: Estimable;
  readonly n: number;
  readonly events: number;
  readonly variance: RegressionVariance;
  readonly level: number;
}

/**
 * Risk ratios of a yes/no outcome, adjusted for covariates, by the binomial likelihood with log link.
 *
 * R `glm(binomial(link = "log"))` and SAS GENMOD `DIST=BIN LINK=LOG`; standard errors from the expected information,
 * as R has them, or robust ones (`variance`, see `sandwichCovariance`; rows in clusters take CR1 unless said
 * otherwise). Terms of several columns are tested together, by Wald or likelihood-ratio tests. The likelihood is
 * concave, and every fitted risk must stay below 1. Where the maximum lies on that edge (a subject with a fitted risk
 * of 1), it is no maximum in the usual sense and everything is `not-converged`: modified Poisson regression answers
 * the same question there. Only events, or none: `no-variation`; no subjects: `empty-group`. Coefficients without
 * bound (an arm without events) are `separated` and all others `not-converged`. A covariate that earlier ones
 * determine is `collinear`.
 *
 * Cost O(n p²) an iteration.
 *
 * @throws MethodError when an outcome is not 0 or 1, lengths differ, a covariate is not finite, or level is not in (0,
 * 1).
 *
 * Source: Wacholder S. Am J Epidemiol 1986;123:174-184. Oracle: test/oracles/log-binomial.
 */
export function logBinomial(input: RiskRegressionData, options: LogBinomialOptions = {}): LogBinomialFit {
  requireOptions('log-binomial', options, {
    variance: 'checked later',
    termTest: 'checked later',
    level: 'checked later',
  });
  const { level = 0.95, termTest = 'wald' } = options;
  requireLevel('log-binomial', 'level', level);
  const data = readRegressionData('log-binomial', input, ['outcome']);
  const variance = chosenVariance('log-binomial', options.variance, 'model', data.cluster);
  requireTermTest('log-binomial', termTest, variance);
  const names = data.covariates.map(({ name }) => name);
  const rows = riskRegressionRows('log-binomial', data);
  const { design, outcome, events } = rows;
  const n = outcome.length;
  const settings = { n, events, variance, level };
  const without = (reason: NotEstimableReason): LogBinomialFit => ({
    ...noCoefficients(names, reason),
    termTests: [],
    logLikelihood: notEstimable(reason),
    ...settings,
  });
  if (n === 0) return without('empty-group');
  if (events === 0 || events === n) return without('no-variation');
  const evaluate = (parameters: Float64Array) => logBinomialPoint(rows, parameters);
  const start = new Float64Array(design.size);
  start[0] = Math.log(events / n);
  const climb = maximiseByNewton(start, evaluate);
  if (climb.status !== 'converged') {
    return { ...without('not-converged'), ...failedCoefficients(names, design, climb) };
  }
  const fit = settleMaximum(climb.parameters, evaluate, climb);
  const expected =
    fit === null
      ? null
      : cholesky(logBinomialPoint(rows, fit.parameters, 'expected').information, design.size);
  if (fit === null || expected === null) return without('not-converged');
  const parts = {
    design,
    bread: expected.inverse(),
    ...logBinomialResiduals(rows, fit.parameters),
    parameters: fit.parameters,
  };
  const result: LogBinomialFit = {
    ...regressionInference('log-binomial', data, parts, variance, level),
    logLikelihood: fit.logLikelihood,
    ...settings,
  };
  if (termTest === 'wald') return result;
  return withLikelihoodRatioTests(result, data.covariates, (covariates) =>
    logBinomial({ outcome: data.outcome, covariates }, { level }),
  );
}
