import type { RiskTable } from './risk-table.js';

/** Sums over event times and strata of a weighted log-rank test; the variance is row-major, one row a group. */
export interface WeightedLogRankSums {
  readonly observed: Float64Array;
  readonly expected: Float64Array;
  readonly variance: Float64Array;
}

/**
 * Weight of one event time: `survival` is the pooled Kaplan-Meier estimate of the stratum just before it, `atRisk`
 * the number at risk in all groups, `petoSurvival` Peto and Peto's estimate, the product of (Y + 1 - d) / (Y + 1) up to
 * and including it, `milestoneSurvival` the Kaplan-Meier estimate of the stratum at the milestone, 0 without one.
 */
export type LogRankWeight = (
  survival: number,
  atRisk: number,
  petoSurvival: number,
  milestoneSurvival: number,
) => number;

/** Times within this gap mean the same time; the gap of the near-tie rule. */
const timeTolerance = Math.sqrt(Number.EPSILON);

/** Pooled Kaplan-Meier estimate of each stratum at a time; 0 for all where there is none. */
export function poolSurvivalAt(table: RiskTable, milestone: number | undefined): Float64Array {
  const { groupCount, offsets, time } = table;
  const heights = new Float64Array(offsets.length - 1);
  if (milestone === undefined) return heights;
  for (let stratum = 0; stratum < heights.length; stratum += 1) {
    let survival = 1;
    const end = offsets[stratum + 1]!;
    for (let step = offsets[stratum]!; step < end && time[step]! <= milestone + timeTolerance; step += 1) {
      let risk = 0;
      let deaths = 0;
      for (let cell = step * groupCount; cell < (step + 1) * groupCount; cell += 1) {
        risk += table.atRisk[cell]!;
        deaths += table.events[cell]!;
      }
      survival *= (risk - deaths) / risk;
    }
    heights[stratum] = survival;
  }
  return heights;
}

/**
 * Adds up observed less expected events and their hypergeometric covariance over event times, each time weighted.
 *
 * At an event time with Y at risk and d events, group g has Y_g at risk and expects d Y_g / Y; the covariance of
 * groups g and h is d (Y - d) / (Y - 1) (Y_g / Y) ([g = h] - Y_h / Y). Observed and expected carry the weight, the
 * covariance its square. O(event times x groups^2).
 * Source: Mantel N. Cancer Chemother Rep 1966;50:163-170; Fleming TR, Harrington DP. Counting Processes and Survival
 * Analysis. Wiley 1991, section 7.2. Oracle: test/oracles/log-rank.
 */
export function weightedLogRankSums(
  table: RiskTable,
  weightOf: LogRankWeight,
  milestone?: number,
): WeightedLogRankSums {
  const { groupCount, offsets } = table;
  const observed = new Float64Array(groupCount);
  const expected = new Float64Array(groupCount);
  const variance = new Float64Array(groupCount * groupCount);
  const milestoneSurvival = poolSurvivalAt(table, milestone);
  for (let stratum = 0; stratum + 1 < offsets.length; stratum += 1) {
    let survival = 1;
    let petoSurvival = 1;
    for (let step = offsets[stratum]!; step < offsets[stratum + 1]!; step += 1) {
      const start = step * groupCount;
      let risk = 0;
      let deaths = 0;
      for (let group = 0; group < groupCount; group += 1) {
        risk += table.atRisk[start + group]!;
        deaths += table.events[start + group]!;
      }
      petoSurvival *= (risk + 1 - deaths) / (risk + 1);
      const weight = weightOf(survival, risk, petoSurvival, milestoneSurvival[stratum]!);
      survival *= (risk - deaths) / risk;
      const spread = risk > 1 ? (weight * weight * deaths * (risk - deaths)) / (risk - 1) : 0;
      for (let group = 0; group < groupCount; group += 1) {
        const share = table.atRisk[start + group]! / risk;
        observed[group]! += weight * table.events[start + group]!;
        expected[group]! += weight * deaths * share;
        if (spread === 0 || share === 0) continue;
        for (let other = 0; other < groupCount; other += 1) {
          const otherShare = table.atRisk[start + other]! / risk;
          variance[group * groupCount + other]! += spread * share * ((group === other ? 1 : 0) - otherShare);
        }
      }
    }
  }
  return { observed, expected, variance };
}
