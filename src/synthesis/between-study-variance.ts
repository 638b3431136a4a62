import { brentRoot } from '../math/optimise/brent-root.js';
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
 * The between-study variance tau squared of at least two effects, never below 0. An estimate of 0 lies on the boundary
 * and does not prove that the effects are alike.
 *
 * `dersimonian-laird`, `hedges` and `sidik-jonkman` are closed forms. `paule-mandel` sets the generalised Q to its
 * expectation; `empirical-bayes` (Morris) has the same solution. `ml` and `reml` take the highest of all maxima of the
 * likelihood, found over its whole range: Fisher scoring from a single start, as elsewhere, can end at a lower one.
 *
 * Sources: DerSimonian R, Laird N. Control Clin Trials 1986;7:177-188; Viechtbauer W. J Educ Behav Stat 2005;30:261-293
 * (hedges, ml, reml); Paule RC, Mandel J. J Res Natl Bur Stand 1982;87:377-385; Sidik K, Jonkman JN. J R Stat Soc C
 * 2005;54:367-384, with their crude start sum (y - mean)^2 / k; Morris CN. J Am Stat Assoc 1983;78:47-55.
 */
export function betweenStudyVariance(
  effects: readonly EstimatedEffect[],
  estimator: BetweenStudyVarianceEstimator,
): number {
  return estimators[estimator](effects);
}

const estimators: Record<BetweenStudyVarianceEstimator, (effects: readonly EstimatedEffect[]) => number> = {
  reml: (effects) => maximumLikelihood(effects, true),
  ml: (effects) => maximumLikelihood(effects, false),
  'dersimonian-laird': dersimonianLaird,
  'paule-mandel': pauleMandel,
  'empirical-bayes': pauleMandel,
  hedges,
  'sidik-jonkman': sidikJonkman,
};

function dersimonianLaird(effects: readonly EstimatedEffect[]): number {
  const { weights, totalWeight, weightedSquares } = weightedMean(effects);
  const squares = weights.reduce((sum, weight) => sum + weight * weight, 0);
  return Math.max(0, (weightedSquares - (effects.length - 1)) / (totalWeight - squares / totalWeight));
}

function hedges(effects: readonly EstimatedEffect[]): number {
  const { squares } = plainSpread(effects);
  const sampling = effects.reduce((sum, { standardError }) => sum + standardError ** 2, 0) / effects.length;
  return Math.max(0, squares / (effects.length - 1) - sampling);
}

function sidikJonkman(effects: readonly EstimatedEffect[]): number {
  const crude = plainSpread(effects).squares / effects.length;
  if (crude === 0) return 0;
  return (crude * weightedMean(effects, crude).weightedSquares) / (effects.length - 1);
}

function pauleMandel(effects: readonly EstimatedEffect[]): number {
  return varianceAtGeneralisedQ(effects, effects.length - 1) ?? 0;
}

/**
 * The between-study variance at which the generalised Q statistic, which falls as the variance grows, takes a value;
 * null when it is below the value even at 0. Gives Paule and Mandel's estimate and the limits of a Q profile.
 */
export function varianceAtGeneralisedQ(effects: readonly EstimatedEffect[], value: number): number | null {
  const excess = (variance: number) => weightedMean(effects, variance).weightedSquares - value;
  if (excess(0) < 0) return null;
  let upper = Math.max(plainSpread(effects).squares, Number.MIN_VALUE);
  while (excess(upper) > 0) upper *= 2;
  return brentRoot(excess, 0, upper);
}

/** Number of points, evenly spaced on the log scale, between which the slope of the likelihood is searched. */
const GRID = 160;

function maximumLikelihood(effects: readonly EstimatedEffect[], restricted: boolean): number {
  const { squares } = plainSpread(effects);
  if (squares === 0) return 0;
  const at = (variance: number) => likelihood(effects, variance, restricted);
  const slope = (variance: number) => at(variance).slope;
  let top = squares;
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
function likelihood(effects: readonly EstimatedEffect[], variance: number, restricted: boolean) {
  const { weights, totalWeight, mean, weightedSquares } = weightedMean(effects, variance);
  let logWeights = 0;
  let squaredWeights = 0;
  let pull = 0;
  effects.forEach(({ estimate }, index) => {
    const weight = weights[index]!;
    logWeights += Math.log(weight);
    squaredWeights += weight * weight;
    pull += weight * weight * (estimate - mean) ** 2;
  });
  const penalty = restricted ? Math.log(totalWeight) : 0;
  const relief = restricted ? squaredWeights / totalWeight : 0;
  return {
    value: (logWeights - weightedSquares - penalty) / 2,
    slope: (pull - totalWeight + relief) / 2,
  };
}

/** Squared distances from the unweighted mean. */
function plainSpread(effects: readonly EstimatedEffect[]): { readonly squares: number } {
  const origin = effects[0]?.estimate ?? 0;
  const mean = origin + effects.reduce((sum, { estimate }) => sum + (estimate - origin), 0) / effects.length;
  return { squares: effects.reduce((sum, { estimate }) => sum + (estimate - mean) ** 2, 0) };
}
