import { type Estimable, isEstimable, notEstimable } from '../../../core/estimable.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import type { BinaryStratum } from '../binary-stratum.js';
import { scoreOddsRatioTerms } from '../score-odds-ratio.js';
import { type GartHomogeneity, gartHomogeneity } from './gart-homogeneity.js';

export interface OddsRatioHomogeneity extends GartHomogeneity {
  readonly breslowDay: Estimable;
  readonly breslowDayP: Estimable;
  /** Breslow-Day with Tarone's correction, since the Mantel-Haenszel odds ratio is not the efficient one. */
  readonly tarone: Estimable;
  readonly taroneP: Estimable;
  /** Strata with both outcomes, less one. */
  readonly df: number;
}

/**
 * Sums over strata the squared distance of the events of `of` from those expected under the common odds ratio, over
 * their variance. Strata with no events, or only events, count for nothing. Fewer than two strata: `not-applicable`;
 * without a common odds ratio the reason for that.
 */
export function oddsRatioHomogeneity(
  strata: readonly BinaryStratum[],
  commonOddsRatio: Estimable,
): OddsRatioHomogeneity {
  const informative = strata.filter(({ of, versus }) => {
    const events = of.events + versus.events;
    return events > 0 && events < of.n + versus.n;
  });
  const df = Math.max(0, informative.length - 1);
  const gart = gartHomogeneity(informative, commonOddsRatio, df);
  if (!isEstimable(commonOddsRatio) || df === 0) {
    const none = isEstimable(commonOddsRatio) ? notEstimable('not-applicable') : commonOddsRatio;
    return { breslowDay: none, breslowDayP: none, tarone: none, taroneP: none, ...gart, df };
  }
  let breslowDay = 0;
  let deviation = 0;
  let variances = 0;
  for (const { of, versus } of informative) {
    const { numerator, variance } = scoreOddsRatioTerms(of, versus, commonOddsRatio);
    breslowDay += (numerator * numerator) / variance;
    deviation += numerator;
    variances += variance;
  }
  const tarone = Math.max(0, breslowDay - (deviation * deviation) / variances);
  return {
    breslowDay,
    breslowDayP: chiSquareUpperTail(breslowDay, df),
    tarone,
    taroneP: chiSquareUpperTail(tarone, df),
    ...gart,
    df,
  };
}
