import { type Estimable, notEstimable } from '../../../core/estimable.js';
import { requireLevel } from '../../../math/argument-checks.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type EventCount, requireEventCount } from '../event-count.js';
import { type ProportionInterval, proportionIntervals, proportionLimits } from '../proportion-limits.js';

export interface ProportionOptions {
  readonly interval?: ProportionInterval;
  readonly level?: number;
}

export interface ProportionEstimate extends EventCount {
  /** Events divided by subjects, from 0 to 1. */
  readonly proportion: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  readonly level: number;
  readonly interval: ProportionInterval;
}

/**
 * The share of subjects with the event, with an interval that says how far a sample of this size may be off.
 *
 * Intervals (0 and n events in brackets):
 * - `wilson` (default): score interval without correction, as R `prop.test(correct = FALSE)` [0; 1 at n].
 * - `wilson-corrected`: score interval with the full half-unit correction of Newcombe's method 4, as SAS
 *   `BINOMIAL(CL=WILSON(CORRECT))` [0; 1 at n]. R `prop.test` shrinks its correction to |x - n/2| and so differs where
 *   x = n/2.
 * - `clopper-pearson`: exact, equal tails, as R `binom.test` [0; 1 at n].
 * - `mid-p`: as Clopper-Pearson with half the probability of the observed count [0; 1 at n].
 * - `blaker`: exact, from the acceptability of each proportion; never wider than Clopper-Pearson [0; 1 at n].
 * - `jeffreys`: equal-tailed beta(x + 1/2, n - x + 1/2) quantiles; by the rule of Brown, Cai and DasGupta the lower
 *   limit is 0 at 0 events and the upper limit is 1 at n.
 * - `agresti-coull`: Wald around (x + z²/2) / (n + z²), cut to [0, 1].
 * - `arcsine`: normal on the scale of the variance-stabilising arcsine of sqrt(x/n), without Anscombe's 3/8 [0; 1 at n].
 * - `wald`: normal around x/n, cut to [0, 1]; at 0 and n its variance is zero and the limits are
 *   `no-variation` (SAS prints the estimate itself as both limits).
 * - `wald-corrected`: the same, wider by 1/(2n) at both ends (SAS FREQ `BINOMIAL(CL=WALD(CORRECT))`).
 * - `logit`: Wald on the logit scale (SAS `CL=LOGIT`); `no-variation` at 0 and n.
 * - `likelihood-ratio`: proportions whose likelihood is not rejected by the chi-square of 1 df (SAS `CL=LIKELIHOODRATIO`)
 *   [0; 1 at n].
 *
 * No subjects: estimate and limits are `empty-group`.
 *
 * @throws MethodError when events or n is not a whole number from 0 up, events exceed n, or level is not in (0, 1).
 *
 * Sources: Wilson EB. J Am Stat Assoc 1927;22:209-212. Clopper CJ, Pearson ES. Biometrika 1934;26:404-413. Newcombe RG.
 * Stat Med 1998;17:857-872. Agresti A, Coull BA. Am Stat 1998;52:119-126. Brown LD, Cai TT, DasGupta A. Stat Sci
 * 2001;16:101-133. Blaker H. Can J Stat 2000;28:783-798. Oracles: test/oracles/proportion.
 */
export function proportion(count: EventCount, options: ProportionOptions = {}): ProportionEstimate {
  requireOptions('proportion', options, { interval: proportionIntervals, level: 'checked later' });
  const { interval = 'wilson', level = 0.95 } = options;
  requireEventCount('proportion', 'count', count);
  requireLevel('proportion', 'level', level);
  const { events, n } = count;
  if (n === 0) {
    const none = notEstimable('empty-group');
    return { events, n, proportion: none, lower: none, upper: none, level, interval };
  }
  const { lower, upper } = proportionLimits(interval, events, n, level);
  return { events, n, proportion: events / n, lower, upper, level, interval };
}
