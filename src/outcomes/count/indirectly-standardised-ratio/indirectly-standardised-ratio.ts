import { argumentError } from '../../../core/errors.js';
import { type Estimable, type NotEstimableReason, notEstimable } from '../../../core/estimable.js';
import { requireLevel, requireList } from '../../../math/argument-checks.js';
import { gammaCdf, gammaUpperTail } from '../../../math/distributions/gamma.js';
import { requireOptions } from '../../../math/option-checks.js';
import { type EventRate, requireEventRate } from '../event-rate.js';
import { exactPoissonLimits, midPPoissonLimits } from '../poisson-limits.js';

export const standardisedRatioIntervals = ['exact', 'mid-p'] as const;
export type StandardisedRatioInterval = (typeof standardisedRatioIntervals)[number];

/** Events and time of one stratum, with the rate of events that the standard population has there. */
export interface StandardRateStratum extends EventRate {
  /** Events per one unit of exposure; taken as known. */
  readonly standardRate: number;
}

export interface IndirectlyStandardisedRatioOptions {
  readonly interval?: StandardisedRatioInterval;
  readonly level?: number;
}

export interface IndirectlyStandardisedRatio {
  /** Observed over expected events: the standardised incidence or mortality ratio. 1 is what the standard would give. */
  readonly ratio: Estimable;
  readonly lower: Estimable;
  readonly upper: Estimable;
  /** Two-sided, of a ratio of 1: twice the smaller tail, at most 1, with half the observed count for `mid-p`. */
  readonly p: Estimable;
  readonly observed: number;
  /** Events that the strata would have at the rates of the standard. */
  readonly expected: number;
  readonly interval: StandardisedRatioInterval;
  readonly level: number;
}

/**
 * How many times as many events a group had as it would have had at the rates of a standard population in each of its
 * strata (indirect standardisation).
 *
 * The standard's rates count as known and the observed events as Poisson, so that limits are those of the observed count
 * over the expected one: `exact` (default) with equal tails as R `poisson.test` and SAS STDRATE `METHOD=INDIRECT CL=POISSON`,
 * or `mid-p`. Both p agree with their limits: p < 1 - level where they leave out 1.
 *
 * No event: ratio 0 and lower limit 0. No exposure in any stratum: `empty-group`; no events expected although there is
 * exposure: `no-events`.
 *
 * @throws MethodError when there is no stratum, events, exposure or a rate are impossible, or level is not in (0, 1).
 *
 * Sources: Breslow NE, Day NE. Statistical Methods in Cancer Research 2, IARC 1987: section 2.3. Ulm K. Am J Epidemiol
 * 1990;131:373-375 (exact). Cohen GR, Yang SY. Stat Med 1994;13:2189-2203 (mid-p). Oracle:
 * test/oracles/indirectly-standardised-ratio.
 */
export function indirectlyStandardisedRatio(
  strata: readonly StandardRateStratum[],
  options: IndirectlyStandardisedRatioOptions = {},
): IndirectlyStandardisedRatio {
  const method = 'indirectly-standardised-ratio';
  requireOptions(method, options, { interval: standardisedRatioIntervals, level: 'checked later' });
  const { interval = 'exact', level = 0.95 } = options;
  requireLevel(method, 'level', level);
  requireList(method, 'strata', strata, 'a list of strata with the rates of the standard');
  if (strata.length === 0) throw argumentError(method, 'strata', 'are none', '0', 'at least one stratum');
  let [observed, expected, exposure] = [0, 0, 0];
  for (const [index, stratum] of strata.entries()) {
    requireEventRate(method, `strata[${index}]`, stratum);
    if (!(stratum.standardRate >= 0 && Number.isFinite(stratum.standardRate))) {
      throw argumentError(
        method,
        `strata[${index}].standardRate`,
        'is not a rate',
        String(stratum.standardRate),
        'a finite number from 0 up',
      );
    }
    observed += stratum.events;
    expected += stratum.standardRate * stratum.exposure;
    exposure += stratum.exposure;
  }
  const settings = { observed, expected, interval, level };
  const without = (reason: NotEstimableReason): IndirectlyStandardisedRatio => {
    const none = notEstimable(reason);
    return { ratio: none, lower: none, upper: none, p: none, ...settings };
  };
  if (exposure === 0) return without('empty-group');
  if (expected === 0) return without('no-events');
  const limits = (interval === 'exact' ? exactPoissonLimits : midPPoissonLimits)(observed, level);
  return {
    ratio: observed / expected,
    lower: limits.lower / expected,
    upper: limits.upper / expected,
    p: doubledTail(observed, expected, interval === 'exact' ? 1 : 0.5),
    ...settings,
  };
}

/** Twice the smaller tail of a Poisson count, which holds `own` of the probability of that count itself. */
function doubledTail(count: number, mean: number, own: number): number {
  // As many or more, and more; as few or fewer, and fewer.
  const more = gammaCdf(mean, count + 1);
  const atLeast = count === 0 ? 1 : gammaCdf(mean, count);
  const atMost = gammaUpperTail(mean, count + 1);
  const fewer = count === 0 ? 0 : gammaUpperTail(mean, count);
  const upper = own * atLeast + (1 - own) * more;
  const lower = own * atMost + (1 - own) * fewer;
  return Math.min(1, 2 * Math.min(upper, lower));
}
