import fc from 'fast-check';
import { expect, it } from 'vitest';
import { countBelow, countUpTo } from '../../../src/math/order/count-up-to.js';

it('counts what lies at or below, and below, a limit among rising values', () => {
  const values = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 12 });
  fc.assert(
    fc.property(values, fc.integer({ min: -1, max: 7 }), (list, limit) => {
      const rising = Float64Array.from(list).sort();
      expect(countUpTo(rising, limit)).toBe(list.filter((value) => value <= limit).length);
      expect(countBelow(rising, limit)).toBe(list.filter((value) => value < limit).length);
    }),
  );
});
