import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import type { BinaryStratum } from '../../../src/outcomes/binary/binary-stratum.js';
import { chiSquareTest } from '../../../src/outcomes/binary/chi-square/chi-square.js';
import { cochranMantelHaenszel } from '../../../src/outcomes/binary/cochran-mantel-haenszel/cochran-mantel-haenszel.js';
import { cochranMantelHaenszelMethod } from '../../../src/outcomes/binary/cochran-mantel-haenszel/definition.js';
import { fisherExact } from '../../../src/outcomes/binary/fisher-exact/fisher-exact.js';
import { oddsRatio } from '../../../src/outcomes/binary/odds-ratio/odds-ratio.js';
import { riskRatio } from '../../../src/outcomes/binary/risk-ratio/risk-ratio.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, expectFigures, type OracleCase, readOracle } from '../oracle-cases.js';
import { estimateRows, summaryRows, testRows } from '../part-rows.js';
import { none, twoArms } from './two-arms.js';

type Figures = OracleCase<unknown, unknown>['expected'];
interface StrataCase extends OracleCase<BinaryStratum[], { level: number }> {
  oddsRatio: Figures;
  riskRatio: Figures;
  riskDifference: Figures;
  greenlandRobins: Figures;
  homogeneity: Figures;
}
const oracle = readOracle<BinaryStratum[], { level: number }>('cochran-mantel-haenszel/strata.json');

describe('Cochran-Mantel-Haenszel against R', () => {
  it.each(oracle.cases.map((one) => [one.name, one as StrataCase] as const))('%s', (_, one) => {
    const actual = cochranMantelHaenszel(one.input, one.options);
    expect(expectFigures(actual, one.expected, oracle.tolerance)).toBe(4);
    for (const measure of ['oddsRatio', 'riskRatio'] as const) {
      const { ratio: estimate, ...rest } = actual[measure];
      expect(expectFigures({ estimate, ...rest }, one[measure], oracle.tolerance)).toBe(6);
    }
    const { difference: estimate, ...rest } = actual.riskDifference;
    expect(expectFigures({ estimate, ...rest }, one.riskDifference, 1e-10)).toBe(6);
    const other = cochranMantelHaenszel(one.input, {
      ...one.options,
      differenceVariance: 'greenland-robins',
    });
    const { difference, ...figures } = other.riskDifference;
    expect(expectFigures({ estimate: difference, ...figures }, one.greenlandRobins, 1e-10)).toBe(6);
    const compared = expectFigures(actual.homogeneity, one.homogeneity, 1e-9);
    expect(compared).toBe(one.input.length > 1 ? 5 : 0);
  });
});

it('corrects nothing where events are less than 1/2 from their expectation, as R mantelhaen.test', () => {
  const actual = cochranMantelHaenszel([
    { name: 'a', of: { events: 0, n: 50 }, versus: { events: 0, n: 29 } },
    { name: 'b', of: { events: 9, n: 10 }, versus: { events: 65, n: 73 } },
  ]);
  // mantelhaen.test(x, correct = TRUE)$statistic of R 4.2.
  expectClose(actual.correctedChiSquare, 0.00826442881237388, 1e-12);
  expect(actual.correctedP).toBe(actual.p);
});

interface ExactCase extends OracleCase<BinaryStratum[], { level: number }> {
  roots: Figures;
  exact: Figures;
  midP: Figures;
  gart: Figures;
}
const exactOracle = readOracle<BinaryStratum[], { level: number }>('cochran-mantel-haenszel/exact.json');

describe('exact and likelihood figures against R', () => {
  it.each(exactOracle.cases.map((one) => [one.name, one as ExactCase] as const))('%s', (_, one) => {
    const { exact, homogeneity } = cochranMantelHaenszel(one.input, { ...one.options, exactLimits: 'exact' });
    expect(expectFigures(exact!, one.expected, exactOracle.tolerance)).toBe(4);
    expectFigures(exact!, one.roots, 1e-3);
    expectFigures(exact!, one.exact, 1e-10);
    const midP = cochranMantelHaenszel(one.input, { ...one.options, exactLimits: 'mid-p' }).exact!;
    expect(expectFigures(midP, one.midP, 1e-10)).toBeGreaterThan(0);
    expect(midP.p).toBe(exact!.p);
    expect(expectFigures(homogeneity, one.gart, 1e-10)).toBe('gart' in one.gart ? 5 : 0);
  });
});

const strata = fc
  .array(twoArms, { minLength: 1, maxLength: 5 })
  .map((list) => list.map(([of, versus], index): BinaryStratum => ({ name: `${index}`, of, versus })));

describe('Cochran-Mantel-Haenszel laws', () => {
  it('order of strata does not matter, and swapping arms inverts', () => {
    fc.assert(
      fc.property(strata, (list) => {
        const forward = cochranMantelHaenszel(list);
        const back = cochranMantelHaenszel(
          [...list].reverse().map(({ name, of, versus }) => ({ name, of: versus, versus: of })),
        );
        const { logRatio } = forward.oddsRatio;
        if (typeof forward.chiSquare === 'number')
          expect(back.chiSquare as number).toBeCloseTo(forward.chiSquare, 9);
        if (typeof logRatio === 'number')
          expect(back.oddsRatio.logRatio as number).toBeCloseTo(-logRatio, 10);
        if (typeof forward.homogeneity.tarone === 'number') {
          expect(back.homogeneity.tarone as number).toBeCloseTo(forward.homogeneity.tarone, 6);
        }
        const { lower } = forward.riskDifference;
        if (typeof lower === 'number') expect(back.riskDifference.upper as number).toBeCloseTo(-lower, 10);
      }),
      { numRuns: 60 },
    );
  });

  it('with one stratum is the plain odds ratio and risk ratio, and the chi-square test times (N - 1) / N', () => {
    fc.assert(
      fc.property(twoArms, ([of, versus]) => {
        const one = cochranMantelHaenszel([{ name: 'all', of, versus }]);
        const odds = oddsRatio(of, versus);
        if (typeof odds.standardError === 'number') {
          expectClose(one.oddsRatio.standardError, odds.standardError, 1e-10);
          expectClose(one.oddsRatio.ratio, odds.oddsRatio as number, 1e-10);
        }
        const risk = riskRatio(of, versus);
        if (typeof risk.standardError === 'number') {
          expectClose(one.riskRatio.standardError, risk.standardError, 1e-9);
        }
        const pearson = chiSquareTest([of, versus]).chiSquare;
        const size = of.n + versus.n;
        if (typeof pearson === 'number')
          expect(one.chiSquare as number).toBeCloseTo((pearson * (size - 1)) / size, 9);
      }),
      { numRuns: 60 },
    );
  });

  it('identical strata are homogeneous', () => {
    const stratum = { of: { events: 3, n: 10 }, versus: { events: 6, n: 11 } };
    const { homogeneity } = cochranMantelHaenszel([
      { name: 'a', ...stratum },
      { name: 'b', ...stratum },
    ]);
    expect(homogeneity.breslowDay as number).toBeCloseTo(0, 12);
    expect(homogeneity.taroneP as number).toBeCloseTo(1, 5);
  });
});

describe('exact laws', () => {
  const exactOf = (list: readonly BinaryStratum[], exactLimits: 'exact' | 'mid-p' = 'exact') =>
    cochranMantelHaenszel(list, { exactLimits }).exact!;

  it('with one stratum is Fisher, has no homogeneity to test, and swapping arms inverts', () => {
    fc.assert(
      fc.property(twoArms, ([of, versus]) => {
        const { homogeneityP, interval: _, ...one } = exactOf([{ name: 'all', of, versus }]);
        const { level: _level, interval: _interval, ...fisher } = fisherExact(of, versus);
        for (const [name, value] of Object.entries(fisher)) {
          if (typeof value === 'number' && typeof one.pLess === 'number') {
            expectClose(one[name as keyof typeof one], value, 1e-9, name);
          }
        }
        const back = exactOf([{ name: 'all', of: versus, versus: of }]);
        if (typeof one.pLess === 'number') expectClose(back.pGreater, one.pLess, 1e-9);
        if (typeof one.lower === 'number' && one.lower > 0) expectClose(back.upper, 1 / one.lower, 1e-9);
        if (typeof one.pLess === 'number') expect(homogeneityP).toEqual(none('not-applicable'));
      }),
      { numRuns: 60 },
    );
  });

  it('holds the estimate, mid-p limits lie within exact ones, and probabilities are probabilities', () => {
    fc.assert(
      fc.property(strata, (list) => {
        const [exact, midP] = [exactOf(list), exactOf(list, 'mid-p')];
        if (typeof exact.oddsRatio !== 'number') return;
        expect(exact.lower).toBeLessThan(exact.oddsRatio);
        expect(exact.upper).toBeGreaterThan(exact.oddsRatio);
        expect(midP.lower).toBeGreaterThan(exact.lower as number);
        expect(midP.upper).toBeLessThan(exact.upper as number);
        for (const p of [exact.p, exact.midP, exact.pLess, exact.pGreater, exact.homogeneityP]) {
          if (typeof p === 'number') expect(p > 0 && p <= 1).toBe(true);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('keeps figures of large strata, and gives Zelen up where there are too many tables', () => {
    const large = Array.from({ length: 3 }, (_, index) => ({
      name: `${index}`,
      of: { events: 900 + index, n: 1000 },
      versus: { events: 300 - 7 * index, n: 1000 },
    }));
    const exact = exactOf(large);
    expectClose(exact.oddsRatio, cochranMantelHaenszel(large).homogeneity.likeliestOddsRatio as number, 5e-3);
    expect(exact.p as number).toBeLessThan(1e-250);
    const many = Array.from({ length: 12 }, (_, index) => ({
      name: `${index}`,
      of: { events: 30 + (index % 5), n: 70 + index },
      versus: { events: 30 - (index % 3), n: 60 + 2 * index },
    }));
    expect(exactOf(many).homogeneityP).toEqual(none('not-applicable'));
  });

  it('is none without variation, and nothing unless asked for', () => {
    const silent = { name: 's', of: { events: 0, n: 4 }, versus: { events: 0, n: 5 } };
    expect(exactOf([silent])).toMatchObject({ oddsRatio: none('no-variation'), p: none('no-variation') });
    const empty = { name: 's', of: { events: 0, n: 0 }, versus: { events: 0, n: 5 } };
    expect(exactOf([empty]).p).toEqual(none('empty-group'));
    expect(cochranMantelHaenszel([silent]).exact).toBe(null);
    expect(() => cochranMantelHaenszel([silent], { exactLimits: 'wald' as never })).toThrow(/exactLimits/);
  });
});

describe('Cochran-Mantel-Haenszel edges', () => {
  const stratum = (x1: number, n1: number, x2: number, n2: number): BinaryStratum => ({
    name: 's',
    of: { events: x1, n: n1 },
    versus: { events: x2, n: n2 },
  });

  it('leaves out strata with an empty arm', () => {
    const two = cochranMantelHaenszel([stratum(3, 10, 5, 12), stratum(0, 0, 4, 9)]);
    expect(two.strataUsed).toBe(1);
    expect(two.chiSquare).toBe(cochranMantelHaenszel([stratum(3, 10, 5, 12)]).chiSquare);
    const empty = cochranMantelHaenszel([stratum(0, 0, 4, 9)]);
    expect([empty.p, empty.oddsRatio.ratio, empty.riskDifference.difference]).toEqual(
      Array(3).fill(none('empty-group')),
    );
  });

  it('has no test without both outcomes, and no ratio where a sum is zero', () => {
    const silent = cochranMantelHaenszel([stratum(0, 5, 0, 6)]);
    expect([silent.p, silent.riskRatio.ratio]).toEqual([none('no-variation'), none('zero-cells')]);
    expect(silent.riskDifference).toMatchObject({ difference: 0, p: none('no-variation') });
    expect(cochranMantelHaenszel([stratum(0, 5, 3, 6)]).oddsRatio.ratio).toEqual(none('zero-cells'));
  });

  it('refuses no strata and counts that are none', () => {
    expect(() => cochranMantelHaenszel([])).toThrow(MethodError);
    expect(() => cochranMantelHaenszel([stratum(6, 5, 1, 2)])).toThrow(/s\.of\.events/);
  });
});

describe('cochran-mantel-haenszel as a method', () => {
  const run = (given: object) =>
    cochranMantelHaenszelMethod.run(
      sampleData['stratified-binary'],
      cochranMantelHaenszelMethod.options.parse(given),
    );

  it.each(['odds-ratio', 'risk-ratio', 'risk-difference'] as const)('estimates the %s', (measure) => {
    const output = run({ measure });
    expect(testRows(output).map(({ term }) => term)).toEqual([
      null,
      'Breslow-Day',
      'Breslow-Day-Tarone',
      'Gart',
      'likelihood ratio',
    ]);
    expect(estimateRows(output)).toMatchObject([
      { statistic: measure, term: null, of: 'tocilizumab', versus: 'placebo' },
    ]);
    expect(summaryRows(output).length).toBe(18);
  });

  it('makes the odds ratio and the tests exact where asked to', () => {
    const output = run({ exactLimits: 'exact' });
    expect(testRows(output).slice(5)).toMatchObject([
      { statistic: 'exact-conditional', term: 'exact' },
      { statistic: 'exact-conditional', term: 'fewer events' },
      { statistic: 'exact-conditional', term: 'more events' },
      { statistic: 'exact-conditional', term: 'mid-p' },
      { statistic: 'heterogeneity', term: 'Zelen' },
    ]);
    expect(estimateRows(output)[0]).toMatchObject({
      p: testRows(output)[5]!.p,
      reference: { distribution: 'exact' },
    });
  });

  it('follows mid-p limits with the mid-p', () => {
    const output = run({ exactLimits: 'mid-p' });
    const [row] = estimateRows(output);
    expect(row!.p).toBe(testRows(output)[8]!.p);
    expect(row!.p).not.toBe(testRows(output)[5]!.p);
  });

  it('tests with the correction asked for, and compares each arm with the reference', () => {
    const p = (given: object) => testRows(run(given))[0]!.p as number;
    expect(p({ continuityCorrection: true })).toBeGreaterThan(p({}));
    const [stratum] = sampleData['stratified-binary'].strata;
    const third = { name: 'sarilumab', n: 30, events: 9 };
    const three = cochranMantelHaenszelMethod.run(
      {
        ...sampleData['stratified-binary'],
        strata: [{ name: 'low', arms: [...stratum!.arms, third] }, stratum!],
      },
      cochranMantelHaenszelMethod.options.parse({}),
    );
    const rows = estimateRows(three);
    expect(rows.map(({ term }) => term)).toEqual(['tocilizumab', 'sarilumab']);
    expect(rows[1]!.counts!.of).toEqual({ events: 9, n: 30 });
  });
});
