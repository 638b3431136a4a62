import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roundHalfAway } from '../../src/core/round-half-away.js';

describe('roundHalfAway', () => {
  it.each([
    [0.845, 2, '0.85'],
    [1.005, 2, '1.01'],
    [2.5, 0, '3'],
    [-2.5, 0, '-3'],
    [-0.004, 2, '0.00'],
    [0, 1, '0.0'],
    [9.995, 2, '10.00'],
    [0.05, 1, '0.1'],
    [0.0949, 1, '0.1'],
    [0.04, 1, '0.0'],
    [123456, 0, '123456'],
    [1e21, 0, '1000000000000000000000'],
    [1e-7, 6, '0.000000'],
    [6e-7, 6, '0.000001'],
    [0.5, 0, '1'],
    [99.95, 1, '100.0'],
  ])('rounds %d to %d decimals as %s', (value, decimals, expected) => {
    expect(roundHalfAway(value, decimals)).toBe(expected);
  });

  it('is never further away than half a unit of the last digit, and odd in its argument', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.integer({ min: 0, max: 6 }),
        (value, decimals) => {
          const rounded = roundHalfAway(value, decimals);
          expect(Math.abs(Number(rounded) - value)).toBeLessThanOrEqual(
            0.5 * 10 ** -decimals * (1 + 1e-9) + 1e-9,
          );
          expect(Number(roundHalfAway(-value, decimals))).toBe(Number(rounded) === 0 ? 0 : -Number(rounded));
          expect(rounded.split('.')[1]?.length ?? 0).toBe(decimals);
        },
      ),
    );
  });
});
