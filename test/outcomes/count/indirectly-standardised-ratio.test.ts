import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indirectlyStandardisedRatioMethod } from '../../../src/outcomes/count/indirectly-standardised-ratio/definition.js';
import {
  type IndirectlyStandardisedRatioOptions,
  indirectlyStandardisedRatio,
  type StandardRateStratum,
} from '../../../src/outcomes/count/indirectly-standardised-ratio/indirectly-standardised-ratio.js';
import { sampleData, sampleOutcomes } from '../../sample-data.js';
import { expectClose, expectFigures, readOracle } from '../oracle-cases.js';
import { estimateRows, summaryRows } from '../part-rows.js';

const oracle = readOracle<StandardRateStratum[], IndirectlyStandardisedRatioOptions>(
  'indirectly-standardised-ratio/ratios.json',
);

describe('indirectly standardised ratio against R', () => {
  it.each(oracle.cases.map((one) => [one.name, one] as const))('%s', (_, one) => {
    const actual = indirectlyStandardisedRatio(one.input, one.options);
    expect(expectFigures(actual, one.expected, oracle.tolerance)).toBe(6);
  });
});

const strata = fc.array(
  fc.record({
    events: fc.integer({ min: 0, max: 40 }),
    exposure: fc.double({ min: 0.5, max: 50, noNaN: true }),
    standardRate: fc.double({ min: 0.01, max: 2, noNaN: true }),
  }),
  { minLength: 1, maxLength: 5 },
);

describe('indirectly standardised ratio laws', () => {
  it('holds its ratio, leaves out 1 exactly where p is small, and only expected and observed totals count', () => {
    fc.assert(
      fc.property(strata, fc.constantFrom('exact' as const, 'mid-p' as const), (list, interval) => {
        const all = indirectlyStandardisedRatio(list, { interval, level: 0.9 });
        const [ratio, lower, upper, p] = [all.ratio, all.lower, all.upper, all.p].map(Number) as [
          number,
          number,
          number,
          number,
        ];
        expect(lower <= ratio && ratio < upper).toBe(true);
        // With no event the one-sided mid-p limit is that of the whole tail.
        if (all.observed > 0 && Math.abs(p - 0.1) > 1e-9) expect(lower > 1 || upper < 1).toBe(p < 0.1);
        const one = indirectlyStandardisedRatio(
          [{ events: all.observed, exposure: 1, standardRate: all.expected }],
          { interval, level: 0.9 },
        );
        expectClose(one.upper, upper, 1e-12);
      }),
      { numRuns: 100 },
    );
  });

  it('has no ratio without exposure or expectation, and refuses what is no rate', () => {
    const none = (reason: string) => ({ notEstimable: reason });
    expect(indirectlyStandardisedRatio([{ events: 0, exposure: 0, standardRate: 1 }]).ratio).toEqual(
      none('empty-group'),
    );
    expect(indirectlyStandardisedRatio([{ events: 3, exposure: 5, standardRate: 0 }]).p).toEqual(
      none('no-events'),
    );
    expect(() => indirectlyStandardisedRatio([])).toThrow(/none/);
    expect(() => indirectlyStandardisedRatio([{ events: 1, exposure: 5, standardRate: -1 }])).toThrow(
      /standardRate/,
    );
  });
});

describe('indirectly-standardised-ratio as a method', () => {
  const data = { ...sampleOutcomes.count, strata: sampleData.ordinal.strata! };
  const run = (given: object) =>
    indirectlyStandardisedRatioMethod.run(data, indirectlyStandardisedRatioMethod.options.parse(given));

  it('expects as many events in all as there are where all arms are the standard', () => {
    const rows = summaryRows(run({}));
    const sum = (statistic: string) =>
      rows
        .filter((row) => row.statistic === statistic)
        .reduce((total, { value }) => total + Number(value), 0);
    expectClose(sum('expected-events'), sum('events'), 1e-12);
    expect(run({}).notices).toHaveLength(1);
  });

  it('leaves the reference arm out where it is the standard, and takes rates by stratum', () => {
    expect(estimateRows(run({ standard: 'reference' }))).toMatchObject([
      { of: 'tocilizumab', versus: 'placebo', term: null, scale: 'log' },
    ]);
    const given = run({ standard: { low: 50, high: 120 }, per: 100 });
    const same = run({ standard: { low: 0.5, high: 1.2 } });
    expect(estimateRows(given)).toHaveLength(2);
    expectClose(estimateRows(given)[0]!.estimate, estimateRows(same)[0]!.estimate as number, 1e-12);
    expect(given.notices).toEqual([]);
    expect(() => run({ standard: { low: 1 } })).toThrow(/standard.high/);
    expect(() => run({ standard: { low: 1, high: 1, other: 1 } })).toThrow(/is no stratum/);
  });
});
