import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEstimable } from '../../../src/core/estimable.js';
import { intraclassCorrelationMethod } from '../../../src/outcomes/agreement/intraclass-correlation/definition.js';
import {
  type IntraclassEstimate,
  intraclassCorrelation,
} from '../../../src/outcomes/agreement/intraclass-correlation/intraclass-correlation.js';
import { sampleData } from '../../sample-data.js';
import { expectClose, readOracle } from '../oracle-cases.js';
import { estimateRows } from '../part-rows.js';

const oracle = readOracle<{ raters: number[][] }, { level: number }>(
  'intraclass-correlation/mean-squares.json',
);
const forms = [
  'oneWaySingle',
  'oneWayAverage',
  'agreementSingle',
  'agreementAverage',
  'consistencySingle',
  'consistencyAverage',
] as const;

describe('intraclass correlation', () => {
  it.each(oracle.cases)('$name', ({ input, options, expected }) => {
    const result = intraclassCorrelation(input.raters, options);
    for (const form of forms) {
      const [estimate, lower, upper] = expected[form] as number[];
      const actual: IntraclassEstimate = result[form];
      expectClose(actual.estimate, estimate!, 1e-10, form);
      expectClose(actual.lower, lower!, 1e-10, `${form} lower`);
      expectClose(actual.upper, upper!, 1e-10, `${form} upper`);
    }
  });

  it('has the values that Shrout and Fleiss printed', () => {
    const [{ input }] = oracle.cases as [(typeof oracle.cases)[number]];
    const result = intraclassCorrelation(input.raters);
    expect(forms.map((form) => (result[form].estimate as number).toFixed(2))).toEqual([
      '0.17',
      '0.44',
      '0.29',
      '0.62',
      '0.71',
      '0.91',
    ]);
  });

  it('has finite limits where the degrees of freedom of agreement are close to 0', () => {
    const { agreementSingle, agreementAverage } = intraclassCorrelation([
      [1.76, 0.22],
      [0.49, 0.82],
      [1.58, 3.25],
    ]);
    // The limit of the formula as the quantile grows without bound: -MSE n / (k MSR + (kn - k - n) MSE).
    expectClose(agreementSingle.lower, (-2 * 1.29971667) / (3 * 1.74681667 + 1.29971667), 1e-7, 'lower');
    expect(isEstimable(agreementAverage.lower) && Number.isFinite(agreementAverage.lower)).toBe(true);
  });

  it('does not change with unit or origin, nor with the order of raters', () => {
    const rating = fc.integer({ min: 0, max: 900 }).map((value) => value / 100);
    const ratings = fc.array(fc.tuple(rating, rating), { minLength: 4, maxLength: 12 });
    fc.assert(
      fc.property(ratings, (rows) => {
        const [a, b] = [rows.map(([x]) => x), rows.map(([, y]) => y)];
        const plain = intraclassCorrelation([a, b]);
        const other = intraclassCorrelation([b.map((x) => 10 * x + 3), a.map((x) => 10 * x + 3)]);
        for (const form of forms) {
          const { estimate } = plain[form];
          if (!isEstimable(estimate) || Math.abs(estimate) > 1e3) continue;
          expect(other[form].estimate).toBeCloseTo(estimate, 6);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('has numbers or reasons, never above 1, where raters contradict each other', () => {
    const none = { notEstimable: 'no-variation' };
    const opposite = intraclassCorrelation([
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      [10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
    ]);
    expect(opposite.consistencySingle.estimate).toBe(-1);
    expectClose(opposite.agreementSingle.estimate, -1.25, 1e-12, 'single');
    expect(opposite.agreementSingle.lower).toEqual(none);
    expect(opposite.agreementAverage.estimate).toEqual(none);
    expect(opposite.consistencyAverage.estimate).toEqual(none);
    expect(
      intraclassCorrelation([
        [1, 2],
        [2, 1],
      ]).agreementSingle.estimate,
    ).toEqual(none);
    const levels = intraclassCorrelation([
      [1, 1, 1],
      [2, 2, 2],
    ]);
    expect(levels.agreementSingle).toEqual({ estimate: 0, lower: none, upper: none });
    const rating = fc.integer({ min: 0, max: 4 });
    const sheet = fc.array(fc.tuple(rating, rating, rating), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(sheet, (rows) => {
        const result = intraclassCorrelation([0, 1, 2].map((rater) => rows.map((row) => row[rater]!)));
        for (const form of forms) {
          const { estimate, lower, upper } = result[form];
          for (const figure of [estimate, lower, upper]) {
            if (isEstimable(figure)) expect(figure).toBeLessThanOrEqual(1 + 1e-12);
          }
          if (isEstimable(lower) && isEstimable(upper)) expect(lower).toBeLessThanOrEqual(upper);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('counts a shift between raters against agreement, not against consistency', () => {
    const a = [1, 4, 2, 8, 5, 7];
    const result = intraclassCorrelation([a, a.map((value) => value + 3)]);
    expect(result.consistencySingle.estimate).toBe(1);
    expect(result.agreementSingle.estimate as number).toBeLessThan(0.7);
  });

  it('says what does not exist', () => {
    expect(intraclassCorrelation([[1], [2]]).agreementSingle.estimate).toEqual({
      notEstimable: 'too-few-observations',
    });
    expect(
      intraclassCorrelation([
        [3, 3, 3],
        [3, 3, 3],
      ]).agreementSingle.estimate,
    ).toEqual({
      notEstimable: 'no-variation',
    });
    expect(
      intraclassCorrelation([
        [1, 2, null, 4],
        [1, 2.5, 3, Number.NaN],
      ]).missing,
    ).toBe(2);
    expect(() => intraclassCorrelation([[1, 2]])).toThrow(/raters/);
    expect(() => intraclassCorrelation([[1, 2], [1]])).toThrow(/length/);
  });
});

it('as a method names the forms', () => {
  const { values } = sampleData.ratings;
  const plain = intraclassCorrelation(values);
  const output = intraclassCorrelationMethod.run(
    sampleData.ratings,
    intraclassCorrelationMethod.options.parse({}),
  );
  expect(estimateRows(output).map(({ term, estimate, lower }) => [term, estimate, lower])).toEqual([
    ['agreement, single rating', plain.agreementSingle.estimate, plain.agreementSingle.lower],
    ['agreement, mean of raters', plain.agreementAverage.estimate, plain.agreementAverage.lower],
    ['consistency, single rating', plain.consistencySingle.estimate, plain.consistencySingle.lower],
    ['consistency, mean of raters', plain.consistencyAverage.estimate, plain.consistencyAverage.lower],
    ['raters drawn anew, single rating', plain.oneWaySingle.estimate, plain.oneWaySingle.lower],
    ['raters drawn anew, mean of raters', plain.oneWayAverage.estimate, plain.oneWayAverage.lower],
  ]);
});
