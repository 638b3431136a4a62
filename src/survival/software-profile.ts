import type { IntervalTransform } from './probability-interval.js';
import type { QuantileRule } from './step-quantile.js';

/** Software whose conventions an analysis can ask for as a whole. */
export const softwareProfiles = ['r', 'sas', 'stata'] as const;
export type SoftwareProfile = (typeof softwareProfiles)[number];

/** What software does unless told otherwise, where it matters for a printed number. */
export interface SoftwareConventions {
  /** Tied event times in Cox models. */
  readonly coxTies: 'efron' | 'breslow';
  /** Case weights that are no whole numbers give robust variances. */
  readonly robustForFractionalWeights: boolean;
  /** Scale of the interval of an event-free probability. */
  readonly survivalTransform: IntervalTransform;
  /** Median and other quantiles where the curve is flat at exactly their height. */
  readonly quantileRule: QuantileRule;
  /** Event-free probability after the last time observed. */
  readonly beyondLastObservation: 'carry-forward' | 'not-estimable';
  /** Interval and variance of a cumulative incidence; Stata has no command of its own for it. */
  readonly incidenceTransform: IntervalTransform;
  readonly incidenceVariance: 'aalen' | 'delta';
}

/**
 * Conventions by software. An option that is stated wins over its profile.
 *
 * Sources. R: Therneau TM, package survival 3.5, help pages coxph, survfit.formula and quantile.survfit. SAS: SAS/STAT
 * User's Guide, PHREG (TIES=BRESLOW) and LIFETEST (CONFTYPE=LOGLOG, quantiles and cumulative incidence in Details).
 * Stata: Survival Analysis Reference Manual, stcox (breslow), sts (limits from log(-log S)), stci (the smallest time
 * at which the curve, or its limit, is at or below the height); non-whole weights are probability weights there, which
 * imply robust variances.
 */
export const softwareConventions: Readonly<Record<SoftwareProfile, SoftwareConventions>> = {
  r: {
    coxTies: 'efron',
    robustForFractionalWeights: true,
    survivalTransform: 'log',
    quantileRule: 'r',
    beyondLastObservation: 'carry-forward',
    incidenceTransform: 'log',
    incidenceVariance: 'delta',
  },
  sas: {
    coxTies: 'breslow',
    robustForFractionalWeights: false,
    survivalTransform: 'log-log',
    quantileRule: 'sas',
    beyondLastObservation: 'not-estimable',
    incidenceTransform: 'log-log',
    incidenceVariance: 'aalen',
  },
  stata: {
    coxTies: 'breslow',
    robustForFractionalWeights: true,
    survivalTransform: 'log-log',
    quantileRule: 'stata',
    beyondLastObservation: 'not-estimable',
    incidenceTransform: 'log-log',
    incidenceVariance: 'aalen',
  },
};

/** Whether these case weights give robust variances by default. */
export function weightsAskForRobust(profile: SoftwareProfile, weight: Float64Array | undefined): boolean {
  if (weight === undefined || !softwareConventions[profile].robustForFractionalWeights) return false;
  return weight.some((value) => !Number.isInteger(value));
}
