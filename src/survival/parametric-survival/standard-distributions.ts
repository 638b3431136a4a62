import { erfcx } from '../../math/special/error-function.js';
import { log1mexp } from '../../math/special/log1mexp.js';

/**
 * The logarithm of a density or a tail at `w`, with its derivatives. `w` is a standardised log time; `q` is a shape
 * of the distribution, and its derivatives are 0 where there is none.
 */
export interface Jet {
  readonly value: number;
  readonly w: number;
  readonly ww: number;
  readonly q: number;
  readonly wq: number;
  readonly qq: number;
}

/** A distribution of standardised log time: its density and both tails, as logarithms. */
export interface StandardDistribution {
  readonly logDensity: (w: number, q: number) => Jet;
  readonly logUpper: (w: number, q: number) => Jet;
  readonly logLower: (w: number, q: number) => Jet;
}

const withoutShape = (value: number, w: number, ww: number): Jet => ({ value, w, ww, q: 0, wq: 0, qq: 0 });

/** Least extreme value: the logarithm of a unit exponential time. */
export const extremeValue: StandardDistribution = {
  logDensity: (w) => {
    const hazard = Math.exp(w);
    return withoutShape(w - hazard, 1 - hazard, -hazard);
  },
  logUpper: (w) => {
    const hazard = Math.exp(w);
    return withoutShape(-hazard, -hazard, -hazard);
  },
  logLower: (w) => {
    const hazard = Math.exp(w);
    // d log(1 - exp(-H)) / dH = 1 / (exp(H) - 1)
    const slope = hazard > 0 ? hazard / Math.expm1(hazard) : 1;
    return withoutShape(hazard > 1e-300 ? log1mexp(-hazard) : w, slope, slope * (1 - hazard - slope));
  },
};

const softplus = (w: number): number => (w > 0 ? w + Math.log1p(Math.exp(-w)) : Math.log1p(Math.exp(w)));

export const logistic: StandardDistribution = {
  logDensity: (w) => {
    const upper = 1 / (1 + Math.exp(w));
    const lower = 1 / (1 + Math.exp(-w));
    return withoutShape(w - 2 * softplus(w), upper - lower, -2 * upper * lower);
  },
  logUpper: (w) => {
    const lower = 1 / (1 + Math.exp(-w));
    return withoutShape(-softplus(w), -lower, -lower / (1 + Math.exp(w)));
  },
  logLower: (w) => {
    const upper = 1 / (1 + Math.exp(w));
    return withoutShape(-softplus(-w), upper, -upper / (1 + Math.exp(-w)));
  },
};

const logRootTwoPi = 0.9189385332046728;

export const normal: StandardDistribution = {
  logDensity: (w) => withoutShape(-0.5 * w * w - logRootTwoPi, -w, -1),
  logUpper: normalLogUpper,
  logLower: (w) => {
    const { value, w: slope, ww } = normalLogUpper(-w);
    return withoutShape(value, -slope, ww);
  },
};

function normalLogUpper(w: number): Jet {
  // Above 0 from the scaled tail, which does not underflow; the hazard is density over tail.
  if (w > -1) {
    const scaled = erfcx(w * Math.SQRT1_2);
    const hazard = Math.sqrt(2 / Math.PI) / scaled;
    return withoutShape(Math.log(0.5 * scaled) - 0.5 * w * w, -hazard, -hazard * (hazard - w));
  }
  const lower = 0.5 * erfcx(-w * Math.SQRT1_2) * Math.exp(-0.5 * w * w);
  const hazard = Math.exp(-0.5 * w * w - logRootTwoPi) / (1 - lower);
  return withoutShape(Math.log1p(-lower), -hazard, -hazard * (hazard - w));
}
