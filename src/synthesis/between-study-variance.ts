import { brentRoot } from '../math/optimise/brent-root.js';
import { type EffectModel, weightsAt } from './effect-model.js';
import type { EstimatedEffect } from './study-effects.js';
import { weightedMean } from './weighted-mean.js';

/** Ways to estimate how far true effects vary between studies; `metafor` names in the order of this list:
 * REML, DL, PM, HE, SJ, ML, EB. */
export const betweenStudyVarianceEstimators = [
  'reml',
  'dersimonian-laird',
  'paule-mandel',
  'hedges',
  'sidik-jonkman',
  'ml',
  'empirical-bayes',
] as const;
export type BetweenStudyVarianceEstimator = (typeof betweenStudyVarianceEstimators)[number];

/**
 * The between-study variance tau squared of more effects than the model has coefficients, never below 0. An estimate
 * of 0 lies on the boundary and does not prove that the effects are alike.
 *
 * `dersimonian-laird`, `hedges` and `sidik-jonkman` are closed forms. `paule-mandel` sets the generalised Q to its
 * expectation; `empirical-bayes` (Morris) has the same solution. `ml` and `reml` take the highest of all maxima of the
 * likelihood, found over its whole range: Fisher scoring from a single start, as elsewhere, can end at a lower one.
 *
 * Sources: DerSimonian R, Laird N. Control Clin Trials 1986;7:177-188; Viechtbauer W. J Educ Behav Stat 2005;30:261-293
 * (hedges, ml, reml); Paule RC, Mandel J. J Res Natl Bur Stand 1982;87:377-385; Sidik K, Jonkman JN. J R Stat Soc C
 * 2005;54:367-384, with their crude start sum (y - mean)^2 / k; Morris CN. J Am Stat Assoc 1983;78:47-55.
 */
export function betweenStudyVariance(model: EffectModel, estimator: BetweenStudyVarianceEstimator): number {
  return estimators[estimator](model);
}

const estimators: Record<BetweenStudyVarianceEstimator, (model: EffectModel) => number> = {
  reml: (model) => maximumLikelihood(model, true),
  ml: (model) => maximumLikelihood(model, false),
  'dersimonian-laird': dersimonianLaird,
  'paule-mandel': pauleMandel,
  'empirical-bayes': pauleMandel,
  hedges,
  'sidik-jonkman': sidikJonkman,
};

const degreesOfFreedom = ({ effects, parameters }: EffectModel) => effects.length - parameters;

const fitAt = (model: EffectModel, variance: number) =>
  model.fit(weightsAt(model.samplingVariances, variance));

function dersimonianLaird(model: EffectModel): number {
  const { weightedSquares, freeWeight } = fitAt(model, 0);
  return Math.max(0, (weightedSquares - degreesOfFreedom(model)) / freeWeight);
}

function hedges(model: EffectModel): number {
  const equal = new Float64Array(model.effects.length).fill(1);
  const leverages = model.leverages(equal);
  const sampling = model.samplingVariances.reduce(
    (sum, variance, index) => sum + variance * (1 - leverages[index]!),
    0,
  );
  return Math.max(0, (model.fit(equal).weightedSquares - sampling) / degreesOfFreedom(model));
}

function sidikJonkman(model: EffectModel): number {
  const crude = spreadAroundMean(model.effects) / model.effects.length;
  if (crude === 0) return 0;
  return (crude * fitAt(model, crude).weightedSquares) / degreesOfFreedom(model);
}

function pauleMandel(model: EffectModel): number {
  return varianceAtGeneralisedQ(model, degreesOfFreedom(model)) ?? 0;
}

/**
 * The between-study variance at which the generalised Q statistic, which falls as the variance grows, takes a value;
 * null when it is below the value even at 0. Gives Paule and Mandel's estimate and the limits of a Q profile.
 */
export function varianceAtGeneralisedQ(model: EffectModel, value: number): number | null {
  const excess = (variance: number) => fitAt(model, variance).weightedSquares - value;
  if (excess(0) < 0) return null;
  let upper = Math.max(spreadAroundMean(model.effects), Number.MIN_VALUE);
  while (excess(upper) > 0) upper *= 2;
  return brentRoot(excess, 0, upper);
}

/** Number of points, evenly spaced on the log scale, between which the slope of the likelihood is searched. */
const GRID = 160;

function maximumLikelihood(model: EffectModel, restricted: boolean): number {
  const spread = spreadAroundMean(model.effects);
  if (spread === 0) return 0;
  const at = (variance: number) => likelihood(model, variance, restricted);
  const slope = (variance: number) => at(variance).slope;
  let top = spread;
  while (slope(top) > 0) top *= 2;
  const candidates = slope(0) > 0 ? [] : [0];
  let below = 0;
  let belowSlope = slope(0);
  for (let point = 0; point <= GRID; point += 1) {
    const above = top * 10 ** (-10 * (1 - point / GRID));
    const aboveSlope = slope(above);
    if (belowSlope > 0 && aboveSlope <= 0) candidates.push(brentRoot(slope, below, above));
    below = above;
    belowSlope = aboveSlope;
  }
  return candidates.reduce((best, next) => (at(next).value > at(best).value ? next : best));
}

/** Log likelihood (up to a constant) at a between-study variance, and its slope there. */
function likelihood(model: EffectModel, variance: number, restricted: boolean) {
  const weights = weightsAt(model.samplingVariances, variance);
  const { weightedSquares, squaredPull, freeWeight, logDeterminant } = model.fit(weights);
  let logWeights = 0;
  let totalWeight = 0;
  for (let index = 0; index < weights.length; index += 1) {
    const weight = weights[index]!;
    logWeights += Math.log(weight);
    totalWeight += weight;
  }
  const free = restricted ? freeWeight : totalWeight;
  return {
    value: (logWeights - weightedSquares - (restricted ? logDeterminant : 0)) / 2,
    slope: (squaredPull - free) / 2,
  };
}

/** Squared distances from the unweighted mean. */
function spreadAroundMean(effects: readonly EstimatedEffect[]): number {
  return weightedMean(effects, new Float64Array(effects.length).fill(1)).weightedSquares;
}
