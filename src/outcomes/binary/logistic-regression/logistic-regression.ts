import { argumentError } from '../../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { criticalZ } from '../../../math/distributions/normal.js';
import { finiteNumbers, zerosAndOnes } from '../../../math/number-list.js';
import { type LikelihoodPoint, maximiseByNewton } from '../../../math/optimise/newton.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type Regressors, readRegressionData } from '../../regression-data.js';
import { regressionDesign } from '../../regression-design.js';
import {
  type RegressionInference,
  regressionInference,
  requireTermTest,
  withLikelihoodRatioTests,
} from '../../regression-inference.js';
import { chosenVariance, type RegressionVariance } from '../../regression-variance.js';
import { type SettledMaximum, settleMaximum } from '../../settle-maximum.js';
import type { TermTestKind } from '../../term-tests.js';
import {
  designColumn,
  failedCoefficients,
  noCoefficients,
  type RegressionCoefficient,
} from '../../wald-coefficients.js';
import { type LogisticRows, logisticPoint, logisticResiduals } from '../logistic-likelihood.js';
import { fitFromSomeRows } from './fit-from-some-rows.js';
import { type Climb, profileLimit } from './profile-limit.js';
import { ascendByScoring } from './scoring-ascent.js';

/** One entry a row: a subject, or a cell of counted subjects with their number in `weight`. */
export interface LogisticData extends Regressors {
  /** 1 with the event, 0 without. */
  readonly outcome: ArrayLike<number>;
  /** Subjects in the row; 1 unless given. */
  readonly weight?: ArrayLike<number>;
}

export const logisticEstimators = ['maximum-likelihood', 'firth'] as const;
export type LogisticEstimator = (typeof logisticEstimators)[number];
export const logisticIntervals = ['wald', 'profile'] as const;
export type LogisticInterval = (typeof logisticIntervals)[number];

export interface LogisticOptions {
  readonly estimator?: LogisticEstimator;
  readonly interval?: LogisticInterval;
  /** `model` unless given; `CR1` where the rows are in clusters. */
  readonly variance?: RegressionVariance | undefined;
  /** How terms of several columns are tested; likelihood ratios go with the model's variance only. */
  readonly termTest?: TermTestKind;
  readonly level?: number;
}

export interface LogisticFit extends RegressionInference {
  /** Log odds where every covariate is 0; interval and test are Wald's. */
  readonly intercept: RegressionCoefficient;
  /** Log odds ratios per unit of each covariate. */
  readonly coefficients: readonly RegressionCoefficient[];
  /** At the maximum; with Firth's penalty included. */
  readonly logLikelihood: Estimable;
  /** Likelihood-ratio test of all covariates together. */
  readonly likelihoodRatio: { readonly chiSquare: Estimable; readonly df: number; readonly p: Estimable };
  readonly n: number;
  readonly events: number;
  readonly estimator: LogisticEstimator;
  readonly interval: LogisticInterval;
  readonly variance: RegressionVariance;
  readonly level: number;
}

/**
 * Relates the odds of an event to covariates, each adjusted for the others.
 *
 * `estimator: 'maximum-likelihood'` (default) is R `glm(binomial)` and SAS LOGISTIC; `'firth'` maximises the likelihood
 * with Jeffreys' penalty (R `logistf`, `brglm2` type AS_mean; SAS `FIRTH`), which is finite under separation. Standard
 * errors come from the unpenalised information at the estimate. `interval: 'wald'` (default) or `'profile'`
 * (likelihood, penalised for Firth with the penalty of the whole model, as `logistf` and SAS `CLPARM=PL`); the
 * intercept's is always Wald's. `variance` gives robust standard errors instead (see `sandwichCovariance`; one row a
 * subject, maximum likelihood and Wald intervals only; rows in clusters take CR1 unless said otherwise). Terms of several
 * columns are tested together, by Wald or likelihood-ratio tests (under Firth each fit has its own penalty).
 *
 * Separation (an estimate without bound) is a result, not an error: with maximum likelihood the coefficients that grow
 * are `separated` and all others `not-converged`. Only one outcome: everything is `no-variation`. No subjects:
 * `empty-group`. A covariate that earlier ones determine is `collinear` and left out. A profile limit that does not
 * exist is `not-reached`.
 *
 * Cost O(n p²) an iteration; Firth about three times that.
 *
 * @throws MethodError when an outcome is not 0 or 1, a weight is negative, lengths differ, a value is not finite, or
 * level is not in (0, 1).
 *
 * Sources: Cox DR. J R Stat Soc B 1958;20:215-242. Firth D. Biometrika 1993;80:27-38. Heinze G, Schemper M. Stat Med
 * 2002;21:2409-2419. Albert A, Anderson JA. Biometrika 1984;71:1-10. Oracle: test/oracles/logistic-regression.
 */
export function logisticRegression(input: LogisticData, options: LogisticOptions = {}): LogisticFit {
  requireOptions('logistic-regression', options, {
    estimator: logisticEstimators,
    interval: logisticIntervals,
    variance: 'checked later',
    termTest: 'checked later',
    level: 'checked later',
  });
  const { estimator = 'maximum-likelihood', interval = 'wald', termTest = 'wald', level = 0.95 } = options;
  requireLevel('logistic-regression', 'level', level);
  const data = readRegressionData('logistic-regression', input, ['outcome']);
  const variance = chosenVariance('logistic-regression', options.variance, 'model', data.cluster);
  requireTermTest('logistic-regression', termTest, variance);
  if (variance !== 'model') requireLikelihoodOfSubjects(data, estimator, interval);
  const { outcome, weight } = checkedRows(data);
  let n = 0;
  let events = 0;
  for (let row = 0; row < weight.length; row += 1) {
    n += weight[row]!;
    events += weight[row]! * outcome[row]!;
  }
  const settings = { n, events, estimator, interval, variance, level };
  const names = data.covariates.map(({ name }) => name);
  if (n === 0) return noFit(names, 'empty-group', settings);
  if (events === 0 || events === n) return noFit(names, 'no-variation', settings);

  const design = regressionDesign('logistic-regression', data.covariates, weight);
  const rows: LogisticRows = { design, outcome, weight };
  const firth = estimator === 'firth';
  const evaluate = (parameters: Float64Array) => logisticPoint(rows, parameters, firth);
  const start = new Float64Array(design.size);
  start[0] = Math.log(events / (n - events));
  const flat = events * Math.log(events / n) + (n - events) * Math.log1p(-events / n);
  const climb: Climb = firth ? ascendByScoring : ascendByNewton;
  const fit = (firth ? null : fitFromSomeRows(rows, n, start)) ?? fitFromFlat(start, climb, evaluate);
  if (fit === null) {
    const failure = firth ? null : maximiseByNewton(start, evaluate);
    return {
      ...noFit(names, 'not-converged', settings),
      ...(failure === null ? {} : failedCoefficients(names, design, failure)),
    };
  }

  const wald = regressionInference(
    'logistic-regression',
    data,
    {
      design,
      bread: fit.factor.inverse(),
      // The model's own variance takes no residuals.
      ...(variance === 'model' ? noResiduals : logisticResiduals(rows, fit.parameters)),
      parameters: fit.parameters,
    },
    variance,
    level,
  );
  const withProfile = (row: RegressionCoefficient, covariate: number): RegressionCoefficient => {
    const index = designColumn(design, covariate);
    if (index === null) return row;
    const limit = (side: -1 | 1) =>
      profileLimit(fit, evaluate, index, side, criticalZ(level), row.standardError as number, climb);
    return { ...row, lower: limit(-1), upper: limit(1) };
  };
  const result: LogisticFit = {
    intercept: wald.intercept,
    coefficients: interval === 'wald' ? wald.coefficients : wald.coefficients.map(withProfile),
    termTests: wald.termTests,
    logLikelihood: fit.logLikelihood,
    likelihoodRatio: likelihoodRatioTest(
      fit.logLikelihood,
      firth ? nullLogLikelihood(rows, start) : flat,
      design.size - 1,
    ),
    ...settings,
  };
  if (termTest === 'wald') return result;
  return withLikelihoodRatioTests(result, data.covariates, (covariates) =>
    logisticRegression({ ...data, covariates }, { estimator, level }),
  );
}

const noResiduals = { residual: new Float64Array(0), spread: new Float64Array(0) };

/** The maximum, climbed to from the fit without covariates; null where there is none. */
function fitFromFlat(
  start: Float64Array,
  climb: Climb,
  evaluate: (parameters: Float64Array) => LikelihoodPoint,
): SettledMaximum | null {
  const summit = climb(start, evaluate);
  return summit === null ? null : settleMaximum(summit.parameters, evaluate, summit.point);
}

/** Largest log-likelihood with every covariate's coefficient 0, under Firth's penalty of the whole model. */
function nullLogLikelihood(rows: LogisticRows, start: Float64Array): number | null {
  const summit = ascendByScoring(start.slice(0, 1), ([value]) => {
    const parameters = new Float64Array(start.length);
    parameters[0] = value!;
    const point = logisticPoint(rows, parameters, true);
    return { ...point, score: point.score.slice(0, 1), information: point.information.slice(0, 1) };
  });
  return summit === null ? null : summit.logLikelihood;
}

function likelihoodRatioTest(full: number, none: number | null, df: number): LogisticFit['likelihoodRatio'] {
  if (df === 0 || none === null) {
    const reason = notEstimable(df === 0 ? 'not-applicable' : 'not-converged');
    return { chiSquare: reason, df, p: reason };
  }
  const chiSquare = Math.max(0, 2 * (full - none));
  return { chiSquare, df, p: chiSquareUpperTail(chiSquare, df) };
}

const ascendByNewton: Climb = (start, evaluate) => {
  const outcome = maximiseByNewton(start, evaluate);
  return outcome.status === 'converged' ? { ...outcome, point: outcome } : null;
};

type Settings = Pick<LogisticFit, 'n' | 'events' | 'estimator' | 'interval' | 'variance' | 'level'>;

function noFit(names: readonly string[], reason: NotEstimableReason, settings: Settings): LogisticFit {
  const none = notEstimable(reason);
  return {
    ...noCoefficients(names, reason),
    termTests: [],
    logLikelihood: none,
    likelihoodRatio: { chiSquare: none, df: names.length, p: none },
    ...settings,
  };
}

/** A robust variance stands for Wald intervals of maximum likelihood, with one row a subject. */
function requireLikelihoodOfSubjects(
  data: LogisticData,
  estimator: LogisticEstimator,
  interval: LogisticInterval,
): void {
  const refuse = (argument: string, got: string, expected: string) =>
    argumentError('logistic-regression', argument, 'does not go with a robust variance', got, expected);
  if (estimator === 'firth') throw refuse('estimator', 'firth', 'maximum-likelihood');
  if (interval === 'profile') throw refuse('interval', 'profile', 'wald');
  if (data.weight !== undefined) throw refuse('weight', 'counted cells', 'one row a subject');
}

function checkedRows(data: LogisticData): { outcome: Float64Array; weight: Float64Array } {
  const outcome = zerosAndOnes('logistic-regression', 'outcome', data.outcome);
  if (data.weight === undefined) return { outcome, weight: new Float64Array(outcome.length).fill(1) };
  const weight = finiteNumbers('logistic-regression', 'weight', data.weight);
  if (weight.length !== outcome.length) {
    throw argumentError(
      'logistic-regression',
      'weight',
      'has the wrong length',
      String(weight.length),
      String(outcome.length),
    );
  }
  const bad = weight.findIndex((value) => value < 0);
  if (bad >= 0) {
    throw argumentError(
      'logistic-regression',
      `weight[${bad}]`,
      'is not a number of subjects',
      String(weight[bad]),
      'a number from 0 up',
    );
  }
  return { outcome, weight };
}
