import { argumentError } from '../core/errors.js';
import type { LogRankWeight } from './weighted-log-rank-sums.js';

/** Named weights of the log-rank family. */
export const logRankWeightNames = [
  'log-rank',
  'fleming-harrington',
  'gehan',
  'tarone-ware',
  'peto-peto',
] as const;
export type LogRankWeightName = (typeof logRankWeightNames)[number];

/**
 * The weight of an event time with pooled survival S(t-) and Y at risk: 1; S(t-)^rho (1 - S(t-))^gamma; Y (Gehan,
 * Breslow's generalisation of Wilcoxon); the square root of Y (Tarone and Ware); Peto and Peto's survival estimate
 * just after the time. Throws a `MethodError` when rho or gamma is negative.
 */
export function logRankWeight(
  method: string,
  name: LogRankWeightName,
  rho: number,
  gamma: number,
): LogRankWeight {
  for (const [argument, value] of [
    ['rho', rho],
    ['gamma', gamma],
  ] as const) {
    if (!(value >= 0 && Number.isFinite(value))) {
      throw argumentError(method, argument, 'is no weight exponent', String(value), 'a number of 0 or more');
    }
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
  };
  return words[name];
}
