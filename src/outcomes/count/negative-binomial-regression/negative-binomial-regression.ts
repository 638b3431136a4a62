import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { cholesky } from '../../../math/linear-algebra/cholesky.js';
import { brentRoot, findBracket } from '../../../math/optimise/brent-root.js';
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
import { type SettledMaximum, settleMaximum } from '../../settle-maximum.js';
import type { TermTestKind } from '../../term-tests.js';
import { failedCoefficients, noCoefficients } from '../../wald-coefficients.js';
import {
  type CountRows,
  countPoint,
  countResiduals,
  dispersionScore,
  expectedEvents,
} from '../count-likelihood.js';
import { type CountRegressionData, countRows, overallRate } from '../count-rows.js';

export interface NegativeBinomialOptions {
  /** `model` unless given; `CR1` where the rows are in clusters. */
  readonly variance?: RegressionVariance | undefined;
  /** How terms of several columns are tested; likelihood ratios go with the model's variance only. */
  readonly termTest?: TermTestKind;
  readonly level?: number;
}

/** Coefficients are log rate ratios; the intercept is the log rate where every covariate is 0. */
export interface NegativeBinomialFit extends RegressionInference {
  readonly logLikelihood: Estimable;
  /** Variance is mean + dispersion · mean²: SAS's `Dispersion`, one over R's `theta`. 0 is the Poisson distribution. */
  readonly dispersion: Estimable;
  /** Likelihood-ratio test of dispersion 0; p is half the chi-square tail, since 0 is the edge of its range. */
  readonly overdispersion: { readonly chiSquare: Estimable; readonly p: Estimable };
  readonly rows: number;
  readonly variance: RegressionVariance;
  readonly level: number;
}

/**
 * Relates the rate of events to covariates when some subjects are more prone to events than others.
 *
 * Negative binomial of type 2 with log link and the logarithm of exposure as offset; coefficients and dispersion by
 * maximum likelihood. Standard errors are from the expected information of the coefficients, as R `MASS::glm.nb`; SAS
 * GENMOD takes the observed information of all parameters, so its differ a little. Robust variances (`variance`, see
 * `sandwichCovariance`) hold the dispersion fixed, as R `sandwich` on `glm.nb` does; rows in clusters take CR1 unless
 * said otherwise. Terms of several columns are tested together; likelihood-ratio tests fit the dispersion again. Where the counts vary no more than
 * Poisson counts, the dispersion is 0 and the fit is the Poisson fit (chi-square 0, p 1). No events: `no-events`; no
 * rows: `empty-group`. Coefficients without bound are `separated` and all others `not-converged`; a covariate that
 * earlier ones determine is `collinear`.
 *
 * @throws MethodError when events are not whole or negative, an exposure is not above 0, lengths differ, a covariate is not
 * finite, or level is not in (0, 1).
 *
 * Sources: Lawless JF. Can J Stat 1987;15:209-225. Self SG, Liang K-Y. J Am Stat Assoc 1987;82:605-610 (test at the
 * edge). Oracle: test/oracles/negative-binomial-regression.
 */
export function negativeBinomialRegression(
  input: CountRegressionData,
  options: NegativeBinomialOptions = {},
): NegativeBinomialFit {
  requireOptions('negative-binomial-regression', options, {
    variance: 'checked later',
    termTest: 'checked later',
    level: 'checked later',
  });
  const { level = 0.95, termTest = 'wald' } = options;
  requireLevel('negative-binomial-regression', 'level', level);
  const data = readRegressionData('negative-binomial-regression', input, ['events', 'exposure']);
  const variance = chosenVariance('negative-binomial-regression', options.variance, 'model', data.cluster);
  requireTermTest('negative-binomial-regression', termTest, variance);
  const names = data.covariates.map(({ name }) => name);
  const settings = { rows: data.events.length, variance, level };
  const without = (reason: NotEstimableReason): NegativeBinomialFit => {
    const none = notEstimable(reason);
    return {
      ...noCoefficients(names, reason),
      termTests: [],
      logLikelihood: none,
      dispersion: none,
      overdispersion: { chiSquare: none, p: none },
      ...settings,
    };
  };
  if (data.events.length === 0) return without('empty-group');
  const rows = countRows('negative-binomial-regression', data);
  if (rows.events.every((count) => count === 0)) return without('no-events');
  const { design } = rows;
  const evaluate = (dispersion: number) => (parameters: Float64Array) =>
    countPoint(rows, parameters, dispersion);
  const climb = maximiseByNewton(overallRate(rows), evaluate(0));
  const poisson = climb.status === 'converged' ? settleMaximum(climb.parameters, evaluate(0)) : null;
  if (poisson === null) return { ...without('not-converged'), ...failedCoefficients(names, design, climb) };
  const fitAt = (dispersion: number, start: Float64Array) => {
    const { status, parameters } = maximiseByNewton(start, evaluate(dispersion));
    return status === 'converged' ? settleMaximum(parameters, evaluate(dispersion)) : null;
  };
  const dispersion = likeliestDispersion(rows, poisson.parameters, fitAt);
  const fit = dispersion === null ? null : dispersion === 0 ? poisson : fitAt(dispersion, poisson.parameters);
  if (dispersion === null || fit === null) return without('not-converged');
  const expected = cholesky(
    countPoint(rows, fit.parameters, dispersion, 'expected').information,
    design.size,
  );
  if (expected === null) return without('not-converged');
  const chiSquare = Math.max(0, 2 * (fit.logLikelihood - poisson.logLikelihood));
  const parts = {
    design,
    bread: expected.inverse(),
    ...countResiduals(rows, fit.parameters, dispersion),
    parameters: fit.parameters,
  };
  const result: NegativeBinomialFit = {
    ...regressionInference('negative-binomial-regression', data, parts, variance, level),
    logLikelihood: fit.logLikelihood,
    dispersion,
    overdispersion: { chiSquare, p: dispersion === 0 ? 1 : chiSquareUpperTail(chiSquare, 1) / 2 },
    ...settings,
  };
  if (termTest === 'wald') return result;
  return withLikelihoodRatioTests(result, data.covariates, (covariates) =>
    negativeBinomialRegression({ ...data, covariates }, { level }),
  );
}

/**
 * The root of the dispersion's score along the coefficients' maximum, searched on the log scale; 0 where the score is
 * not positive there already; null where the fit fails or no root is found.
 */
function likeliestDispersion(
  rows: CountRows,
  poisson: Float64Array,
  fitAt: (dispersion: number, start: Float64Array) => SettledMaximum | null,
): number | null {
  if (dispersionScore(rows.events, expectedEvents(rows, poisson), 0) <= 0) return 0;
  let start = poisson;
  let failed = false;
  const score = (logDispersion: number) => {
    const dispersion = Math.exp(logDispersion);
    const fit = fitAt(dispersion, start);
    if (fit === null) {
      failed = true;
      return 0;
    }
    start = fit.parameters;
    return dispersion * dispersionScore(rows.events, expectedEvents(rows, fit.parameters), dispersion);
  };
  const first = score(0);
  const bracket = findBracket(score, 0, first > 0 ? 1 : -1, first > 0 ? 60 : -60);
  if (bracket === null || failed) return null;
  const root = brentRoot(score, bracket[0], bracket[1], { tolerance: 1e-13 });
  return failed ? null : Math.exp(root);
}
