import { describe, expect, it } from 'vitest';
import { regressionDesign } from '../../src/outcomes/regression-design.js';

describe('a design of many rows, whose independence is looked at in a part of them', () => {
  const rows = 40_000;
  const weight = new Float64Array(rows).fill(1);
  const first = Float64Array.from({ length: rows }, (_, row) => Math.sin(row) + (row % 7));
  const kept = (second: Float64Array) =>
    regressionDesign(
      'test',
      [
        { name: 'first', values: first },
        { name: 'second', values: second },
      ],
      weight,
    ).kept;

  it('keeps columns that differ and sets aside one that repeats', () => {
    expect(kept(first.map((value, row) => value + Math.cos(3 * row)))).toEqual([0, 1]);
    expect(kept(first.map((value) => 5 - 2 * value))).toEqual([0]);
  });

  it.each([
    ['first', 0],
    ['last', rows - 1],
  ])('is not misled by a column whose length lies in the %s row alone', (_, far) => {
    const lone = Float64Array.from({ length: rows }, (__, row) => (row === far ? 1e9 : Math.cos(5 * row)));
    expect(kept(lone)).toEqual([0, 1]);
  });

  it('sets aside a column that repeats another but for the rows it looks at, where both are next to nothing', () => {
    // Blocks of 512 rows, every sixteenth of which is looked at. Pairs of rows cancel, so that every mean is 0.
    const column = (seen: number, elsewhere: number) =>
      Float64Array.from({ length: rows }, (_, row) => {
        const pair = row >> 1;
        const isSeen = Math.floor(row / 512) % 16 === 0;
        return (1 - 2 * (row & 1)) * (isSeen ? 1e-9 * Math.cos(seen * pair) : elsewhere * (1 + (pair % 7)));
      });
    const named = [column(11, 1), column(7, 2)].map((values, index) => ({ name: String(index), values }));
    expect(regressionDesign('test', named, weight).kept).toEqual([0]);
  });
});
