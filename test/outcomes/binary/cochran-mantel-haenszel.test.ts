import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MethodError } from '../../../src/core/errors.js';
import type { BinaryStratum } from '../../../src/outcomes/binary/binary-stratum.js';
import { chiSquareTest } from '../../../src/outcomes/binary/chi-square/chi-square.js';
import { cochranMantelHaenszel } from '../../../src/outcomes/binary/cochran-mantel-haenszel/cochran-mantel-haenszel.js';
import { cochranMantelHaenszelMethod } from '../../../src/outcomes/binary/cochran-mantel-haenszel/definition.js';
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
    expect(testRows(output).map(({ term }) => term)).toEqual([null, 'Breslow-Day', 'Breslow-Day-Tarone']);
    expect(estimateRows(output)).toMatchObject([
      { statistic: measure, term: null, of: 'tocilizumab', versus: 'placebo' },
    ]);
    expect(summaryRows(output).length).toBe(18);
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
