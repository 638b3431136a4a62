import { argumentError } from '../../core/errors.js';
import { requireCount, requireObject } from '../../math/argument-checks.js';

/** Events over person-time at risk. A subject may have several events. */
export interface EventRate {
  readonly events: number;
  readonly exposure: number;
}

/** Throws unless events are a whole number from 0 up, exposure is finite and not negative, and events have exposure. */
export function requireEventRate(method: string, name: string, rate: EventRate): void {
  requireObject(method, name, rate, 'events and exposure');
  requireCount(method, `${name}.events`, rate.events);
  if (!(Number.isFinite(rate.exposure) && rate.exposure >= 0)) {
    throw argumentError(
      method,
      `${name}.exposure`,
      'is not a time at risk',
      String(rate.exposure),
      'a finite number from 0 up',
    );
  }
  if (rate.exposure === 0 && rate.events > 0) {
    throw argumentError(method, `${name}.exposure`, 'is 0 although there are events', '0', 'a time above 0');
  }
}
