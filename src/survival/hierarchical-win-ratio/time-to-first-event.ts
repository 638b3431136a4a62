import { argumentError } from '../../core/errors.js';
import { type CensoringRule, firstEvents } from '../../math/order/first-event.js';
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
  /** 1 where more than one component happened at `time`. */
  readonly tied: Uint8Array;
  /** First events of each component. */
  readonly counts: readonly { readonly name: string; readonly events: number }[];
}

export interface FirstEventOptions {
  /** `all`: an event counts only while every component was followed. Default `any`. */
  readonly followUp?: 'any' | 'all';
  /** Where a subject without any event is censored: `earliest` (default) or `latest` end, or the name of a component. */
  readonly censorAt?: string;
}

const method = 'time-to-first-event';

/**
 * The time to the first of several kinds of event: a composite endpoint, such as death or hospital admission.
 *
 * Conventions. The earliest event counts. A subject without any event is followed only as long as all components
 * were, unless `censorAt` says otherwise. With `followUp: 'all'` an event after the follow-up of another component
 * ended does not count either, since that other might have come before it unseen: the subject is censored where the
 * first follow-up ended. An event at the time where another follow-up ends counts.
 * Errors: `MethodError` without components, for an unknown rule, unequal lengths and unusable times or events.
 * O(n components).
 *
 * Source: ICH E9, section 2.2.3; convention of ADaM time-to-event data. Oracle: closed cases in the tests.
 */
export function timeToFirstEvent(
  components: readonly CompositeComponent[],
  options: FirstEventOptions = {},
): FirstEvent {
  const [first] = components;
  if (first === undefined) {
    throw argumentError(method, 'components', 'is empty', '0 components', 'at least one kind of event');
  }
  const n = first.time.length;
  const censorAt = censoringRule(options.censorAt ?? 'earliest', components);
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
  const found = firstEvents(lists, n, { censorAt, eventAfterCensoring: options.followUp !== 'all' });
  const counts = components.map(({ name }, place) => ({
    name,
    events: found.component.filter((own) => own === place).length,
  }));
  return { ...found, counts };
}

function censoringRule(wanted: string, components: readonly CompositeComponent[]): CensoringRule {
  if (wanted === 'earliest' || wanted === 'latest') return wanted;
  const names = components.map(({ name }) => name);
  const component = names.indexOf(wanted);
  if (component >= 0) return { component };
  throw argumentError(
    method,
    'censorAt',
    'is no rule and no component',
    `"${wanted}"`,
    ['earliest', 'latest', ...names].join(', '),
  );
}
