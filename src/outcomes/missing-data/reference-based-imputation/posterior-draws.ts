import { argumentError } from '../../../core/errors.js';
import type { IncompleteRegression } from '../../../math/multivariate/incomplete-regression.js';
import type { OutcomeTable } from '../../../math/multivariate/missing-outcomes.js';
import {
  type CovariancePrior,
  type PosteriorShortfall,
  posteriorShortfall,
  regressionPosterior,
} from '../../../math/multivariate/regression-posterior.js';
import { NormalDraws } from '../../../math/random/normal-draws.js';
import { Xoshiro256 } from '../../../math/random/xoshiro256.js';
import type { VisitOutcomes } from '../visit-outcomes.js';
import type { ParameterDraw } from './drawn-differences.js';
import type { IncompleteModel } from './incomplete-model.js';

/** Parameters drawn from their posterior by a Markov chain that starts at the fit. */
export interface PosteriorDraws {
  readonly next: () => ParameterDraw;
  /** Missing values before an observed one that the chain fills; without any, draws are independent. */
  readonly gaps: number;
}

export const covariancePriors = ['jeffreys', 'inverse-wishart'] as const;
/** What is taken to be known of the covariance of the visits before the data. */
export type CovariancePriorKind = (typeof covariancePriors)[number];

/** Predictors and outcomes that enter the model, one row a subject; NaN for outcomes that do not. */
export function observationsOf(
  { predictors, visits, table, outcome }: IncompleteModel,
  used: Uint8Array,
): OutcomeTable {
  const width = predictors + visits;
  const subjects = outcome.length / visits;
  const rows = new Float64Array(subjects * width).fill(Number.NaN);
  for (let subject = 0; subject < subjects; subject += 1) {
    rows.set(table.subarray(subject * predictors, (subject + 1) * predictors), subject * width);
    for (let visit = 0; visit < visits; visit += 1) {
      const cell = subject * visits + visit;
      if (used[cell] === 1) rows[subject * width + predictors + visit] = outcome[cell]!;
    }
  }
  return { table: rows, predictors, outcomes: visits };
}

/**
 * Throws where so few subjects are left that the posterior under the Jeffreys prior is improper. Returns the visit up to which too few subjects
 * have all values for it to be proper for certain, or null.
 */
export function requireProperPosterior(
  method: string,
  { visits }: VisitOutcomes,
  observations: OutcomeTable,
): PosteriorShortfall | null {
  const short = posteriorShortfall(observations, 'reached');
  if (short === null) return posteriorShortfall(observations, 'all-before');
  throw argumentError(
    method,
    'outcome',
    `has too few subjects with a value at visit "${visits[short.outcome]!.name}" or later for draws from the posterior`,
    `${short.rows} subjects for ${observations.predictors} coefficients a visit and ${visits.length} visits`,
    `at least ${short.needed}`,
    'Leave out covariates or visits, or set inference to jackknife',
  );
}

/**
 * The first call moves the chain on by `burnIn` steps and `between` more, each later one by `between`. Without gaps draws
 * are independent, so that each call is one step. The chain has random numbers of its own: imputing about its draws does
 * not move it.
 *
 * @throws MethodError, from a call, when the drawn covariance has become singular.
 */
export function posteriorDraws(
  method: string,
  observations: OutcomeTable,
  fit: IncompleteRegression,
  {
    prior,
    burnIn,
    between,
    seed,
  }: {
    readonly prior: CovariancePriorKind;
    readonly burnIn: number;
    readonly between: number;
    readonly seed: number;
  },
): PosteriorDraws {
  const [chainRandom, random] = new Xoshiro256(seed).streams(2);
  const known: CovariancePrior | null =
    prior === 'jeffreys' ? null : { df: observations.outcomes + 2, scale: fit.covariance };
  const chain = regressionPosterior(observations, fit, new NormalDraws(chainRandom!), known);
  const draws = new NormalDraws(random!);
  let steps = chain.gaps === 0 ? 1 : burnIn + between;
  return {
    gaps: chain.gaps,
    next: () => {
      if (!chain.advance(steps)) {
        throw argumentError(
          method,
          'outcome',
          'has visits that determine one another, so that their drawn covariance is singular',
          undefined,
          'visits that vary on their own',
          'Leave one of the visits out, or set inference to jackknife',
        );
      }
      steps = chain.gaps === 0 ? 1 : between;
      return { parameters: chain, draws };
    },
  };
}
