import { argumentError } from '../../core/errors.js';
import { requireCount, requireObject } from '../../math/argument-checks.js';

/** How many of `n` subjects had the event. Published counts and counted rows look the same here. */
export interface EventCount {
  readonly events: number;
  readonly n: number;
}

/** Throws unless both are whole numbers from 0 up and `events` is at most `n`. */
export function requireEventCount(method: string, name: string, count: EventCount): void {
  requireObject(method, name, count, 'events and n');
  requireCount(method, `${name}.n`, count.n);
  requireCount(method, `${name}.events`, count.events);
  if (count.events > count.n) {
    throw argumentError(
      method,
      `${name}.events`,
      'is above n',
      String(count.events),
      `at most ${count.n}`,
      'Count each subject once',
    );
  }
}

/** Variance of the proportion of an arm that is not empty, p (1 - p) / n, from the observed proportion. */
export function binomialVariance({ events, n }: EventCount): number {
  return ((events / n) * ((n - events) / n)) / n;
}

/** Whether any of the four cells of the two arms is zero. */
export function hasZeroCell(of: EventCount, versus: EventCount): boolean {
  return of.events === 0 || of.events === of.n || versus.events === 0 || versus.events === versus.n;
}

/** One half more in each cell: half an event and one subject more. */
export function withHalfAdded(count: EventCount): EventCount {
  return { events: count.events + 0.5, n: count.n + 1 };
}
