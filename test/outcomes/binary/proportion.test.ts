import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import { proportionMethod } from '../../../src/outcomes/binary/proportion/definition.js';
import { type ProportionOptions, proportion } from '../../../src/outcomes/binary/proportion/proportion.js';
import { proportionIntervals } from '../../../src/outcomes/binary/proportion-limits.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';

type Count = { events: number; n: number };

describe('proportion against references', () => {
  for (const file of [
    'proportion/base-r.json',
    'proportion/high-precision.json',
    'proportion/by-definition.json',
    'proportion/likelihood.json',
  ]) {
    const oracle = readOracle<Count, ProportionOptions>(file);
    it.each(oracle.cases.map((one) => [one.name, one] as const))(`${file}: %s`, (_, one) => {
      expect(expectFigures(proportion(one.input, one.options), one.expected, oracle.tolerance)).toBe(3);
    });
  }
});

describe('proportion of rare events among many', () => {
  // By root-finding on the logarithm of the proportion in R 4.2, which takes the same digits at any n.
  it.each([
    [2, 1e9, 3.3255898687665e-10, 6.1756697009738e-9],
    [1, 1e6, 5.7058969319601e-8, 4.4030126110437e-6],
    [0, 1e6, 0, 1.9207275657475091e-6],
  ])('has likelihood limits of %i of %i to the last digits', (events, n, lower, upper) => {
    const limits = proportion({ events, n }, { interval: 'likelihood-ratio' });
    expectClose(limits.lower, lower, 1e-12);
    expectClose(limits.upper, upper, 1e-12);
  });

  it('has Blaker limits that come down to those of a Poisson count, however many subjects', () => {
    const scaled = (n: number) => {
      const { lower, upper } = proportion({ events: 2, n }, { interval: 'blaker' });
      return [n * (lower as number), n * (upper as number)] as const;
    };
    const [lower, upper] = scaled(1e12);
    // Blaker's limits of a Poisson count of 2: R 4.2, by the acceptability of each mean.
    expectClose(lower, 0.35536151069866, 1e-9);
    expectClose(upper, 7.05405009486763, 1e-9);
    expectClose(scaled(1e9)[1], upper, 1e-8);
  });
});

const counts = fc
  .integer({ min: 1, max: 400 })
  .chain((n) => fc.record({ n: fc.constant(n), events: fc.integer({ min: 0, max: n }) }));
const level = fc.double({ min: 0.5, max: 0.999, noNaN: true });

describe('proportion laws', () => {
  it.each(proportionIntervals)(
    '%s holds the estimate and mirrors when events and non-events change places',
    (interval) => {
      fc.assert(
        fc.property(counts, level, (count, coverage) => {
          const one = proportion(count, { interval, level: coverage });
          const mirror = proportion(
            { n: count.n, events: count.n - count.events },
            { interval, level: coverage },
          );
          if (typeof one.lower !== 'number' || typeof one.upper !== 'number') {
            expect(['wald', 'wald-corrected', 'logit']).toContain(interval);
            expect([0, count.n]).toContain(count.events);
            return;
          }
          const estimate = count.events / count.n;
          expect(one.lower).toBeLessThanOrEqual(estimate + 1e-14);
          expect(one.upper).toBeGreaterThanOrEqual(estimate - 1e-14);
          expect(one.lower).toBeGreaterThanOrEqual(0);
          expect(one.upper).toBeLessThanOrEqual(1);
          expect(mirror.lower as number).toBeCloseTo(1 - one.upper, 10);
          expect(mirror.upper as number).toBeCloseTo(1 - one.lower, 10);
        }),
        { numRuns: 60 },
      );
    },
  );

  it.each(proportionIntervals)('%s widens with the level', (interval) => {
    fc.assert(
      fc.property(counts, (count) => {
        const narrow = proportion(count, { interval, level: 0.8 });
        const wide = proportion(count, { interval, level: 0.95 });
        if (typeof narrow.lower !== 'number') return;
        expect(wide.lower as number).toBeLessThanOrEqual(narrow.lower);
        expect(wide.upper as number).toBeGreaterThanOrEqual(narrow.upper as number);
      }),
      { numRuns: 40 },
    );
  });

  it('orders the exact family: Clopper-Pearson holds mid-p', () => {
    fc.assert(
      fc.property(counts, (count) => {
        const exact = proportion(count, { interval: 'clopper-pearson' });
        const midP = proportion(count, { interval: 'mid-p' });
        expect(exact.lower as number).toBeLessThanOrEqual(midP.lower as number);
        expect(exact.upper as number).toBeGreaterThanOrEqual(midP.upper as number);
      }),
      { numRuns: 60 },
    );
  });
});

describe('proportion edges', () => {
  it.each(proportionIntervals)('%s at 0 and at n', (interval) => {
    const none = proportion({ events: 0, n: 15 }, { interval });
    const all = proportion({ events: 15, n: 15 }, { interval });
    expect(none.proportion).toBe(0);
    expect(all.proportion).toBe(1);
    if (['wald', 'wald-corrected', 'logit'].includes(interval)) {
      expect(none.lower).toEqual({ notEstimable: 'no-variation' });
      expect(all.upper).toEqual({ notEstimable: 'no-variation' });
    } else {
      expect(none.lower).toBe(0);
      expect(all.upper).toBe(1);
      expect(none.upper as number).toBeGreaterThan(0.05);
    }
  });

  it('has no estimate for an empty group', () => {
    const empty = proportion({ events: 0, n: 0 });
    expect(empty.proportion).toEqual({ notEstimable: 'empty-group' });
    expect(empty.lower).toEqual({ notEstimable: 'empty-group' });
  });

  it.each([
    { events: 11, n: 10 },
    { events: -1, n: 10 },
    { events: 1.5, n: 10 },
    { events: 1, n: Number.NaN },
  ])('refuses %o', (count) => {
    expect(() => proportion(count)).toThrow(MethodError);
  });

  it('refuses a level in percent', () => {
    expect(() => proportion({ events: 1, n: 2 }, { level: 95 })).toThrow(/0\.95/);
  });

  it('keeps digits for a rare event in a large group', () => {
    // Wilson's lower limit by the product of the roots; a plain difference loses nine digits here.
    const { lower } = proportion({ events: 1, n: 1e9 });
    expect(lower as number).toBeCloseTo(1.7652e-10, 13);
  });
});

describe('proportion as a method', () => {
  it('gives n, events and the proportion of each arm with its interval, in display order', () => {
    const options = proportionMethod.options.parse({ interval: 'clopper-pearson' });
    const { parts } = proportionMethod.run(
      {
        kind: 'binary',
        arms: [
          { name: 'tocilizumab', n: 2022, events: 621 },
          { name: 'usual care', n: 2094, events: 729 },
        ],
        reference: null,
        eventLabel: 'death',
      },
      options,
    );
    const part = parts[0]!;
    if (part.kind !== 'summary') throw new Error('expected a summary');
    expect(part.rows.map((row) => `${row.group} ${row.statistic}`)).toEqual([
      'tocilizumab n',
      'tocilizumab events',
      'tocilizumab proportion',
      'usual care n',
      'usual care events',
      'usual care proportion',
    ]);
    expect(part.rows[2]!.interval?.method).toBe('Clopper-Pearson exact');
    expect(part.rows[2]!.interval?.lower).toBe(
      proportion({ events: 621, n: 2022 }, { interval: 'clopper-pearson' }).lower,
    );
  });

  it('refuses an unknown option', () => {
    expect(proportionMethod.options.safeParse({ intervall: 'wald' }).success).toBe(false);
  });
});
