import { z } from 'zod';
import type { Covariate, Factor } from '../core/analysis-data.js';
import { argumentError } from '../core/errors.js';
import { type Estimable, isEstimable, type NotEstimableReason, notEstimable } from '../core/estimable.js';
import { requireOneOf } from '../math/argument-checks.js';
import type { RegressionVariance } from './regression-variance.js';
import { type SandwichParts, sandwichCovariance } from './sandwich-covariance.js';
import {
  likelihoodRatioTermTests,
  type TermTest,
  type TermTestKind,
  termTestKinds,
  waldTermTests,
} from './term-tests.js';
import {
  type RegressionCoefficient,
  type RegressionCoefficients,
  waldCoefficients,
} from './wald-coefficients.js';

/** The `termTest` option of regressions that have a likelihood. */
export const termTestOption = z
  .enum(termTestKinds)
  .default('wald')
  .describe('How terms of several columns, such as a factor with three levels, are tested.');

/** Coefficients of a regression with the joint tests of its terms. */
export interface RegressionInference extends RegressionCoefficients {
  /** One test for each term of several columns; empty where every term is one column. */
  readonly termTests: readonly TermTest[];
}

/** Intervals and Wald tests from a fit under the variance that was chosen. */
export function regressionInference(
  method: string,
  data: { readonly covariates: readonly Covariate[]; readonly cluster?: Factor | undefined },
  fit: SandwichParts & { readonly parameters: Float64Array },
  variance: RegressionVariance,
  level: number,
): RegressionInference {
  const { design, bread, parameters } = fit;
  const names = data.covariates.map(({ name }) => name);
  const covariance = variance === 'model' ? bread : sandwichCovariance(method, fit, variance, data.cluster);
  if (typeof covariance !== 'string') {
    return {
      ...waldCoefficients(names, design, parameters, covariance, level),
      termTests: waldTermTests(data.covariates, design, parameters, covariance),
    };
  }
  const { intercept, coefficients } = waldCoefficients(names, design, parameters, bread, level);
  const none = notEstimable(covariance);
  return {
    intercept: estimateAlone(intercept, covariance),
    coefficients: coefficients.map((row) => estimateAlone(row, covariance)),
    termTests: waldTermTests(data.covariates, design, parameters, bread).map((test) => ({
      ...test,
      chiSquare: none,
      p: none,
    })),
  };
}

function estimateAlone(row: RegressionCoefficient, reason: NotEstimableReason): RegressionCoefficient {
  if (!isEstimable(row.estimate)) return row;
  const none = notEstimable(reason);
  return { ...row, standardError: none, lower: none, upper: none, z: none, p: none };
}

/** Throws where likelihood-ratio tests are asked for beside a variance that does not come from the likelihood. */
export function requireTermTest(method: string, kind: TermTestKind, variance: RegressionVariance): void {
  requireOneOf(method, 'termTest', kind, termTestKinds);
  if (kind === 'likelihood-ratio' && variance !== 'model') {
    throw argumentError(
      method,
      'termTest',
      'does not go with a robust variance',
      kind,
      'wald',
      'Use Wald tests, which take the variance that was chosen',
    );
  }
}

/** Replaces the Wald tests of terms by likelihood-ratio tests, each from a fit to the other terms. */
export function withLikelihoodRatioTests<
  Fit extends RegressionInference & { readonly logLikelihood: Estimable },
>(fit: Fit, covariates: readonly Covariate[], refit: (covariates: readonly Covariate[]) => Fit): Fit {
  if (!isEstimable(fit.logLikelihood) || fit.termTests.length === 0) return fit;
  const full = { logLikelihood: fit.logLikelihood, kept: keptColumns(fit) };
  return {
    ...fit,
    termTests: likelihoodRatioTermTests(covariates, full, (others) => {
      const without = refit(others);
      return { logLikelihood: without.logLikelihood, kept: keptColumns(without) };
    }),
  };
}

function keptColumns({ coefficients }: RegressionCoefficients): number {
  return coefficients.filter(({ estimate }) => isEstimable(estimate) || estimate.notEstimable !== 'collinear')
    .length;
}
