import { type NotEstimableReason, notEstimable } from '../../core/estimable.js';
import type { CountMeasure } from '../study-effects.js';
import type { TwoByTwo } from '../two-by-two.js';

export interface MantelHaenszelPool {
  readonly estimate: number | ReturnType<typeof notEstimable>;
  readonly standardError: number | ReturnType<typeof notEstimable>;
  /** One weight a table, on any common scale. */
  readonly weights: readonly number[];
}

const without = (reason: NotEstimableReason) => ({
  estimate: notEstimable(reason),
  standardError: notEstimable(reason),
});

const sum = <Item>(items: readonly Item[], term: (item: Item) => number) =>
  items.reduce((total, item) => total + term(item), 0);

/**
 * Log odds ratio over the tables, variance of Robins, Breslow and Greenland (Biometrics 1986;42:311-323, equation 2),
 * which holds for few large and for many sparse tables. `zero-cells` when every ad/n or every bc/n is 0.
 */
function oddsRatio(tables: readonly TwoByTwo[]): MantelHaenszelPool {
  const parts = tables.map(({ a, b, c, d }) => {
    const n = a + b + c + d;
    return { concordant: (a + d) / n, discordant: (b + c) / n, r: (a * d) / n, s: (b * c) / n };
  });
  const r = sum(parts, (part) => part.r);
  const s = sum(parts, (part) => part.s);
  const weights = parts.map((part) => part.s);
  if (r === 0 || s === 0) return { ...without('zero-cells'), weights };
  const variance =
    sum(parts, (part) => part.concordant * part.r) / (2 * r * r) +
    sum(parts, (part) => part.concordant * part.s + part.discordant * part.r) / (2 * r * s) +
    sum(parts, (part) => part.discordant * part.s) / (2 * s * s);
  return { estimate: Math.log(r / s), standardError: Math.sqrt(variance), weights };
}

/**
 * Log risk ratio, variance of Greenland and Robins (Biometrics 1985;41:55-68, equation 13). `zero-cells` when one of
 * the arms has no events in any table.
 */
function riskRatio(tables: readonly TwoByTwo[]): MantelHaenszelPool {
  const parts = tables.map(({ a, b, c, d }) => {
    const first = a + b;
    const second = c + d;
    const n = first + second;
    return {
      r: (a * second) / n,
      s: (c * first) / n,
      p: (first * second * (a + c) - a * c * n) / (n * n),
    };
  });
  const r = sum(parts, (part) => part.r);
  const s = sum(parts, (part) => part.s);
  const weights = parts.map((part) => part.s);
  if (r === 0 || s === 0) return { ...without('zero-cells'), weights };
  const variance = sum(parts, (part) => part.p) / (r * s);
  return { estimate: Math.log(r / s), ...errorOf(variance), weights };
}

/**
 * Risk difference with one of two variances: Sato, Greenland and Robins (Biometrics 1989;45:1323-1324), which holds
 * for sparse tables too and is what metafor gives; or Greenland and Robins (Biometrics 1985;41:55-68), which RevMan
 * gives and which is 0 when every table is 0/n against 0/n.
 */
function riskDifference(tables: readonly TwoByTwo[], variance: RiskDifferenceVariance): MantelHaenszelPool {
  const parts = tables.map(({ a, b, c, d }) => {
    const first = a + b;
    const second = c + d;
    const n = first + second;
    return {
      difference: (a * second - c * first) / n,
      weight: (first * second) / n,
      p: (c * first ** 2 - a * second ** 2 + (first * second * (second - first)) / 2) / n ** 2,
      q: (a * d + b * c) / (2 * n),
      binomial: (a * b * second ** 3 + c * d * first ** 3) / (first * second * n ** 2),
    };
  });
  const total = sum(parts, (part) => part.weight);
  const estimate = sum(parts, (part) => part.difference) / total;
  const spread =
    variance === 'sato'
      ? sumOrZero(
          estimate * sum(parts, (part) => part.p),
          sum(parts, (part) => part.q),
        )
      : sum(parts, (part) => part.binomial);
  return { estimate, ...errorOf(spread / total ** 2), weights: parts.map((part) => part.weight) };
}

export const riskDifferenceVariances = ['sato', 'greenland-robins'] as const;
export type RiskDifferenceVariance = (typeof riskDifferenceVariances)[number];

/** A sum of two numbers; 0 where they cancel but for rounding, as in tables of all against none. */
function sumOrZero(left: number, right: number): number {
  const total = left + right;
  return Math.abs(total) <= 1e-13 * (Math.abs(left) + Math.abs(right)) ? 0 : total;
}

function errorOf(variance: number) {
  return { standardError: variance > 0 ? Math.sqrt(variance) : notEstimable('no-variation') };
}

/** Pools tables by Mantel and Haenszel's weights; see each estimator above for its variance. */
export function mantelHaenszelPool(
  tables: readonly TwoByTwo[],
  measure: CountMeasure,
  variance: RiskDifferenceVariance,
): MantelHaenszelPool {
  if (tables.length === 0) return { ...without('too-few-observations'), weights: [] };
  if (measure === 'odds-ratio') return oddsRatio(tables);
  return measure === 'risk-ratio' ? riskRatio(tables) : riskDifference(tables, variance);
}
