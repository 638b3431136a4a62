import { normalCdf, normalDensity, normalUpperTail } from '../../math/distributions/normal.js';
import { logistic } from '../../math/special/logistic.js';

export const ordinalLinks = ['logit', 'probit', 'cloglog', 'loglog'] as const;
export type OrdinalLink = (typeof ordinalLinks)[number];

/** A distribution F of the latent variable behind an ordered outcome. */
export interface LinkFunction {
  readonly cdf: (x: number) => number;
  /** 1 - F, right in its own tail. */
  readonly upper: (x: number) => number;
  readonly density: (x: number) => number;
  /** Slope of the density over the density. */
  readonly logSlope: (x: number) => number;
  /** The x with F(x) = p, given p and 1 - p. */
  readonly quantile: (p: number, q: number) => number;
}

/**
 * The four usual links, named as in ordinal::clm: logit and probit are symmetric; `cloglog` has F(x) = 1 - exp(-exp(x)),
 * a latent extreme value whose model is that of proportional hazards in the category reached; `loglog` is its mirror
 * image. All have log-concave densities, so that the likelihood has one maximum.
 */
export const linkFunctions: Readonly<Record<OrdinalLink, LinkFunction>> = {
  logit: {
    cdf: logistic,
    upper: (x) => logistic(-x),
    density: (x) => {
      const decay = Math.exp(-Math.abs(x));
      return decay / ((1 + decay) * (1 + decay));
    },
    logSlope: (x) => -Math.tanh(x / 2),
    quantile: (p, q) => Math.log(p / q),
  },
  probit: {
    cdf: normalCdf,
    upper: normalUpperTail,
    density: normalDensity,
    logSlope: (x) => -x,
    // A start for the fit: the logistic one on its scale.
    quantile: (p, q) => Math.log(p / q) / 1.702,
  },
  cloglog: {
    cdf: (x) => -Math.expm1(-Math.exp(x)),
    upper: (x) => Math.exp(-Math.exp(x)),
    density: (x) => Math.exp(x - Math.exp(x)),
    logSlope: (x) => 1 - Math.exp(Math.min(x, 700)),
    quantile: (_, q) => Math.log(-Math.log(q)),
  },
  loglog: {
    cdf: (x) => Math.exp(-Math.exp(-x)),
    upper: (x) => -Math.expm1(-Math.exp(-x)),
    density: (x) => Math.exp(-x - Math.exp(-x)),
    logSlope: (x) => Math.exp(Math.min(-x, 700)) - 1,
    quantile: (p) => -Math.log(-Math.log(p)),
  },
};
