import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factor } from '../../../src/math/columns/factor.js';

describe('factor', () => {
  it('sorts names by code unit unless told their order', () => {
    expect(factor(['b', 'a', 'b'])).toEqual({ levels: ['a', 'b'], codes: Int32Array.from([1, 0, 1]) });
    expect(factor(['Week 12', 'Week 4'], ['Week 4', 'Week 12', 'Week 24'])).toEqual({
      levels: ['Week 4', 'Week 12', 'Week 24'],
      codes: Int32Array.from([1, 0]),
    });
    expect(factor([])).toEqual({ levels: [], codes: new Int32Array(0) });
  });

  it('gives back every name', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('tocilizumab', 'placebo', '')), (names) => {
        const { levels, codes } = factor(names);
        expect(Array.from(codes, (code) => levels[code])).toEqual(names);
        expect(factor({ levels, codes }, levels)).toEqual({ levels, codes });
      }),
    );
  });

  it('reads a factor against other levels, and forgives a level that no row has', () => {
    const given = { levels: ['a', 'gone', 'b'], codes: Int32Array.from([0, 2]) };
    expect(factor(given, ['b', 'a'])).toEqual({ levels: ['b', 'a'], codes: Int32Array.from([1, 0]) });
  });

  it('refuses missing names and names that are no level', () => {
    expect(() => factor(['a', null] as unknown as string[])).toThrow(/missing in row 2/);
    expect(() => factor(['a', 'c'], ['a', 'b'])).toThrow(/"c".*"a", "b"/s);
  });
});
