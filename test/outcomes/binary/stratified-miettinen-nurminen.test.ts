import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import type { BinaryStratum } from '../../../src/outcomes/binary/binary-stratum.js';
import { cochranMantelHaenszel } from '../../../src/outcomes/binary/cochran-mantel-haenszel/cochran-mantel-haenszel.js';
import { riskDifference } from '../../../src/outcomes/binary/risk-difference/risk-difference.js';
import { stratifiedMiettinenNurminenMethod } from '../../../src/outcomes/binary/stratified-miettinen-nurminen/definition.js';
import { stratifiedMiettinenNurminen } from '../../../src/outcomes/binary/stratified-miettinen-nurminen/stratified-miettinen-nurminen.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';
import { estimateRows, summaryRows, testRows } from '../part-rows.js';
import { none, twoArms } from './two-arms.js';

const oracle = readOracle<BinaryStratum[], { level: number }>('stratified-miettinen-nurminen/limits.json');

describe('stratified Miettinen-Nurminen against 120 digits', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const actual = stratifiedMiettinenNurminen(one.input, one.options);
    expect(expectFigures(actual, one.expected, oracle.tolerance)).toBeGreaterThanOrEqual(3);
  });
});

const strata = fc
  .array(twoArms, { minLength: 1, maxLength: 4 })
  .map((list) => list.map(([of, versus], index): BinaryStratum => ({ name: `${index}`, of, versus })));

describe('stratified Miettinen-Nurminen laws', () => {
  it('z squared is the Cochran-Mantel-Haenszel chi-square, and the interval agrees with it', () => {
    fc.assert(
      fc.property(strata, (list) => {
        const { z, lower, upper, p } = stratifiedMiettinenNurminen(list);
        const cmh = cochranMantelHaenszel(list);
        if (typeof z !== 'number' || typeof p !== 'number') {
          expect(cmh.p).toEqual(none('no-variation'));
          return;
        }
        expect(z * z).toBeCloseTo(cmh.chiSquare as number, 8);
        if (Math.abs(p - 0.05) > 1e-9) expect(p < 0.05).toBe((lower as number) > 0 || (upper as number) < 0);
      }),
      { numRuns: 80 },
    );
  });

  it('with one stratum is the unstratified interval', () => {
    fc.assert(
      fc.property(twoArms, ([of, versus]) => {
        const one = stratifiedMiettinenNurminen([{ name: 'all', of, versus }]);
        const plain = riskDifference(of, versus, { interval: 'miettinen-nurminen' });
        expect(one.lower as number).toBeCloseTo(plain.lower as number, 12);
        expect(one.upper as number).toBeCloseTo(plain.upper as number, 12);
      }),
      { numRuns: 60 },
    );
  });

  it('swapping arms flips the sign, and the interval holds the estimate', () => {
    fc.assert(
      fc.property(strata, (list) => {
        const forward = stratifiedMiettinenNurminen(list);
        const back = stratifiedMiettinenNurminen(
          list.map(({ name, of, versus }) => ({ name, of: versus, versus: of })),
        );
        expect(back.upper as number).toBeCloseTo(-(forward.lower as number), 11);
        expect(forward.lower as number).toBeLessThanOrEqual((forward.riskDifference as number) + 1e-13);
        expect(forward.upper as number).toBeGreaterThanOrEqual((forward.riskDifference as number) - 1e-13);
      }),
      { numRuns: 60 },
    );
  });
});

describe('stratified Miettinen-Nurminen edges', () => {
  const stratum = (x1: number, n1: number, x2: number, n2: number): BinaryStratum => ({
    name: 's',
    of: { events: x1, n: n1 },
    versus: { events: x2, n: n2 },
  });

  it('leaves out strata with an empty arm', () => {
    const two = stratifiedMiettinenNurminen([stratum(3, 10, 5, 12), stratum(0, 0, 4, 9)]);
    expect(two.strataUsed).toBe(1);
    expectClose(two.lower, stratifiedMiettinenNurminen([stratum(3, 10, 5, 12)]).lower as number, 1e-14);
    expect(stratifiedMiettinenNurminen([stratum(0, 0, 4, 9)]).lower).toEqual(none('empty-group'));
  });

  it('reaches 1 where everyone in one arm and no one in the other had the event', () => {
    const all = stratifiedMiettinenNurminen([stratum(7, 7, 0, 3), stratum(3, 3, 0, 11)]);
    expect([all.riskDifference, all.upper]).toEqual([1, 1]);
    expect(all.lower as number).toBeGreaterThan(0.4);
  });

  it('refuses no strata', () => {
    expect(() => stratifiedMiettinenNurminen([])).toThrow(MethodError);
  });
});

describe('stratified-miettinen-nurminen as a method', () => {
  it('gives the difference, its test and every arm in all and by stratum', () => {
    const output = stratifiedMiettinenNurminenMethod.run(sampleData['stratified-binary'], {
      level: 0.95,
      weights: 'mantel-haenszel',
    });
    const [row] = estimateRows(output);
    expect(row).toMatchObject({ statistic: 'risk-difference', term: null, of: 'tocilizumab' });
    expect(testRows(output)[0]!.p).toBe(row!.p);
    expect(summaryRows(output).filter(({ term }) => term === 'high').length).toBe(6);
  });
});
