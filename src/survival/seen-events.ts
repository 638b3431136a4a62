import type { IntervalCensoredData, SurvivalData } from '../core/analysis-data.js';

/**
 * Interval-censored data as times at which events were seen: at the upper limit, where there is one; subjects without
 * are followed up to their lower limit. For tables of subjects under observation, not for estimation: estimates from
 * these times put events later than they came.
 */
export function seenEvents({
  lower,
  upper,
  group,
  reference,
  timeUnit,
  eventLabel,
}: IntervalCensoredData): SurvivalData {
  return {
    kind: 'survival',
    time: upper.map((limit, row) => (limit < Number.POSITIVE_INFINITY ? limit : lower[row]!)),
    event: Uint8Array.from(upper, (limit) => (limit < Number.POSITIVE_INFINITY ? 1 : 0)),
    group,
    reference,
    covariates: [],
    timeUnit,
    eventLabel,
  };
}
