import { describe, expect, it } from 'vitest';
import { finiteNumbers, numbersWithGaps, zerosAndOnes } from '../../src/math/number-list.js';

describe('lists of numbers', () => {
  it('say what they got and what they expected', () => {
    expect(() => finiteNumbers('m', 'x', [1, Number.NaN])).toThrow(
      /x\[1\].*Got NaN; expected a finite number/,
    );
    expect(() => numbersWithGaps('m', 'x', ['3'] as never)).toThrow(
      /Got "3"; expected a finite number, or null/,
    );
    expect(() => zerosAndOnes('m', 'x', [0, 2])).toThrow(/x\[1\].*Got 2; expected 0 or 1/);
  });

  it('are copies', () => {
    const given = Float64Array.of(0, 1);
    for (const copy of [finiteNumbers('m', 'x', given), zerosAndOnes('m', 'x', given)]) {
      expect(copy).toEqual(given);
      expect(copy).not.toBe(given);
    }
    expect(numbersWithGaps('m', 'x', [1, null])).toEqual(Float64Array.of(1, Number.NaN));
  });
});
