import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import type { CumulativeLinkFit } from '../cumulative-link-fit.js';

export interface LikelihoodRatioTest {
  readonly chiSquare: Estimable;
  readonly df: number;
  readonly p: Estimable;
}

/** Likelihood-ratio test of a fit against the smaller model within it, or of the fit within a larger one. */
export function nestedTest(
  fit: CumulativeLinkFit | null,
  failure: NotEstimableReason | null,
  df: number,
  fitOther: () => CumulativeLinkFit,
  otherIs: 'smaller' | 'larger',
): LikelihoodRatioTest {
  const fail = (reason: NotEstimableReason) => ({
    chiSquare: notEstimable(reason),
    df: Math.max(0, df),
    p: notEstimable(reason),
  });
  if (fit === null || failure !== null) return fail(failure ?? 'no-variation');
  if (df <= 0) return fail('not-applicable');
  const other = fitOther();
  if (other.status !== 'converged') return fail(other.status);
  const gain = fit.logLikelihood - other.logLikelihood;
  const chiSquare = Math.max(0, 2 * (otherIs === 'smaller' ? gain : -gain));
  return { chiSquare, df, p: chiSquareUpperTail(chiSquare, df) };
}
