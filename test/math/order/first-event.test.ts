import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstEvents } from '../../../src/math/order/first-event.js';

const record = (time: readonly number[], event: readonly number[]) => ({
  time: Float64Array.from(time),
  event: Uint8Array.from(event),
});

describe('firstEvents', () => {
  it('takes the earliest event, the component listed first of several, and the end of follow-up without one', () => {
    const components = [record([9, 4, 7, 6], [1, 1, 0, 0]), record([3, 4, 8, 8], [1, 1, 0, 1])];
    const { time, event, component, tied } = firstEvents(components, 4);
    expect(Array.from(time)).toEqual([3, 4, 7, 8]);
    expect(Array.from(event)).toEqual([1, 1, 0, 1]);
    expect(Array.from(component)).toEqual([1, 0, -1, 1]);
    expect(Array.from(tied)).toEqual([0, 1, 0, 0]);
    const strict = firstEvents(components, 4, { eventAfterCensoring: false });
    expect(Array.from(strict.time)).toEqual([3, 4, 7, 6]);
    expect(Array.from(strict.event)).toEqual([1, 1, 0, 0]);
    expect(strict.component[3]).toBe(-1);
  });

  it('lets a component without a record neither happen nor end follow-up', () => {
    const components = [
      record([Number.NaN, Number.NaN, 5], [0, 0, 0]),
      record([3, Number.NaN, 9], [0, 0, 0]),
    ];
    expect(Array.from(firstEvents(components, 3).time)).toEqual([3, Number.NaN, 5]);
    expect(Array.from(firstEvents(components, 3, { censorAt: 'latest' }).time)).toEqual([3, Number.NaN, 9]);
    expect(Array.from(firstEvents(components, 3, { censorAt: { component: 0 } }).time)).toEqual([
      3,
      Number.NaN,
      5,
    ]);
  });

  it('does not tell a tie of later events, nor of an event and a censoring', () => {
    const components = [record([2, 5], [1, 1]), record([6, 5], [1, 0]), record([6, 9], [1, 0])];
    expect(Array.from(firstEvents(components, 2).tied)).toEqual([0, 0]);
  });

  it('agrees with a list that is sorted', () => {
    const one = fc.record({ time: fc.integer({ min: 1, max: 6 }), event: fc.integer({ min: 0, max: 1 }) });
    fc.assert(
      fc.property(fc.array(one, { minLength: 1, maxLength: 5 }), fc.boolean(), (list, strict) => {
        const components = list.map(({ time, event }) => record([time], [event]));
        const copy = structuredClone(components);
        const found = firstEvents(components, 1, { eventAfterCensoring: !strict });
        const firstEnd = Math.min(...list.filter(({ event }) => event === 0).map(({ time }) => time));
        const events = list
          .map((row, place) => ({ ...row, place }))
          .filter(({ time, event }) => event === 1 && (!strict || time <= firstEnd))
          .sort((a, b) => a.time - b.time || a.place - b.place);
        expect(found.event[0]).toBe(events.length > 0 ? 1 : 0);
        expect(found.time[0]).toBe(events[0]?.time ?? firstEnd);
        expect(found.component[0]).toBe(events[0]?.place ?? -1);
        expect(components).toEqual(copy);
      }),
    );
  });
});
