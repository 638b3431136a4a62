import { argumentError } from '../../core/errors.js';
import { readSurvivalColumns, type SurvivalInput } from '../survival-columns.js';

/** One kind of event of a composite, such as death or hospital admission. */
export interface CompositeComponent extends Pick<SurvivalInput, 'time' | 'event'> {
  readonly name: string;
}

/** What happened first, one entry a subject. */
export interface FirstEvent {
  readonly time: Float64Array;
  /** 1 when any component happened at `time`, 0 when follow-up ended there. */
  readonly event: Uint8Array;
  /** Index of the component that came first; of two at one time, the one listed first; -1 without an event. */
  readonly component: Int32Array;
  /** First events of each component. */
  readonly counts: readonly { readonly name: string; readonly events: number }[];
}

/**
 * The time to the first of several kinds of event: a composite endpoint, such as death or hospital admission.
 *
 * Conventions. The earliest event counts. A subject without any event is followed only as long as all components
 * were. With `followUp: 'all'` an event after the follow-up of another component ended does not count either, since
 * that other might have come before it unseen: the subject is censored where the first follow-up ended. An event at
 * the time where another follow-up ends counts.
 * Errors: `MethodError` without components, for unequal lengths and unusable times or events. O(n components).
 *
 * Source: ICH E9, section 2.2.3; convention of ADaM time-to-event data. Oracle: closed cases in the tests.
 */
export function timeToFirstEvent(
  components: readonly CompositeComponent[],
  options: { readonly followUp?: 'any' | 'all' } = {},
): FirstEvent {
  const method = 'time-to-first-event';
  const [first] = components;
  if (first === undefined) {
    throw argumentError(method, 'components', 'is empty', '0 components', 'at least one kind of event');
  }
  const n = first.time.length;
  const lists = components.map((component) => {
    if (component.time.length !== n) {
      throw argumentError(
        method,
        component.name,
        `has another length than "${first.name}"`,
        `${component.time.length} values`,
        `${n} values, one for each subject`,
      );
    }
    return readSurvivalColumns(method, component);
  });
  const time = new Float64Array(n);
  const event = new Uint8Array(n);
  const component = new Int32Array(n).fill(-1);
  const counts = components.map(({ name }) => ({ name, events: 0 }));
  for (let row = 0; row < n; row += 1) {
    let earliest = Number.POSITIVE_INFINITY;
    let followed = Number.POSITIVE_INFINITY;
    lists.forEach((list, index) => {
      const own = list.time[row]!;
      if (list.event[row] === 0) followed = Math.min(followed, own);
      else if (own < earliest) {
        earliest = own;
        component[row] = index;
      }
    });
    const seen = options.followUp === 'all' ? earliest <= followed : earliest < Number.POSITIVE_INFINITY;
    if (seen) counts[component[row]!]!.events += 1;
    else component[row] = -1;
    event[row] = seen ? 1 : 0;
    time[row] = seen ? earliest : followed;
  }
  return { time, event, component, counts };
}
