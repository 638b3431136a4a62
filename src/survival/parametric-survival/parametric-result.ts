import type { Estimable } from '../../core/estimable.js';
import type { ParametricDistribution } from './families.js';
import type { ParametricVariance } from './fit-parametric-model.js';

/** An estimate with its Wald interval on the scale it is estimated on. */
export interface ParametricEstimate {
  readonly estimate: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

/**
 * One parameter of the model as it was estimated: an effect on log time (for Gompertz on the log hazard), or a log
 * scale.
 */
export interface ParametricCoefficient extends ParametricEstimate {
  readonly name: string;
  readonly role: 'intercept' | 'comparison' | 'covariate' | 'ancillary';
  readonly of: string | null;
  readonly versus: string | null;
  readonly z: Estimable;
  readonly p: Estimable;
}

/** A ratio between arms, or per unit of a covariate. Logarithms carry the interval; the rest are their exponentials. */
export interface ParametricRatio {
  readonly measure: 'time-ratio' | 'hazard-ratio';
  readonly name: string;
  readonly role: 'comparison' | 'covariate';
  readonly of: string | null;
  readonly versus: string | null;
  readonly logRatio: Estimable;
  readonly standardError: Estimable;
  readonly logLower: Estimable;
  readonly logUpper: Estimable;
  readonly ratio: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly p: Estimable;
}

export interface PredictedSurvival {
  readonly time: number;
  readonly survival: Estimable;
  readonly standardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

export interface PredictedQuantile {
  /** Share of subjects with the event. */
  readonly probability: number;
  readonly time: Estimable;
  /** Of the logarithm of the time. */
  readonly logStandardError: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
}

/** What the model predicts for an arm, with covariates at their means. */
export interface PredictedArm {
  readonly group: string | null;
  readonly n: number;
  readonly events: number;
  readonly quantiles: readonly PredictedQuantile[];
  readonly at: readonly PredictedSurvival[];
}

export interface ParametricSurvivalResult {
  readonly status: 'converged' | 'not-converged' | 'no-events' | 'no-variation' | 'empty-group';
  readonly distribution: ParametricDistribution;
  readonly variance: ParametricVariance;
  readonly level: number;
  readonly n: number;
  /** Rows with an event, exactly timed or within an interval. */
  readonly events: number;
  readonly coefficients: readonly ParametricCoefficient[];
  /** Covariance of the coefficients in their order; null where there is none. */
  readonly covariance: readonly (readonly (number | null)[])[];
  /** Scale and shape as people quote them; intervals come from the scale they are estimated on. */
  readonly ancillary: readonly (ParametricEstimate & { readonly name: string })[];
  readonly ratios: readonly ParametricRatio[];
  /** Of the times themselves, not of their logarithms. */
  readonly logLikelihood: Estimable;
  /** Without arms and covariates. */
  readonly nullLogLikelihood: Estimable;
  readonly likelihoodRatioTest: { readonly chiSquare: Estimable; readonly df: number; readonly p: Estimable };
  readonly akaikeInformation: Estimable;
  readonly arms: readonly PredictedArm[];
  /**
   * The fit is the highest maximum found, but the likelihood rises further towards an end of the space of shapes, as
   * that of the generalised gamma may: a simpler distribution is then the better description.
   */
  readonly higherElsewhere: boolean;
  readonly iterations: number;
}
