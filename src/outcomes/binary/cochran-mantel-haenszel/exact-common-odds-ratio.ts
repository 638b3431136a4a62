import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import type { BinaryStratum } from '../binary-stratum.js';
import { type ConditionalOddsRatio, conditionalOddsRatio } from '../conditional-odds-ratio.js';
import { splitTails } from '../event-splits.js';
import { commonSplits } from './common-splits.js';
import { zelenP } from './zelen-homogeneity.js';

export const exactIntervals = ['exact', 'mid-p'] as const;
export type ExactInterval = (typeof exactIntervals)[number];

/** Conditional maximum likelihood, its limits and the tests that need no large sample. */
export interface ExactCommonOddsRatio extends ConditionalOddsRatio {
  /** Two-sided, of an odds ratio of 1 in all strata: all sums no likelier than the observed one. */
  readonly p: Estimable;
  /** As `p`, with half the probability of what was observed. */
  readonly midP: Estimable;
  readonly pLess: Estimable;
  readonly pGreater: Estimable;
  /** Zelen's exact test of the same odds ratio in all strata; `not-applicable` below two strata or where too large. */
  readonly homogeneityP: Estimable;
  readonly interval: ExactInterval;
}

/** The common odds ratio given all margins of all strata. The conventions stand at `cochranMantelHaenszel`. */
export function exactCommonOddsRatio(
  strata: readonly BinaryStratum[],
  interval: ExactInterval,
  level: number,
): ExactCommonOddsRatio {
  const splits = commonSplits(strata);
  if (splits.weights.length < 2) return none(strata.length === 0 ? 'empty-group' : 'no-variation', interval);
  return {
    ...conditionalOddsRatio(splits, level, interval === 'exact' ? 1 : 0.5),
    ...splitTails(splits),
    homogeneityP: zelenP(strata),
    interval,
  };
}

function none(reason: NotEstimableReason, interval: ExactInterval): ExactCommonOddsRatio {
  const no = notEstimable(reason);
  return {
    oddsRatio: no,
    lower: no,
    upper: no,
    p: no,
    midP: no,
    pLess: no,
    pGreater: no,
    homogeneityP: no,
    interval,
  };
}
