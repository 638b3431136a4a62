/** Times of one kind of event: `event` 1 at the event, 0 where follow-up ended; a time of NaN is no record at all. */
export interface EventTimes {
  readonly time: Float64Array;
  readonly event: Uint8Array;
}

/** Where a subject without any event is censored: at its first or last end of follow-up, or at that of one component. */
export type CensoringRule = 'earliest' | 'latest' | { readonly component: number };

export interface FirstEventRule {
  /** Default `earliest`. */
  readonly censorAt?: CensoringRule;
  /**
   * Whether an event counts that comes after the follow-up of another component ended (default true). If not, the
   * subject is censored where the first follow-up ended, since that other event might have come before it unseen.
   */
  readonly eventAfterCensoring?: boolean;
}

export interface FirstEvents {
  /** NaN without any record. */
  readonly time: Float64Array;
  readonly event: Uint8Array;
  /** Position of the component that came first; of several at one time, the one listed first; -1 without an event. */
  readonly component: Int32Array;
  /** 1 where more than one component came at the first time. */
  readonly tied: Uint8Array;
}

/**
 * The earliest of several kinds of event for each subject, and where follow-up ended for those without one. An event at
 * the time where another follow-up ends counts. A component without a record neither has an event nor ends follow-up;
 * where the component that censors has none, the first end of follow-up does. O(n components).
 */
export function firstEvents(
  components: readonly EventTimes[],
  n: number,
  rule: FirstEventRule = {},
): FirstEvents {
  const { censorAt = 'earliest', eventAfterCensoring = true } = rule;
  const time = new Float64Array(n);
  const event = new Uint8Array(n);
  const component = new Int32Array(n).fill(-1);
  const tied = new Uint8Array(n);
  for (let row = 0; row < n; row += 1) {
    let earliest = Number.POSITIVE_INFINITY;
    let firstEnd = Number.POSITIVE_INFINITY;
    let lastEnd = Number.NEGATIVE_INFINITY;
    let first = -1;
    let together = 0;
    for (let place = 0; place < components.length; place += 1) {
      const own = components[place]!.time[row]!;
      if (Number.isNaN(own)) continue;
      if (components[place]!.event[row] === 0) {
        firstEnd = Math.min(firstEnd, own);
        lastEnd = Math.max(lastEnd, own);
      } else if (own < earliest) {
        earliest = own;
        first = place;
        together = 0;
      } else if (own === earliest) together = 1;
    }
    if (first >= 0 && (eventAfterCensoring || earliest <= firstEnd)) {
      time[row] = earliest;
      event[row] = 1;
      component[row] = first;
      tied[row] = together;
    } else if (firstEnd === Number.POSITIVE_INFINITY) time[row] = Number.NaN;
    else time[row] = first >= 0 ? firstEnd : endOf(row, components, censorAt, firstEnd, lastEnd);
  }
  return { time, event, component, tied };
}

function endOf(
  row: number,
  components: readonly EventTimes[],
  censorAt: CensoringRule,
  firstEnd: number,
  lastEnd: number,
): number {
  if (censorAt === 'earliest') return firstEnd;
  if (censorAt === 'latest') return lastEnd;
  const own = components[censorAt.component]!.time[row]!;
  return Number.isNaN(own) ? firstEnd : own;
}
