import type { AdverseEventsData } from '../../../core/analysis-data.js';

export const missingStartRules = ['start-of-exposure', 'end-of-exposure'] as const;
export type MissingStartRule = (typeof missingStartRules)[number];

/** Events whose start is not a time within the exposure of their subject. */
export interface UnusualStarts {
  /** Not known: placed by the rule for missing starts. */
  readonly missing: number;
  /** Before exposure: placed at its beginning. */
  readonly before: number;
  /** After exposure: placed at its end. */
  readonly after: number;
}

/** Where each event stands within the exposure of its subject, from 0 to the whole of it. */
export interface EventTimes extends UnusualStarts {
  readonly time: Float64Array;
}

/**
 * Places each event within the exposure of its subject. The rules for missing starts are the two ends, so that the
 * incidence of any other rule lies between theirs.
 */
export function eventTimes(
  { subject }: AdverseEventsData['events'],
  start: Float64Array,
  exposure: Float64Array,
  rule: MissingStartRule,
): EventTimes {
  const time = new Float64Array(start.length);
  let [missing, before, after] = [0, 0, 0];
  for (let event = 0; event < start.length; event += 1) {
    const whole = exposure[subject[event]!]!;
    const own = start[event]!;
    if (Number.isNaN(own)) {
      missing += 1;
      time[event] = rule === 'start-of-exposure' ? 0 : whole;
    } else if (own < 0) {
      before += 1;
    } else if (own > whole) {
      // The last day of exposure may differ from it by rounding, where the two came by different ways.
      if (own > whole * (1 + 1e-9)) after += 1;
      time[event] = whole;
    } else time[event] = own;
  }
  return { time, missing, before, after };
}
