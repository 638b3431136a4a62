import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { chiSquareTest } from '../../../src/outcomes/binary/chi-square/chi-square.js';
import { chiSquareMethod } from '../../../src/outcomes/binary/chi-square/definition.js';
import { expectFigures, readOracle } from '../oracle-cases.js';
import { none, twoArms } from './two-arms.js';

type Count = { events: number; n: number };
const oracle = readOracle<Count[], Record<string, never>>('chi-square/chisq-test.json');

describe('chi-square against chisq.test', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const actual = chiSquareTest(one.input);
    expect(expectFigures(actual, one.expected, oracle.tolerance)).toBe(one.input.length === 2 ? 6 : 4);
    if (one.input.length > 2) expect(actual.correctedP).toEqual(none('not-applicable'));
  });
});

describe('chi-square laws', () => {
  it('does not care for the order of arms nor for which outcome is called the event', () => {
    fc.assert(
      fc.property(twoArms, twoArms, ([a, b], [c]) => {
        const arms = [a, b, c];
        const forward = chiSquareTest(arms);
        const back = chiSquareTest([...arms].reverse().map(({ events, n }) => ({ n, events: n - events })));
        if (typeof forward.chiSquare !== 'number') expect(back.chiSquare).toEqual(forward.chiSquare);
        else expect(back.chiSquare as number).toBeCloseTo(forward.chiSquare, 10);
      }),
    );
  });

  it('the correction never makes the statistic larger', () => {
    fc.assert(
      fc.property(twoArms, ([of, versus]) => {
        const { chiSquare, correctedChiSquare } = chiSquareTest([of, versus]);
        if (typeof chiSquare !== 'number') return;
        expect(correctedChiSquare as number).toBeLessThanOrEqual(chiSquare);
      }),
    );
  });

  it('is 0 with p 1 for arms alike', () => {
    const arm = { events: 3, n: 11 };
    expect(chiSquareTest([arm, arm, arm])).toMatchObject({ chiSquare: 0, df: 2, p: 1 });
    expect(chiSquareTest([arm, arm])).toMatchObject({ correctedChiSquare: 0, correctedP: 1 });
  });
});

describe('chi-square edges', () => {
  it('has no variation with no events or only events', () => {
    expect(
      chiSquareTest([
        { events: 0, n: 3 },
        { events: 0, n: 4 },
      ]).p,
    ).toEqual(none('no-variation'));
    expect(
      chiSquareTest([
        { events: 3, n: 3 },
        { events: 4, n: 4 },
      ]).correctedP,
    ).toEqual(none('no-variation'));
  });

  it('has no test with an empty arm', () => {
    expect(
      chiSquareTest([
        { events: 0, n: 0 },
        { events: 2, n: 4 },
      ]).p,
    ).toEqual(none('empty-group'));
  });

  it('refuses one arm, and counts that are none', () => {
    expect(() => chiSquareTest([{ events: 1, n: 2 }])).toThrow(MethodError);
    expect(() =>
      chiSquareTest([
        { events: 1, n: 2 },
        { events: 3, n: 2 },
      ]),
    ).toThrow(/arms\[1\]/);
  });
});

describe('chi-square as a method', () => {
  const run = (arms: { name: string; n: number; events: number }[]) =>
    chiSquareMethod.run({ kind: 'binary', arms, reference: null, eventLabel: 'death' }, {});

  it('returns both variants and warns of small expected counts', () => {
    const { parts, notices } = run([
      { name: 'a', n: 12, events: 1 },
      { name: 'b', n: 11, events: 5 },
    ]);
    const part = parts[0]!;
    if (part.kind !== 'test') throw new Error('expected a test');
    expect(part.rows.map((row) => row.statistic)).toEqual(['chi-square', 'chi-square-corrected']);
    expect(notices.map((notice) => notice.code)).toEqual(['chi-square/small-expected-count']);
  });

  it('is silent with large counts', () => {
    const { notices } = run([
      { name: 'a', n: 120, events: 40 },
      { name: 'b', n: 110, events: 50 },
    ]);
    expect(notices).toEqual([]);
  });
});

it('compares two hundred thousand arms', () => {
  const arms = Array.from({ length: 200_000 }, (_, index) => ({ events: 1 + (index % 2), n: 4 }));
  const test = chiSquareTest(arms);
  expect(test.df).toBe(199_999);
  // Each arm is half an event off its expectation of 1.5: 0.25 / (4 · 0.375 · 0.625).
  expect(test.chiSquare as number).toBeCloseTo((200_000 * 0.25) / (4 * 0.375 * 0.625), 6);
  expect(test.smallestExpected).toBe(1.5);
});
