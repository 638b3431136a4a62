import { type Estimable, notEstimable } from '../core/estimable.js';
import { chiSquareUpperTail } from '../math/distributions/chi-square.js';

/** How far the studies differ beyond chance. */
export interface Heterogeneity {
  /** Cochran's Q: squared distances of the studies from the pool, each over its variance. */
  readonly q: Estimable;
  readonly df: number;
  readonly p: Estimable;
  /** Share of the variation that is between studies: 0 none, towards 1 nearly all; (Q - df) / Q, at least 0. */
  readonly iSquared: Estimable;
  /** Total over sampling variation, H squared: Q / df. */
  readonly hSquared: Estimable;
}

/**
 * Cochran's Q with its chi-square p-value, I squared and H squared from Q. Not estimable with fewer than two studies.
 * Sources: Cochran WG. Biometrics 1954;10:101-129; Higgins JPT, Thompson SG. Stat Med 2002;21:1539-1558.
 */
export function heterogeneityFromQ(q: number, studies: number): Heterogeneity {
  const df = Math.max(0, studies - 1);
  if (df === 0) {
    const none = notEstimable('too-few-observations');
    return { q: none, df, p: none, iSquared: none, hSquared: none };
  }
  return {
    q,
    df,
    p: chiSquareUpperTail(q, df),
    iSquared: q > df ? (q - df) / q : 0,
    hSquared: q / df,
  };
}
