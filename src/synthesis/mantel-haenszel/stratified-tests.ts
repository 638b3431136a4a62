import { type Estimable, notEstimable } from '../../core/estimable.js';
import { chiSquareUpperTail } from '../../math/distributions/chi-square.js';
import { observedMinusExpected } from '../observed-minus-expected.js';
import type { TwoByTwo } from '../two-by-two.js';

export interface ChiSquareTest {
  readonly chiSquare: Estimable;
  readonly df: number;
  readonly p: Estimable;
}

/**
 * Does treatment matter at all, once each study is compared with itself? The Cochran-Mantel-Haenszel test, without
 * continuity correction unless asked (R's mantelhaen.test and metafor correct by default, SAS PROC FREQ does not).
 * `no-variation` when no table has both events and non-events in both margins.
 * Source: Mantel N, Haenszel W. J Natl Cancer Inst 1959;22:719-748.
 */
export function cochranMantelHaenszelTest(tables: readonly TwoByTwo[], corrected = false): ChiSquareTest {
  let difference = 0;
  let variance = 0;
  for (const table of tables) {
    const part = observedMinusExpected(table);
    difference += part.difference;
    variance += part.variance;
  }
  if (!(variance > 0)) {
    return { chiSquare: notEstimable('no-variation'), df: 1, p: notEstimable('no-variation') };
  }
  const distance = Math.max(0, Math.abs(difference) - (corrected ? 0.5 : 0));
  const chiSquare = distance ** 2 / variance;
  return { chiSquare, df: 1, p: chiSquareUpperTail(chiSquare, 1) };
}

/**
 * Is the odds ratio the same in all studies? Breslow and Day's test with Tarone's correction, around the
 * Mantel-Haenszel odds ratio. Tables without events, or with events only, say nothing and take no degree of freedom.
 * `too-few-observations` with fewer than two tables that say something.
 * Sources: Breslow NE, Day NE. Statistical Methods in Cancer Research I, 1980, section 4.4; Tarone RE. Biometrika
 * 1985;72:91-95.
 */
export function taroneTest(tables: readonly TwoByTwo[], logOddsRatio: Estimable): ChiSquareTest {
  const informative = tables.filter(({ a, b, c, d }) => a + c > 0 && b + d > 0);
  const df = Math.max(0, informative.length - 1);
  const reason = typeof logOddsRatio === 'number' ? 'too-few-observations' : logOddsRatio.notEstimable;
  if (typeof logOddsRatio !== 'number' || df === 0) {
    return { chiSquare: notEstimable(reason), df, p: notEstimable(reason) };
  }
  let breslowDay = 0;
  let distance = 0;
  let variance = 0;
  for (const { a, b, c, d } of informative) {
    const fitted = eventsGivenOddsRatio(a + b, c + d, a + c, Math.exp(logOddsRatio));
    const spread = 1 / (1 / fitted + 1 / (a + c - fitted) + 1 / (a + b - fitted) + 1 / (d - a + fitted));
    breslowDay += (a - fitted) ** 2 / spread;
    distance += a - fitted;
    variance += spread;
  }
  const chiSquare = Math.max(0, breslowDay - distance ** 2 / variance);
  return { chiSquare, df, p: chiSquareUpperTail(chiSquare, df) };
}

/** Events of the first arm that give a table with these margins this odds ratio: the fitting root of a quadratic. */
function eventsGivenOddsRatio(first: number, second: number, events: number, ratio: number): number {
  const curvature = 1 - ratio;
  const slope = second - events + ratio * (first + events);
  const constant = -ratio * first * events;
  // The root by the form that does not cancel; it holds for ratio 1, where the equation is linear, too.
  return (-2 * constant) / (slope + Math.sqrt(slope * slope - 4 * curvature * constant));
}
