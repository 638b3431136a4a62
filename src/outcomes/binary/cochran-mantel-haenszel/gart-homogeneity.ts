import { type Estimable, isEstimable, notEstimable } from '../../../core/estimable.js';
import { chiSquareUpperTail } from '../../../math/distributions/chi-square.js';
import { brentRoot, findBracket } from '../../../math/optimise/brent-root.js';
import { deviance } from '../../../math/special/deviance.js';
import type { BinaryStratum } from '../binary-stratum.js';
import { scoreOddsRatioTerms } from '../score-odds-ratio.js';

export interface GartHomogeneity {
  /** Score form: squared distances of the events from those expected, over their variances. */
  readonly gart: Estimable;
  readonly gartP: Estimable;
  /** Likelihood form: twice what the log-likelihood loses with one odds ratio for all. */
  readonly likelihoodRatio: Estimable;
  readonly likelihoodRatioP: Estimable;
  /** The unconditional maximum-likelihood odds ratio at which both are taken. */
  readonly likeliestOddsRatio: Estimable;
}

/**
 * Tests of one odds ratio in all strata at its maximum-likelihood value: Gart's chi-square, which is Pearson's for the
 * logistic model of strata and arm, and its likelihood-ratio counterpart, the deviance of that model. `strata` are those
 * with both outcomes; `start` is another estimate of the odds ratio, whose absence is passed on.
 *
 * Source: Gart JJ. Rev Int Stat Inst 1971;39:148-169.
 */
export function gartHomogeneity(
  strata: readonly BinaryStratum[],
  start: Estimable,
  df: number,
): GartHomogeneity {
  if (!isEstimable(start) || df === 0) {
    const none = isEstimable(start) ? notEstimable('not-applicable') : start;
    return {
      gart: none,
      gartP: none,
      likelihoodRatio: none,
      likelihoodRatioP: none,
      likeliestOddsRatio: none,
    };
  }
  const excess = (logOdds: number) => {
    let sum = 0;
    for (const { of, versus } of strata) sum += scoreOddsRatioTerms(of, versus, Math.exp(logOdds)).numerator;
    return sum;
  };
  const first = Math.log(start);
  const [lower, upper] = findBracket(excess, first, excess(first) > 0 ? 1 : -1)!;
  const oddsRatio = Math.exp(brentRoot(excess, lower, upper));
  let gart = 0;
  let likelihoodRatio = 0;
  for (const { of, versus } of strata) {
    const { numerator, variance } = scoreOddsRatioTerms(of, versus, oddsRatio);
    gart += (numerator * numerator) / variance;
    // What is too many in one cell is too few in its neighbours.
    likelihoodRatio +=
      cellDeviance(of.events, numerator) +
      cellDeviance(of.n - of.events, -numerator) +
      cellDeviance(versus.events, -numerator) +
      cellDeviance(versus.n - versus.events, numerator);
  }
  return {
    gart,
    gartP: chiSquareUpperTail(gart, df),
    likelihoodRatio,
    likelihoodRatioP: chiSquareUpperTail(likelihoodRatio, df),
    likeliestOddsRatio: oddsRatio,
  };
}

function cellDeviance(count: number, excess: number): number {
  return 2 * deviance(count, Math.max(count - excess, 0), excess);
}
