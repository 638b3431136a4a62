import type { CurvesPart } from '../../../core/result.js';
import type { KaplanMeierDisplayOptions } from './kaplan-meier-options.js';

/** What the vertical axis measures. */
export interface ShownQuantity {
  readonly label: string;
  /** Whether one minus the curve is drawn. */
  readonly turned: boolean;
}

/** Incidence with competing events is drawn as it is: one minus it would be no share free of the event. */
export function shownQuantity(
  { quantity }: Pick<CurvesPart, 'quantity'>,
  { show, eventFreeLabel }: Pick<KaplanMeierDisplayOptions, 'show' | 'eventFreeLabel'>,
): ShownQuantity {
  const turned = quantity === 'survival' && show === 'cumulative-incidence';
  const usual =
    quantity === 'cumulative-incidence' ? 'Cumulative incidence' : turned ? 'With event' : 'Event-free';
  return { label: eventFreeLabel ?? usual, turned };
}
