import { argumentError } from '../core/errors.js';
import type { LogRankWeight } from './weighted-log-rank-sums.js';

/** Named weights of the log-rank family. */
export const logRankWeightNames = [
  'log-rank',
  'fleming-harrington',
  'gehan',
  'tarone-ware',
  'peto-peto',
  'modified-peto-peto',
  'modestly-weighted',
] as const;
export type LogRankWeightName = (typeof logRankWeightNames)[number];

/**
 * The weight of an event time with pooled survival S(t-) and Y at risk: 1; S(t-)^rho (1 - S(t-))^gamma; Y (Gehan,
 * Breslow's generalisation of Wilcoxon); the square root of Y (Tarone and Ware); Peto and Peto's survival estimate
 * just after the time, as it is or times Y / (Y + 1) (Andersen et al.); 1 / max(S(t-), s*), where s* is survival at a
 * milestone or a given share (Magirr and Burman), so that weights rise from 1 and then stay.
 * Throws a `MethodError` when rho or gamma is negative, `leastSurvival` no share.
 */
export function logRankWeight(
  method: string,
  name: LogRankWeightName,
  rho: number,
  gamma: number,
  leastSurvival = 0,
): LogRankWeight {
  for (const [argument, value] of [
    ['rho', rho],
    ['gamma', gamma],
  ] as const) {
    if (!(value >= 0 && Number.isFinite(value))) {
      throw argumentError(method, argument, 'is no weight exponent', String(value), 'a number of 0 or more');
    }
  }
  if (!(leastSurvival >= 0 && leastSurvival <= 1)) {
    throw argumentError(
      method,
      'leastSurvival',
      'is no share',
      String(leastSurvival),
      'a number from 0 to 1',
    );
  }
  switch (name) {
    case 'log-rank':
      return () => 1;
    case 'fleming-harrington':
      return (survival) => survival ** rho * (1 - survival) ** gamma;
    case 'gehan':
      return (_, atRisk) => atRisk;
    case 'tarone-ware':
      return (_, atRisk) => Math.sqrt(atRisk);
    case 'peto-peto':
      return (_, __, petoSurvival) => petoSurvival;
    case 'modified-peto-peto':
      return (_, atRisk, petoSurvival) => (petoSurvival * atRisk) / (atRisk + 1);
    case 'modestly-weighted':
      return (survival, _, __, milestoneSurvival) => 1 / Math.max(survival, milestoneSurvival, leastSurvival);
  }
}

/** The weights in words, as a table prints them. */
export function describeLogRankWeight(name: LogRankWeightName, rho: number, gamma: number): string {
  const words: Record<LogRankWeightName, string> = {
    'log-rank': 'log-rank',
    'fleming-harrington': `Fleming-Harrington (${rho}, ${gamma})`,
    gehan: 'Gehan-Breslow',
    'tarone-ware': 'Tarone-Ware',
    'peto-peto': 'Peto-Peto',
    'modified-peto-peto': 'modified Peto-Peto',
    'modestly-weighted': 'modest',
  };
  return words[name];
}
