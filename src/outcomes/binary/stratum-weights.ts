import type { BinaryStratum } from './binary-stratum.js';
import { binomialVariance } from './event-count.js';

export const stratumWeights = ['mantel-haenszel', 'inverse-variance', 'sample-size', 'minimum-risk'] as const;
export type StratumWeights = (typeof stratumWeights)[number];

/** What the weight of a stratum depends on. */
export interface WeighedStratum {
  /** Subjects of the two arms. */
  readonly ofN: number;
  readonly versusN: number;
  /** Risk difference of the stratum and its variance, as the weights take them. */
  readonly difference: number;
  readonly variance: number;
}

/**
 * Shares of strata under a rule that may need their variances; null where a variance is 0 and divides. The strata have
 * subjects in both arms.
 */
export function stratumShares(
  rule: StratumWeights,
  strata: readonly BinaryStratum[],
): readonly number[] | null {
  const figures = strata.map(({ of, versus }) => ({
    ofN: of.n,
    versusN: versus.n,
    difference: of.events / of.n - versus.events / versus.n,
    variance: binomialVariance(of) + binomialVariance(versus),
  }));
  if (needsVariances(rule) && figures.some(({ variance }) => variance === 0)) return null;
  return weighStrata(rule, figures);
}

/** Whether the weights divide by the variances of the strata. */
export function needsVariances(weights: StratumWeights): boolean {
  return weights === 'inverse-variance' || weights === 'minimum-risk';
}

/**
 * Weights of strata, adding up to 1. `minimum-risk` minimises the mean squared error of the weighted difference as an
 * estimate of the difference in the trial's own mix of strata: Σ w²v + (Σ w·d - Σ f·d)² subject to Σ w = 1, where f are
 * the strata's shares of the subjects. Setting its derivatives to 0 gives w = (a - u·d) / v with u the bias.
 */
export function weighStrata(rule: StratumWeights, strata: readonly WeighedStratum[]): readonly number[] {
  const shares = (raw: readonly number[]) => {
    const total = raw.reduce((sum, value) => sum + value, 0);
    return raw.map((value) => value / total);
  };
  const bySize = shares(strata.map(({ ofN, versusN }) => ofN + versusN));
  if (rule === 'sample-size') return bySize;
  if (rule === 'mantel-haenszel') {
    return shares(strata.map(({ ofN, versusN }) => (ofN * versusN) / (ofN + versusN)));
  }
  const byPrecision = shares(strata.map(({ variance }) => 1 / variance));
  if (rule === 'inverse-variance') return byPrecision;
  const precise = strata.reduce((sum, { difference }, index) => sum + byPrecision[index]! * difference, 0);
  const target = strata.reduce((sum, { difference }, index) => sum + bySize[index]! * difference, 0);
  const spread = strata.reduce(
    (sum, { difference, variance }) => sum + (difference - precise) ** 2 / variance,
    0,
  );
  const bias = (precise - target) / (1 + spread);
  return strata.map(
    ({ difference, variance }, index) => byPrecision[index]! - ((difference - precise) * bias) / variance,
  );
}
