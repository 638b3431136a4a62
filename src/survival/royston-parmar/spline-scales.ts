import {
  normalCdf,
  normalDensity,
  normalUpperQuantile,
  normalUpperTail,
} from '../../math/distributions/normal.js';
import { erfcx } from '../../math/special/error-function.js';

/** `hazard`: log cumulative hazard. `odds`: log odds of the event. `normal`: probit of the event. */
export const splineScaleNames = ['hazard', 'odds', 'normal'] as const;
export type SplineScaleName = (typeof splineScaleNames)[number];

/** A function of the linear predictor with its first and second derivative. */
export interface PredictorJet {
  readonly value: number;
  readonly first: number;
  readonly second: number;
}

/** How the predictor, a spline in log time plus x'b, makes a curve. */
export interface SplineScale {
  readonly label: string;
  /** Event-free share, and minus its derivative by the predictor. */
  readonly survival: (eta: number) => number;
  readonly density: (eta: number) => number;
  readonly logSurvival: (eta: number) => PredictorJet;
  /** Log of `density`. */
  readonly logDensity: (eta: number) => PredictorJet;
  /** The predictor at which a share `survival` is free of the event. */
  readonly predictorAt: (survival: number) => number;
}

const logRootTwoPi = 0.9189385332046728;
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** Source: Royston P, Parmar MKB. Stat Med 2002;21:2175-2197, sections 2-3: log(-log S), logit(1 - S), probit(1 - S). */
export const splineScales: Readonly<Record<SplineScaleName, SplineScale>> = {
  hazard: {
    label: 'log cumulative hazard',
    survival: (eta) => Math.exp(-Math.exp(eta)),
    density: (eta) => Math.exp(eta - Math.exp(eta)),
    logSurvival: (eta) => {
      const hazard = Math.exp(eta);
      return { value: -hazard, first: -hazard, second: -hazard };
    },
    logDensity: (eta) => {
      const hazard = Math.exp(eta);
      return { value: eta - hazard, first: 1 - hazard, second: -hazard };
    },
    predictorAt: (survival) => Math.log(-Math.log(survival)),
  },
  odds: {
    label: 'log odds of the event',
    survival: (eta) => 1 / (1 + Math.exp(eta)),
    density: (eta) => 1 / ((1 + Math.exp(eta)) * (1 + Math.exp(-eta))),
    logSurvival: (eta) => {
      const share = 1 / (1 + Math.exp(-eta));
      return { value: -softplus(eta), first: -share, second: -share / (1 + Math.exp(eta)) };
    },
    logDensity: (eta) => {
      const [share, rest] = [1 / (1 + Math.exp(-eta)), 1 / (1 + Math.exp(eta))];
      return { value: eta - 2 * softplus(eta), first: rest - share, second: -2 * share * rest };
    },
    predictorAt: (survival) => Math.log1p(-survival) - Math.log(survival),
  },
  normal: {
    label: 'probit of the event',
    survival: normalUpperTail,
    density: normalDensity,
    logSurvival: logNormalTail,
    logDensity: (eta) => ({ value: -0.5 * eta * eta - logRootTwoPi, first: -eta, second: -1 }),
    predictorAt: normalUpperQuantile,
  },
};

/** Log of the upper normal tail, from the scaled tail above 0, where it would underflow. */
function logNormalTail(eta: number): PredictorJet {
  const scaled = eta > 0 ? erfcx(eta * Math.SQRT1_2) : 0;
  const value = eta > 0 ? Math.log(0.5 * scaled) - 0.5 * eta * eta : Math.log1p(-normalCdf(eta));
  const ratio = eta > 0 ? Math.sqrt(2 / Math.PI) / scaled : normalDensity(eta) / normalUpperTail(eta);
  return { value, first: -ratio, second: -ratio * (ratio - eta) };
}
