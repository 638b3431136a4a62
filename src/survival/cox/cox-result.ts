import type { Estimable } from '../../core/estimable.js';

/** One hazard ratio. Logarithms carry the interval; the ratios are their exponentials. */
export interface CoxCoefficient {
  /** The group, or the covariate. */
  readonly name: string;
  readonly role: 'comparison' | 'covariate';
  readonly of: string | null;
  readonly versus: string | null;
  readonly logHazardRatio: Estimable;
  /** Of the logarithm; the robust one where robust variance was asked for; of a ridge from the penalised information. */
  readonly standardError: Estimable;
  /** Of the logarithm from the information; equals `standardError` unless variance is robust. */
  readonly modelStandardError: Estimable;
  readonly logLower: Estimable;
  readonly logUpper: Estimable;
  readonly hazardRatio: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Wald statistic, or the signed root of the likelihood-ratio statistic with profile intervals; p goes with it. */
  readonly z: Estimable;
  readonly p: Estimable;
}

export interface CoxTest {
  readonly chiSquare: Estimable;
  readonly df: number;
  readonly p: Estimable;
}

/** A variable or product that takes several columns, or any interaction, tested as a whole. */
export interface CoxTermTest {
  /** `group` for three arms or more, else the `term` of the covariates. */
  readonly term: string;
  readonly interaction: boolean;
  /** Names of its coefficients. */
  readonly coefficients: readonly string[];
  /** All of its coefficients being 0, with the variance of the fit. */
  readonly waldTest: CoxTest;
  /** The model without the term against the model with it; not applicable with robust variance or a ridge. */
  readonly likelihoodRatioTest: CoxTest;
}

/**
 * `separated`: the likelihood rises for ever, the coefficients of `separated` are infinite and the others are those
 * of the limit. `not-converged` and `no-events` give no numbers.
 */
export type CoxStatus = 'converged' | 'separated' | 'not-converged' | 'no-events';

export interface CoxResult {
  readonly status: CoxStatus;
  readonly ties: 'efron' | 'breslow' | 'exact';
  readonly variance: 'model' | 'robust';
  readonly penalty: 'none' | 'firth' | 'ridge';
  readonly interval: 'wald' | 'profile';
  readonly level: number;
  readonly n: number;
  readonly events: number;
  readonly coefficients: readonly CoxCoefficient[];
  /** Covariance of the log hazard ratios in the order of `coefficients`; null where there is none. */
  readonly covariance: readonly (readonly (number | null)[])[];
  readonly logLikelihood: Estimable;
  /** With the penalty; equals `logLikelihood` without one. */
  readonly penalisedLogLikelihood: Estimable;
  /** With all coefficients 0. */
  readonly nullLogLikelihood: Estimable;
  readonly likelihoodRatioTest: CoxTest;
  readonly waldTest: CoxTest;
  readonly scoreTest: CoxTest;
  /** Joint tests in the order of the model; empty where every term is a single column without interaction. */
  readonly termTests: readonly CoxTermTest[];
  /** Infinite coefficients, and whether the log hazard ratio goes to plus or minus infinity. */
  readonly separated: readonly { readonly name: string; readonly towards: 'infinity' | 'minus infinity' }[];
  /** Columns that repeat others, and which; `dependsOn` is empty when a column does not vary where it could count. */
  readonly collinear: readonly { readonly name: string; readonly dependsOn: readonly string[] }[];
  readonly iterations: number;
  /** Length of the last Newton step in standard errors: how far from the maximum the fit may be. */
  readonly newtonDecrement: Estimable;
}
